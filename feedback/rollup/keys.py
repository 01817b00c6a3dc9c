"""The keys and amounts of the roll-up, and the units of its whole numbers."""

from collections.abc import Iterable, Mapping
from math import floor, log
from typing import NamedTuple

BUCKET = log(1.05)
"""Durations are counted in buckets, each 5 % wider than the one before."""
LOG_UNIT = 100_000
"""Logarithms are kept as whole numbers of 1/100,000."""
SCORE_UNIT = 100
"""Scores are kept in hundredths of a point."""
LOSTNESS_UNIT = 10_000


class RollKey(NamedTuple):
    """What an amount is about; what does not apply is "".

    `done` are the tasks with a known outcome in the session, `before` those in earlier sessions of the same
    participant and arm: together they tell whether a session counts, whatever tasks a plan calls decisive.
    """

    study: str
    round: int
    arm: str
    synthetic: int
    done: str
    before: str
    language: str
    task: str
    metric: str
    page: str
    target: str
    value: str


class RollAmount(NamedTuple):
    """So many contributions, their sum and the sum of their squares."""

    n: int
    total: int
    squares: int


KEY_COLUMNS = RollKey._fields
Rows = Mapping[RollKey, RollAmount]


def merge(*parts: Rows, sign: int = 1) -> dict[RollKey, RollAmount]:
    """Return the first rows with the others added, or taken away with `sign` -1; what comes to nothing is left out.

    >>> key = RollKey("s", 1, "A", 0, "", "", "de", "t", "errors", "", "", "")
    >>> merge({key: RollAmount(1, 3, 9)}, {key: RollAmount(1, 3, 9)}, sign=-1)
    {}
    """
    found: dict[RollKey, RollAmount] = dict(parts[0]) if parts else {}
    for part in parts[1:]:
        for key, (n, total, squares) in part.items():
            have = found.get(key, (0, 0, 0))
            found[key] = RollAmount(have[0] + sign * n, have[1] + sign * total, have[2] + sign * squares)
    return {key: amount for key, amount in found.items() if amount != (0, 0, 0)}


def bucket_of(duration_ms: int) -> int:
    """Return the bucket of a duration.

    >>> bucket_of(1), bucket_of(60_000)
    (0, 225)
    """
    return floor(log(max(duration_ms, 1)) / BUCKET)


def duration_of(bucket: int) -> float:
    """Return the middle of a bucket in milliseconds; the durations in it differ from it by 2.5 % at most.

    >>> round(duration_of(225)), round(abs(duration_of(bucket_of(61_234)) / 61_234 - 1), 3) <= 0.025
    (60005, True)
    """
    return float(1.05 ** (bucket + 0.5))


def split_tasks(joined: str) -> frozenset[str]:
    """Return the tasks of a key."""
    return frozenset(joined.split("+")) if joined else frozenset()


def join_tasks(tasks: Iterable[str]) -> str:
    """Return tasks as one text of a key.

    >>> join_tasks(["b", "a"])
    'a+b'
    """
    return "+".join(sorted(tasks))
