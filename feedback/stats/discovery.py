"""Problem discovery: how many of the problems a sample finds, and how many it has probably not found yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

from feedback.stats.result import NotEnoughData

ROUNDING = 1e-9


@dataclass(frozen=True)
class Discovery:
    """The average chance that one person meets a problem: as seen (`p`), and adjusted for the problems that
    nobody met, as the mean of two corrections. `singletons` problems were met by one person only.
    """

    p: float
    normalized: float
    good_turing: float
    adjusted: float
    singletons: int


def discovery_rate(p: float, n: int) -> float:
    """Return the share of problems that `n` people find when each meets a problem with chance `p`.

    Source: Virzi 1992; Nielsen and Landauer 1993.

    >>> round(discovery_rate(0.315, 5), 2)
    0.85
    """
    if not 0 <= p <= 1 or n < 0:
        raise ValueError(f"a chance lies between 0 and 1, and a number of people is not negative: {p}, {n}")
    return float(1 - (1 - p) ** n)


def discovery_sample_size(p: float, goal: float) -> int:
    """Return the fewest people who find at least the share `goal` of the problems met with chance `p`.

    Source: Sauro and Lewis, Quantifying the User Experience, chapter 7.

    >>> discovery_sample_size(0.25, 0.85), discovery_sample_size(0.5, 0.75)
    (7, 2)
    """
    if not 0 < p <= 1 or not 0 < goal < 1:
        raise ValueError(f"need 0 < p <= 1 and 0 < goal < 1, not {p} and {goal}")
    return 1 if p == 1 else ceil(log(1 - goal) / log(1 - p) - ROUNDING)


def adjusted_discovery(matrix: Sequence[Sequence[int]]) -> Discovery | NotEnoughData:
    """Return the chances from who (rows) met which problem (columns), 1 or 0.

    A column that nobody met is no problem found and does not count. One person alone, or no problem at all,
    says nothing about what was missed. Source: see `discovery_from_summary`.

    >>> adjusted_discovery([[1, 1, 0], [1, 0, 1]]).singletons
    2
    """
    if len({len(row) for row in matrix}) > 1 or not {cell for row in matrix for cell in row} <= {0, 1}:
        raise ValueError("each row has one cell a problem, 0 or 1")
    met = [count for count in map(sum, zip(*matrix, strict=True)) if count]
    if len(matrix) < 2:
        return NotEnoughData(len(matrix), 2, "Für eine Schätzung sind zwei Personen nötig.")
    if not met:
        return NotEnoughData(0, 1, "Noch niemand traf auf ein Problem.")
    return discovery_from_summary(sum(met) / (len(met) * len(matrix)), len(matrix), len(met), met.count(1))


def discovery_from_summary(p: float, n: int, problems: int, singletons: int) -> Discovery:
    """Return the adjusted chances from the seen chance `p`, `n` people, and the counts of different problems.

    Source: Lewis 2001, IJHCI 13(4); Hertzum and Jacobsen 2001: the mean of the normalized chance
    (p - 1/n)(1 - 1/n) and the Good-Turing discounted p / (1 + singletons/problems).

    >>> round(discovery_from_summary(5 / 7, 4, 7, 1).adjusted, 3)
    0.487
    """
    if not 0 <= p <= 1 or n < 1 or not 0 <= singletons <= problems or problems < 1:
        raise ValueError(f"no summary of a study: p {p}, n {n}, problems {problems}, singletons {singletons}")
    normalized = (p - 1 / n) * (1 - 1 / n)
    good_turing = p / (1 + singletons / problems)
    return Discovery(p, normalized, good_turing, (normalized + good_turing) / 2, singletons)
