"""The small tables: arms, plans, looks, receipts. Each function runs inside one transaction."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedback.errors import OperatorError
from feedback.store.allocation import choose_order
from feedback.store.protocol import Amendment, Design, Enrolled, Look, Receipt, StudyLock
from feedback.study import Limits, needs_access

if TYPE_CHECKING:
    from feedback.store.engine import Connection


ENROLMENT_COLUMNS = ("ALTER TABLE enrolment ADD COLUMN segment TEXT",)


def enrol(
    connection: "Connection",
    study: str,
    participant: str,
    arms: Sequence[str],
    design: Design,
    seed: int,
    now_ms: int,
    synthetic: bool,
    segment: str | None = None,
    limits: Limits | None = None,
) -> tuple[str, ...]:
    """Return the participant's arms in order; assign them if that was not done yet. None at all without a place."""
    assigned = connection.execute(
        "SELECT arm_order FROM enrolment WHERE study = ? AND participant = ?", (study, participant)
    ).fetchone()
    if assigned:
        return tuple(json.loads(assigned[0]))
    taken = [one for one in read_enrolled(connection, study) if one.synthetic == synthetic]
    if limits is not None and not has_place(taken, segment, limits):
        return ()
    order = choose_order(arms, design, (one.arms for one in taken), seed)
    connection.execute(
        "INSERT INTO enrolment (study, participant, arm_order, synthetic, enrolled_ms, segment) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (study, participant, json.dumps(order), int(synthetic), now_ms, segment),
    )
    return order


def has_place(taken: Sequence[Enrolled], segment: str | None, limits: Limits) -> bool:
    """Return whether one more person with these groups may take part."""
    if len(taken) >= limits.places:
        return False
    return needs_access(segment) or sum(not needs_access(one.segment) for one in taken) < limits.open_places


def read_enrolled(connection: "Connection", study: str) -> list[Enrolled]:
    """Return all people who have a place in a study, in no order that tells who they are."""
    rows = connection.execute("SELECT arm_order, segment, synthetic FROM enrolment WHERE study = ?", (study,))
    return [Enrolled(tuple(json.loads(order)), segment, bool(synthetic)) for order, segment, synthetic in rows]


def read_lock(connection: "Connection", study: str) -> StudyLock | None:
    """Return the plan in force of a study with its amendments."""
    plans = connection.execute(
        "SELECT plan_hash, plan_text, reason, since_ms FROM study_plan WHERE study = ? ORDER BY number",
        (study,),
    ).fetchall()
    if not plans:
        return None
    plan_hash, plan_text, _, _ = plans[-1]
    return StudyLock(study, plan_hash, plan_text, plans[0][3], tuple(Amendment(*plan) for plan in plans[1:]))


def lock_study(connection: "Connection", study: str, plan_hash: str, plan_text: str, now_ms: int) -> StudyLock:
    """Lock the plan unless one is locked; return the lock in force."""
    lock = read_lock(connection, study)
    if lock is not None:
        return lock
    _put_plan(connection, study, 0, plan_hash, plan_text, "", now_ms)
    return StudyLock(study, plan_hash, plan_text, now_ms)


def amend_study(connection: "Connection", study: str, plan_hash: str, plan_text: str, reason: str, now_ms: int) -> None:
    """Put a new plan in force; the plan already in force needs no amendment."""
    lock = read_lock(connection, study)
    if lock is None:
        raise OperatorError(f"The study {study} is not locked yet; change its plan file without an amendment.")
    if not reason.strip():
        raise OperatorError(f"The amendment of {study} has no reason; say why the plan changes.")
    if lock.plan_hash != plan_hash:
        _put_plan(connection, study, len(lock.amendments) + 1, plan_hash, plan_text, reason, now_ms)


def _put_plan(
    connection: "Connection",
    study: str,
    number: int,
    plan_hash: str,
    plan_text: str,
    reason: str,
    since_ms: int,
) -> None:
    connection.execute(
        "INSERT INTO study_plan (study, number, plan_hash, plan_text, reason, since_ms) VALUES (?, ?, ?, ?, ?, ?)",
        (study, number, plan_hash, plan_text, reason, since_ms),
    )


def log_look(
    connection: "Connection",
    study: str,
    look: int | None,
    now_ms: int,
    verdict: str,
    sessions: dict[str, int],
    plan_hash: str,
) -> None:
    """Note the look unless it was noted before with the same plan, data and verdict."""
    values = (study, look, verdict, json.dumps(sessions, sort_keys=True), plan_hash)
    known = connection.execute(
        "SELECT 1 FROM study_look WHERE study = ? AND coalesce(look, -1) = ? AND verdict = ? AND sessions = ? "
        "AND plan_hash = ?",
        (study, -1 if look is None else look, *values[2:]),
    ).fetchone()
    if not known:
        connection.execute(
            "INSERT INTO study_look (study, look, verdict, sessions, plan_hash, looked_ms) VALUES (?, ?, ?, ?, ?, ?)",
            (*values, now_ms),
        )


def read_looks(connection: "Connection", study: str) -> list[Look]:
    """Return the looks at a study, oldest first."""
    rows = connection.execute(
        "SELECT look, looked_ms, verdict, sessions, plan_hash FROM study_look WHERE study = ? ORDER BY id",
        (study,),
    )
    return [
        Look(study, look, looked_ms, verdict, json.loads(sessions), plan_hash)
        for look, looked_ms, verdict, sessions, plan_hash in rows
    ]


def add_receipt(connection: "Connection", receipt_hash: str, participant: str, study: str) -> None:
    """Store a receipt by its hash; the same receipt again changes nothing."""
    connection.execute(
        "INSERT INTO receipt (receipt_hash, participant, study) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (receipt_hash, participant, study),
    )


def read_receipt(connection: "Connection", receipt_hash: str) -> Receipt | None:
    """Return whose receipt it is."""
    row = connection.execute(
        "SELECT participant, study FROM receipt WHERE receipt_hash = ?", (receipt_hash,)
    ).fetchone()
    return Receipt(*row) if row else None
