"""Sessions, events, flows and comments. Each function runs inside one transaction, or reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedback.errors import InternalError
from feedback.events import LANE, EndReason, Event, FlowSnapshot, Session, from_row
from feedback.store.drafts import drop_draft
from feedback.store.rollup import reroll
from feedback.store.rows import (
    INSERT_SESSION,
    SELECT_EVENTS,
    SELECT_SESSION,
    insert_some,
    session_from_row,
    session_to_row,
    stored_events,
)

if TYPE_CHECKING:
    from feedback.store.engine import Connection


def start_session(connection: "Connection", session: Session, flow: FlowSnapshot) -> None:
    """Store the session and its flow. Raises InternalError when they do not belong together."""
    if session.content_hash != flow.content_hash:
        raise InternalError(f"Session {session.session_id} and its flow have different content hashes.")
    connection.execute(
        "INSERT INTO flow (content_hash, prototype, variant, snapshot) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (flow.content_hash, flow.prototype, flow.variant, flow.model_dump_json()),
    )
    connection.execute(INSERT_SESSION, session_to_row(session))


def end_session(
    connection: "Connection",
    session_id: str,
    ended_ms: int,
    reason: EndReason,
    events: Sequence[tuple[int, Event]],
) -> None:
    """Store the last events and the end, forget the draft, and roll the session up; the first end counts."""
    insert_some(connection, stored_events(session_id, events))
    connection.execute(
        "UPDATE session SET ended_ms = ?, end_reason = ? WHERE session_id = ? AND ended_ms IS NULL",
        (ended_ms, reason, session_id),
    )
    drop_draft(connection, session_id)
    reroll(connection, session_id)


def add_comment(connection: "Connection", session_id: str, text: str, t_ms: int) -> None:
    """Store the open comment of a session; a later one takes the place of the former."""
    connection.execute(
        "INSERT INTO comment (session_id, text, t_ms) VALUES (?, ?, ?) "
        "ON CONFLICT (session_id) DO UPDATE SET text = excluded.text, t_ms = excluded.t_ms",
        (session_id, text, t_ms),
    )


def read_sessions(connection: "Connection", study: str | None = None) -> list[Session]:
    """Return the sessions (of one study) by start."""
    where = "" if study is None else " WHERE study = :study"
    sql = f"{SELECT_SESSION}{where} ORDER BY started_ms, session_id"
    return [session_from_row(row) for row in connection.execute(sql, {"study": study})]


def read_sessions_of(connection: "Connection", study: str, participant: str) -> list[Session]:
    """Return the sessions of one participant by start."""
    sql = f"{SELECT_SESSION} WHERE study = ? AND participant = ? ORDER BY started_ms, session_id"
    return [session_from_row(row) for row in connection.execute(sql, (study, participant))]


def read_abandoned(connection: "Connection", before_ms: int) -> list[tuple[str, int]]:
    """Return `(session_id, last moment)` of the open sessions in which nothing happened since `before_ms`."""
    sql = (
        "SELECT session_id, moment FROM (SELECT session.session_id, started_ms + coalesce(max(t_ms), 0) AS moment "
        "FROM session LEFT JOIN event ON event.session_id = session.session_id WHERE ended_ms IS NULL "
        "AND started_ms < ? GROUP BY session.session_id, started_ms) AS open_session WHERE moment < ? ORDER BY 1"
    )
    return [(session_id, moment) for session_id, moment in connection.execute(sql, (before_ms, before_ms))]


def read_session(connection: "Connection", session_id: str) -> Session | None:
    """Return one session."""
    row = connection.execute(f"{SELECT_SESSION} WHERE session_id = ?", (session_id,)).fetchone()
    return session_from_row(row) if row else None


def read_events(connection: "Connection", session_id: str) -> list[tuple[int, Event]]:
    """Return the numbered events of a session in their order."""
    return [(seq, from_row(tuple(columns))) for seq, *columns in connection.execute(SELECT_EVENTS, (session_id,))]


def read_last_seq(connection: "Connection", session_id: str) -> int:
    """Return the number of the server's last stored event of a session, -1 when there is none."""
    sql = "SELECT coalesce(max(seq), -1) FROM event WHERE session_id = ? AND seq < ?"
    return int(connection.execute(sql, (session_id, LANE)).fetchone()[0])


def read_flow(connection: "Connection", content_hash: str) -> FlowSnapshot | None:
    """Return the flow with this content hash."""
    row = connection.execute("SELECT snapshot FROM flow WHERE content_hash = ?", (content_hash,)).fetchone()
    return FlowSnapshot.model_validate_json(row[0]) if row else None


def read_comments(connection: "Connection", study: str) -> list[tuple[str, str]]:
    """Return `(session_id, text)` of all open comments of a study, by session start."""
    sql = (
        "SELECT session_id, text FROM session JOIN comment USING (session_id) "
        "WHERE study = ? ORDER BY started_ms, session_id"
    )
    return [(session_id, text) for session_id, text in connection.execute(sql, (study,))]
