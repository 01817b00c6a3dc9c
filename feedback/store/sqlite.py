"""The driver for one SQLite file: WAL, `synchronous=FULL`."""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from feedback.errors import ProbelaufError
from feedback.store.faults import explain
from feedback.store.rows import StoredEvent, insert_events
from feedback.store.schema import immediate
from feedback.store.sqlite_opening import connect, prepare

CHECKPOINT_WITHIN_S = 2.0
PART = 4 * 1024 * 1024


def empty_log(connection: sqlite3.Connection) -> None:
    """Write the write-ahead log into the file and cut it to nothing, once nobody reads from it.

    SQLite waits for readers and writers, but not for another checkpoint, so we do.
    """
    until = time.monotonic() + CHECKPOINT_WITHIN_S
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0] and time.monotonic() < until:
        time.sleep(0.02)


def find_traces(path: Path, traces: Sequence[str]) -> bool:
    """Return whether any of these words stands anywhere in a file.

    The file is opened once and never closed: POSIX drops all locks of a process on a file when the process closes any
    of its handles, and another process would then take SQLite's write-ahead log away under us.
    """
    wanted = [trace.encode() for trace in traces if trace]
    handle, place, overlap = open_for_good(path, path.stat().st_ino), 0, max(map(len, wanted), default=0)
    while wanted and (part := os.pread(handle, PART, place)):
        if any(trace in part for trace in wanted):
            return True
        place += PART - overlap
    return False


@cache
def open_for_good(path: Path, _inode: int) -> int:
    """Return a handle for reading a file; it is never closed."""
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


class SqliteDriver:
    """Opens connections to one file, which several processes may have open."""

    def __init__(self, path: Path, *, busy_timeout_ms: int) -> None:
        self.path = path
        self.place = str(path)
        self._busy_timeout_ms = busy_timeout_ms

    def prepare(self, *, read_only: bool) -> None:
        """Make folder, file and tables where they are missing. Raises OperatorError with what is in the way."""
        prepare(self.path, read_only=read_only, busy_timeout_ms=self._busy_timeout_ms)

    def connect(self, *, read_only: bool) -> sqlite3.Connection:
        """Return a new connection."""
        return connect(self.path, read_only=read_only, busy_timeout_ms=self._busy_timeout_ms)

    def ready(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Return the connection: a file does not go away."""
        return connection

    def transaction(self, connection: sqlite3.Connection, *, alone: bool) -> AbstractContextManager[None]:
        """Run the block in a transaction that holds the file's one write lock from its start."""
        return immediate(connection)

    def fault(self, error: Exception) -> tuple[ProbelaufError, bool] | None:
        """Return what SQLite's error means; all but contradictions hit every write."""
        if not isinstance(error, sqlite3.Error):
            return None
        return explain(error, self.path), not isinstance(error, sqlite3.IntegrityError)

    def insert_events(self, connection: sqlite3.Connection, rows: Sequence[StoredEvent]) -> None:
        """Insert the events."""
        insert_events(connection, rows)

    def after_copying(self, connection: sqlite3.Connection) -> None:
        """Do nothing: SQLite numbers new rows behind the highest number."""

    def after_erasing(self, connection: sqlite3.Connection, traces: Sequence[str] | None) -> None:
        """Empty the write-ahead log, which still holds what was deleted, and write the file anew where it needs that.

        `secure_delete` overwrites deleted rows and free pages. When SQLite moves rows from one page to another it may
        still leave a copy in the unused part of a page, in about one of ten erasures.
        """
        empty_log(connection)
        if traces is None or find_traces(self.path, traces):
            connection.execute("VACUUM")
            empty_log(connection)
