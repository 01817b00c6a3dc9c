"""What a store must do, whatever database is behind it, and the small results it gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from feedback.events import EndReason, Event, FlowSnapshot, Session
from feedback.rollup import RollAmount, RollKey
from feedback.store.imports import WholeSession
from feedback.store.notebook import FindingChange, FindingNotes, FindingVersion
from feedback.store.office_protocol import OfficeStore
from feedback.store.probing import ProbeStanding
from feedback.store.processes import ProcessReport
from feedback.store.records import StoredRecord
from feedback.store.rollup import Visit
from feedback.study import Limits

Design = Literal["between", "within"]
Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


@dataclass(frozen=True)
class Amendment:
    """A change of a locked plan: the new plan, the reason, and when (epoch milliseconds)."""

    plan_hash: str
    plan_text: str
    reason: str
    amended_ms: int


@dataclass(frozen=True)
class StudyLock:
    """The plan in force of a study (that of the last amendment), and when the first plan was locked."""

    study: str
    plan_hash: str
    plan_text: str
    locked_ms: int
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class Look:
    """A look at the data of a study: which one, when, with how many sessions an arm, and what it said."""

    study: str
    look: int | None
    looked_ms: int
    verdict: str
    sessions: dict[str, int]
    plan_hash: str


@dataclass(frozen=True)
class Receipt:
    """Whose receipt it is: the participant's code and the study."""

    participant: str
    study: str


@dataclass(frozen=True)
class Enrolled:
    """A person who has a place in a study: the arms in order, the groups she told of."""

    arms: tuple[str, ...]
    segment: str | None
    synthetic: bool


@dataclass(frozen=True)
class Erasure:
    """That somebody was erased: the mark, the study, when (epoch milliseconds), how many sessions went.

    With `scopes` these parts of the consent were taken back, and only what was recorded under them went.
    """

    mark: str
    study: str
    erased_ms: int
    sessions: int
    scopes: tuple[str, ...] = ()


