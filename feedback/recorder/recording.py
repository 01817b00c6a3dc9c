"""From the running page to the store: numbers the events and survives a failing disk."""

import bisect
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from feedback.errors import InternalError, OperatorError
from feedback.events import EndReason, Event, FlowSnapshot, GapFound, Session, SessionEnded, SessionStarted
from feedback.recorder.tally import Tally
from feedback.recorder.vocabulary import Vocabulary
from feedback.store import Store

log = logging.getLogger(__name__)

MOST_KEPT = 2_000
"""Batches of one session that wait in memory for a failing store; beyond that the oldest are given up."""
MOST_KEPT_IN_ALL = 200_000
"""The same for all sessions of a process together: the session that adds to it gives up its own oldest."""
WARN_EVERY_S = 10
"""Seconds between two warnings that the store is in the way: the log may lie on the same full disk."""


@dataclass(order=True)
class _Batch:
    """One call of the store, which can be sent again. `number` is its place in the session, `events` their number."""

    number: int
    send: Callable[[], Future[None]] = field(compare=False)
    events: int = field(compare=False, default=0)
    ends: bool = field(compare=False, default=False)
    future: Future[None] = field(compare=False, default_factory=Future)
    made_s: float = field(compare=False, default_factory=time.perf_counter)


class Recorder:
    """All sessions of one process. What the store could not write is kept in memory and sent again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: WeakValueDictionary[str, SessionRecorder] = WeakValueDictionary()
        self._failing: dict[str, SessionRecorder] = {}
        self._waiting = 0
        self._lost: Counter[str] = Counter()
        self.lost = 0
        """How many events never reached the store."""
        self.tally = Tally()
        self._warned_s = -float(WARN_EVERY_S)
        self._opening = threading.Lock()
        self._noting = threading.Lock()  # never held while another lock is asked for

    @property
    def healthy(self) -> bool:
        """False while the store has not yet taken something that was recorded."""
        return not self._failing

    @property
    def waiting(self) -> int:
        """How many batches the store has not taken yet."""
        return self._waiting

    def open(self, session: Session, flow: FlowSnapshot, *, demo: bool = False) -> "SessionRecorder":
        """Start the session, or go on with it where its stored events end (reload, second tab, restart).

        `demo` is the study's: only a demo study may have synthetic citizens. The stored session counts, not
        the given one, when both differ. Raises InternalError when the flow is not the session's.
        """
        if session.synthetic and not demo:
            raise InternalError(f"The study {session.study} is no demo: synthetic citizens cannot take part.")
        with self._opening:
            recorder = self._open.get(session.session_id)
            if recorder is None or recorder.overtaken:
                recorder = self._start_or_resume(session, flow)
                self._open[session.session_id] = recorder
        recorder.require_flow(flow)
        return recorder

    def resend(self) -> None:
        """Send again what the store did not take; the next success of any session does so by itself."""
        with self._noting:
            failing = list(self._failing.values())
        for recorder in failing:
            recorder.resend()

    def _start_or_resume(self, session: Session, flow: FlowSnapshot) -> "SessionRecorder":
        stored = self._store.session(session.session_id) or session
        next_seq = self._store.last_seq(session.session_id) + 1
        recorder = SessionRecorder(self, self._store, stored, flow, next_seq)
        recorder.require_flow(flow)
        if next_seq == 0:
            recorder.start()
        self._tell_lost(recorder)
        return recorder

    def _tell_lost(self, recorder: "SessionRecorder") -> None:
        """Record how many events of a session got lost, as soon as that is possible again."""
        with self._noting:
            missing = self._lost.pop(recorder.session.session_id, 0)
        if missing:
            recorder.record(GapFound(t_ms=recorder.last_t_ms, missing=missing))

    def _lose(self, recorder: "SessionRecorder", batch: _Batch) -> None:
        """Note events whose numbers others have taken; a `GapFound` will tell of them."""
        with self._noting:
            self._lost[recorder.session.session_id] += batch.events
            self.lost += batch.events

    def _warn(self, error: BaseException) -> None:
        with self._noting:
            now_s = time.monotonic()
            if now_s - self._warned_s < WARN_EVERY_S:
                return
            self._warned_s = now_s
        log.warning("Recording is disturbed: a batch is kept and sent again. %s", error)

    def _count(self, waiting: int, lost: int = 0) -> int:
        """Note how many batches more (or fewer) wait, and events lost; return how many batches wait now."""
        with self._noting:
            self._waiting += waiting
            self.lost += lost
            return self._waiting

    def _note(self, recorder: "SessionRecorder", failing: bool) -> None:
        with self._noting:
            if failing:
                self._failing[recorder.session.session_id] = recorder
            else:
                self._failing.pop(recorder.session.session_id, None)


class SessionRecorder:
    """One session. Any thread may record; the events of one call are stored together or not at all."""

    def __init__(self, recorder: Recorder, store: Store, session: Session, flow: FlowSnapshot, next_seq: int) -> None:
        self.session = session
        self._recorder = recorder
        self._store = store
        self._flow = flow
        self._vocabulary = Vocabulary(flow, session)
        self._lock = threading.RLock()  # again entered when the store refuses at once
        self._next_seq = next_seq
        self._last_t_ms = 0
        self._batches = 0
        self._started = next_seq > 0
        self._kept: list[_Batch] = []
        self._end: _Batch | None = None
        self.overtaken = False
        """True once the store has something else than we know: another process went on, or it was erased."""
        if session.ended_ms is not None:
            self._end = _Batch(0, _done, future=_done())

    @property
    def ended(self) -> bool:
        """True once the session is over; what happens afterwards is not part of it."""
        return self._end is not None

    @property
    def started(self) -> bool:
        """Whether the store has the session."""
        return self._started

    @property
    def is_gone(self) -> bool:
        """Whether the store had the session and has it no longer; False while the store is in the way."""
        return self._started and self._recorder.healthy and self._store.session(self.session.session_id) is None

    @property
    def waiting(self) -> int:
        """How many batches the store has not taken yet."""
        return len(self._kept)

    @property
    def last_seq(self) -> int:
        """The number of the last event, stored or on its way."""
        return self._next_seq - 1

    @property
    def last_t_ms(self) -> int:
        """When the last event happened, in milliseconds since the session started."""
        return self._last_t_ms

    def require_flow(self, flow: FlowSnapshot) -> None:
        """Raise InternalError when the session speaks about another flow than this one."""
        if not self.session.content_hash == self._flow.content_hash == flow.content_hash:
            raise InternalError(f"Session {self.session.session_id} was started with another version of the prototype.")

    def start(self) -> None:
        """Store the session itself and its first event. Called once, by the recorder."""
        with self._lock:
            self._send(lambda: self._store.start_session(self.session, self._flow))
            self._append((SessionStarted(t_ms=0),))
            self._recorder.tally.start()

    def record(self, *events: Event, draft: str | None = None) -> Future[None]:
        """Store the events as one batch, with the sealed draft; never waits for the disk, never raises for it.

        A failed Future means that the batch is kept here and sent again with the next one. After the end
        nothing more is stored. Raises InternalError for a word that neither the flow nor an instrument
        knows, and for start and end, which are written by the recorder.
        """
        known = tuple(self._vocabulary.require(event) for event in events)
        with self._lock:
            if self._end is not None:
                return self._end.future
            if not known or self.overtaken:
                return _done()
            self.resend()
            return self._append(known, draft)

    def end(self, reason: EndReason, now_ms: int, *events: Event) -> Future[None]:
        """Store the last events and the end (`now_ms`: epoch milliseconds). Only the first call counts."""
        known = tuple(self._vocabulary.require(event) for event in events)
        with self._lock:
            self.resend()
            if self._end is not None:
                return self._end.future
            if self.overtaken:
                return _done()
            t_ms = max(self._last_t_ms, now_ms - self.session.started_ms, *(event.t_ms for event in known), 0)
            numbered = self._number((*known, SessionEnded(t_ms=t_ms, reason=reason)))
            session_id = self.session.session_id
            self._end = self._send(
                lambda: self._store.end_session(session_id, now_ms, reason, numbered), len(numbered), ends=True
            )
            return self._end.future

    def comment(self, text: str) -> Future[None]:
        """Store the open comment, the only free text; an empty one is none. Its time is the last event's."""
        text = text.strip()
        if not text or self.overtaken:
            return _done()
        with self._lock:
            self.resend()
            t_ms = self._last_t_ms
            return self._send(lambda: self._store.add_comment(self.session.session_id, text, t_ms)).future

    def resend(self) -> None:
        """Send again, in their order, the batches which the store did not take."""
        with self._lock:
            kept, self._kept = self._kept, []
            if kept:
                self._recorder._note(self, failing=False)
                self._recorder._count(-len(kept))
            for batch in kept:
                self._dispatch(batch)

    def _append(self, events: tuple[Event, ...], draft: str | None = None) -> Future[None]:
        numbered = self._number(events)
        session_id = self.session.session_id
        return self._send(lambda: self._store.append(session_id, numbered, draft), len(numbered)).future

    def _number(self, events: tuple[Event, ...]) -> list[tuple[int, Event]]:
        numbered = list(enumerate(events, start=self._next_seq))
        self._next_seq += len(events)
        self._last_t_ms = max(self._last_t_ms, events[-1].t_ms)
        return numbered

    def _send(self, send: Callable[[], Future[None]], events: int = 0, *, ends: bool = False) -> _Batch:
        batch = _Batch(self._batches, send, events, ends)
        self._batches += 1
        self._dispatch(batch)
        return batch

    def _dispatch(self, batch: _Batch) -> None:
        batch.future = batch.send()
        batch.future.add_done_callback(lambda future: self._acknowledge(batch, future))

    def _acknowledge(self, batch: _Batch, future: Future[None]) -> None:
        error = future.exception()
        if error is None:
            self._started = True
            waited_s = time.perf_counter() - batch.made_s
            self._recorder.tally.acknowledge(batch.events, waited_s, ended=batch.ends)
            if not self._recorder.healthy:
                self._recorder.resend()
            if not self.overtaken:
                self._recorder._tell_lost(self)
            return
        # As long as the session itself is not stored, its events are refused for that reason only.
        if isinstance(error, OperatorError) or not self._started:
            with self._lock:
                bisect.insort(self._kept, batch)
                self._recorder._note(self, failing=True)
                crowded = self._recorder._count(1) > MOST_KEPT_IN_ALL
                if len(self._kept) > (3 if crowded else MOST_KEPT):  # the first two may be the start, the last the end
                    self._recorder._count(-1, self._kept.pop(2).events)  # its numbers stay empty: the data show that
            self._recorder._warn(error)
        else:
            self.overtaken = True
            self._recorder._lose(self, batch)
            log.error("A batch is lost. %s", error)


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future
