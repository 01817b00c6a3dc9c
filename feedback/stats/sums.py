"""The same statistics from sums and counts instead of single values: a crowd of any size needs no more room."""

from collections.abc import Sequence
from math import exp, sqrt

from feedback.stats.mean import Mean, t_quantile
from feedback.stats.result import Interval, NotEnoughData
from feedback.stats.survival import SurvivalCurve


def mean_from_sums(
    n: int, total: int, squares: int, unit: int = 1, *, level: float = 0.95, step: float = 0.0
) -> Mean | NotEnoughData:
    """Return what `mean_interval` says of `n` values, from the sums of the values and of their squares.

    The sums are whole numbers of 1/`unit`, so the spread is computed without rounding.

    >>> mean_from_sums(2, 100, 5_200, 10).mean, mean_from_sums(2, 100, 5_200, 10).sd.__round__(3)
    (5.0, 1.414)
    """
    if n < 2:
        return NotEnoughData(n, 2, "Für eine Streuung sind zwei Werte nötig." if n else "Es gibt noch keinen Wert.")
    center = total / n / unit
    sd = max(sqrt((n * squares - total * total) / (n * (n - 1))) / unit, step / sqrt(12))
    half = t_quantile(level, n - 1) * sd / sqrt(n)
    return Mean(n, center, sd, Interval(center - half, center + half))


def geometric_mean_from_sums(
    n: int, total: int, squares: int, unit: int, scale: float = 1.0, *, level: float = 0.95, step: float = 0.0
) -> Mean | NotEnoughData:
    """Return what `geometric_mean_interval` says, from the sums of the logarithms and of their squares.

    `scale` is the length of the unit of time in which the logarithms were taken (0.001 for milliseconds, to get
    seconds); `step` the resolution of the clock in the resulting unit.

    >>> geometric_mean_from_sums(0, 0, 0, 1).why
    'Niemand hat die Aufgabe geschafft. Es gibt keine Zeit.'
    """
    if n == 0:
        return NotEnoughData(0, 2, "Niemand hat die Aufgabe geschafft. Es gibt keine Zeit.")
    center = exp(total / n / unit) * scale
    logs = mean_from_sums(n, total, squares, unit, level=level, step=min(step / center, 1.0))
    if isinstance(logs, NotEnoughData):
        return logs
    low, high = exp(logs.interval.low) * scale, exp(logs.interval.high) * scale
    return Mean(n, center, logs.sd, Interval(min(low, center), max(high, center)))


def kaplan_meier_from_counts(
    finished: Sequence[tuple[float, int]], left: Sequence[tuple[float, int]]
) -> SurvivalCurve | NotEnoughData:
    """Return what `kaplan_meier` says, from how many finished and how many left (censored) at each time.

    >>> kaplan_meier_from_counts([(50, 1), (60, 1)], [(300, 1)]).median
    60
    """
    n = sum(count for _, count in finished) + sum(count for _, count in left)
    if n == 0:
        return NotEnoughData(0, 1, "Es gibt noch keine Zeit.")
    waiting, gone = n, sorted(left)
    share, place, shares = 1.0, 0, []
    steps = sorted(finished)
    for moment, count in steps:
        while place < len(gone) and gone[place][0] < moment:
            waiting -= gone[place][1]
            place += 1
        share *= 1 - count / waiting
        shares.append(share)
        waiting -= count
    return SurvivalCurve(n, tuple(moment for moment, _ in steps), tuple(shares))


def quantile_from_counts(counts: Sequence[tuple[float, int]], share: float) -> float | NotEnoughData:
    """Return the value that `share` of the counted values do not exceed.

    >>> quantile_from_counts([(1.0, 5), (2.0, 4), (9.0, 1)], 0.5), quantile_from_counts([(1.0, 5), (9.0, 5)], 0.9)
    (1.0, 9.0)
    """
    n = sum(count for _, count in counts)
    if n == 0:
        return NotEnoughData(0, 1, "Es gibt noch keinen Wert.")
    seen = 0
    for value, count in sorted(counts):
        seen += count
        if seen >= share * n:
            return value
    return counts[-1][0]
