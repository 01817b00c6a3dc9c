"""What a statistic can return: an interval, or the plain statement that the data do not suffice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A range of plausible values; `low <= high`, both in the unit of the data."""

    low: float
    high: float


@dataclass(frozen=True)
class NotEnoughData:
    """Cannot say: there are `have` observations and `need` are necessary; `why` is a German sentence.

    It is a value of its own, never 0 and never p = 1.
    """

    have: int
    need: int
    why: str
