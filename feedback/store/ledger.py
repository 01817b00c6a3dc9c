"""The small tables: arms, plans, looks, access codes, receipts. Each function runs inside one transaction."""

import json
import sqlite3
from collections.abc import Sequence

from feedback.errors import OperatorError
from feedback.store.allocation import choose_order
from feedback.store.protocol import Amendment, Design, Look, Receipt, StudyLock


def enrol(
    connection: sqlite3.Connection,
    study: str,
    participant: str,
    arms: Sequence[str],
    design: Design,
    seed: int,
    now_ms: int,
    synthetic: bool,
) -> tuple[str, ...]:
    """Return the participant's arms in order; assign them if that was not done yet."""
    assigned = connection.execute(
        "SELECT arm_order FROM enrolment WHERE study = ? AND participant = ?", (study, participant)
    ).fetchone()
    if assigned:
        return tuple(json.loads(assigned[0]))
    taken = connection.execute("SELECT arm_order FROM enrolment WHERE study = ? AND synthetic = ?", (study, synthetic))
    order = choose_order(arms, design, (tuple(json.loads(row[0])) for row in taken), seed)
    connection.execute(
        "INSERT INTO enrolment (study, participant, arm_order, synthetic, enrolled_ms) VALUES (?, ?, ?, ?, ?)",
        (study, participant, json.dumps(order), synthetic, now_ms),
    )
    return order


def read_lock(connection: sqlite3.Connection, study: str) -> StudyLock | None:
    """Return the plan in force of a study with its amendments."""
    plans = connection.execute(
        "SELECT plan_hash, plan_text, reason, since_ms FROM study_plan WHERE study = ? ORDER BY number",
        (study,),
    ).fetchall()
    if not plans:
        return None
    plan_hash, plan_text, _, _ = plans[-1]
    return StudyLock(study, plan_hash, plan_text, plans[0][3], tuple(Amendment(*plan) for plan in plans[1:]))


def lock_study(connection: sqlite3.Connection, study: str, plan_hash: str, plan_text: str, now_ms: int) -> StudyLock:
    """Lock the plan unless one is locked; return the lock in force."""
    lock = read_lock(connection, study)
    if lock is not None:
        return lock
    _put_plan(connection, study, 0, plan_hash, plan_text, "", now_ms)
    return StudyLock(study, plan_hash, plan_text, now_ms)


def amend_study(
    connection: sqlite3.Connection, study: str, plan_hash: str, plan_text: str, reason: str, now_ms: int
) -> None:
    """Put a new plan in force; the plan already in force needs no amendment."""
    lock = read_lock(connection, study)
    if lock is None:
        raise OperatorError(f"The study {study} is not locked yet; change its plan file without an amendment.")
    if not reason.strip():
        raise OperatorError(f"The amendment of {study} has no reason; say why the plan changes.")
    if lock.plan_hash != plan_hash:
        _put_plan(connection, study, len(lock.amendments) + 1, plan_hash, plan_text, reason, now_ms)


def _put_plan(
    connection: sqlite3.Connection,
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


def log_look(connection: sqlite3.Connection, look: Look) -> None:
    """Note the look unless it was noted before with the same plan, data and verdict."""
    values = (look.study, look.look, look.verdict, json.dumps(look.sessions, sort_keys=True), look.plan_hash)
    known = connection.execute(
        "SELECT 1 FROM study_look WHERE study = ? AND look IS ? AND verdict = ? AND sessions = ? AND plan_hash = ?",
        values,
    ).fetchone()
    if not known:
        connection.execute(
            "INSERT INTO study_look (study, look, verdict, sessions, plan_hash, looked_ms) VALUES (?, ?, ?, ?, ?, ?)",
            (*values, look.looked_ms),
        )


def read_looks(connection: sqlite3.Connection, study: str) -> list[Look]:
    """Return the looks at a study, oldest first."""
    rows = connection.execute(
        "SELECT look, looked_ms, verdict, sessions, plan_hash FROM study_look WHERE study = ? ORDER BY id",
        (study,),
    )
    return [
        Look(study, look, looked_ms, verdict, json.loads(sessions), plan_hash)
        for look, looked_ms, verdict, sessions, plan_hash in rows
    ]


def add_access_code(connection: sqlite3.Connection, code_hash: str, roles: tuple[str, ...], expires_ms: int) -> None:
    """Store a one-time code by its hash."""
    connection.execute(
        "INSERT INTO access_code (code_hash, roles, expires_ms) VALUES (?, ?, ?)",
        (code_hash, json.dumps(roles), expires_ms),
    )


def redeem_access_code(connection: sqlite3.Connection, code_hash: str, now_ms: int) -> tuple[str, ...] | None:
    """Use up the code; its roles, or None when it is unknown, used or expired."""
    row = connection.execute(
        "UPDATE access_code SET redeemed_ms = ? "
        "WHERE code_hash = ? AND redeemed_ms IS NULL AND expires_ms > ? RETURNING roles",
        (now_ms, code_hash, now_ms),
    ).fetchone()
    return tuple(json.loads(row[0])) if row else None


def add_receipt(connection: sqlite3.Connection, receipt_hash: str, participant: str, study: str) -> None:
    """Store a receipt by its hash; the same receipt again changes nothing."""
    connection.execute(
        "INSERT INTO receipt (receipt_hash, participant, study) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (receipt_hash, participant, study),
    )


def read_receipt(connection: sqlite3.Connection, receipt_hash: str) -> Receipt | None:
    """Return whose receipt it is."""
    row = connection.execute(
        "SELECT participant, study FROM receipt WHERE receipt_hash = ?", (receipt_hash,)
    ).fetchone()
    return Receipt(*row) if row else None
