"""The recorder: numbers events, keeps foreign words out, and survives a store that cannot write."""

import contextlib
import gc
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import SQLITE, locked
from recordings import FLOW, a_session, field_changed, page_shown

from feedback.errors import InternalError, OperatorError
from feedback.events import (
    Answered,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    FieldChanged,
    HelpOpened,
    PageShown,
    ProblemShown,
    ProblemSolved,
    SessionEnded,
    SessionStarted,
    TaskStarted,
)
from feedback.instruments import SUS
from feedback.recorder import Recorder, SessionRecorder
from feedback.store import Store, open_store


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    store = open_store(database, busy_timeout_ms=50)
    yield store
    store.close()


@pytest.fixture
def session(store: Store) -> SessionRecorder:
    return Recorder(store).open(a_session(), FLOW)


def types(store: Store, session_id: str = "s1") -> list[tuple[int, str]]:
    return [(seq, event.type) for seq, event in store.events(session_id)]


class TestRecording:
    def test_a_session_from_start_to_end(self, store: Store, session: SessionRecorder) -> None:
        """Start and end are written by the recorder, and the events are numbered without gaps."""
        session.record(TaskStarted(t_ms=5, task="antrag"), page_shown(6))
        session.record(field_changed(20))
        session.end("finished", 1_500, page_shown(30, "miete")).result()
        expected = [
            "session_started",
            "task_started",
            "page_shown",
            "field_changed",
            "page_shown",
            "session_ended",
        ]
        assert list(enumerate(expected)) == types(store)
        assert SessionEnded(t_ms=500, reason="finished") == store.events("s1")[-1][1]
        assert a_session(ended_ms=1_500, end_reason="finished") == store.session("s1")

    def test_the_end_counts_once(self, store: Store, session: SessionRecorder) -> None:
        """A double click on the last button, or a second tab, does not end the session again."""
        first = session.end("finished", 1_500)
        assert first is session.end("stopped", 9_000)
        session.record(page_shown(9_000)).result()
        assert session.ended
        assert [(0, "session_started"), (1, "session_ended")] == types(store)

    def test_threads_share_a_session(self, store: Store, session: SessionRecorder) -> None:
        """Two tabs record at once: every event has its own number, each batch stays together."""
        with ThreadPoolExecutor(8) as pool:
            futures = list(pool.map(lambda n: session.record(page_shown(n), field_changed(n)), range(200)))
        assert {None} == {future.exception(timeout=20) for future in futures}
        events = store.events("s1")[1:]
        assert list(range(1, 401)) == [seq for seq, _ in events]
        assert set(range(200)) == {
            a.t_ms for (_, a), (_, b) in zip(events[::2], events[1::2], strict=True) if a.t_ms == b.t_ms
        }

    def test_nothing_is_recorded_for_nothing(self, store: Store, session: SessionRecorder) -> None:
        """An empty call is done at once."""
        assert session.record().done()
        session.end("finished", 2_000).result()
        assert 2 == len(store.events("s1"))

    def test_the_comment_is_kept_apart(self, store: Store, session: SessionRecorder) -> None:
        """The open comment goes to its own table; blanks are no comment."""
        assert session.comment("  ").done()
        assert [] == store.comments("wohngeld/runde-1")
        session.comment(" Gut verständlich. ").result()
        assert [("s1", "Gut verständlich.")] == store.comments("wohngeld/runde-1")


class TestResuming:
    def test_a_second_tab_gets_the_same_session(self, store: Store) -> None:
        """Within a process there is one recorder a session, so numbers cannot collide."""
        recorder = Recorder(store)
        first = recorder.open(a_session(), FLOW)
        assert first is recorder.open(a_session(), FLOW)

    def test_after_a_restart_the_numbers_go_on(self, store: Store) -> None:
        """A new process continues where the stored events end; the stored session counts."""
        Recorder(store).open(a_session(), FLOW).record(page_shown(1)).result()
        resumed = Recorder(store).open(a_session(started_ms=77_777), FLOW)
        resumed.record(page_shown(2)).result()
        assert a_session() == resumed.session
        assert [(0, "session_started"), (1, "page_shown"), (2, "page_shown")] == types(store)

    def test_an_abandoned_recorder_in_flight_is_found_again(self, store: Store) -> None:
        """Forgetting the recorder while its batches wait for the disk does not lose or repeat numbers."""
        recorder = Recorder(store)
        gate = threading.Event()
        store._writer.submit(lambda _: gate.wait(20))  # type: ignore[attr-defined]
        recorder.open(a_session(), FLOW).record(page_shown(1))
        gc.collect()
        future = recorder.open(a_session(), FLOW).record(page_shown(2))
        gate.set()
        future.result(timeout=20)
        assert [(0, "session_started"), (1, "page_shown"), (2, "page_shown")] == types(store)

    def test_an_ended_session_stays_ended(self, store: Store) -> None:
        """Coming back after the end finds the session over; nothing is added."""
        Recorder(store).open(a_session(), FLOW).end("finished", 2_000).result()
        again = Recorder(store).open(a_session(), FLOW)
        assert again.ended
        again.record(page_shown(9)).result()
        again.end("stopped", 9_000).result()
        assert [(0, "session_started"), (1, "session_ended")] == types(store)

    def test_another_version_of_the_prototype_is_refused(self, store: Store) -> None:
        """A session speaks about one flow from start to end."""
        recorder = Recorder(store)
        held = recorder.open(a_session(), FLOW)
        with pytest.raises(InternalError, match="another version of the prototype"):
            recorder.open(a_session(), FLOW.model_copy(update={"content_hash": "changed"}))
        assert "c0ffee" == held.session.content_hash


