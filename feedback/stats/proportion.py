"""Rates: x of n, with the interval and the point estimates that hold in small samples."""

from dataclasses import dataclass
from math import sqrt

from feedback.stats.bayes import gate_probability
from feedback.stats.result import Interval, NotEnoughData

NOBODY = "Es liegt noch keine Beobachtung vor."


@dataclass(frozen=True)
class PointEstimate:
    """Five estimates of one rate; `best` follows Lewis and Sauro (2006)."""

    mle: float
    wilson: float
    laplace: float
    jeffreys: float
    best: float


def require_counts(x: int, n: int) -> None:
    """Raise ValueError unless `0 <= x <= n`."""
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is no rate: 0 <= x <= n must hold")


def normal_quantile(level: float) -> float:
    """Return z with `level` of the standard normal between -z and z.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def wilson(x: int, n: int, level: float = 0.95) -> Interval | NotEnoughData:
    """Return the Wilson score interval of the rate `x` of `n`, as shares from 0 to 1.

    Source: Wilson 1927; recommended for small n by Newcombe 1998 (Stat Med 17:857). It never leaves [0, 1]
    and has a width at 0 of n and n of n.

    >>> interval = wilson(0, 20)
    >>> interval.low, round(interval.high, 4)
    (0.0, 0.1611)
    >>> wilson(0, 0).need
    1
    """
    require_counts(x, n)
    if n == 0:
        return NotEnoughData(0, 1, NOBODY)
    z = normal_quantile(level)
    rate, scale = x / n, 1 + z * z / n
    middle = (rate + z * z / (2 * n)) / scale
    half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / scale
    # at the ends the formula gives 0 and 1 exactly; floating point does not
    low = 0.0 if x == 0 else middle - half
    high = 1.0 if x == n else middle + half
    return Interval(min(low, rate), max(high, rate))


def point_estimate(x: int, n: int) -> PointEstimate | NotEnoughData:
    """Return estimates of a rate that are less extreme than x/n in small samples.

    Source: Lewis and Sauro 2006, JUS 1(3): Wilson below .5, x/n from .5 to .9, Laplace above.

    >>> round(point_estimate(10, 10).best, 4)
    0.9167
    """
    require_counts(x, n)
    if n == 0:
        return NotEnoughData(0, 1, NOBODY)
    z = normal_quantile(0.95)
    mle, mid, laplace = x / n, (x + z * z / 2) / (n + z * z), (x + 1) / (n + 2)
    best = mid if mle < 0.5 else mle if mle <= 0.9 else laplace
    return PointEstimate(mle, mid, laplace, (x + 0.5) / (n + 1), best)


def fewest_successes(n: int, gate: float, probability: float) -> int | None:
    """Return the smallest x of n with P(p >= gate) >= probability, or None when not even n of n reaches it.

    >>> fewest_successes(12, 0.78, 0.90), fewest_successes(30, 0.78, 0.90), fewest_successes(3, 0.78, 0.90)
    (12, 27, None)
    """
    return next((x for x in range(n + 1) if gate_probability(x, n, gate) >= probability), None)
