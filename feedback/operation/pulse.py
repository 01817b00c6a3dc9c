"""The pulse of a serving process: every few seconds it writes into the database that it is there.

Thereby it learns whether the database takes writes, sends again what waits, and tells the office of other processes
what it still holds. All goes through the one database, so that it works the same on one machine and on several.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from feedback.errors import OperatorError
from feedback.recorder import Recorder
from feedback.store import ProcessReport, Store

BEAT_S = 10
"""Seconds between two beats. A process silent for three of them is told of in the office."""
SILENT_MS = 3 * BEAT_S * 1000
PATIENCE_S = 8
"""How long a beat waits for the database, which itself waits up to five seconds for a lock."""

Status = Literal["ok", "degraded", "failing"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Condition:
    """How the recording stands: whether the database takes writes, batches that wait, events lost, silent processes.

    `waiting` and `lost` are those of all serving processes.
    """

    writable: bool = True
    waiting: int = 0
    lost: int = 0
    silent: int = 0

    @property
    def status(self) -> Status:
        """Return the condition in one word."""
        if not self.writable:
            return "failing"
        return "degraded" if self.waiting or self.silent else "ok"


class Pulse:
    """One serving process. `beat` may wait for the database, all else never does."""

    def __init__(self, store: Store, recorder: Recorder, clock_ms: Callable[[], int]) -> None:
        self._store = store
        self._recorder = recorder
        self._clock_ms = clock_ms
        self._id = secrets.token_hex(8)
        self._others = Condition()
        self._beating = threading.Lock()

    @property
    def condition(self) -> Condition:
        """How the recording stands: this process now, the database and the others at the last beat."""
        others = self._others
        return Condition(
            others.writable,
            others.waiting + self._recorder.waiting,
            others.lost + self._recorder.lost,
            others.silent,
        )

    def beat(self) -> None:
        """Tell the database that this process serves, and learn how it and the others stand."""
        with self._beating:
            was, self._others = self._others, self._ask()
        if self._others.writable and not was.writable:
            log.warning("The database takes writes again.")

    def end(self) -> None:
        """Tell the database that this process ends; where it takes nothing, the others find out in time."""
        self._store.end_process(self._id)

    def _ask(self) -> Condition:
        if not self._recorder.healthy:
            self._recorder.resend()
        now_ms = self._clock_ms()
        report = ProcessReport(self._id, now_ms, self._recorder.waiting, self._recorder.lost)
        try:
            self._store.report_process(report).result(PATIENCE_S)
            others = [one for one in self._store.processes() if one.process_id != self._id]
        except (OperatorError, TimeoutError) as error:
            log.error("The database takes no writes: %s", error or "it does not answer")
            return Condition(writable=False)
        return Condition(
            waiting=sum(one.waiting for one in others),
            lost=sum(one.lost for one in others),
            silent=sum(now_ms - one.seen_ms > SILENT_MS for one in others),
        )
