"""One value a person for each metric, with a gap where a person gave none."""

from collections.abc import Sequence
from functools import lru_cache
from math import nan
from typing import TYPE_CHECKING, TypeAlias

from feedback.metrics import task_rate, values_of
from feedback.sessions import SessionFacts

if TYPE_CHECKING:
    from numpy import bool_, floating, signedinteger
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[floating]
    Places: TypeAlias = NDArray[signedinteger]
    Flags: TypeAlias = NDArray[bool_]


def person_values(
    metric: str, sessions: Sequence[SessionFacts], task: str | None = None, *, slowest_s: float = 0.0
) -> "Numbers":
    """Return the value of each session (NaN where it has none): 1 or 0 for a completion, seconds for a time,
    else the score or count.

    Whoever did not finish counts as at least `slowest_s` slow: the mean over successes alone would look fast
    where the slow gave up.
    """
    import numpy as np

    return np.array([value_of(metric, Same(facts), task, slowest_s) for facts in sessions], dtype=float)


class Same:
    """A session as the key of a memory: the very same one, not one that looks alike."""

    __slots__ = ("facts",)

    def __init__(self, facts: SessionFacts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.facts is self.facts


@lru_cache(maxsize=8192)
def value_of(metric: str, same: Same, task: str | None, slowest_s: float) -> float:
    """Return the value of one session, NaN where it has none."""
    facts = same.facts
    if metric in ("completion", "time"):
        rate = task_rate((facts,), str(task))
        if rate.n == 0:
            return nan
        if metric == "completion":
            return float(rate.x)
        found = facts.task(str(task))
        seconds = max(found.duration_ms, 1) / 1000 if found else nan
        return seconds if rate.x else max(seconds, slowest_s)
    values = values_of(metric, (facts,), task)
    return values[0] if values else nan


def given(values: "Numbers") -> list[float]:
    """Return the values without the gaps.

    >>> import numpy as np
    >>> given(np.array([1.0, float("nan"), 3.0]))
    [1.0, 3.0]
    """
    found: list[float] = values[values == values].tolist()  # NaN is not equal to itself
    return found
