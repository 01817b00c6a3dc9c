"""Sealed drafts: what a citizen has filled in so far, encrypted so that only her own link opens it.

A draft is there while its session runs, and goes with it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedback.store.engine import Connection

DRAFT_TABLES = (
    """
CREATE TABLE draft (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES session (session_id) ON DELETE CASCADE,
    sealed TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX session_by_participant ON session (study, participant)",
)


def put_drafts(connection: "Connection", drafts: Mapping[str, str]) -> None:
    """Keep the newest draft of each session that still runs; `drafts` maps sessions to sealed texts.

    Always in the order of their ids, so that two processes never wait for each other in a circle.
    """
    connection.executemany(
        "INSERT INTO draft (session_id, sealed) SELECT session_id, ? FROM session "
        "WHERE session_id = ? AND ended_ms IS NULL ON CONFLICT (session_id) DO UPDATE SET sealed = excluded.sealed",
        [(sealed, session_id) for session_id, sealed in sorted(drafts.items())],
    )


def drop_draft(connection: "Connection", session_id: str) -> None:
    """Forget the draft of a session."""
    connection.execute("DELETE FROM draft WHERE session_id = ?", (session_id,))


def read_draft(connection: "Connection", session_id: str) -> str | None:
    """Return the sealed draft of a session."""
    row = connection.execute("SELECT sealed FROM draft WHERE session_id = ?", (session_id,)).fetchone()
    return str(row[0]) if row else None
