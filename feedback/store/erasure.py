"""Erasing people and taking back what they allowed. Each function runs inside one transaction.

What remains of an erased person is a mark, the keyed hash of her receipt: by it a restored backup finds her again.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedback.events import LANE, STAFF_LANE, ConsentWithdrawn, Session
from feedback.store.ledger import read_receipt
from feedback.store.protocol import Erasure
from feedback.store.recordings import read_sessions_of
from feedback.store.rollup import reroll, reroll_many
from feedback.store.rows import insert_some, stored_events

if TYPE_CHECKING:
    from feedback.store.engine import Connection

ERASURE_TABLES: tuple[str, ...] = (
    """
CREATE TABLE erasure (
    mark TEXT NOT NULL,
    study TEXT NOT NULL,
    erased_ms INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    scopes TEXT NOT NULL,
    PRIMARY KEY (mark, erased_ms, scopes)
) STRICT
""",
    """
CREATE TABLE erased_since (
    record INTEGER NOT NULL PRIMARY KEY REFERENCES decision_record (number),
    sessions INTEGER NOT NULL
) STRICT
""",
    "CREATE INDEX receipt_by_participant ON receipt (study, participant)",
)

TAKING_PART, PROBE, QUOTES = "taking_part", "probe", "quotes"


def erase_person(connection: "Connection", mark: str, now_ms: int, until_ms: int | None = None) -> Erasure | None:
    """Erase whoever holds the receipt with this hash, and note that; None when nobody does.

    `until_ms` spares sessions that started later: in a restored backup only what was erased then is erased again.
    """
    receipt = read_receipt(connection, mark)
    if receipt is None:
        return None
    person = (receipt.study, receipt.participant)
    sessions = read_sessions_of(connection, *person)
    gone = [one for one in sessions if until_ms is None or one.started_ms <= until_ms]
    if sessions and not gone:
        return None
    erase_sessions(connection, gone)
    if len(gone) == len(sessions):
        _forget(connection, *person)
    return _note(connection, Erasure(mark, receipt.study, now_ms, len(gone)))


def erase_sessions(connection: "Connection", sessions: Sequence[Session]) -> int:
    """Erase sessions with all that was recorded or noted about them; return how many. Roll-ups follow."""
    _mark_records(connection, sessions)
    keys = [(one.session_id,) for one in sessions]
    for table in ("event", "comment", "session"):  # drafts, and what findings say about it, go with the session
        connection.executemany(f"DELETE FROM {table} WHERE session_id = ?", keys)  # noqa: S608 - our own names
    reroll_many(connection, [one.session_id for one in sessions])
    return len(sessions)


def erase_old(connection: "Connection", study: str, before_ms: int, most: int) -> int:
    """Erase at most so many sessions of a study that ended (or began, and never ended) before a time; return how
    many. People without a session left lose their place, too.
    """
    rows = connection.execute(
        "SELECT session_id, participant FROM session WHERE study = ? AND coalesce(ended_ms, started_ms) < ? "
        "ORDER BY started_ms, session_id LIMIT ?",
        (study, before_ms, most),
    ).fetchall()
    people = dict.fromkeys(participant for _, participant in rows)
    old = {session_id for session_id, _ in rows}
    for participant in people:
        sessions = read_sessions_of(connection, study, participant)
        gone = [one for one in sessions if one.session_id in old]
        erase_sessions(connection, gone)
        if len(gone) == len(sessions):
            _forget(connection, study, participant)
    return len(old)


def withdraw_consent(
    connection: "Connection", mark: str, scopes: Sequence[str], now_ms: int, until_ms: int | None = None
) -> bool:
    """Take back scopes of a person's consent, with what was recorded under them, and note that; False when nobody
    holds the receipt. `until_ms` spares sessions that started later, to which she agreed anew.

    The event goes into the staff's lane: a session that still runs numbers its own.
    """
    receipt = read_receipt(connection, mark)
    if receipt is None:
        return False
    changed = 0
    for session in read_sessions_of(connection, receipt.study, receipt.participant):
        taken = tuple(scope for scope in scopes if scope in session.consent_scopes)
        if taken and (until_ms is None or session.started_ms <= until_ms):
            _withdraw(connection, session, taken, now_ms)
            changed += 1
    if changed:
        _note(connection, Erasure(mark, receipt.study, now_ms, changed, tuple(scopes)))
    return True


def _note(connection: "Connection", done: Erasure) -> Erasure:
    """Keep the mark of whoever was erased or took consent back."""
    connection.execute(
        "INSERT INTO erasure (mark, study, erased_ms, sessions, scopes) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (done.mark, done.study, done.erased_ms, done.sessions, json.dumps(done.scopes)),
    )
    return done


def _withdraw(connection: "Connection", session: Session, scopes: tuple[str, ...], now_ms: int) -> None:
    key = session.session_id
    last = connection.execute(
        "SELECT coalesce(max(seq), ?) FROM event WHERE session_id = ? AND seq >= ? AND seq < ?",
        (STAFF_LANE * LANE - 1, key, STAFF_LANE * LANE, (STAFF_LANE + 1) * LANE),
    ).fetchone()[0]
    if TAKING_PART in scopes:
        _mark_records(connection, [session])
    event = ConsentWithdrawn(t_ms=max(now_ms - session.started_ms, 0), scopes=scopes)
    insert_some(connection, stored_events(key, [(last + 1, event)]))
    left = tuple(scope for scope in session.consent_scopes if scope not in scopes)
    connection.execute("UPDATE session SET consent_scopes = ? WHERE session_id = ?", (json.dumps(left), key))
    if TAKING_PART in scopes:  # whoever is still in the middle of it, stops with it
        ended = "UPDATE session SET ended_ms = ?, end_reason = ? WHERE session_id = ? AND ended_ms IS NULL"
        connection.execute(ended, (now_ms, "stopped", key))
        connection.execute("DELETE FROM draft WHERE session_id = ?", (key,))
    if PROBE in scopes:
        connection.execute("DELETE FROM event WHERE session_id = ? AND source = ?", (key, "probe"))
    if QUOTES in scopes:
        connection.execute("DELETE FROM finding_quote WHERE session_id = ?", (key,))
    reroll(connection, key)


def _forget(connection: "Connection", study: str, participant: str) -> None:
    """Forget a person who has no session any more: the place and the receipt."""
    connection.execute("DELETE FROM enrolment WHERE study = ? AND participant = ?", (study, participant))
    connection.execute("DELETE FROM receipt WHERE study = ? AND participant = ?", (study, participant))


def _mark_records(connection: "Connection", sessions: Sequence[Session]) -> None:
    """Count for each signed decision how many of the sessions it rests on are gone or withdrawn.

    A session that was withdrawn was counted then.
    """
    counting = [one for one in sessions if not is_withdrawn(connection, one.session_id)]
    bodies = connection.execute("SELECT number, body FROM decision_record").fetchall() if counting else ()
    for number, body in bodies:
        document = json.loads(body)
        count = sum(rests_on(document, one) for one in counting)
        if count:
            connection.execute(
                "INSERT INTO erased_since (record, sessions) VALUES (?, ?) ON CONFLICT (record) "
                "DO UPDATE SET sessions = erased_since.sessions + excluded.sessions",
                (number, count),
            )


def rests_on(document: Any, session: Session) -> bool:
    """Return whether a signed decision counted a session. The data in the record lead back to nobody, so this is
    told by what it was about and when it was signed.
    """
    study = document["study"]
    same = (study["id"], study["round"]) == (session.study, session.round)
    return bool(
        same and (document["demo"] or not session.synthetic) and session.started_ms <= int(document["signed_ms"])
    )


def is_withdrawn(connection: "Connection", session_id: str) -> bool:
    """Return whether a person no longer takes part with this session."""
    rows = connection.execute(
        "SELECT attrs FROM event WHERE session_id = ? AND type = ?", (session_id, "consent_withdrawn")
    )
    return any(TAKING_PART in json.loads(attrs)["scopes"] for (attrs,) in rows)


def read_erased_since(connection: "Connection") -> dict[int, int]:
    """Return how many of the sessions that a record rests on are erased by now, by the record's number."""
    rows = connection.execute("SELECT record, sessions FROM erased_since ORDER BY record")
    return {int(record): int(sessions) for record, sessions in rows}


def read_erasures(connection: "Connection") -> list[Erasure]:
    """Return who was erased or took consent back, oldest first."""
    sql = "SELECT mark, study, erased_ms, sessions, scopes FROM erasure ORDER BY erased_ms, mark, scopes"
    return [
        Erasure(mark, study, erased_ms, sessions, tuple(json.loads(scopes)))
        for mark, study, erased_ms, sessions, scopes in connection.execute(sql)
    ]


def count_old(connection: "Connection", study: str, before_ms: int) -> int:
    """Return how many sessions of a study ended (or began, and never ended) before a time."""
    sql = "SELECT count(*) FROM session WHERE study = ? AND coalesce(ended_ms, started_ms) < ?"
    return int(connection.execute(sql, (study, before_ms)).fetchone()[0])


def read_studies(connection: "Connection") -> list[str]:
    """Return the studies that have sessions, by id."""
    return [str(row[0]) for row in connection.execute("SELECT DISTINCT study FROM session ORDER BY study")]
