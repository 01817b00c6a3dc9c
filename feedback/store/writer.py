"""The one thread that writes: what waits is committed together, and acknowledged only after the commit."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from feedback.errors import OperatorError
from feedback.store.drafts import put_drafts
from feedback.store.rollup import reroll_ended

if TYPE_CHECKING:
    from feedback.store.engine import Driver

T = TypeVar("T")
Work = Callable[[Any], Any]
Draft = tuple[str, str]
"""A session and its sealed draft."""

CAPACITY = 10_000
"""Jobs that may wait. Beyond that a job is refused at once rather than kept in memory without end."""
GROUP = 1_000
"""Jobs in one transaction at most, which bounds how long the first of them waits."""


@dataclass(slots=True)
class _Job:
    """Events to insert (`rows`) with the draft of their session, or any other work in the transaction."""

    future: Future[Any]
    rows: Sequence[Any] | None = None
    draft: Draft | None = None
    work: Work | None = None


class Writer:
    """A queue and a thread over one connection. Group commit: one fsync pays for all jobs that wait."""

    def __init__(self, driver: "Driver") -> None:
        self._driver = driver
        self._connection = driver.connect(read_only=False)
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def insert(self, rows: Sequence[Any], draft: Draft | None = None) -> Future[None]:
        """Queue events and the draft of their session, to be stored all or none."""
        return self._submit(_Job(Future(), rows=rows, draft=draft))

    def submit(self, work: Callable[[Any], T]) -> Future[T]:
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
        place = self._driver.place
        if self._closing:
            return OperatorError(f"The database {place} is closed; start Probelauf again.")
        if self._queue.qsize() >= CAPACITY:
            return OperatorError(f"The database {place} cannot keep up; use a faster disk, or let in fewer people.")
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
        alone = any(job.work is not None for job in group)
        try:
            self._connection = self._driver.ready(self._connection)
            with self._driver.transaction(self._connection, alone=alone):
                results = self._perform(group)
        except Exception as error:
            fault = self._driver.fault(error)
            if len(group) == 1 or (fault is not None and fault[1]):
                for job in group:
                    job.future.set_exception(error if fault is None else fault[0])
            else:
                for job in group:
                    self._commit([job])
        else:
            for job, result in zip(group, results, strict=True):
                job.future.set_result(result)

    def _perform(self, group: list[_Job]) -> list[Any]:
        results: list[Any] = []
        events: list[Any] = []
        drafts: dict[str, str] = {}
        for job in group:
            if job.rows is not None:
                events += job.rows
                drafts.update([job.draft] if job.draft else [])
                results.append(None)
                continue
            self._flush(events, drafts)
            results.append(job.work(self._connection) if job.work else None)
        self._flush(events, drafts)
        return results

    def _flush(self, events: list[Any], drafts: dict[str, str]) -> None:
        """Insert what is collected, in the order in which it came, before any other work."""
        if events:
            self._driver.insert_events(self._connection, events)
            reroll_ended(self._connection, (row[0] for row in events))
        if drafts:
            put_drafts(self._connection, drafts)
        events.clear()
        drafts.clear()
