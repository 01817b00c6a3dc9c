"""Whether participants were spread over the arms as planned."""

from collections.abc import Sequence

from feedback.stats.result import NotEnoughData


def allocation_p(counts: Sequence[int]) -> float | NotEnoughData:
    """Return the chi-square p value of counts per arm against equal shares; a small one means a broken
    allocation.

    Source: Pearson 1900; known as the sample ratio mismatch check in online experiments (Fabijan et al.
    2019).

    >>> round(allocation_p([12, 12]), 3), round(allocation_p([0, 12]), 4)
    (1.0, 0.0005)
    >>> allocation_p([3]).why
    'Ein Vergleich braucht zwei Gruppen.'
    """
    from scipy.special import chdtrc

    if len(counts) < 2:
        return NotEnoughData(len(counts), 2, "Ein Vergleich braucht zwei Gruppen.")
    if sum(counts) == 0:
        return NotEnoughData(0, 1, "Es liegt noch keine Sitzung vor.")
    expected = sum(counts) / len(counts)
    return float(chdtrc(len(counts) - 1, sum((count - expected) ** 2 / expected for count in counts)))
