"""Efficiency: successes in relation to the time they took."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from feedback.stats.result import NotEnoughData


@dataclass(frozen=True)
class Efficiency:
    """`time_based` in tasks a second; `relative`, from 0 to 1, is the share of all time that led to success."""

    time_based: float
    relative: float


def efficiency(successes: Sequence[int], seconds: Sequence[float]) -> Efficiency | NotEnoughData:
    """Return the efficiency of attempts: success 1 or 0, and the seconds each took.

    Times are positive, else ValueError. Source: ISO/IEC 25022; worked example by Mifsud 2015.

    >>> found = efficiency([1, 1, 1, 0], [1, 2, 3, 6])
    >>> round(found.time_based, 3), found.relative
    (0.458, 0.5)
    """
    if len(successes) != len(seconds) or not all(time > 0 for time in seconds) or not set(successes) <= {0, 1}:
        raise ValueError("each attempt has a success, 0 or 1, and a positive time")
    if not seconds:
        return NotEnoughData(0, 1, "Es liegt noch kein Versuch vor.")
    attempts = list(zip(successes, seconds, strict=True))
    time_based = fsum(success / time for success, time in attempts) / len(attempts)
    return Efficiency(time_based, fsum(success * time for success, time in attempts) / fsum(seconds))
