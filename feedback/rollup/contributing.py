"""What the sessions of one participant in one arm add to the roll-up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log

from feedback.instruments import INSTRUMENTS, score
from feedback.replay import SessionFacts, TaskFacts
from feedback.rollup.keys import LOG_UNIT, LOSTNESS_UNIT, SCORE_UNIT, RollAmount, RollKey, bucket_of, join_tasks
from feedback.stats import NotEnoughData, lostness

Figure = tuple[str, str, str, str, str]
"""Task, metric, page, target, value."""
UNKNOWN = (None, "technical_failure")
SPREADING = ("errors", "backtracks", "time", "stay", "lostness")
"""Metrics (beside scores) whose spread is asked for; the squares of all others would only grow."""


def contribution(visits: Iterable[SessionFacts]) -> dict[RollKey, RollAmount]:
    """Return what the sessions of one participant in one arm of a study's round add to the roll-up.

    Sessions that run or are withdrawn add nothing. Each amount counts sessions (`n`) and adds up one whole number a
    session (`total`, and `squares` where its spread is asked for). The numbers stay far below 2^63 for millions.
    """
    counting = [facts for facts in visits if facts.over and not facts.withdrawn]
    ordered = sorted(counting, key=lambda facts: (facts.session.started_ms, facts.session.session_id))
    found: dict[RollKey, RollAmount] = {}
    before: set[str] = set()
    for facts in ordered:
        done = {task.task for task in facts.tasks if task.outcome not in UNKNOWN}
        session = facts.session
        language = facts.flow.language if facts.flow else ""
        place = (session.study, session.round, session.arm, int(session.synthetic))
        cohort = (*place, join_tasks(done), join_tasks(before), language)
        for figure, amount in describe(facts):
            key = RollKey(*cohort, *figure)
            n, total, squares = found.get(key, (0, 0, 0))
            square = amount * amount if key.metric in SPREADING or key.metric.startswith("score.") else 0
            found[key] = RollAmount(n + 1, total + amount, squares + square)
        before |= done
    return found


def describe(facts: SessionFacts) -> Iterator[tuple[Figure, int]]:
    """Yield what one session adds, each figure once."""
    yield from describe_session(facts)
    for task in facts.tasks:
        if task.outcome == "technical_failure":
            yield (task.task, "outcome", "", "", "technical_failure"), 1
        elif task.outcome is not None:
            yield from describe_task(task)
    for (name, page), stay_ms in facts.stays_ms.items():
        yield (name, "stay", page, "", ""), log_units(stay_ms)
    yield from describe_mistakes(facts.tasks)
    yield from describe_answers(facts)
    yield from describe_probe(facts)


def describe_session(facts: SessionFacts) -> Iterator[tuple[Figure, int]]:
    """Yield how the session went, how complete its recording is, and who recorded."""
    session = facts.session
    lost = {task.task for task in facts.tasks if task.outcome == "technical_failure"}
    yield ("", "session", str(facts.end_reason), session.mode, join_tasks(lost)), 1
    yield ("", "flow", "", "", session.content_hash), session.started_ms // 1000
    yield ("", "events", "", "", ""), facts.events
    if facts.missing:
        yield ("", "missing", "", "", ""), facts.missing
    if facts.probe_events:
        yield ("", "probe_events", "", "", ""), facts.probe_events
    if facts.probe_missing:
        yield ("", "probe_missing", "", "", ""), facts.probe_missing
    for source in sorted(facts.sources):
        yield ("", "source", "", "", source), 1
    for instrument, wording in sorted(facts.wordings):
        yield ("", "wording", "", instrument, wording), 1


def describe_task(task: TaskFacts) -> Iterator[tuple[Figure, int]]:
    """Yield the figures of a task that somebody started and technology did not break."""
    name = task.task
    yield (name, "outcome", "", "", str(task.outcome)), 1
    yield (name, "errors", "", "", ""), task.errors
    yield (name, "backtracks", "", "", ""), task.backtracks
    for page in dict.fromkeys(task.pages):
        yield (name, "reached", page, "", ""), task.pages.count(page)
    for page in {page for page, _, _ in task.problems} & set(task.pages):
        yield (name, "erred", page, "", ""), 1
    for (page, following), times in Counter(pairwise(task.pages)).items():
        yield (name, "move", page, following, ""), times
    if task.last_page and task.outcome not in ("success", "success_with_help"):
        yield (name, "left", task.last_page, "", ""), 1
    bucket = str(bucket_of(task.duration_ms))
    if task.outcome != "success":
        yield (name, "unfinished", "", "", bucket), 1
        return
    yield (name, "finished", "", "", bucket), 1
    yield (name, "time", "", "", ""), log_units(task.duration_ms)
    if task.ideal and task.pages:
        astray = lostness(task.pages_unique, task.pages_total, task.ideal)
        yield (name, "lostness", "", "", str(task.ideal)), round(astray * LOSTNESS_UNIT)


def log_units(duration_ms: int) -> int:
    """Return the logarithm of a duration as a whole number; the clock ticks in milliseconds."""
    return round(log(max(duration_ms, 1)) * LOG_UNIT)


def describe_mistakes(tasks: Sequence[TaskFacts]) -> Iterator[tuple[Figure, int]]:
    """Yield the problems that were shown, and the pages that were seen, in all tasks together."""
    shown: dict[tuple[str, str, str], int] = {}
    for task in tasks:
        for problem, times in task.problems.items():
            shown[problem] = shown.get(problem, 0) + times
    for (page, target, rule), times in shown.items():
        yield ("", "problem", page, target, rule), times
    seen = dict.fromkeys([page for task in tasks for page in task.pages] + [page for page, _, _ in shown])
    for page in seen:
        yield ("", "seen", page, "", ""), 1


def describe_answers(facts: SessionFacts) -> Iterator[tuple[Figure, int]]:
    """Yield the answers and the scores of the questionnaires."""
    for (name, task), items in facts.answers.items():
        for item, value in items.items():
            yield (task or "", f"answer.{name}", "", item, "" if value is None else str(value)), 1
        instrument = INSTRUMENTS.get(name)
        if instrument is None:
            continue
        valid = {item: value for item, value in items.items() if value is not None and instrument.accepts(item, value)}
        found = score(instrument, valid)
        if not isinstance(found, NotEnoughData):
            yield (task or "", f"score.{name}", "", "", ""), round(found.value * SCORE_UNIT)


def describe_probe(facts: SessionFacts) -> Iterator[tuple[Figure, int]]:
    """Yield what the client probe saw; times also by bucket."""
    for (measure, page, target), amount in facts.probe.items():
        yield ("", f"probe.{measure}", page, target, ""), amount
        if measure.endswith("_ms"):
            yield ("", f"probe.{measure}.bucket", page, target, str(bucket_of(amount))), 1
