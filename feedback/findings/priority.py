"""Whom a problem hit, and what to mend first."""

from collections.abc import Iterable

from feedback.metrics import Metric, Selection, rate_metric
from feedback.stats import NotEnoughData

NOBODY = "Noch zählt keine Sitzung."


def affected_persons(
    selections: dict[str, Selection], arm: str | None, sessions: Iterable[str]
) -> Metric | NotEnoughData:
    """Return the share of persons hit, as x of n with its Wilson interval.

    `n` are all persons with a usable session in the arm (in any arm when it is None); `x` those of them with one of
    these sessions. Who tried several arms counts once. All sessions so far count, not only those up to a look.
    """
    arms = selections if arm is None else {arm: selections[arm]} if arm in selections else {}
    usable = [facts.session for selection in arms.values() for facts in selection.usable]
    seen = set(sessions)
    hit = {session.participant for session in usable if session.session_id in seen}
    everybody = {session.participant for session in usable}
    rate = rate_metric(len(hit), len(everybody))
    return NotEnoughData(0, 1, NOBODY) if isinstance(rate, NotEnoughData) else rate


def rank_priority(severity: int, affected: Metric | NotEnoughData) -> float | NotEnoughData:
    """Return severity times the upper bound of the share affected, from 0 to 4.

    The upper bound, because a severe problem that two of five people met may hit many more: few sessions must not
    make it look small.

    >>> round(rank_priority(3, Metric(12, 0.25, 0.0889, 0.5323, "share", x=3)), 2)
    1.6
    """
    return affected if isinstance(affected, NotEnoughData) else severity * affected.high
