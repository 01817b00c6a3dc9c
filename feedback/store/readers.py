"""Connections for reading, lent to one thread at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from feedback.errors import OperatorError

if TYPE_CHECKING:
    from feedback.store.engine import Driver

IDLE = 4
"""Connections kept open for the next reader."""


class Readers:
    """A pool instead of one connection a thread: Streamlit starts a new thread for nearly every page step."""

    def __init__(self, driver: "Driver") -> None:
        self._driver = driver
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Lend a connection for the block. Raises OperatorError when the database cannot be read."""
        with self._lock:
            if self._closed:
                raise OperatorError(f"The database {self._driver.place} is closed; start Probelauf again.")
            connection = self._idle.pop() if self._idle else None
        try:
            connection = self._driver.ready(connection) if connection else self._driver.connect(read_only=True)
            yield connection
        except Exception as error:
            fault = self._driver.fault(error)
            if fault is None:
                raise
            raise fault[0] from error
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

    def _give_back(self, connection: Any) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        connection.close()
