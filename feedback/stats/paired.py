"""Two rates from the same people, each of whom tried both prototypes."""

from dataclasses import dataclass
from math import sqrt

from feedback.stats.difference import combine
from feedback.stats.proportion import NOBODY, wilson
from feedback.stats.result import Interval, NotEnoughData


@dataclass(frozen=True)
class PairedDifference:
    """The rate of the first prototype minus that of the second, among `n` people who tried both."""

    n: int
    difference: float
    interval: Interval


def mcnemar_midp(b: int, c: int) -> float | NotEnoughData:
    """Return the two-sided mid-p of McNemar's test: `b` people succeeded with the first only, `c` with the
    second only.

    It is the exact p value (at most 1) minus the probability of `b` of `b + c`. Where nobody differs
    nothing can be said. Source: Fagerland, Lydersen and Laake 2013, BMC Med Res Methodol 13:91. For b = c their program
    subtracts half that probability; no conclusion hangs on it.

    >>> round(mcnemar_midp(2, 9), 7)
    0.0385742
    >>> mcnemar_midp(0, 0).need
    1
    """
    from scipy.special import bdtr

    if min(b, c) < 0:
        raise ValueError(f"counts of people are not negative: {b}, {c}")
    total, fewer = b + c, min(b, c)
    if total == 0:
        return NotEnoughData(0, 1, "Bei niemandem unterscheiden sich die beiden Versuche.")
    upto = float(bdtr(fewer, total, 0.5))
    point = upto - (float(bdtr(fewer - 1, total, 0.5)) if fewer else 0.0)
    return min(1.0, 2 * upto) - point


def paired_interval(a: int, b: int, c: int, d: int, level: float = 0.95) -> PairedDifference | NotEnoughData:
    """Return the difference (b - c)/n with its interval; `a` succeeded with both, `b` with the first only,
    `c` with the second only, `d` with neither.

    Source: Newcombe 1998, Stat Med 17:2635, method 10.

    >>> found = paired_interval(59, 6, 16, 80)
    >>> [round(value, 4) for value in (found.difference, found.interval.low, found.interval.high)]
    [-0.0621, -0.1186, -0.0046]
    """
    if min(a, b, c, d) < 0:
        raise ValueError(f"counts of people are not negative: {a}, {b}, {c}, {d}")
    n = a + b + c + d
    first, second = wilson(a + b, n, level), wilson(a + c, n, level)
    if isinstance(first, NotEnoughData) or isinstance(second, NotEnoughData):
        return NotEnoughData(0, 1, NOBODY)
    interval = combine((a + b) / n, first, (a + c) / n, second, correlation(a, b, c, d))
    return PairedDifference(n, (b - c) / n, interval)


def correlation(a: int, b: int, c: int, d: int) -> float:
    """Return the correlation of the two successes, drawn towards 0 by n/2 where it is positive; 0 where all
    did alike in one prototype.

    >>> correlation(5, 0, 0, 5), correlation(0, 5, 5, 0), correlation(9, 0, 0, 0)
    (0.8, -1.0, 0.0)
    """
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    cross = a * d - b * c
    if margins == 0:
        return 0.0
    return (cross if cross < 0 else max(cross - (a + b + c + d) / 2, 0.0)) / sqrt(margins)
