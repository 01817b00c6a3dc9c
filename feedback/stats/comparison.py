"""Two means: from different people (Welch) or from the same (paired)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import fmean

from feedback.stats.mean import t_quantile
from feedback.stats.result import Interval, NotEnoughData

ROUNDING = 1e-12  # relative to the values: a spread below is the rounding of equal values


@dataclass(frozen=True)
class MeanTest:
    """A t test of the first mean minus the second, in the unit of the values; `p` is two-sided."""

    difference: float
    t: float
    df: float
    p: float
    interval: Interval


def welch_t(a: Sequence[float], b: Sequence[float], level: float = 0.95) -> MeanTest | NotEnoughData:
    """Return Welch's test for unequal variances; each group needs two values, and one of them a spread.

    Source: Welch 1947, Biometrika 34:28 (as R's t.test).

    >>> round(welch_t([3, 4, 5], [5, 6, 7]).p, 4)
    0.0705
    >>> welch_t([1, 1], [2, 2]).why
    'Alle Werte sind gleich. Die Streuung ist unbekannt.'
    """
    if min(len(a), len(b)) < 2:
        return NotEnoughData(min(len(a), len(b)), 2, "Für eine Streuung sind zwei Werte nötig.")
    error_a, error_b = squared_error(a), squared_error(b)
    if error_a + error_b == 0:
        return no_spread(min(len(a), len(b)))
    share = error_a / (error_a + error_b)
    df = 1 / (share**2 / (len(a) - 1) + (1 - share) ** 2 / (len(b) - 1))
    return t_test(fmean(a) - fmean(b), sqrt(error_a + error_b), df, level)


def paired_t(a: Sequence[float], b: Sequence[float], level: float = 0.95) -> MeanTest | NotEnoughData:
    """Return the paired test of `a[i] - b[i]`; other lengths raise ValueError. Source: Student 1908.

    >>> round(paired_t([3, 4, 6], [1, 3, 4]).t, 3)
    5.0
    """
    if len(a) != len(b):
        raise ValueError(f"pairs need equally many values, not {len(a)} and {len(b)}")
    if len(a) < 2:
        return NotEnoughData(len(a), 2, "Für eine Streuung sind zwei Paare nötig.")
    differences = [first - second for first, second in zip(a, b, strict=True)]
    error = squared_error(differences, max(map(abs, (*a, *b))))
    if error == 0:
        return no_spread(len(a))
    return t_test(fmean(differences), sqrt(error), len(a) - 1, level)


def squared_error(values: Sequence[float], size: float = 0.0) -> float:
    """Return the squared standard error of a mean, 0 where only rounding differs from equal values.

    `size` is the magnitude of the values that these were computed from.

    >>> squared_error([1.0, 3.0]), squared_error([0.3 - 0.1, 0.2], size=0.3)
    (1.0, 0.0)
    """
    n, center = len(values), fmean(values)
    error = fsum((value - center) ** 2 for value in values) / (n - 1) / n
    return error if sqrt(error) > ROUNDING * max(size, *map(abs, values)) else 0.0


def t_test(difference: float, error: float, df: float, level: float) -> MeanTest:
    """Return the test and the interval of a difference with its standard error."""
    from scipy.special import stdtr

    t, half = difference / error, t_quantile(level, df) * error
    p = float(2 * stdtr(df, -abs(t)))
    return MeanTest(difference, t, df, p, Interval(difference - half, difference + half))


def no_spread(n: int) -> NotEnoughData:
    """Return the statement that equal values say nothing about their spread."""
    return NotEnoughData(n, n + 1, "Alle Werte sind gleich. Die Streuung ist unbekannt.")
