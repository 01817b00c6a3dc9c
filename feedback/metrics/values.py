"""A metric: an estimate that is never without n and interval."""

from dataclasses import dataclass
from typing import Any

from feedback.instruments import Grade
from feedback.stats import NotEnoughData, wilson

UNITS = {
    "completion": "share",
    "time": "s",
    "errors": "per person",
    "backtracks": "per person",
    "lostness": "index",
    "ease": "points",
    "umux_lite": "points",
    "sus": "points",
}


@dataclass(frozen=True)
class Metric:
    """An estimate from `n` persons with its interval at `level`; `x` is the count behind a rate.

    `grade` is the letter of a SUS score, None where the interval is too wide for one.
    """

    n: int
    estimate: float
    low: float
    high: float
    unit: str
    level: float = 0.95
    x: int | None = None
    grade: Grade | None = None


def unit_of(metric_id: str) -> str:
    """Return the unit of a metric such as `time.antrag`.

    >>> unit_of("time.antrag")
    's'
    """
    return UNITS[metric_id.partition(".")[0]]


def rate_metric(x: int, n: int) -> Metric | NotEnoughData:
    """Return the rate of `x` of `n` persons with its Wilson interval.

    >>> rate = rate_metric(3, 12)
    >>> rate.x, rate.n, rate.estimate, round(rate.low, 2), round(rate.high, 2)
    (3, 12, 0.25, 0.09, 0.53)
    """
    interval = wilson(x, n)
    if isinstance(interval, NotEnoughData):
        return interval
    return Metric(n, x / n, interval.low, interval.high, UNITS["completion"], x=x)


def metric_to_json(metric_id: str, value: Metric | NotEnoughData) -> dict[str, Any]:
    """Return a metric for the JSON answer of a command; one that cannot be said has no numbers, but a
    reason.
    """
    if isinstance(value, NotEnoughData):
        nothing = {"estimate": None, "low": None, "high": None}
        return {"n": value.have, **nothing, "unit": unit_of(metric_id), "why": value.why}
    found: dict[str, Any] = {
        "n": value.n,
        "estimate": value.estimate,
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
    }
    if value.x is not None:
        found["x"] = value.x
    if value.grade is not None:
        found["grade"] = value.grade.letter
    return found