class TestSynthetic:
    def test_bots_take_part_in_demos_only(self, store: Store) -> None:
        """A synthetic session cannot even start in a real study."""
        with pytest.raises(InternalError, match="is no demo"):
            Recorder(store).open(a_session(synthetic=True), FLOW)
        assert [] == store.sessions()
        Recorder(store).open(a_session(synthetic=True), FLOW, demo=True).end("finished", 2_000).result()
        assert [True] == [session.synthetic for session in store.sessions()]


HERE = {"t_ms": 1, "page": "miete", "target": "miete"}
SUS_1 = {"t_ms": 1, "instrument": "sus", "item": SUS.items[0].id, "wording": SUS.wording("de"), "value": 4}


class TestVocabulary:
    @pytest.mark.parametrize(
        "event",
        [
            PageShown(t_ms=1, page="Mueller", nav="next"),
            PageShown(t_ms=1, page="miete", from_page="Mueller", nav="next"),
            FieldChanged(t_ms=1, page="miete", target="Mueller", count=1),
            FieldChanged(t_ms=1, page="miete", target="DE89370400440532013000", count=1),
            FieldChanged(t_ms=1, page="miete", target="mitglieder.1234.name", count=1),
            HelpOpened(t_ms=1, page="miete", target="Mueller"),
            ProblemShown(**HERE, rule="Mueller"),
            ProblemSolved(**HERE, rule="Mueller"),
            TaskStarted(t_ms=1, task="Mueller"),
            Answered(**(SUS_1 | {"instrument": "Mueller"})),
            Answered(**(SUS_1 | {"item": "Mueller"})),
            Answered(**(SUS_1 | {"wording": "Mueller"})),
            Answered(**(SUS_1 | {"value": 65_000})),
            ConsentGiven(t_ms=1, version="Mueller", scopes=()),
            ConsentGiven(t_ms=1, version="v1", scopes=("Mueller",)),
            ConsentWithdrawn(t_ms=1, scopes=("Mueller",)),
        ],
        ids=lambda event: f"{event.type}",
    )
    def test_words_of_nobody_are_refused(
        self, store: Store, session: SessionRecorder, event: Event, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What neither the flow nor an instrument knows may be typed: not stored, and not in the error."""
        with pytest.raises(InternalError, match=f"`{event.type}` names a ") as caught:
            session.record(page_shown(), event)
        session.end("finished", 2_000).result()
        assert [(0, "session_started"), (1, "session_ended")] == types(store)
        assert "Mueller" not in f"{caught.value} {caplog.text}"

    def test_known_words_are_taken(self, store: Store, session: SessionRecorder) -> None:
        """Each kind of word of the flow, the instruments and the consent has its way in."""
        events: list[Event] = [
            ConsentGiven(t_ms=1, version="v1", scopes=("recording",)),
            PageShown(t_ms=1, task="antrag", page="miete", from_page="haushalt", nav="next"),
            ProblemShown(**HERE, rule="greater_than"),
            Answered(**SUS_1),
            Answered(**(SUS_1 | {"value": None, "wording": SUS.wording("en")})),
        ]
        session.record(*events).result()
        assert events == [event for _, event in store.events("s1")[1:]]

    def test_the_number_of_an_entry_is_left_out(self, store: Store, session: SessionRecorder) -> None:
        """How many people live in a household is an answer: `mitglieder.3.name` loses its 3."""
        session.record(FieldChanged(t_ms=1, page="haushalt", target="mitglieder.3.name", count=1)).result()
        assert "mitglieder.name" == store.events("s1")[1][1].target

    @pytest.mark.parametrize("event", [SessionStarted(t_ms=0), SessionEnded(t_ms=0, reason="finished")])
    def test_start_and_end_belong_to_the_recorder(self, session: SessionRecorder, event: Event) -> None:
        """There is one way to start and to end."""
        with pytest.raises(InternalError, match="The recorder itself writes"):
            session.record(event)


class TestFailingStore:
    def test_kept_batches_are_sent_again_without_loss_or_repetition(self, store: Store, database: Path | str) -> None:
        """While another program holds the file the page goes on; afterwards everything is there, in order."""
        recorder = Recorder(store)
        session = recorder.open(a_session(), FLOW)
        session.record(page_shown(1)).result()
        with locked(database):
            failed = [session.record(page_shown(t_ms), field_changed(t_ms)) for t_ms in (2, 3)]
            assert {OperatorError} == {type(future.exception(timeout=20)) for future in failed}
            assert not recorder.healthy
        session.record(page_shown(4)).result(timeout=20)
        assert [0, 1, 2, 2, 3, 3, 4] == [event.t_ms for _, event in store.events("s1")]
        assert list(range(7)) == [seq for seq, _ in store.events("s1")]
        assert recorder.healthy

    def test_even_the_start_may_fail(self, store: Store, database: Path | str) -> None:
        """A session that could not be stored at its start is stored later, with all its events."""
        recorder = Recorder(store)
        with locked(database):
            session = recorder.open(a_session(), FLOW)
            assert session.record(page_shown(1)).exception(timeout=20) is not None
        session.end("finished", 2_000).result(timeout=20)
        assert [(0, "session_started"), (1, "page_shown"), (2, "session_ended")] == types(store)
        assert recorder.healthy

    def test_events_wait_for_their_session(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """When only the start fails, its events are refused for that reason: they are kept, not given up."""
        real_start = store.start_session
        refused: Future[None] = Future()
        refused.set_exception(OperatorError("The disk is in the way."))
        answers = iter([lambda *_: refused, real_start])
        monkeypatch.setattr(store, "start_session", lambda *values: next(answers)(*values))
        recorder = Recorder(store)
        session = recorder.open(a_session(), FLOW)
        store._writer.submit(lambda _: None).result()  # type: ignore[attr-defined]
        session.record(page_shown(1)).result(timeout=20)
        assert [(0, "session_started"), (1, "page_shown")] == types(store)
        assert recorder.healthy

    def test_a_failed_end_can_be_repeated(self, store: Store, database: Path | str) -> None:
        """Pressing the last button again stores the first end."""
        session = Recorder(store).open(a_session(), FLOW)
        with locked(database):
            assert session.end("finished", 2_000).exception(timeout=20) is not None
        session.end("stopped", 9_000).result(timeout=20)
        assert a_session(ended_ms=2_000, end_reason="finished") == store.session("s1")

    def test_the_success_of_one_session_brings_the_others(self, store: Store, database: Path | str) -> None:
        """A citizen who has left cannot try again; the next citizen's step does it."""
        recorder = Recorder(store)
        gone = recorder.open(a_session("gone"), FLOW)
        gone.record(page_shown(1)).result()
        with locked(database):
            gone.end("finished", 2_000).exception(timeout=20)
        del gone
        gc.collect()
        recorder.open(a_session("next"), FLOW).record(page_shown(1)).result(timeout=20)
        store.close()
        with contextlib.closing(open_store(database)) as reopened:
            assert [0, 1, 2] == [seq for seq, _ in reopened.events("gone")]
        assert recorder.healthy

    @SQLITE
    def test_a_full_disk_loses_nothing(self, store: Store) -> None:
        """What did not fit is kept until there is space again."""
        recorder = Recorder(store)
        session = recorder.open(a_session(), FLOW)
        session.record(page_shown(0)).result()
        writer = store._writer  # type: ignore[attr-defined]
        pages = writer.submit(lambda db: db.execute("PRAGMA page_count").fetchone()[0]).result()
        writer.submit(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()
        futures = [session.record(*(page_shown(step) for _ in range(500))) for step in range(1, 9)]
        reasons = [future.exception(timeout=20) for future in futures]
        assert any("disk is full" in str(reason) for reason in reasons)
        writer.submit(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone()).result()
        session.end("finished", 9_000).result(timeout=20)
        expected = [0, 0, *(step for step in range(1, 9) for _ in range(500)), 8_000]
        assert expected == [event.t_ms for _, event in store.events("s1")]
        assert recorder.healthy

    def test_a_closed_store_does_not_break_the_page(
        self, store: Store, session: SessionRecorder, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Even then record() does not raise; the Future and the log say it."""
        store.close()
        with caplog.at_level(logging.WARNING):
            assert isinstance(session.record(page_shown()).exception(timeout=20), OperatorError)
        assert "a batch is kept and sent again" in caplog.text
