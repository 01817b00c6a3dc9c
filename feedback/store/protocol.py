"""What a store must do, whatever database is behind it, and the small results it gives."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from feedback.events import EndReason, Event, FlowSnapshot, Session
from feedback.store.imports import WholeSession
from feedback.store.notebook import FindingChange, FindingNotes, FindingVersion
from feedback.store.records import StoredRecord

Design = Literal["between", "within"]


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


class Store(Protocol):
    """The recordings of a lab.

    What returns a Future never waits for the disk. The Future is done after the commit; it carries an
    OperatorError when the store could not write (nothing of that call is stored then; sending it again is
    harmless), and an InternalError when the call itself was wrong. All else waits for the disk and raises.
    """

    def start_session(self, session: Session, flow: FlowSnapshot) -> Future[None]:
        """Store the session and the flow it speaks about; a second call for the session does nothing."""

    def append(self, session_id: str, events: Sequence[tuple[int, Event]]) -> Future[None]:
        """Store the numbered events, all or none; those already stored are left alone."""

    def end_session(
        self, session_id: str, ended_ms: int, reason: EndReason, events: Sequence[tuple[int, Event]]
    ) -> Future[None]:
        """Store the last events and the end in one transaction; the first end counts."""

    def add_comment(self, session_id: str, text: str, t_ms: int) -> Future[None]:
        """Store the open comment of a session; a later one takes the place of the former."""

    def sessions(self, study: str | None = None) -> list[Session]:
        """Return the sessions (of one study) by start."""

    def session(self, session_id: str) -> Session | None:
        """Return one session."""

    def events(self, session_id: str) -> list[tuple[int, Event]]:
        """Return the numbered events of a session in their order."""

    def events_of_study(self, study: str) -> Iterator[tuple[str, int, Event]]:
        """Yield `(session_id, seq, event)` of a study, sessions by start, events in their order."""

    def last_seq(self, session_id: str) -> int:
        """Return the number of the last stored event of a session, -1 when there is none."""

    def flow(self, content_hash: str) -> FlowSnapshot | None:
        """Return the flow with this content hash."""

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
    ) -> tuple[str, ...]:
        """Return the participant's arms in the order to try them; the first call decides for good."""

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

    def add_access_code(self, code_hash: str, roles: tuple[str, ...], expires_ms: int) -> None:
        """Store the hash of a one-time code for the office, with the roles it gives."""

    def redeem_access_code(self, code_hash: str, now_ms: int) -> tuple[str, ...] | None:
        """Use up the code and return its roles; None when it is unknown, used or expired."""

    def add_receipt(self, receipt_hash: str, participant: str, study: str) -> None:
        """Store the hash of a receipt code, by which a participant can speak about the own data later."""

    def receipt(self, receipt_hash: str) -> Receipt | None:
        """Return whose receipt it is."""

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

    def close(self) -> None:
        """Write what is queued, then close. Closing twice is harmless."""
