"""Several tests at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Holm:
    """Adjusted p values and which hypotheses fall, in the order given."""

    adjusted: tuple[float, ...]
    reject: tuple[bool, ...]


def holm(p: Sequence[float], alpha: float = 0.05) -> Holm:
    """Return Holm's step-down adjustment, which keeps the chance of any wrong rejection at most `alpha`.

    A p value off [0, 1] raises ValueError; without any p value the result is empty.
    Source: Holm 1979, Scand J Stat 6:65.

    >>> holm([0.01, 0.04, 0.03, 0.005]).reject
    (True, False, False, True)
    """
    if not all(0 <= value <= 1 for value in p):
        raise ValueError(f"a p value lies between 0 and 1: {list(p)}")
    adjusted, highest = [0.0] * len(p), 0.0
    for place, index in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        highest = max(highest, min(1.0, (len(p) - place) * p[index]))
        adjusted[index] = highest
    return Holm(tuple(adjusted), tuple(value <= alpha for value in adjusted))
