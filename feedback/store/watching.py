"""What observers add while a session runs: help that was given, and notes that belong to no finding yet."""

from typing import TYPE_CHECKING

from feedback.events import LANE, STAFF_LANE, Event
from feedback.store.notebook import Observation
from feedback.store.rows import insert_some, stored_events

if TYPE_CHECKING:
    from feedback.store.engine import Connection

_FIRST, _BEHIND = STAFF_LANE * LANE, (STAFF_LANE + 1) * LANE


def add_staff_event(connection: "Connection", session_id: str, event: Event) -> int | None:
    """Store an event of an observer and return its number; None when the session is over or gone."""
    running = connection.execute(
        "SELECT 1 FROM session WHERE session_id = ? AND ended_ms IS NULL", (session_id,)
    ).fetchone()
    if running is None:
        return None
    last = connection.execute(
        "SELECT coalesce(max(seq), ?) FROM event WHERE session_id = ? AND seq >= ? AND seq < ?",
        (_FIRST - 1, session_id, _FIRST, _BEHIND),
    ).fetchone()[0]
    insert_some(connection, stored_events(session_id, [(last + 1, event)]))
    return int(last) + 1


def add_observation(connection: "Connection", study: str, seen: Observation) -> None:
    """Store a note; the number 0 says that it belongs to no finding yet."""
    connection.execute(
        "INSERT INTO finding_observation (study, number, text, noted_by, noted_ms, session_id, t_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (study, seen.number, seen.text, seen.noted_by, seen.noted_ms, seen.session_id, seen.t_ms),
    )
