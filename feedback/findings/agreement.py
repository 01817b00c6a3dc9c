"""Do two raters see the same severity?"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.stats import NotEnoughData, krippendorff_alpha
from feedback.store import Rating

FEWEST = 5
"""Findings that two people have rated, below which alpha hangs on a single judgement."""
RELIABLE, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha (ordinal) over `findings` problems that at least two of `raters` people judged."""

    alpha: float
    findings: int
    raters: int

    @property
    def sentence(self) -> str:
        """What the number means. Source of the limits: Krippendorff, Content Analysis (2004), chapter 11."""
        if self.alpha >= RELIABLE:
            return "Die Urteile stimmen gut überein."
        if self.alpha >= TENTATIVE:
            return "Die Urteile stimmen nur bedingt überein."
        return "Die Urteile gehen auseinander. Sprechen Sie darüber."


def measure_agreement(ratings: Sequence[Rating]) -> Agreement | NotEnoughData:
    """Return how far the independent first judgements agree; each finding is judged by two or more people.

    >>> rated = [Rating(n, who, s, 0) for n, s in enumerate((1, 2, 3, 3, 4)) for who in ("a", "b")]
    >>> measure_agreement(rated)
    Agreement(alpha=1.0, findings=5, raters=2)
    >>> measure_agreement(rated[:6]).why
    'Zwei Personen haben 3 Probleme beurteilt. Nötig sind 5.'
    """
    judged: dict[int, dict[str, int]] = {}
    for one in ratings:
        judged.setdefault(one.number, {}).setdefault(one.rater, one.severity)
    twice = {number: by_rater for number, by_rater in judged.items() if len(by_rater) > 1}
    if len(twice) < FEWEST:
        told = "1 Problem" if len(twice) == 1 else f"{len(twice) or 'noch keine'} Probleme"
        return NotEnoughData(len(twice), FEWEST, f"Zwei Personen haben {told} beurteilt. Nötig sind {FEWEST}.")
    raters = sorted({rater for by_rater in twice.values() for rater in by_rater})
    alpha = krippendorff_alpha([[twice[number].get(rater) for number in twice] for rater in raters], "ordinal")
    return alpha if isinstance(alpha, NotEnoughData) else Agreement(alpha, len(twice), len(raters))
