"""The store over any of our databases: which method is which function of the modules beside."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from functools import partial

from feedback.events import Event, from_row
from feedback.store import (
    access,
    audit,
    bulk,
    drafts,
    erasure,
    ledger,
    notebook,
    probing,
    processes,
    recordings,
    records,
    restoring,
    rollup,
    watching,
)
from feedback.store.engine import Engine, queues, reads, writes
from feedback.store.imports import insert_sessions
from feedback.store.protocol import Progress
from feedback.store.rollup import clear_rollup, reroll_many
from feedback.store.rows import SELECT_EVENTS_OF_STUDY, stored_events

REBUILD = 500
"""Sessions that a rebuild rolls up in one transaction, so that recording never waits long for it."""


class SqlStore(Engine):
    """A `Store`. Made by `open_store`."""

    start_session = queues(recordings.start_session)
    end_session = queues(recordings.end_session)
    add_comment = queues(recordings.add_comment)
    sessions = reads(recordings.read_sessions)
    sessions_of = reads(recordings.read_sessions_of)
    session = reads(recordings.read_session)
    abandoned = reads(recordings.read_abandoned)
    events = reads(recordings.read_events)
    last_seq = reads(recordings.read_last_seq)
    flow = reads(recordings.read_flow)
    probe_standing = reads(probing.read_probe_standing)
    comments = reads(recordings.read_comments)
    visits = reads(rollup.read_visits)
    open_sessions = reads(rollup.read_open_sessions)
    has_more_sessions = reads(rollup.has_more_sessions)
    close_silent = writes(rollup.close_silent)
    rollup = reads(rollup.read_rollup)
    study_sizes = reads(bulk.read_study_sizes)
    session_rows = reads(bulk.read_session_rows)
    event_rows = reads(bulk.read_event_rows)
    draft = reads(drafts.read_draft)
    drop_draft = queues(drafts.drop_draft)

    enrol = writes(ledger.enrol)
    lock_study = writes(ledger.lock_study)
    study_lock = reads(ledger.read_lock)
    amend_study = writes(ledger.amend_study)
    log_look = writes(ledger.log_look)
    looks = reads(ledger.read_looks)
    add_receipt = writes(ledger.add_receipt)
    receipt = reads(ledger.read_receipt)
    enrolled = reads(ledger.read_enrolled)

    erase_person = writes(erasure.erase_person)
    erase_old = writes(erasure.erase_old)
    count_old = reads(erasure.count_old)
    withdraw_consent = writes(erasure.withdraw_consent)
    erasures = reads(erasure.read_erasures)
    erased_since = reads(erasure.read_erased_since)
    studies = reads(erasure.read_studies)

    add_access_code = writes(access.add_access_code)
    redeem_access_code = writes(access.redeem_access_code)
    add_sign_in = writes(access.add_sign_in)
    sign_in = reads(access.read_sign_in)
    sign_ins = reads(access.read_sign_ins)
    end_sign_in = writes(access.end_sign_in)
    append_deed = writes(audit.append_deed)
    audit_log = reads(audit.read_audit)

    save_finding = writes(notebook.save_finding)
    add_observation = writes(watching.add_observation)
    add_staff_event = writes(watching.add_staff_event)
    findings = reads(notebook.read_findings)
    finding_history = reads(notebook.read_history)

    add_sessions = writes(insert_sessions)
    add_record = writes(records.append_record)
    records = reads(records.read_records)

    report_process = queues(processes.report_process)
    end_process = queues(processes.end_process)
    newest_ms = reads(processes.read_newest_ms)
    count_gaps = reads(processes.count_gaps)
    processes = reads(processes.read_processes)
    forget_passing = writes(restoring.forget_passing)

    def append(self, session_id: str, events: Sequence[tuple[int, Event]], draft: str | None = None) -> Future[None]:
        """Store the numbered events, all or none, with the sealed draft of the session."""
        return self.insert(stored_events(session_id, events), None if draft is None else (session_id, draft))

    def rebuild_rollup(self, study: str | None = None, progress: Progress = lambda done, total: None) -> int:
        """Throw the roll-up (of one study) away and make it anew, some sessions at a time; return how many."""
        ids = self.submit(lambda connection: clear_rollup(connection, study)).result()
        for start in range(0, len(ids), REBUILD):
            part = ids[start : start + REBUILD]
            self.submit(partial(reroll_many, session_ids=part)).result()
            progress(min(start + REBUILD, len(ids)), len(ids))
        return len(ids)

    def events_of_study(self, study: str) -> Iterator[tuple[str, int, Event]]:
        """Yield the events of a study, sessions by start."""
        with self._readers.reading() as connection:
            for session_id, seq, *columns in connection.execute(SELECT_EVENTS_OF_STUDY, (study,)):
                yield session_id, seq, from_row(tuple(columns))

    def scrub(self, traces: Sequence[str] | None = ()) -> None:
        """Leave nothing of erased rows in files."""
        connection = self._driver.connect(read_only=False)
        try:
            self._driver.after_erasing(connection, traces)
        except Exception as error:
            fault = self._driver.fault(error)
            raise fault[0] if fault else error from error
        finally:
            connection.close()
