"""At which weights would another arm win?"""

from collections.abc import Sequence

from feedback.decision.advice import Tipping
from feedback.decision.ranking import Ranking
from feedback.decision.weights import middle

ROUNDING = 1e-9


def find_tippings(ranking: Ranking, winner: str, others: Sequence[str]) -> tuple[Tipping, ...]:
    """Return for each criterion the nearest weights at which another arm overtakes the winner, nearest first.

    One weight moves from the middle of its range; the others keep their proportions.
    """
    weights = dict(
        zip((one.id for one in ranking.criteria), middle([one.weight for one in ranking.criteria]), strict=True)
    )
    ranges = {one.id: one.weight for one in ranking.criteria}
    found: list[tuple[float, Tipping]] = []
    for criterion, weight in weights.items():
        nearest: dict[bool, Tipping] = {}
        for other in others:
            at = overtaking(ranking, winner, other, weights, criterion)
            if at is None or other == winner or abs(at - weight) < ROUNDING:
                continue
            low, high = ranges[criterion]
            above = at > weight
            known = nearest.get(above)
            if known is None or abs(at - weight) < abs(known.weight - weight):
                nearest[above] = Tipping(criterion, other, at, above, low <= at <= high)
        found += [(abs(one.weight - weight), one) for one in nearest.values()]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def overtaking(ranking: Ranking, winner: str, other: str, weights: dict[str, float], criterion: str) -> float | None:
    """Return the weight of a criterion at which two arms are worth the same, None when there is none from 0 to
    1.
    """
    ahead = {name: ranking.arms[winner].worths[name] - ranking.arms[other].worths[name] for name in weights}
    rest = 1 - weights[criterion]
    if rest < ROUNDING:
        return None
    elsewhere = sum(weights[name] * ahead[name] for name in weights if name != criterion) / rest
    return crossing(ahead[criterion], elsewhere)


def crossing(here: float, elsewhere: float) -> float | None:
    """Return the weight w from 0 to 1 at which `w * here + (1 - w) * elsewhere` is 0, None when there is none.

    >>> crossing(-0.2, 0.1), crossing(0.2, 0.1)
    (0.3333333333333333, None)
    """
    if here * elsewhere >= 0:
        return None
    return elsewhere / (elsewhere - here)
