"""Opening the lab's database: each reason why it cannot be used, in one sentence, before it is touched."""

import errno
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from feedback.errors import OperatorError
from feedback.store.faults import explain, explain_os
from feedback.store.schema import APPLICATION_ID, SCHEMA_VERSION, migrate, version_of

SECURE_DELETE = "ON"
"""Deleted rows are overwritten. FAST costs less and leaves what was erased on free pages."""
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


def connect(path: Path, *, read_only: bool, busy_timeout_ms: int) -> sqlite3.Connection:
    """Return a connection with our settings; it may be used by any thread, but by one at a time.

    `synchronous=FULL` because NORMAL loses acknowledged commits when the power fails.
    """
    mode = "ro" if read_only else "rwc"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_timeout_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA secure_delete = {SECURE_DELETE}")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages; one page is often written many times
    return connection


def prepare(path: Path, *, read_only: bool, busy_timeout_ms: int) -> None:
    """Check the place and the file, then make folder and tables where they are missing.

    Raises OperatorError with what is in the way; the file is unchanged then.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise OperatorError(f"SQLite {sqlite3.sqlite_version} is too old; use a Python with SQLite 3.37 or newer.")
    if read_only and not path.is_file():
        raise OperatorError(f"There is no database {path}; start Probelauf once, or name another file.")
    if not read_only:
        _require_writable(path)
    try:
        if path.is_file() and path.stat().st_size > 0:
            _require_ours(path, busy_timeout_ms)
        if not read_only:
            with closing(connect(path, read_only=False, busy_timeout_ms=busy_timeout_ms)) as connection:
                _use_write_ahead_log(connection, busy_timeout_ms)
                migrate(connection)
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _require_writable(path: Path) -> None:
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os(error, folder, folder=True) from error
    if path.is_dir():
        raise OperatorError(f"{path} is a folder; name a file for the database.")
    target = path if path.exists() else folder
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        raise explain_os(refused, target, folder=target is folder)


def _require_ours(path: Path, busy_timeout_ms: int) -> None:
    """Ask SQLite what the file is. Never open it ourselves: closing it again would take away the locks that SQLite
    holds on it for a store that this process has open already.
    """
    with closing(connect(path, read_only=True, busy_timeout_ms=busy_timeout_ms)) as connection:
        # the tables first: another process may be making them right now, and says that they are ours with them
        used = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        version = version_of(connection)
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if used and owner != APPLICATION_ID:
        raise OperatorError(
            f"The database {path} belongs to another program; name another file, or move this one away."
        )
    if version > SCHEMA_VERSION:
        raise OperatorError(
            f"The database {path} comes from a newer version of Probelauf (tables of version {version}, "
            f"known here: {SCHEMA_VERSION}); update Probelauf, or name another file."
        )


def _use_write_ahead_log(connection: sqlite3.Connection, busy_timeout_ms: int) -> None:
    """Switch a new file to WAL. SQLite does not wait for the lock it needs here, so we do."""
    until = time.monotonic() + busy_timeout_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
