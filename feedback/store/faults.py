"""SQLite's errors, said in one sentence to whoever can mend them."""

import errno
import sqlite3
from pathlib import Path

from feedback.errors import InternalError, OperatorError, ProbelaufError

_REMEDIES = {
    "SQLITE_BUSY": "is held by another program; close it (a backup, a database viewer), then try again",
    "SQLITE_LOCKED": "is held by another program; close what has it open, then try again",
    "SQLITE_FULL": "cannot grow because the disk is full; free some space, then try again",
    "SQLITE_READONLY": "cannot be written; give whoever runs Probelauf write permission for file and folder",
    "SQLITE_CANTOPEN": "cannot be opened; check the path and the permissions of the file and its folder",
    "SQLITE_NOTADB": "is not a database; name another file, or put a backup in its place",
    "SQLITE_CORRUPT": "is damaged; stop Probelauf and put a backup in its place",
    "SQLITE_IOERR": "cannot be read or written because the disk reports an error; check the disk",
}


def explain(error: sqlite3.Error, path: Path) -> ProbelaufError:
    """Return the error for the person who must act: OperatorError for disk and file, else InternalError."""
    if isinstance(error, sqlite3.IntegrityError):
        return InternalError(f"The store refused a record that contradicts what is stored ({error}).")
    name = getattr(error, "sqlite_errorname", None) or ""
    for prefix, remedy in _REMEDIES.items():
        if name.startswith(prefix):
            return OperatorError(f"The database {path} {remedy}.")
    if isinstance(error, sqlite3.OperationalError):
        return OperatorError(f"The database {path} could not be used ({error}); check the disk and the file.")
    return InternalError(f"The store made a mistake in its own SQL ({error}).")


def explain_os(error: OSError, path: Path, *, folder: bool) -> OperatorError:
    """Return the sentence for a folder or file that the operating system refuses."""
    what = "folder" if folder else "file"
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return OperatorError(
            f"The folder {path} cannot be made because a part of its path is a file; choose another folder."
        )
    return OperatorError(
        f"The {what} {path} cannot be written ({error.strerror}); "
        "choose another place, or give the user who runs Probelauf write permission."
    )
