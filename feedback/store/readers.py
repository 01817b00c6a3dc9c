"""Connections for reading, lent to one thread at a time."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from feedback.errors import OperatorError
from feedback.store.faults import explain

IDLE = 4
"""Connections kept open for the next reader."""


class Readers:
    """A pool instead of one connection a thread: Streamlit starts a new thread for nearly every page step."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], path: Path) -> None:
        self._connect = connect
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for the block. Raises OperatorError when the file cannot be read."""
        with self._lock:
            if self._closed:
                raise OperatorError(f"The database {self._path} is closed; start Probelauf again.")
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or self._connect()
            yield connection
        except sqlite3.Error as error:
            raise explain(error, self._path) from error
        finally:
            if connection is not None:
                self._give_back(connection)

    def close(self) -> None:
        """Close the idle connections; those on loan close when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        connection.close()
