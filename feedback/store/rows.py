"""Sessions and events as rows, and the statements of the hot path."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedback.errors import InternalError
from feedback.events import Event, Session, to_row

if TYPE_CHECKING:
    from feedback.store.engine import Connection

StoredEvent = tuple[str, int, int, str, str, str | None, str | None, str | None, str]
"""`(session_id, seq)` and the columns of the event."""

_INSERT_EVENT = """
INSERT INTO event (session_id, seq, t_ms, source, type, task, page, target, attrs)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_SELECT_EVENT = """
SELECT t_ms, source, type, task, page, target, attrs FROM event WHERE session_id = ? AND seq = ?
"""
SELECT_EVENTS = """
SELECT seq, t_ms, source, type, task, page, target, attrs FROM event WHERE session_id = ? ORDER BY seq
"""
SELECT_EVENTS_OF_STUDY = """
SELECT session_id, seq, t_ms, source, type, task, page, target, attrs
FROM session JOIN event USING (session_id) WHERE study = ? ORDER BY started_ms, session_id, seq
"""

_SESSION_COLUMNS = tuple(Session.model_fields)
INSERT_SESSION = (
    f"INSERT INTO session ({', '.join(_SESSION_COLUMNS)}) "  # noqa: S608 - names of our own fields
    f"VALUES ({', '.join(':' + name for name in _SESSION_COLUMNS)}) ON CONFLICT DO NOTHING"
)
SELECT_SESSION = f"SELECT {', '.join(_SESSION_COLUMNS)} FROM session"  # noqa: S608 - the same


def stored_events(session_id: str, events: Sequence[tuple[int, Event]]) -> list[StoredEvent]:
    """Return the rows of numbered events."""
    return [(session_id, seq, *to_row(event)) for seq, event in events]


def insert_events(connection: "Connection", rows: Sequence[StoredEvent]) -> None:
    """Insert the events; those already stored are left alone.

    Raises InternalError when another event stands under the same number: it would be lost silently otherwise.
    """
    if connection.executemany(_INSERT_EVENT, rows).rowcount < len(rows):
        require_equal(connection, rows)


def insert_some(connection: "Connection", rows: Sequence[StoredEvent]) -> None:
    """Insert a few events within other work."""
    if rows:
        insert_events(connection, rows)


def require_equal(connection: "Connection", rows: Sequence[StoredEvent]) -> None:
    """Raise InternalError unless each of these events is what stands under its number."""
    for session_id, seq, *columns in rows:
        stored = connection.execute(_SELECT_EVENT, (session_id, seq)).fetchone()
        if tuple(stored or ()) != tuple(columns):
            raise InternalError(f"Session {session_id} has another event under number {seq}.")


def session_to_row(session: Session) -> dict[str, Any]:
    """Return the values of the table `session` by column."""
    return session.model_dump() | {
        "consent_scopes": json.dumps(session.consent_scopes),
        "synthetic": int(session.synthetic),
    }


def session_from_row(row: Sequence[Any]) -> Session:
    """Return the session of a row of `SELECT_SESSION`."""
    values = dict(zip(_SESSION_COLUMNS, row, strict=True))
    return Session.model_validate(values | {"consent_scopes": json.loads(values["consent_scopes"])})
