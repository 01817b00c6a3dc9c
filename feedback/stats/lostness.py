"""Lostness: how far a path strays from the ideal one."""

from math import sqrt


def lostness(unique: int, total: int, optimum: int) -> float:
    """Return Smith's lostness from pages visited at least once, page views, and pages of the ideal path.

    0 is a perfect path; above about 0.5 people are lost. All three counts are at least 1.
    Source: Smith 1996, Interacting with Computers 8(4); Tullis and Albert, Measuring the User Experience.

    >>> round(lostness(unique=5, total=12, optimum=4), 6)
    0.616667
    >>> lostness(7, 7, 7)
    0.0
    """
    if not 1 <= unique <= total or optimum < 1:
        raise ValueError(f"no path: unique {unique}, total {total}, optimum {optimum}")
    return sqrt((unique / total - 1) ** 2 + (optimum / unique - 1) ** 2)
