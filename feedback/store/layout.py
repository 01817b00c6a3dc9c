"""The tables of the present version as data: by which statements they come about, and which keys they have.

The one text of the tables is that of the SQLite migrations. Here they run on an empty database in memory, and what
they did is read off, so that other databases get the same tables and cannot drift away.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from feedback.store.schema import MIGRATIONS

_CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Table:
    """A table: its columns in order, and those of its primary key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


@cache
def steps() -> tuple[tuple[str, ...], ...]:
    """Return the statements of each migration step, in SQLite's words."""
    return _built()[0]


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables, each behind those it refers to."""
    return _built()[1]


@cache
def _built() -> tuple[tuple[tuple[str, ...], ...], tuple[Table, ...]]:
    from sqlite_utils import Database  # pulls in pandas where that is installed

    said: list[str] = []
    done: list[tuple[str, ...]] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db = Database(connection)
        bool(db.supports_strict)  # asking makes a table, once, and that is none of ours
        connection.set_trace_callback(said.append)
        for step in MIGRATIONS:
            said.clear()
            step(db)
            done.append(tuple(sql.strip(" ;\n") for sql in said if sql.lstrip().upper().startswith(_CHANGES)))
        connection.set_trace_callback(None)
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall()
        return tuple(done), tuple(_table(connection, name) for (name,) in names if not name.startswith("sqlite_"))


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
    key = [column for place, column in sorted((place, column) for column, place in columns) if place]
    return Table(name, tuple(column for column, _ in columns), tuple(key))
