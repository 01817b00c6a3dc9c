"""A consistent copy of a running database, its examination, and its removal from where it stood."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from feedback.errors import OperatorError
from feedback.store.faults import explain
from feedback.store.schema import APPLICATION_ID, version_of
from feedback.store.sqlite_opening import connect

SQLITE = sqlite3.sqlite_version
"""The version of SQLite that this Python comes with."""
BUSY_MS = 5_000
_INSTRUCTIONS = 100_000
"""Of SQLite's virtual machine, between two reports of progress: some milliseconds."""


@dataclass(frozen=True)
class Contents:
    """What a database file holds: the version of its tables, and how many rows of what matters."""

    schema_version: int
    counts: dict[str, int]


def take_snapshot(path: Path, target: Path, progress: Callable[[float], None] = lambda share: None) -> None:
    """Copy the database as it is at this moment into the new file `target`, readable by its owner only.

    Writers go on meanwhile. The copy has no free pages, so nothing erased is left in it. `progress` gets the share
    done, 0 to 1. OSError when the copy finds no room.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    whole = max(path.stat().st_size, 1)
    with explained(path), closing(connect(path, read_only=True, busy_timeout_ms=BUSY_MS)) as connection:
        connection.set_progress_handler(lambda: progress(min(target.stat().st_size / whole, 1.0)), _INSTRUCTIONS)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
                raise
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error


def examine(path: Path) -> Contents:
    """Return what a database file of ours holds. OperatorError for a file that is not ours or cannot be read."""
    with explained(path), closing(connect(path, read_only=True, busy_timeout_ms=BUSY_MS)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise OperatorError(f"The file {path} is not a database of Probelauf; name another file.")
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        counts = {
            name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - its own names
            for name in sorted(tables)
            if not name.startswith("sqlite_")
        }
        return Contents(version_of(connection), counts)


def find_damage(path: Path, *, thorough: bool = False) -> str:
    """Return what is wrong with the pages of a database file, empty when nothing is.

    `thorough` also holds every index against its table.
    """
    with explained(path), closing(connect(path, read_only=True, busy_timeout_ms=BUSY_MS)) as connection:
        said = connection.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()[0]
    return "" if said == "ok" else str(said)


def require_writable(path: Path) -> None:
    """Raise OperatorError unless a database file takes writes now. Changes nothing."""
    with explained(path), closing(connect(path, read_only=False, busy_timeout_ms=BUSY_MS)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def is_damaged(path: Path) -> bool:
    """Return whether SQLite can make nothing of a file."""
    try:
        with closing(connect(path, read_only=True, busy_timeout_ms=BUSY_MS)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT")
    return False


def close_down(path: Path) -> None:
    """Bring a database that nobody uses into one single file. OperatorError while a program has it open."""
    with closing(connect(path, read_only=False, busy_timeout_ms=100)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise OperatorError(
                    f"The database {path} is in use; stop Probelauf (all its processes) first, then try again."
                ) from error
            raise explain(error, path) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors within the block into sentences for the operator."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
