"""The store: what is acknowledged is there, whatever the order, the neighbours and the disk."""

import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from databases import SQLITE, locked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings import ANY_EVENT, FLOW, a_session, field_changed, page_shown

from feedback.errors import InternalError, OperatorError
from feedback.store import Store, open_store

STUDY = "wohngeld/runde-1"


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    store = open_store(database, busy_timeout_ms=200)
    yield store
    store.close()


def start(store: Store, session_id: str = "s1", **changes: object) -> None:
    store.start_session(a_session(session_id, **changes), FLOW).result()


def make_unable_to_grow(store: Store) -> int:
    """Let the file have no more pages than now, as if the disk were full; return the former limit."""

    def limit(connection: sqlite3.Connection) -> int:
        before = connection.execute("PRAGMA max_page_count").fetchone()[0]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return int(before)

    return store._writer.submit(limit).result()  # type: ignore[attr-defined]


def a_large_batch() -> list[tuple[int, object]]:
    return [(seq, page_shown(seq)) for seq in range(5_000)]


class TestRecordings:
    def test_sessions_events_flow_and_comment_come_back(self, store: Store) -> None:
        """What was stored is read back as it was, sessions by start, events by number."""
        start(store, "s2", started_ms=20)
        start(store, "s1", started_ms=10)
        store.append("s1", [(0, page_shown(0)), (1, field_changed(5))]).result()
        store.append("s2", [(0, page_shown(7))]).result()
        store.add_comment("s1", "Das war verständlich.", 9).result()
        assert ["s1", "s2"] == [session.session_id for session in store.sessions(STUDY)]
        assert a_session("s1", started_ms=10) == store.session("s1")
        assert [(0, page_shown(0)), (1, field_changed(5))] == store.events("s1")
        expected = [("s1", 0, page_shown(0)), ("s1", 1, field_changed(5)), ("s2", 0, page_shown(7))]
        assert expected == list(store.events_of_study(STUDY))
        assert FLOW == store.flow("c0ffee")
        assert [("s1", "Das war verständlich.")] == store.comments(STUDY)
        assert (1, -1) == (store.last_seq("s1"), store.last_seq("unknown"))

    def test_unknown_things_are_none(self, store: Store) -> None:
        """Absence is an answer, not an error."""
        assert (None, None, None) == (store.session("x"), store.flow("x"), store.study_lock("x"))
        assert ([], []) == (store.sessions("x"), store.events("x"))

    def test_starting_twice_changes_nothing(self, store: Store) -> None:
        """A resent start does not overwrite the first one."""
        start(store, "s1", started_ms=10)
        start(store, "s1", started_ms=99)
        assert [a_session("s1", started_ms=10)] == store.sessions()

    def test_the_end_comes_with_its_last_events_and_only_once(self, store: Store) -> None:
        """The first end counts; the last events are in the same transaction."""
        start(store)
        store.end_session("s1", 5_000, "finished", [(0, page_shown())]).result()
        store.end_session("s1", 9_000, "stopped", []).result()
        assert a_session(ended_ms=5_000, end_reason="finished") == store.session("s1")
        assert [(0, page_shown())] == store.events("s1")

    def test_a_later_comment_takes_the_place_of_the_former(self, store: Store) -> None:
        """One session has one comment."""
        start(store)
        store.add_comment("s1", "Gut.", 1).result()
        store.add_comment("s1", "Sehr gut.", 2).result()
        assert [("s1", "Sehr gut.")] == store.comments(STUDY)

    def test_events_without_a_session_are_refused(self, store: Store) -> None:
        """No event can be orphaned, and the mistake of one caller does not hurt the others."""
        start(store)
        wrong = store.append("nobody", [(0, page_shown())])
        right = store.append("s1", [(0, page_shown())])
        assert isinstance(wrong.exception(), InternalError)
        assert None is right.result()
        assert [(0, page_shown())] == store.events("s1")

    def test_a_batch_is_stored_whole_or_not_at_all(self, store: Store) -> None:
        """When one event contradicts a stored one, the others of its batch are not stored either."""
        start(store)
        store.append("s1", [(0, page_shown(0))]).result()
        contradiction = store.append("s1", [(1, page_shown(1)), (0, page_shown(99))])
        with pytest.raises(InternalError, match="another event under number 0"):
            contradiction.result()
        assert [(0, page_shown(0))] == store.events("s1")

    def test_a_flow_that_is_not_the_sessions_is_refused(self, store: Store) -> None:
        """A session always speaks about the flow that is stored with it."""
        with pytest.raises(InternalError, match="different content hashes"):
            store.start_session(a_session(content_hash="other"), FLOW).result()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_shuffled_and_duplicated_batches_give_the_same_session(self, store: Store, data: st.DataObject) -> None:
        """Whatever arrives late or twice, the stored session is the same."""
        events = list(enumerate(data.draw(st.lists(ANY_EVENT, min_size=1, max_size=12))))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(events)), max_size=4)) | {0, len(events)})
        batches = [events[a:b] for a, b in pairwise(cuts)]
        twice = batches + data.draw(st.lists(st.sampled_from(batches), max_size=4))
        arrivals = data.draw(st.permutations(twice))
        session_id = uuid4().hex
        start(store, session_id)
        for future in [store.append(session_id, batch) for batch in arrivals]:
            future.result()
        assert events == store.events(session_id)

    def test_closing_writes_what_is_queued(self, store: Store, database: Path | str) -> None:
        """Nothing that was handed over in time is lost by closing."""
        store.start_session(a_session(), FLOW)
        futures = [store.append("s1", [(seq, page_shown(seq))]) for seq in range(300)]
        store.close()
        store.close()
        assert {None} == {future.exception() for future in futures}
        with contextlib.closing(open_store(database, read_only=True)) as reader:
            assert 299 == reader.last_seq("s1")

    def test_a_closed_store_says_so(self, store: Store) -> None:
        """After closing, writing fails in the Future and reading raises; neither hangs."""
        store.close()
        assert isinstance(store.append("s1", [(0, page_shown())]).exception(timeout=5), OperatorError)
        with pytest.raises(OperatorError, match="is closed"):
            store.sessions()


