"""Raw recordings are kept for as long as the study says, and no day longer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from feedback.analytics.snapshot import FOLDER, discard
from feedback.audit import note
from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError, OperatorError
from feedback.lab import Lab
from feedback.store import Store
from feedback.study import parse

DAY_MS = 24 * 3600 * 1000
AT_ONCE = 50
"""Sessions erased in one transaction, so that nobody who records waits for long."""


@dataclass(frozen=True)
class Due:
    """How many sessions of a study are older than the study keeps them."""

    study: str
    retention_days: int
    sessions: int
    before_ms: int


def due(store: Store, lab: Lab, now_ms: int) -> tuple[Due, ...]:
    """Return what has to be erased now, by study; studies with nothing due are left out. Changes nothing."""
    return tuple(one for one in _all_studies(store, lab, now_ms) if one.sessions)


def apply_retention(
    store: Store, lab: Lab, now_ms: int, progress: Callable[[int], None] = lambda sessions: None
) -> tuple[Due, ...]:
    """Erase what is due and return what it was; a second call finds nothing. `progress` hears of each part done.

    Snapshots go, too, and the audit log says how much was erased.
    """
    found = due(store, lab, now_ms)
    for one in found:
        while gone := store.erase_old(one.study, one.before_ms, AT_ONCE):
            progress(gone)
        note(store, "retention_applied", now_ms, study=one.study, about=f"{one.sessions} sessions")
    if found:
        try:
            store.scrub(None)
        finally:
            discard(lab.root / "data" / FOLDER)
    return found


def retention_days(store: Store, lab: Lab, study_id: str) -> int:
    """Return how many days a study keeps its recordings: as its plan in force says, else as the lab does.

    A study whose file is gone or broken is under its locked plan.
    """
    lock = store.study_lock(study_id)
    try:
        study = parse(lock.plan_text, study_id) if lock else plan_in_force(store, lab.study(study_id))
    except (AuthorError, OperatorError):
        return lab.retention_days
    return study.retention_days or lab.retention_days


def _all_studies(store: Store, lab: Lab, now_ms: int) -> Iterator[Due]:
    for study in store.studies():
        days = retention_days(store, lab, study)
        before_ms = now_ms - days * DAY_MS
        yield Due(study, days, store.count_old(study, before_ms), before_ms)
