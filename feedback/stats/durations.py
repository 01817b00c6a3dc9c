"""Times on task: skewed to the right, so they are averaged on the logarithm."""

from collections.abc import Sequence
from math import exp, fsum, log

from feedback.stats.mean import Mean, mean_interval
from feedback.stats.result import Interval, NotEnoughData


def geometric_mean(times: Sequence[float]) -> float:
    """Return the geometric mean of one or more positive times, in their unit.

    Source: Sauro and Lewis 2010, better than mean and median below 25 times.

    >>> round(geometric_mean([60, 53, 70, 42, 62, 43, 81]), 6)
    57.263018
    """
    if not times or min(times) <= 0:
        raise ValueError("a geometric mean needs positive times")
    return exp(fsum(log(time) for time in times) / len(times))


def geometric_mean_interval(times: Sequence[float], level: float = 0.95, step: float = 0.0) -> Mean | NotEnoughData:
    """Return the geometric mean with its t interval on log times, back-transformed; `sd` stays on the log
    scale.

    `step` is the resolution of the clock in the unit of the times; it keeps equal times from claiming
    certainty. It counts as at most the mean itself, so that tiny times do not get an absurd interval.

    >>> round(geometric_mean_interval([60, 53, 70, 42, 62, 43, 81]).interval.low, 1)
    45.8
    """
    if not times:
        return NotEnoughData(0, 2, "Niemand hat die Aufgabe geschafft. Es gibt keine Zeit.")
    center = geometric_mean(times)
    logs = mean_interval([log(time) for time in times], level, min(step / center, 1.0))
    if isinstance(logs, NotEnoughData):
        return logs
    low, high = exp(logs.interval.low), exp(logs.interval.high)
    return Mean(logs.n, center, logs.sd, Interval(min(low, center), max(high, center)))