@SQLITE
class TestSettings:
    def test_the_file_keeps_commits_through_a_power_cut(self, store: Store, database: Path) -> None:
        """WAL, and synchronous=FULL on the connection that writes."""
        pragma = "PRAGMA synchronous"
        assert 2 == store._writer.submit(lambda db: db.execute(pragma).fetchone()[0]).result()  # type: ignore[attr-defined]
        with contextlib.closing(sqlite3.connect(database)) as db:
            assert "wal" == db.execute("PRAGMA journal_mode").fetchone()[0]

    def test_tables_are_strict_and_events_without_rowid(self, store: Store, database: Path) -> None:
        """Types are enforced by the database, and an event is found by its key alone."""
        with contextlib.closing(sqlite3.connect(database)) as db:
            tables = {row[1]: row[4:6] for row in db.execute("PRAGMA table_list") if row[2] == "table"}
        ours = {name: flags for name, flags in tables.items() if not name.startswith("sqlite_")}
        assert {"flow", "session", "event", "comment", "enrolment", "study_plan"} <= set(ours)
        assert {1} == {strict for _, strict in ours.values()}
        assert (1, 1) == ours["event"]

    def test_opening_an_up_to_date_file_does_not_import_sqlite_utils(self, store: Store, database: Path) -> None:
        """The process that serves citizens stays free of pandas, which sqlite-utils would import."""
        script = (
            "import sys; from pathlib import Path; from feedback.store import open_store;"
            "import feedback.recorder;"
            "open_store(Path(sys.argv[1])).close();"
            "print(sorted({'pandas', 'sqlite_utils', 'plotly'} & set(sys.modules)))"
        )
        run = subprocess.run([sys.executable, "-c", script, database], capture_output=True, text=True, check=True)
        assert "[]" == run.stdout.strip()


class TestFailures:
    @SQLITE
    def test_a_full_disk_is_said_and_survived(self, store: Store) -> None:
        """The Future carries the reason, nothing of the batch is stored, and with space it goes on."""
        start(store)
        limit = make_unable_to_grow(store)
        with pytest.raises(OperatorError, match="disk is full; free some space"):
            store.append("s1", a_large_batch()).result(timeout=20)
        assert [] == store.events("s1")
        store._writer.submit(lambda db: db.execute(f"PRAGMA max_page_count = {limit}")).result()  # type: ignore[attr-defined]
        store.append("s1", a_large_batch()).result(timeout=20)
        assert 4_999 == store.last_seq("s1")

    def test_a_lock_held_by_another_program_is_said_and_survived(self, store: Store, database: Path | str) -> None:
        """All that wait are told after the busy timeout; afterwards the store works again."""
        start(store)
        with locked(database):
            futures = [store.append("s1", [(seq, page_shown(seq))]) for seq in range(50)]
            reasons = {str(future.exception(timeout=20)) for future in futures}
        assert {True} == {"is held by another program" in reason for reason in reasons}
        store.append("s1", [(0, page_shown(0))]).result(timeout=20)
        assert [(0, page_shown(0))] == store.events("s1")

    def test_a_store_that_cannot_keep_up_refuses_at_once(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """The queue is bounded: the caller is told instead of made to wait."""
        start(store)
        monkeypatch.setattr("feedback.store.writer.CAPACITY", 3)
        gate = threading.Event()
        blocked = store._writer.submit(lambda _: gate.wait(20))  # type: ignore[attr-defined]
        futures = [store.append("s1", [(seq, page_shown(seq))]) for seq in range(10)]
        refused = [future for future in futures if future.done()]
        gate.set()
        blocked.result(timeout=20)
        assert {True} == {"cannot keep up" in str(future.exception()) for future in refused}
        stored = [future for future in futures if future.exception(timeout=20) is None]
        assert len(stored) == len(store.events("s1")) == 10 - len(refused) < 10

    def test_a_batch_cannot_be_cancelled(self, store: Store) -> None:
        """What may already be on disk cannot be called back, and trying does not stop the writer."""
        start(store)
        future = store.append("s1", [(0, page_shown())])
        assert not future.cancel()
        assert None is future.result(timeout=20)
