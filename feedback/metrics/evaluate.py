"""All metrics of all arms."""

from collections.abc import Iterable, Mapping, Sequence

from feedback.instruments import INSTRUMENTS, grade_of_interval
from feedback.metrics.measures import metric_ids, started, task_rate, values_of
from feedback.metrics.selection import select
from feedback.metrics.values import Metric, rate_metric, unit_of
from feedback.sessions import SessionFacts
from feedback.stats import Interval, Mean, NotEnoughData, geometric_mean_interval, mean_interval
from feedback.study import Study

Evaluation = Mapping[str, Metric | NotEnoughData]

SECOND = 1.0  # times are read in whole seconds, so equal times are no more certain than that


def evaluate(study: Study, facts: Iterable[SessionFacts]) -> dict[str, Evaluation]:
    """Return `{arm: {metric id: metric}}` from the usable sessions of a study.

    What cannot be said is NotEnoughData. Synthetic sessions are ignored unless the study is a demo.
    """
    return {arm: evaluate_sessions(study, selection.usable) for arm, selection in select(study, facts).items()}


def evaluate_sessions(study: Study, sessions: Sequence[SessionFacts]) -> Evaluation:
    """Return `{metric id: metric}` of the given sessions of one arm."""
    return {metric_id: measure(metric_id, sessions) for metric_id in metric_ids(study)}


def measure(metric_id: str, sessions: Sequence[SessionFacts]) -> Metric | NotEnoughData:
    """Return one metric, such as `completion.antrag`."""
    name, _, task = metric_id.partition(".")
    if name == "completion":
        return measure_rate(sessions, task)
    values = values_of(name, sessions, task or None)
    step = smallest_step(name, sessions, task)
    found = geometric_mean_interval(values, step=step) if name == "time" else mean_interval(values, step=step)
    return conclude(metric_id, found)


def conclude(metric_id: str, found: Mean | NotEnoughData) -> Metric | NotEnoughData:
    """Return a mean as a metric: within its scale, and with the grade of a SUS score."""
    if isinstance(found, NotEnoughData):
        return found
    name = metric_id.partition(".")[0]
    interval = clip(name, found.interval)
    grade = grade_of_interval(found.mean, interval.low, interval.high) if name == "sus" else None
    return Metric(found.n, found.mean, interval.low, interval.high, unit_of(metric_id), grade=grade)


def measure_rate(sessions: Sequence[SessionFacts], task: str) -> Metric | NotEnoughData:
    """Return the completion of a task with its Wilson interval."""
    rate = task_rate(sessions, task)
    return conclude_rate(rate.x, rate.n)


def conclude_rate(x: int, n: int) -> Metric | NotEnoughData:
    """Return a completion of `x` of `n` persons who started."""
    if n == 0:
        return NotEnoughData(0, 1, "Niemand hat die Aufgabe begonnen.")
    return rate_metric(x, n)


def smallest_step(name: str, sessions: Sequence[SessionFacts], task: str) -> float:
    """Return the smallest difference that a metric can show in one person; see `stats.spread`.

    For lostness this is about one page view more than the ideal path.
    """
    if name in INSTRUMENTS:
        return INSTRUMENTS[name].step
    if name == "lostness":
        ideal = max((found.ideal or 1 for found in started(sessions, task)), default=1)
        return 1 / (ideal + 1)
    return SECOND if name == "time" else 1.0


def clip(name: str, interval: Interval) -> Interval:
    """Return the interval within the scale of the metric."""
    low, high = 0.0, float("inf")
    if name in INSTRUMENTS:
        low, high = INSTRUMENTS[name].bottom, INSTRUMENTS[name].top
    return Interval(max(interval.low, low), min(interval.high, high))