class Store(OfficeStore, Protocol):
    """The recordings of a lab.

    What returns a Future never waits for the disk. The Future is done after the commit; it carries an
    OperatorError when the store could not write (nothing of that call is stored then; sending it again is
    harmless), and an InternalError when the call itself was wrong. All else waits for the disk and raises.
    """

    def start_session(self, session: Session, flow: FlowSnapshot) -> Future[None]:
        """Store the session and the flow it speaks about; a second call for the session does nothing."""

    def append(self, session_id: str, events: Sequence[tuple[int, Event]], draft: str | None = None) -> Future[None]:
        """Store the numbered events, all or none; those already stored are left alone.

        `draft` is the sealed draft of the session after these events; it takes the place of the former one.
        """

    def draft(self, session_id: str) -> str | None:
        """Return the sealed draft of a session; None when there is none, and after the session's end."""

    def drop_draft(self, session_id: str) -> Future[None]:
        """Forget the draft of a session."""

    def end_session(
        self, session_id: str, ended_ms: int, reason: EndReason, events: Sequence[tuple[int, Event]]
    ) -> Future[None]:
        """Store the last events and the end in one transaction; the first end counts."""

    def add_comment(self, session_id: str, text: str, t_ms: int) -> Future[None]:
        """Store the open comment of a session; a later one takes the place of the former."""

    def sessions(self, study: str | None = None) -> list[Session]:
        """Return the sessions (of one study) by start."""

    def sessions_of(self, study: str, participant: str) -> list[Session]:
        """Return the sessions of one participant by start."""

    def abandoned(self, before_ms: int) -> list[tuple[str, int]]:
        """Return `(session_id, last moment)` of the open sessions in which nothing happened since `before_ms`.

        Both times are epoch milliseconds.
        """

    def session(self, session_id: str) -> Session | None:
        """Return one session."""

    def events(self, session_id: str) -> list[tuple[int, Event]]:
        """Return the numbered events of a session in their order."""

    def events_of_study(self, study: str) -> Iterator[tuple[str, int, Event]]:
        """Yield `(session_id, seq, event)` of a study, sessions by start, events in their order."""

    def last_seq(self, session_id: str) -> int:
        """Return the number of the last stored event of a session, -1 when there is none."""

    def probe_standing(self, session_id: str, first: int, last: int) -> ProbeStanding | None:
        """Return where a session stands with the probe, and which numbers from first to last are stored."""

    def study_sizes(self) -> dict[str, int]:
        """Return the number of sessions of each study, by its id."""

    def session_rows(self, study: str, after: tuple[int, str], most: int) -> list[tuple[Any, ...]]:
        """Return at most so many raw sessions of a study that started after `(started_ms, session_id)`."""

    def event_rows(self, session_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return all raw events of these sessions, by session and number."""

    def flow(self, content_hash: str) -> FlowSnapshot | None:
        """Return the flow with this content hash."""

    def rollup(self, study: str) -> list[tuple[RollKey, RollAmount]]:
        """Return the sums of all sessions of a study that are over and not withdrawn."""

    def rebuild_rollup(self, study: str | None = None, progress: Progress = ...) -> int:
        """Throw the roll-up (of one study) away and make it anew from the recordings; return of how many sessions.

        Recording goes on meanwhile; who reads the roll-up sees it grow.
        """

    def visits(self, study: str, *, after: tuple[int, str] = ..., limit: int) -> list[Visit]:
        """Return the next sessions of a study by start and id, behind `after`, each with its packed facts where it is
        part of the roll-up.
        """

    def open_sessions(self, study: str) -> list[Session]:
        """Return the sessions of a study that have no end, by start."""

    def has_more_sessions(self, study: str, than: int) -> bool:
        """Return whether a study has more sessions than a number."""

    def close_silent(self, study: str, now_ms: int, before_ms: int) -> int:
        """End the sessions that started before a time and have been silent for half an hour; return how many."""

    def comments(self, study: str) -> list[tuple[str, str]]:
        """Return `(session_id, text)` of all open comments of a study, by session start."""

    def enrol(
        self,
        study: str,
        participant: str,
        arms: Sequence[str],
        design: Design,
        seed: int,
        now_ms: int,
        synthetic: bool,
        segment: str | None = None,
        limits: Limits | None = None,
    ) -> tuple[str, ...]:
        """Return the participant's arms in the order to try them; the first call decides for good.

        None at all when `limits` leave no place; nothing is stored then.
        """

    def enrolled(self, study: str) -> list[Enrolled]:
        """Return who has a place in a study."""

    def lock_study(self, study: str, plan_hash: str, plan_text: str, now_ms: int) -> StudyLock:
        """Lock the plan unless the study is locked already; return the lock in force."""

    def study_lock(self, study: str) -> StudyLock | None:
        """Return the lock in force, None before the first session."""

    def amend_study(self, study: str, plan_hash: str, plan_text: str, reason: str, now_ms: int) -> None:
        """Put a new plan in force, with the reason why. Raises OperatorError when nothing is locked yet."""

    def log_look(
        self,
        study: str,
        look: int | None,
        now_ms: int,
        verdict: str,
        sessions: dict[str, int],
        plan_hash: str,
    ) -> None:
        """Note that somebody saw a verdict; the same verdict on the same data is noted once."""

    def looks(self, study: str) -> list[Look]:
        """Return the looks at a study, oldest first."""

    def add_receipt(self, receipt_hash: str, participant: str, study: str) -> None:
        """Store the hash of a receipt code, by which a participant can speak about the own data later."""

    def receipt(self, receipt_hash: str) -> Receipt | None:
        """Return whose receipt it is."""

    def erase_person(self, mark: str, now_ms: int, until_ms: int | None = None) -> Erasure | None:
        """Erase whoever holds the receipt with this hash, and note that; None when nobody does.

        `until_ms` spares sessions that started later. Call `scrub` afterwards.
        """

    def erase_old(self, study: str, before_ms: int, most: int) -> int:
        """Erase at most so many sessions of a study that ended before a time (or began before, and never ended);
        return how many. Call `scrub` after the last.
        """

    def count_old(self, study: str, before_ms: int) -> int:
        """Return how many sessions `erase_old` would erase."""

    def scrub(self, traces: Sequence[str] | None = ()) -> None:
        """Leave nothing of erased rows in files, such as a write-ahead log.

        Where one of the `traces` is found in a file nevertheless, the file is written anew, which takes a few seconds
        for a million events; None says to do so without looking.
        """

    def withdraw_consent(self, mark: str, scopes: Sequence[str], now_ms: int, until_ms: int | None = None) -> bool:
        """Take back scopes of a person's consent, with what was recorded under them, and note that; False when nobody
        holds the receipt with this hash. `until_ms` spares sessions that started later.
        """

    def erasures(self) -> list[Erasure]:
        """Return who was erased or took consent back, oldest first."""

    def erased_since(self) -> dict[int, int]:
        """Return how many of the sessions that a decision record rests on are gone by now, by its number."""

    def studies(self) -> list[str]:
        """Return the studies that have sessions, by id."""

    def save_finding(self, change: FindingChange) -> int:
        """Store what one step of work adds to the findings, all or none; return the finding's number.

        Raises ChangedMeanwhileError when somebody else was faster, and InternalError for an unknown session.
        """

    def findings(self, study: str) -> FindingNotes:
        """Return the findings of a study as written down, each in its newest version."""

    def finding_history(self, study: str, number: int) -> tuple[FindingVersion, ...]:
        """Return all versions of a finding, oldest first."""

    def add_sessions(self, sessions: Sequence[WholeSession]) -> None:
        """Store sessions that were recorded elsewhere, all or none; those already stored are left alone.

        Raises InternalError when a stored session has other events.
        """

    def add_record(self, document: Mapping[str, Any], snapshot: bytes) -> StoredRecord:
        """Add a decision record behind the last one of the lab, with the packed data it rests on."""

    def records(self) -> list[StoredRecord]:
        """Return all decision records of the lab, oldest first."""

    def report_process(self, report: ProcessReport) -> Future[None]:
        """Put down what a serving process says, in place of what it said before."""

    def end_process(self, process_id: str) -> Future[None]:
        """Forget a serving process that ends."""

    def processes(self) -> list[ProcessReport]:
        """Return what the serving processes said last; those silent for ten minutes are left out in time."""

    def newest_ms(self) -> int:
        """Return when the newest session began or ended (epoch milliseconds), 0 without sessions."""

    def count_gaps(self) -> int:
        """Return in how many sessions a gap was noted."""

    def forget_passing(self, now_ms: int) -> None:
        """Withdraw what must not come to life again in a restored database: codes, sign-ins, processes."""

    def check(self) -> None:
        """Raise OperatorError unless the database takes writes now. Changes nothing."""

    def close(self) -> None:
        """Write what is queued, then close. Closing twice is harmless."""
