"""`open_store`: the store in a file, or on a server."""

from pathlib import Path

from feedback.errors import OperatorError
from feedback.store.engine import Driver
from feedback.store.protocol import Store
from feedback.store.sqlite import SqliteDriver
from feedback.store.sqlstore import SqlStore

SCHEMES = ("postgresql://", "postgres://")


def open_store(place: Path | str, *, read_only: bool = False, busy_timeout_ms: int = 5_000) -> Store:
    """Return the store in this file, or on the PostgreSQL server of a `postgresql://` address.

    Folder, file and tables are made where they are missing. `busy_timeout_ms` bounds the wait for another
    process that is writing. Raises OperatorError, and changes nothing, when the place cannot be written, the
    file is not ours, or it comes from a newer version.
    """
    driver = driver_for(place, busy_timeout_ms=busy_timeout_ms)
    driver.prepare(read_only=read_only)
    return SqlStore(driver, read_only=read_only)


def driver_for(place: Path | str, *, busy_timeout_ms: int = 5_000) -> Driver:
    """Return the driver of this file or `postgresql://` address. Nothing is opened yet."""
    if isinstance(place, str) and "://" in place:
        if not place.startswith(SCHEMES):
            raise OperatorError("A database address begins with postgresql://; anything else is a file.")
        from feedback.store.postgres import PostgresDriver  # needs psycopg, which only labs with a server have

        return PostgresDriver(place, busy_timeout_ms=busy_timeout_ms)
    return SqliteDriver(Path(place), busy_timeout_ms=busy_timeout_ms)
