"""What every database behind the store has in common: one SQL text, one writer, a pool of readers.

The modules beside hold functions whose first argument is a `Connection`, in SQL that SQLite and PostgreSQL both
accept. `writes`, `queues` and `reads` make methods of a store of them.
"""

import atexit
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from feedback.errors import OperatorError, ProbelaufError
from feedback.store.readers import Readers
from feedback.store.writer import Draft, Writer

T = TypeVar("T")
P = ParamSpec("P")
Parameters = Sequence[Any] | Mapping[str, Any]


class Rows(Protocol):
    """What a statement gives."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection to the database. Placeholders are `?` or `:name`, whatever the database."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Rows:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Rows:
        """Run one statement for each of the parameters."""

    def close(self) -> None:
        """Give the connection back."""


class Driver(Protocol):
    """One kind of database. `place` names the file or the server in messages, without a password."""

    place: str

    def prepare(self, *, read_only: bool) -> None:
        """Make the tables where they are missing. Raises OperatorError with what is in the way."""

    def connect(self, *, read_only: bool) -> Any:
        """Return a new connection, which one thread at a time uses."""

    def ready(self, connection: Any) -> Any:
        """Return the connection, or a new one where it broke (the server was started again)."""

    def transaction(self, connection: Any, *, alone: bool) -> AbstractContextManager[None]:
        """Run the block in one transaction. `alone`: it reads before it writes, so no other may write meanwhile."""

    def fault(self, error: Exception) -> tuple[ProbelaufError, bool] | None:
        """Return the error for the person who must act, and whether it hits every write; None: not the database's."""

    def insert_events(self, connection: Any, rows: Sequence[Any]) -> None:
        """Insert events; those already stored are left alone. InternalError for another event under a number."""

    def after_copying(self, connection: Any) -> None:
        """Let rows that are numbered by the database follow those that were copied with their numbers."""

    def after_erasing(self, connection: Any, traces: Sequence[str] | None) -> None:
        """Leave nothing of deleted rows in files, as `Store.scrub` says. Called outside of a transaction."""


class Engine:
    """One writer and a pool of readers over a database."""

    def __init__(self, driver: Driver, *, read_only: bool) -> None:
        self._driver = driver
        self._readers = Readers(driver)
        self._writer = None if read_only else Writer(driver)
        atexit.register(self.close)

    def submit(self, work: Callable[[Any], T]) -> Future[T]:
        """Queue work for the writer; it runs inside a transaction and must neither begin nor end one."""
        return self._require_writer().submit(work)

    def insert(self, rows: Sequence[Any], draft: Draft | None = None) -> Future[None]:
        """Queue events, all or none, with the sealed draft that belongs to them."""
        return self._require_writer().insert(rows, draft)

    def read(self, read: Callable[[Any], T]) -> T:
        """Read with a connection of its own."""
        with self._readers.reading() as connection:
            return read(connection)

    def check(self) -> None:
        """Raise OperatorError unless the database takes writes now. Changes nothing."""
        self.submit(lambda _: None).result()

    def close(self) -> None:
        """Write what is queued, then close. Closing twice is harmless."""
        atexit.unregister(self.close)
        self._readers.close()
        if self._writer is not None:
            self._writer.close()  # last: SQLite's write-ahead log goes with the last connection that may write

    def _require_writer(self) -> Writer:
        if self._writer is None:
            raise OperatorError(f"The database {self._driver.place} was opened for reading only; open it for writing.")
        return self._writer


def queues(work: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], Future[T]]:
    """Make a method that runs the work in the writer's transaction and never waits."""

    @functools.wraps(work)
    def method(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        queued: Future[T] = self.submit(lambda connection: work(connection, *args, **kwargs))
        return queued

    return method


def writes(work: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """Make a method that runs the work in the writer's transaction and waits for the commit."""

    @functools.wraps(work)
    def method(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        done: Future[T] = self.submit(lambda connection: work(connection, *args, **kwargs))
        return done.result()

    return method


def reads(read: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """Make a method that reads with a connection of its own."""

    @functools.wraps(read)
    def method(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        found: T = self.read(lambda connection: read(connection, *args, **kwargs))
        return found

    return method
