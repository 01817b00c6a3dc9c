"""Agreement of people who judge the same things."""

from collections import Counter
from collections.abc import Sequence, Set
from itertools import combinations
from math import fsum
from typing import Literal, TypeAlias

from feedback.stats.result import NotEnoughData

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Rating: TypeAlias = float | str


def any_two(problem_sets: Sequence[Set[object]]) -> float | NotEnoughData:
    """Return the any-two agreement: the mean over all pairs of evaluators of shared problems by problems of
    either, from 0 to 1.

    Pairs of whom neither found anything do not count. Source: Hertzum and Jacobsen 2001, IJHCI 13(4).

    >>> any_two([{1, 2, 3, 4}, {2, 3, 5}, {1, 2, 6}]).__round__(3)
    0.333
    """
    if len(problem_sets) < 2:
        return NotEnoughData(len(problem_sets), 2, "Ein Vergleich braucht zwei Personen.")
    shares = [len(one & other) / len(one | other) for one, other in combinations(problem_sets, 2) if one | other]
    if not shares:
        return NotEnoughData(0, 1, "Noch niemand fand ein Problem.")
    return fsum(shares) / len(shares)


def krippendorff_alpha(data: Sequence[Sequence[Rating | None]], level: Level) -> float | NotEnoughData:
    """Return Krippendorff's alpha of ratings: a row an observer, a column a thing rated, None where missing.

    1 is perfect agreement, 0 is chance. Words can be rated nominally only, and ratios need values from 0 on:
    else ValueError. Where all ratings are equal, agreement cannot be told from chance.
    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.

    >>> round(krippendorff_alpha([[0, 1, 0, 0], [1, 1, 0, 0]], "nominal"), 3)
    0.533
    >>> krippendorff_alpha([[1, 1], [1, 1]], "nominal").why
    'Alle Urteile sind gleich. Zufall ist nicht auszuschließen.'
    """
    if len({len(row) for row in data}) > 1:
        raise ValueError("each observer has one rating, or None, for each thing")
    rated = [[value for value in unit if value is not None] for unit in zip(*data, strict=True)]
    units = [Counter(unit) for unit in rated if len(unit) > 1]
    totals = sum(units, Counter[Rating]())
    if not units:
        return NotEnoughData(0, 1, "Nichts wurde von zwei Personen beurteilt.")
    if len(totals) < 2:
        return NotEnoughData(1, 2, "Alle Urteile sind gleich. Zufall ist nicht auszuschließen.")
    distances = squared_distances(totals, level)
    observed = fsum(
        unit[one] * unit[other] * distance / (unit.total() - 1)
        for unit in units
        for (one, other), distance in distances.items()
    )
    expected = fsum(totals[one] * totals[other] * distance for (one, other), distance in distances.items())
    return 1 - (totals.total() - 1) * observed / expected


def squared_distances(totals: Counter[Rating], level: Level) -> dict[tuple[Rating, Rating], float]:
    """Return the squared distance of each two different ratings, each pair once.

    >>> squared_distances(Counter({1: 2, 2: 2, 4: 4}), "ordinal")
    {(1, 2): 4.0, (1, 4): 25.0, (2, 4): 9.0}
    """
    if level == "nominal":
        return dict.fromkeys(combinations(totals, 2), 1.0)
    numbers = sorted(value for value in totals if not isinstance(value, str))
    if len(numbers) < len(totals) or (level == "ratio" and numbers[0] < 0):
        raise ValueError(f"these ratings have no {level} scale: {list(totals)}")
    found: dict[tuple[Rating, Rating], float] = {}
    for one, other in combinations(numbers, 2):
        if level == "ordinal":
            between = sum(totals[value] for value in numbers if one <= value <= other)
            found[one, other] = (between - (totals[one] + totals[other]) / 2) ** 2
        elif level == "interval":
            found[one, other] = float(other - one) ** 2
        else:
            found[one, other] = ((other - one) / (other + one)) ** 2
    return found
