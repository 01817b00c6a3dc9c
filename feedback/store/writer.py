"""The one thread that writes: what waits is committed together, and acknowledged only after the commit."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from feedback.errors import OperatorError
from feedback.store.faults import explain
from feedback.store.rows import StoredEvent, insert_events
from feedback.store.schema import immediate

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]

CAPACITY = 10_000
"""Jobs that may wait. Beyond that a job is refused at once rather than kept in memory without end."""
GROUP = 1_000
"""Jobs in one transaction at most, which bounds how long the first of them waits."""


@dataclass(slots=True)
class _Job:
    """Events to insert (`rows`), or any other work in the transaction."""

    future: Future[Any]
    rows: list[StoredEvent] | None = None
    work: Work | None = None


class Writer:
    """A queue and a thread over one connection. Group commit: one fsync pays for all jobs that wait."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def insert(self, rows: list[StoredEvent]) -> Future[None]:
        """Queue events, to be stored all or none."""
        return self._submit(_Job(Future(), rows=rows))

    def submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue any work; it runs inside a transaction and must neither begin nor end one."""
        return self._submit(_Job(Future(), work=work))

    def close(self) -> None:
        """Commit what is queued, then stop. Later jobs are refused."""
        with self._lock:
            if not self._closing:
                self._closing = True
                self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _submit(self, job: _Job) -> Future[Any]:
        job.future.set_running_or_notify_cancel()  # so that nobody can cancel what may be on disk already
        with self._lock:
            refusal = self._refusal()
            if refusal is None:
                self._queue.put(job)
        if refusal is not None:
            job.future.set_exception(refusal)
        return job.future

    def _refusal(self) -> OperatorError | None:
        if self._closing:
            return OperatorError(f"The database {self._path} is closed; start Probelauf again.")
        if self._queue.qsize() >= CAPACITY:
            return OperatorError(
                f"The database {self._path} cannot keep up; use a faster disk, or let in fewer people."
            )
        return None

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group: list[_Job] = [first]
            while len(group) < GROUP and not self._queue.empty():
                job = self._queue.get()
                if job is None:
                    self._commit(group)
                    return
                group.append(job)
            self._commit(group)

    def _commit(self, group: list[_Job]) -> None:
        """Commit the jobs together. When one is wrong, all is undone, and each tried on its own.

        When the disk or the file is in the way, all fail at once: each alone would wait as long again.
        """
        try:
            with immediate(self._connection):
                results = self._perform(group)
        except Exception as error:
            disk_is_in_the_way = isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.IntegrityError)
            if disk_is_in_the_way or len(group) == 1:
                fault = explain(error, self._path) if isinstance(error, sqlite3.Error) else error
                for job in group:
                    job.future.set_exception(fault)
            else:
                for job in group:
                    self._commit([job])
        else:
            for job, result in zip(group, results, strict=True):
                job.future.set_result(result)

    def _perform(self, group: list[_Job]) -> list[Any]:
        results: list[Any] = []
        waiting: list[StoredEvent] = []
        for job in group:
            if job.rows is not None:
                waiting += job.rows
                results.append(None)
                continue
            if waiting:
                insert_events(self._connection, waiting)
                waiting = []
            results.append(job.work(self._connection) if job.work else None)
        if waiting:
            insert_events(self._connection, waiting)
        return results
