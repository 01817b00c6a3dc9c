"""Do the items of a questionnaire measure the same thing?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import fmean
from typing import Literal

from feedback.stats.result import Interval, NotEnoughData

Row = Sequence[float | None]


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of `items` items, answered by `persons` people, with its interval."""

    persons: int
    items: int
    alpha: float
    interval: Interval


def cronbach_alpha(
    data: Sequence[Row],
    missing: Literal["listwise", "pairwise"] = "listwise",
    level: float = 0.95,
    count_all: bool = False,
) -> Alpha | NotEnoughData:
    """Return Cronbach's alpha of answers: a row a person, a column an item, reverse items already turned.

    None is a missing answer: "listwise" leaves the person out, "pairwise" uses her for the items she
    answered. The interval rests on the people used. `count_all` lets it rest on everyone instead, left out or
    not, as R's psych does: too narrow, and here only to check values published that way.
    Source: Cronbach 1951; interval by Feldt, Woodruff and Salih 1987.

    >>> round(cronbach_alpha([[1, 2], [2, 2], [3, 4], [4, 5]]).alpha, 3)
    0.967
    >>> cronbach_alpha([[3, 3], [3, 3]]).why
    'Alle antworten gleich. Die Streuung ist unbekannt.'
    """
    if len({len(row) for row in data}) > 1:
        raise ValueError("each person has one answer, or None, for each item")
    if missing not in ("listwise", "pairwise"):
        raise ValueError(f'missing answers are treated "listwise" or "pairwise", not {missing!r}')
    rows = [row for row in data if missing == "pairwise" or None not in row]
    items = len(data[0]) if data else 0
    if items < 2:
        return NotEnoughData(items, 2, "Es sind zwei Fragen nötig.")
    covariances = [[covariance(rows, i, j) for j in range(items)] for i in range(items)]
    known = [value for line in covariances for value in line if value is not None]
    if len(known) < items * items:
        return NotEnoughData(min(len(rows), 1), 2, "Es sind zwei vollständige Bögen nötig.")
    total, own = fsum(known), fsum(known[:: items + 1])
    if own == 0 or total <= 1e-12 * own:
        return NotEnoughData(1, 2, "Alle antworten gleich. Die Streuung ist unbekannt.")
    alpha = items / (items - 1) * (1 - own / total)
    if alpha > 1 + 1e-9:  # covariances from different people can contradict one another
        return NotEnoughData(sum(None not in row for row in data), len(data), "Zu viele Antworten fehlen.")
    persons = len(data if count_all else rows)
    return Alpha(persons, items, alpha, feldt_interval(alpha, persons, items, level))


def covariance(rows: Sequence[Row], i: int, j: int) -> float | None:
    """Return the covariance (n - 1) of two columns over the rows that have both; None below two of them.

    >>> covariance([[1, 2], [3, 4], [None, 9]], 0, 1)
    2.0
    """
    pairs = [(a, b) for row in rows if (a := row[i]) is not None and (b := row[j]) is not None]
    if len(pairs) < 2:
        return None
    mean_a, mean_b = fmean(a for a, _ in pairs), fmean(b for _, b in pairs)
    return fsum((a - mean_a) * (b - mean_b) for a, b in pairs) / (len(pairs) - 1)


def feldt_interval(alpha: float, persons: int, items: int, level: float) -> Interval:
    """Return Feldt's interval of alpha, from the F distribution."""
    from scipy.special import fdtri

    tail, df1, df2 = (1 - level) / 2, persons - 1, (persons - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * float(fdtri(df1, df2, share)) for share in (1 - tail, tail))
    return Interval(low, high)
