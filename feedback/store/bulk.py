"""Raw rows for those who read nearly everything: no object an event, and only some sessions at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from feedback.events import EVENT_COLUMNS, Session

if TYPE_CHECKING:
    from feedback.store.engine import Connection

SESSION_ROW = tuple(Session.model_fields)
"""The columns of a row of `read_session_rows`; `consent_scopes` is JSON, `synthetic` is 0 or 1."""
EVENT_ROW = ("session_id", "seq", *EVENT_COLUMNS)
"""The columns of a row of `read_event_rows`; `attrs` is JSON."""
FIRST = (-1, "")

_SESSIONS = f"""
SELECT {", ".join(SESSION_ROW)} FROM session
WHERE study = ? AND (started_ms > ? OR (started_ms = ? AND session_id > ?))
ORDER BY started_ms, session_id LIMIT ?
"""  # noqa: S608 - names of our own fields


def read_study_sizes(connection: "Connection") -> dict[str, int]:
    """Return the number of sessions of each study, by its id."""
    rows = connection.execute("SELECT study, count(*) FROM session GROUP BY study ORDER BY study", ())
    return {study: int(sessions) for study, sessions in rows}


def read_session_rows(connection: "Connection", study: str, after: tuple[int, str], most: int) -> list[tuple[Any, ...]]:
    """Return at most so many sessions of a study that started after `after`, a `(started_ms, session_id)`."""
    started_ms, session_id = after
    return [tuple(row) for row in connection.execute(_SESSIONS, (study, started_ms, started_ms, session_id, most))]


def read_event_rows(connection: "Connection", session_ids: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return all events of these sessions by session and number."""
    places = ", ".join("?" * len(session_ids))
    sql = (
        f"SELECT {', '.join(EVENT_ROW)} FROM event "  # noqa: S608 - names of our own fields
        f"WHERE session_id IN ({places}) ORDER BY session_id, seq"
    )
    return connection.execute(sql, tuple(session_ids)).fetchall()
