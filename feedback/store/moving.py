"""A lab's recordings moved from one database to another, whatever the two are: all or nothing, and counted after."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback.errors import InternalError, OperatorError
from feedback.store.engine import Connection, Driver
from feedback.store.layout import Table, tables
from feedback.store.opening import driver_for

BATCH = 5_000
"""Rows that are held in memory at a time."""


@dataclass(frozen=True)
class MovedTable:
    """What was moved of a table: how many rows, and the sha256 over them in the order of their key."""

    name: str
    rows: int
    sha256: str


def move_store(
    source: Path | str, target: Path | str, on_progress: Callable[[str, int, int], None] = lambda *_: None
) -> tuple[MovedTable, ...]:
    """Copy everything from one database into another, which must be empty; return what is the same in both now.

    `on_progress` learns a table, how many of its rows are copied, and how many it has. The source is brought
    to the present version of the tables, and nobody can write into it meanwhile; its rows stay as they are. All goes
    into one transaction of the target. Raises OperatorError when the target holds anything, and then changes nothing.
    """
    from_driver, to_driver = driver_for(source), driver_for(target)
    if from_driver.place == to_driver.place:
        raise OperatorError(f"The recordings are in {from_driver.place} already; name another database.")
    from_driver.prepare(read_only=True)  # so that a misspelt name is not made
    from_driver.prepare(read_only=False)
    to_driver.prepare(read_only=False)
    with closing(from_driver.connect(read_only=False)) as read, closing(to_driver.connect(read_only=False)) as write:
        try:
            with from_driver.transaction(read, alone=True), to_driver.transaction(write, alone=True):
                return _move(read, to_driver, write, on_progress)
        except Exception as error:
            fault = to_driver.fault(error) or from_driver.fault(error)
            if fault is None:
                raise
            raise fault[0] from error


def _move(
    read: Any, to_driver: Driver, write: Any, on_progress: Callable[[str, int, int], None]
) -> tuple[MovedTable, ...]:
    for table in tables():
        if _count(write, table):
            raise OperatorError(
                f"The database {to_driver.place} is not empty (there are rows in `{table.name}`); name an empty one."
            )
    moved = []
    for table in tables():
        total, rows, seal = _count(read, table), 0, hashlib.sha256()
        for batch in _batches(read, table):
            _insert(to_driver, write, table, batch)
            seal.update(_bytes(batch))
            rows += len(batch)
            on_progress(table.name, rows, total)
        moved.append(MovedTable(table.name, rows, seal.hexdigest()))
    to_driver.after_copying(write)
    arrived = tuple(_read(write, table) for table in tables())
    if arrived != tuple(moved):
        wrong = [one.name for one, other in zip(moved, arrived, strict=True) if one != other]
        raise InternalError(f"What arrived in {to_driver.place} is not what was sent ({', '.join(wrong)}).")
    return arrived


def _read(connection: Connection, table: Table) -> MovedTable:
    seal, rows = hashlib.sha256(), 0
    for batch in _batches(connection, table):
        seal.update(_bytes(batch))
        rows += len(batch)
    return MovedTable(table.name, rows, seal.hexdigest())


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608 - our own name


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in the order of their key; each batch begins behind the key where the last one ended."""
    columns, key = ", ".join(f'"{name}"' for name in table.columns), ", ".join(f'"{name}"' for name in table.key)
    places = [table.columns.index(name) for name in table.key]
    start = f"SELECT {columns} FROM {table.name}"  # noqa: S608 - our own names
    order = f" ORDER BY {key} LIMIT {BATCH}"
    behind = f" WHERE ({key}) > ({', '.join('?' * len(places))})"
    batch = [tuple(row) for row in connection.execute(start + order).fetchall()]
    while batch:
        yield batch
        last = tuple(batch[-1][place] for place in places)
        batch = [tuple(row) for row in connection.execute(start + behind + order, last).fetchall()]


def _insert(driver: Driver, connection: Any, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    if table.name == "event":
        driver.insert_events(connection, rows)
        return
    columns, marks = ", ".join(f'"{name}"' for name in table.columns), ", ".join("?" * len(table.columns))
    connection.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _bytes(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Return the rows as bytes, the same for the same values of the same types."""
    return "\n".join(map(repr, rows)).encode() + b"\n"
