"""Two rates from different people: is there a difference, and how large may it be?"""

from dataclasses import dataclass
from math import sqrt

from feedback.stats.proportion import NOBODY, require_counts, wilson
from feedback.stats.result import Interval, NotEnoughData


@dataclass(frozen=True)
class RateTest:
    """A test that two rates are equal: `z` has the sign of the first rate minus the second, `p` is
    two-sided.
    """

    chi_square: float
    z: float
    p: float


def n1_chi_square(x1: int, n1: int, x2: int, n2: int) -> RateTest | NotEnoughData:
    """Return Pearson's chi-square test of `x1` of `n1` against `x2` of `n2`, times (N - 1)/N.

    Without continuity correction, one degree of freedom. Where everybody or nobody succeeded in both groups,
    nothing can be said about chance. Source: Campbell 2007, Stat Med 26:3661.

    >>> round(n1_chi_square(5, 56, 0, 29).p, 4)
    0.0992
    >>> n1_chi_square(0, 10, 0, 10).why
    'In beiden Gruppen ging es allen gleich.'
    """
    from scipy.special import ndtr

    require_counts(x1, n1)
    require_counts(x2, n2)
    if not n1 or not n2:
        return NotEnoughData(0, 1, NOBODY)
    total, pooled = n1 + n2, (x1 + x2) / (n1 + n2)
    if pooled in (0.0, 1.0):
        return NotEnoughData(1, 2, "In beiden Gruppen ging es allen gleich.")
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (x1 / n1 - x2 / n2) / error * sqrt((total - 1) / total)
    return RateTest(z * z, z, float(2 * ndtr(-abs(z))))


def difference_interval(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval | NotEnoughData:
    """Return the interval of the first rate minus the second, from -1 to 1.

    Source: Newcombe 1998, Stat Med 17:873, method 10 (hybrid of two Wilson intervals).

    >>> found = difference_interval(9, 10, 3, 10)
    >>> round(found.low, 4), round(found.high, 4)
    (0.1705, 0.809)
    """
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    if isinstance(first, NotEnoughData):
        return first
    if isinstance(second, NotEnoughData):
        return second
    return combine(x1 / n1, first, x2 / n2, second)


def combine(p1: float, first: Interval, p2: float, second: Interval, correlation: float = 0.0) -> Interval:
    """Return Newcombe's interval of `p1 - p2` from the intervals of the two rates and their correlation.

    >>> combine(0.5, Interval(0.2, 0.8), 0.5, Interval(0.1, 0.9))
    Interval(low=-0.5, high=0.5)
    """
    below, above = p1 - first.low, first.high - p1
    below2, above2 = p2 - second.low, second.high - p2
    down = below**2 - 2 * correlation * below * above2 + above2**2
    up = above**2 - 2 * correlation * above * below2 + below2**2
    diff = p1 - p2
    return Interval(max(-1.0, diff - sqrt(max(down, 0.0))), min(1.0, diff + sqrt(max(up, 0.0))))
