"""Which databases a test is about, and how another program holds one (not a test itself)."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from feedback.store.engine import Engine
from feedback.store.postgres import LOCK

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@contextlib.contextmanager
def locked(database: Path | str) -> Iterator[None]:
    """Hold the write lock of the database, as another process would."""
    if isinstance(database, Path):
        with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            yield
            db.execute("ROLLBACK")
    else:
        with psycopg.connect(database) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            yield
            connection.rollback()


def engine(store: object) -> Engine:
    """Return what every store of ours is, to work on it from within."""
    assert isinstance(store, Engine)
    return store
