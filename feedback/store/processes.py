"""What each serving process says about its recording, so that the office of another process can tell it.

A row says when the process last reached the database and what it still holds; it is renewed every few seconds, and
goes when the process ends.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedback.store.engine import Connection

PROCESS_TABLES = (
    """
CREATE TABLE process (
    process_id TEXT NOT NULL PRIMARY KEY,
    seen_ms INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    lost INTEGER NOT NULL
) STRICT
""",
)
FORGET_AFTER_MS = 600_000
"""A process that nobody heard of for so long is no longer told of: it was killed, and another one took its place."""


@dataclass(frozen=True)
class ProcessReport:
    """A serving process: when it was last heard of (epoch milliseconds), batches that wait, events that are lost."""

    process_id: str
    seen_ms: int
    waiting: int
    lost: int


def report_process(connection: "Connection", report: ProcessReport) -> None:
    """Put down what a process says in place of what it said before, and forget those long silent."""
    connection.execute("DELETE FROM process WHERE seen_ms < ?", (report.seen_ms - FORGET_AFTER_MS,))
    connection.execute(
        "INSERT INTO process (process_id, seen_ms, waiting, lost) VALUES (?, ?, ?, ?) ON CONFLICT (process_id) "
        "DO UPDATE SET seen_ms = excluded.seen_ms, waiting = excluded.waiting, lost = excluded.lost",
        (report.process_id, report.seen_ms, report.waiting, report.lost),
    )


def end_process(connection: "Connection", process_id: str) -> None:
    """Forget a process that ends."""
    connection.execute("DELETE FROM process WHERE process_id = ?", (process_id,))


def read_newest_ms(connection: "Connection") -> int:
    """Return when the newest session began or ended (epoch milliseconds), 0 without sessions."""
    row = connection.execute("SELECT coalesce(max(started_ms), 0), coalesce(max(ended_ms), 0) FROM session").fetchone()
    return int(max(row))


def count_gaps(connection: "Connection") -> int:
    """Return in how many sessions a gap was noted."""
    return int(
        connection.execute("SELECT count(DISTINCT session_id) FROM event WHERE type = 'gap_found'").fetchone()[0]
    )


def read_processes(connection: "Connection") -> list[ProcessReport]:
    """Return what all serving processes said last."""
    rows = connection.execute("SELECT process_id, seen_ms, waiting, lost FROM process ORDER BY process_id")
    return [ProcessReport(*row) for row in rows]
