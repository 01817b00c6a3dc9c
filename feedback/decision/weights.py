"""Weights that nobody knows exactly: ranges instead of numbers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from feedback.decision.draws import DRAWS

if TYPE_CHECKING:
    from feedback.decision.persons import Numbers

Range: TypeAlias = tuple[float, float]
BATCH, MOST_BATCHES = 20_000, 50
ROUNDING = 1e-9


def tighten(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return the ranges without what no set of weights with sum 1 can reach.

    >>> [(round(low, 6), round(high, 6)) for low, high in tighten([(0.5, 1.0), (0.2, 0.9)])]
    [(0.5, 0.8), (0.2, 0.5)]
    """
    lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return tuple((max(low, 1 - (highs - high)), min(high, 1 - (lows - low))) for low, high in ranges)


@lru_cache(maxsize=64)
def draw_weights(ranges: tuple[Range, ...], seed: int = 0) -> "Numbers":
    """Return weights (a row a draw) that are equally likely everywhere within the ranges and sum to 1.

    Candidates fill the box of all weights but the widest, which takes the rest; those outside its range are
    dropped. Ranges that leave (almost) one point give that point. Source: Lahdelma, Hokkanen and Salminen 1998,
    weight space with interval constraints.

    >>> drawn = draw_weights(((0.4, 0.6), (0.2, 0.4), (0.1, 0.3)))
    >>> bool((abs(drawn.sum(axis=1) - 1) < 1e-9).all()), bool(drawn[:, 0].min() >= 0.4)
    (True, True)
    """
    import numpy as np

    tight = np.array(tighten(ranges))
    lows, highs = tight[:, 0], np.maximum(tight[:, 1], tight[:, 0])
    rest = int(np.argmax(highs - lows))
    rng = np.random.default_rng(seed)
    found: list[Numbers] = []
    for _ in range(MOST_BATCHES):
        drawn = rng.uniform(lows, highs, (BATCH, len(ranges)))
        drawn[:, rest] += 1 - drawn.sum(axis=1)
        within = (drawn[:, rest] >= lows[rest] - ROUNDING) & (drawn[:, rest] <= highs[rest] + ROUNDING)
        found.append(drawn[within][: DRAWS - sum(map(len, found))])
        if sum(map(len, found)) == DRAWS:
            return np.vstack(found)
    known = np.vstack(found)
    return np.resize(known, (DRAWS, len(ranges))) if len(known) else np.tile(middle(ranges), (DRAWS, 1))


def middle(ranges: Sequence[Range]) -> tuple[float, ...]:
    """Return weights with sum 1, each at the same part of its range.

    >>> middle([(0.4, 0.6), (0.2, 0.4), (0.1, 0.3)])
    (0.5, 0.3, 0.2)
    """
    low, high = sum(one for one, _ in ranges), sum(one for _, one in ranges)
    part = (1 - low) / (high - low) if high > low else 0.0
    return tuple(round(one + part * (other - one), 12) for one, other in ranges)
