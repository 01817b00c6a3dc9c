"""Which sessions a decision may see: those up to the planned look that has been reached."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.metrics import Selection, select, start_key
from feedback.sessions import SessionFacts
from feedback.study import Study


@dataclass(frozen=True)
class Evidence:
    """The sessions of each arm that count at `look`, or all so far when no look is reached (`look` is None).

    `next_look` is the planned one after it, None after the last. `so_far` holds everything there is;
    `assigned` the number of participants an arm had been given by the look.
    """

    look: int | None
    next_look: int | None
    arms: dict[str, Selection]
    so_far: dict[str, Selection]
    assigned: dict[str, int]

    @property
    def over(self) -> tuple[SessionFacts, ...]:
        """All sessions of all arms that count or would have, without those still running."""
        return tuple(facts for selection in self.arms.values() for facts in selection.all if facts.over)


def gather(study: Study, facts: Iterable[SessionFacts], look: int | None = None) -> Evidence:
    """Return the evidence at the largest planned look that the smallest arm has reached, or at an earlier
    `look`.

    An arm has reached a look of k when the first k usable sessions by start are over and nothing that
    started before the last of them still runs. So whoever peeks between two looks, whoever is quick, and
    whatever comes later changes nothing. A `look` that is not planned or not reached is a ValueError.
    """
    so_far = select(study, facts)
    reached = min(selection.settled for selection in so_far.values())
    due = [planned for planned in study.looks if planned <= reached]
    if look is not None and look not in due:
        raise ValueError(f"the look at {look} sessions is not planned or not reached; reached: {due}")
    if not due:
        return Evidence(None, study.looks[0], so_far, so_far, {arm: participants(s) for arm, s in so_far.items()})
    at = look if look is not None else max(due)
    arms = {arm: selection.first(at) for arm, selection in so_far.items()}
    until = max(start_key(selection.usable[-1]) for selection in arms.values())
    assigned = {arm: participants(selection.until(until)) for arm, selection in so_far.items()}
    following = next((planned for planned in study.looks if planned > at), None)
    return Evidence(at, following, arms, so_far, assigned)


def participants(selection: Selection) -> int:
    """Return how many different participants an arm has."""
    return len({facts.session.participant for facts in selection.all})
