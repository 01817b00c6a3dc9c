"""Means with their t interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import fmean

from feedback.stats.result import Interval, NotEnoughData


@dataclass(frozen=True)
class Mean:
    """A mean of `n` values with its standard deviation and interval, all in the unit of the values."""

    n: int
    mean: float
    sd: float
    interval: Interval


def spread(values: Sequence[float], step: float = 0.0) -> float:
    """Return the standard deviation (n - 1) of two or more values, but never less than `step / sqrt(12)`.

    Answers on a scale are rounded to its `step` (2.5 points for SUS), and rounding alone spreads by
    step/sqrt(12) (Sheppard 1898, the standard deviation of a uniform error). Without this floor twelve
    equal answers would claim certainty.

    >>> spread([70.0, 70.0, 70.0], step=2.5).__round__(3)
    0.722
    """
    center = fmean(values)
    sd = sqrt(fsum((value - center) ** 2 for value in values) / (len(values) - 1))
    return max(sd, step / sqrt(12))


def t_quantile(level: float, df: float) -> float:
    """Return t with `level` of Student's distribution with `df` degrees of freedom between -t and t.

    >>> round(t_quantile(0.95, 11), 3)
    2.201
    """
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + level) / 2))


def mean_interval(values: Sequence[float], level: float = 0.95, step: float = 0.0) -> Mean | NotEnoughData:
    """Return the mean and its t interval; one value has no interval, and that is said.

    `step` is the smallest difference the measure can show (see `spread`). With `step` 0 equal values give
    an interval without width, as the formula does.

    >>> mean_interval([4.0, 6.0]).mean
    5.0
    >>> mean_interval([4.0]).why
    'Für eine Streuung sind zwei Werte nötig.'
    """
    n = len(values)
    if n < 2:
        return NotEnoughData(n, 2, "Für eine Streuung sind zwei Werte nötig." if n else "Es gibt noch keinen Wert.")
    center, sd = fmean(values), spread(values, step)
    half = t_quantile(level, n - 1) * sd / sqrt(n)
    return Mean(n, center, sd, Interval(center - half, center + half))
