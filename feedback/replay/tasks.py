"""From the server's events of a session to what happened in each task, and to the answers given."""

from collections import Counter
from collections.abc import Iterable

from feedback.events import (
    Answered,
    EndReason,
    Event,
    FlowSnapshot,
    FlowTask,
    Outcome,
    PageShown,
    ProblemShown,
    TaskEnded,
    TaskStarted,
)
from feedback.instruments import INSTRUMENTS
from feedback.replay.facts import TaskFacts

# what an open task comes to when its session ends; "finished" with an open task means that its end got lost
OPEN_TASK: dict[EndReason, Outcome] = {
    "stopped": "gave_up",
    "timed_out": "timed_out",
    "technical_failure": "technical_failure",
    "finished": "technical_failure",
}


def split_by_task(ordered: list[Event]) -> dict[str, tuple[list[Event], bool]]:
    """Return the events of each task's first attempt, from its start to its end, and whether it came last.

    An event belongs to the task it names, else to the task started last.
    """
    spans: dict[str, list[Event]] = {}
    ended: set[str] = set()
    current: str | None = None
    for event in ordered:
        if isinstance(event, TaskStarted):
            current = event.task
            if current not in spans:
                spans[current] = [event]
            continue
        task = event.task or current
        if task in spans and task not in ended:
            spans[task].append(event)
            if isinstance(event, TaskEnded):
                ended.add(task)
    last = list(spans)[-1] if spans else None
    return {task: (span, task == last) for task, span in spans.items()}


def describe_task(
    task: str,
    span: list[Event],
    session_end: EndReason | None,
    flow: FlowSnapshot | None,
    *,
    is_last: bool,
    helped: bool,
) -> TaskFacts:
    """Return the facts of one task from its events, the first being its start."""
    plan = next((known for known in flow.tasks if known.id == task), None) if flow else None
    outcome = find_outcome(span, session_end, is_last, helped=helped)
    shown = [event for event in span if isinstance(event, PageShown) and event.nav != "resume"]
    problems = Counter(
        (event.page, event.target, event.rule)
        for event in span
        if isinstance(event, ProblemShown) and event.page and event.target
    )
    end_ms = find_end_page(shown, plan)
    until_ms = end_ms if outcome == "success" and end_ms is not None else max(event.t_ms for event in span)
    return TaskFacts(
        task=task,
        outcome=outcome,
        duration_ms=max(until_ms - span[0].t_ms, 0),
        pages=tuple(str(event.page) for event in shown),
        ideal=len(plan.ideal_path) or None if plan else None,
        errors=problems.total(),
        backtracks=sum(event.nav == "back" for event in shown),
        problems=dict(problems),
        reached_end=end_ms is not None,
    )


def find_outcome(span: list[Event], session_end: EndReason | None, is_last: bool, *, helped: bool) -> Outcome | None:
    """Return the outcome that was recorded, with help where a person of the staff noted some; for an open task, what
    the end of the session makes of it.
    """
    for event in span:
        if isinstance(event, TaskEnded):
            return "success_with_help" if helped and event.outcome == "success" else event.outcome
    if not is_last:  # the next task began, so this one ended and the event is lost: nobody knows how
        return "technical_failure"
    return OPEN_TASK[session_end] if session_end else None


def find_end_page(shown: list[PageShown], plan: FlowTask | None) -> int | None:
    """Return when the end page of the task was first reached; a task that starts there has not reached it
    yet.
    """
    if plan is None:
        return None
    return next((e.t_ms for e in shown if e.page == plan.end_page and e.nav != "start"), None)


def collect_answers(
    ordered: list[Event],
) -> tuple[dict[tuple[str, str | None], dict[str, int | None]], frozenset[tuple[str, str]]]:
    """Return the last answer to each item, by questionnaire and task, and the wordings that were read.

    A questionnaire that follows each task belongs to the task it names, else to the one started last.
    """
    answers: dict[tuple[str, str | None], dict[str, int | None]] = {}
    wordings: set[tuple[str, str]] = set()
    current: str | None = None
    for event in ordered:
        if isinstance(event, TaskStarted):
            current = event.task
        elif isinstance(event, Answered):
            known = INSTRUMENTS.get(event.instrument)
            task = event.task or current if known and known.per_task else None
            answers.setdefault((event.instrument, task), {})[event.item] = event.value
            wordings.add((event.instrument, event.wording))
    return answers, frozenset(wordings)


def measure_stays(ordered: Iterable[Event]) -> dict[tuple[str, str], int]:
    """Return the milliseconds on each page of each task, all visits together.

    A stay runs from the showing of a page to that of the next one, or to the end of the task; the last page of a task
    without an end has none, since nobody knows how long it stood open.

    >>> shown = [PageShown(t_ms=0, page="a", nav="start"), PageShown(t_ms=4000, page="b", nav="next")]
    >>> measure_stays([TaskStarted(t_ms=0, task="t"), *shown, TaskEnded(t_ms=9000, task="t", outcome="success")])
    {('t', 'a'): 4000, ('t', 'b'): 5000}
    """
    stays: Counter[tuple[str, str]] = Counter()
    task: str | None = None
    page, since_ms = "", 0
    for event in ordered:
        if task and page and isinstance(event, PageShown | TaskEnded):
            stays[task, page] += max(event.t_ms - since_ms, 0)
        if isinstance(event, TaskStarted):
            task, page = event.task, ""
        elif isinstance(event, TaskEnded):
            task, page = None, ""
        elif isinstance(event, PageShown):
            page, since_ms = event.page, event.t_ms
    return dict(stays)
