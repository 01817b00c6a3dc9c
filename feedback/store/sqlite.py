"""The store in one SQLite file: WAL, `synchronous=FULL`, one writer thread, a pool of readers."""

import atexit
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from feedback.errors import InternalError, OperatorError
from feedback.events import EndReason, Event, FlowSnapshot, Session, from_row
from feedback.store import ledger, notebook, records
from feedback.store.imports import WholeSession, insert_sessions
from feedback.store.notebook import FindingChange, FindingNotes, FindingVersion
from feedback.store.opening import connect, prepare
from feedback.store.protocol import Design, Look, Receipt, Store, StudyLock
from feedback.store.readers import Readers
from feedback.store.records import StoredRecord
from feedback.store.rows import (
    INSERT_SESSION,
    SELECT_EVENTS,
    SELECT_EVENTS_OF_STUDY,
    SELECT_SESSION,
    insert_events,
    session_from_row,
    session_to_row,
    stored_events,
)
from feedback.store.writer import Writer

T = TypeVar("T")


class SqliteStore:
    """A `Store` over one file, which several processes may have open. Made by `open_store`."""

    def __init__(self, path: Path, *, read_only: bool, busy_timeout_ms: int) -> None:
        def open_connection(*, read_only: bool = True) -> sqlite3.Connection:
            return connect(path, read_only=read_only, busy_timeout_ms=busy_timeout_ms)

        self._path = path
        self._readers = Readers(open_connection, path)
        self._writer = None if read_only else Writer(open_connection(read_only=False), path)
        atexit.register(self.close)

    def start_session(self, session: Session, flow: FlowSnapshot) -> Future[None]:
        """Store the session and its flow."""
        if session.content_hash != flow.content_hash:
            raise InternalError(f"Session {session.session_id} and its flow have different content hashes.")
        snapshot = (flow.content_hash, flow.prototype, flow.variant, flow.model_dump_json())
        row = session_to_row(session)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO flow (content_hash, prototype, variant, snapshot) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                snapshot,
            )
            connection.execute(INSERT_SESSION, row)

        return self._submit(work)

    def append(self, session_id: str, events: Sequence[tuple[int, Event]]) -> Future[None]:
        """Store the numbered events, all or none."""
        return self._require_writer().insert(stored_events(session_id, events))

    def end_session(
        self, session_id: str, ended_ms: int, reason: EndReason, events: Sequence[tuple[int, Event]]
    ) -> Future[None]:
        """Store the last events and the end in one transaction."""
        rows = stored_events(session_id, events)

        def work(connection: sqlite3.Connection) -> None:
            insert_events(connection, rows)
            connection.execute(
                "UPDATE session SET ended_ms = ?, end_reason = ? WHERE session_id = ? AND ended_ms IS NULL",
                (ended_ms, reason, session_id),
            )

        return self._submit(work)

    def add_comment(self, session_id: str, text: str, t_ms: int) -> Future[None]:
        """Store the open comment of a session."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO comment (session_id, text, t_ms) VALUES (?, ?, ?) "
                "ON CONFLICT (session_id) DO UPDATE SET text = excluded.text, t_ms = excluded.t_ms",
                (session_id, text, t_ms),
            )

        return self._submit(work)

    def sessions(self, study: str | None = None) -> list[Session]:
        """Return the sessions by start."""
        where = "" if study is None else " WHERE study = :study"
        sql = f"{SELECT_SESSION}{where} ORDER BY started_ms, session_id"
        return self._read(
            lambda connection: [session_from_row(row) for row in connection.execute(sql, {"study": study})]
        )

    def session(self, session_id: str) -> Session | None:
        """Return one session."""

        def read(connection: sqlite3.Connection) -> Session | None:
            row = connection.execute(f"{SELECT_SESSION} WHERE session_id = ?", (session_id,)).fetchone()
            return session_from_row(row) if row else None

        return self._read(read)

    def events(self, session_id: str) -> list[tuple[int, Event]]:
        """Return the numbered events of a session in their order."""
        return self._read(
            lambda connection: [
                (seq, from_row(tuple(columns))) for seq, *columns in connection.execute(SELECT_EVENTS, (session_id,))
            ]
        )

    def events_of_study(self, study: str) -> Iterator[tuple[str, int, Event]]:
        """Yield the events of a study, sessions by start."""
        with self._readers.reading() as connection:
            for session_id, seq, *columns in connection.execute(SELECT_EVENTS_OF_STUDY, (study,)):
                yield session_id, seq, from_row(tuple(columns))

    def last_seq(self, session_id: str) -> int:
        """Return the number of the last stored event, -1 when there is none."""
        sql = "SELECT coalesce(max(seq), -1) FROM event WHERE session_id = ?"
        return self._read(lambda connection: int(connection.execute(sql, (session_id,)).fetchone()[0]))

    def flow(self, content_hash: str) -> FlowSnapshot | None:
        """Return the flow with this content hash."""

        def read(connection: sqlite3.Connection) -> FlowSnapshot | None:
            sql = "SELECT snapshot FROM flow WHERE content_hash = ?"
            row = connection.execute(sql, (content_hash,)).fetchone()
            return FlowSnapshot.model_validate_json(row[0]) if row else None

        return self._read(read)

    def comments(self, study: str) -> list[tuple[str, str]]:
        """Return `(session_id, text)` by session start."""
        sql = (
            "SELECT session_id, text FROM session JOIN comment USING (session_id) "
            "WHERE study = ? ORDER BY started_ms, session_id"
        )
        return self._read(lambda connection: connection.execute(sql, (study,)).fetchall())

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
        """Return the participant's arms in the order to try them."""
        return self._submit(
            lambda connection: ledger.enrol(connection, study, participant, arms, design, seed, now_ms, synthetic)
        ).result()

    def lock_study(self, study: str, plan_hash: str, plan_text: str, now_ms: int) -> StudyLock:
        """Lock the plan unless one is locked."""
        return self._submit(
            lambda connection: ledger.lock_study(connection, study, plan_hash, plan_text, now_ms)
        ).result()

    def study_lock(self, study: str) -> StudyLock | None:
        """Return the lock in force."""
        return self._read(lambda connection: ledger.read_lock(connection, study))

    def amend_study(self, study: str, plan_hash: str, plan_text: str, reason: str, now_ms: int) -> None:
        """Put a new plan in force."""
        self._submit(
            lambda connection: ledger.amend_study(connection, study, plan_hash, plan_text, reason, now_ms)
        ).result()

    def log_look(
        self,
        study: str,
        look: int | None,
        now_ms: int,
        verdict: str,
        sessions: dict[str, int],
        plan_hash: str,
    ) -> None:
        """Note that somebody saw a verdict."""
        entry = Look(study, look, now_ms, verdict, sessions, plan_hash)
        self._submit(lambda connection: ledger.log_look(connection, entry)).result()

    def looks(self, study: str) -> list[Look]:
        """Return the looks at a study."""
        return self._read(lambda connection: ledger.read_looks(connection, study))

    def add_access_code(self, code_hash: str, roles: tuple[str, ...], expires_ms: int) -> None:
        """Store a one-time code by its hash."""
        self._submit(lambda connection: ledger.add_access_code(connection, code_hash, roles, expires_ms)).result()

    def redeem_access_code(self, code_hash: str, now_ms: int) -> tuple[str, ...] | None:
        """Use up the code and return its roles."""
        return self._submit(lambda connection: ledger.redeem_access_code(connection, code_hash, now_ms)).result()

    def add_receipt(self, receipt_hash: str, participant: str, study: str) -> None:
        """Store a receipt by its hash."""
        self._submit(lambda connection: ledger.add_receipt(connection, receipt_hash, participant, study)).result()

    def receipt(self, receipt_hash: str) -> Receipt | None:
        """Return whose receipt it is."""
        return self._read(lambda connection: ledger.read_receipt(connection, receipt_hash))

    def save_finding(self, change: FindingChange) -> int:
        """Store what one step of work adds to the findings."""
        return self._submit(lambda connection: notebook.save_finding(connection, change)).result()

    def findings(self, study: str) -> FindingNotes:
        """Return the findings of a study as written down."""
        return self._read(lambda connection: notebook.read_findings(connection, study))

    def finding_history(self, study: str, number: int) -> tuple[FindingVersion, ...]:
        """Return all versions of a finding."""
        return self._read(lambda connection: notebook.read_history(connection, study, number))

    def add_sessions(self, sessions: Sequence[WholeSession]) -> None:
        """Store whole sessions in one transaction."""
        self._submit(lambda connection: insert_sessions(connection, sessions)).result()

    def add_record(self, document: Mapping[str, Any], snapshot: bytes) -> StoredRecord:
        """Add a decision record to the chain."""
        return self._submit(lambda connection: records.append_record(connection, document, snapshot)).result()

    def records(self) -> list[StoredRecord]:
        """Return the chain of decision records."""
        return self._read(records.read_records)

    def close(self) -> None:
        """Write what is queued, then close."""
        atexit.unregister(self.close)
        if self._writer is not None:
            self._writer.close()
        self._readers.close()

    def _submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        return self._require_writer().submit(work)

    def _require_writer(self) -> Writer:
        if self._writer is None:
            raise OperatorError(f"The database {self._path} was opened for reading only; open it for writing.")
        return self._writer

    def _read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        with self._readers.reading() as connection:
            return read(connection)


def open_store(path: Path, *, read_only: bool = False, busy_timeout_ms: int = 5_000) -> Store:
    """Return the store in this file; folder, file and tables are made where they are missing.

    `busy_timeout_ms` bounds the wait for another process that is writing. Raises OperatorError, and changes
    nothing, when the place cannot be written, the file is not ours, or it comes from a newer version.
    """
    prepare(path, read_only=read_only, busy_timeout_ms=busy_timeout_ms)
    return SqliteStore(path, read_only=read_only, busy_timeout_ms=busy_timeout_ms)
