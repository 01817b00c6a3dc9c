"""The values of single persons, from which metrics and gates are computed."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.instruments import INSTRUMENTS, score
from feedback.sessions import SessionFacts, TaskFacts
from feedback.stats import NotEnoughData, lostness
from feedback.study import Study

PER_TASK = ("completion", "time", "errors", "backtracks", "lostness", "ease")
PER_SESSION = ("umux_lite", "sus")


@dataclass(frozen=True)
class Rate:
    """`x` of `n` persons."""

    x: int
    n: int


def metric_ids(study: Study) -> tuple[str, ...]:
    """Return the ids of all metrics of a study, such as `completion.antrag` and `sus`."""
    return tuple(f"{name}.{task.id}" for task in study.tasks for name in PER_TASK) + PER_SESSION


def started(sessions: Sequence[SessionFacts], task_id: str) -> list[TaskFacts]:
    """Return the task of all who started it, without technical failures and what still runs."""
    tasks = [facts.task(task_id) for facts in sessions]
    return [task for task in tasks if task and task.outcome not in (None, "technical_failure")]


def task_rate(sessions: Sequence[SessionFacts], task_id: str) -> Rate:
    """Return how many of those who started a task completed it by themselves; success with help does not
    count.
    """
    tasks = started(sessions, task_id)
    return Rate(sum(task.outcome == "success" for task in tasks), len(tasks))


def values_of(metric: str, sessions: Sequence[SessionFacts], task_id: str | None = None) -> list[float]:
    """Return one value a person: times (s) and lostness of successes, errors and backtracks of all who
    started, scores of all who answered enough.
    """
    if metric in INSTRUMENTS:
        return scores_of(metric, sessions, task_id)
    tasks = started(sessions, task_id or "")
    if metric == "errors":
        return [float(task.errors) for task in tasks]
    if metric == "backtracks":
        return [float(task.backtracks) for task in tasks]
    successes = [task for task in tasks if task.outcome == "success"]
    if metric == "time":  # the clock ticks in milliseconds
        return [max(task.duration_ms, 1) / 1000 for task in successes]
    if metric == "lostness":
        return [
            lostness(task.pages_unique, task.pages_total, task.ideal) for task in successes if task.ideal and task.pages
        ]
    raise KeyError(f"no values for the metric {metric!r}")


def scores_of(instrument_id: str, sessions: Sequence[SessionFacts], task_id: str | None) -> list[float]:
    """Return the score of everybody who answered enough items; answers off the scale count as missing."""
    instrument = INSTRUMENTS[instrument_id]
    scores = []
    for facts in sessions:
        given = facts.answers.get((instrument_id, task_id), {})
        valid = {item: v for item, v in given.items() if v is not None and instrument.accepts(item, v)}
        found = score(instrument, valid)
        if not isinstance(found, NotEnoughData):
            scores.append(found.value)
    return scores
