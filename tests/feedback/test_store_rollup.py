"""The roll-up in the store: whatever happens to sessions, it is what one gets by adding up those that are left."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres import PostgresServer
from recordings import FLOW, a_session
from sqlite_utils import Database

from feedback.events import (
    LANE,
    Answered,
    Assisted,
    ConsentGiven,
    ConsentWithdrawn,
    DeadClicked,
    Event,
    FieldTimed,
    PageShown,
    ProblemShown,
    TaskEnded,
    TaskStarted,
)
from feedback.replay import SessionFacts, replay
from feedback.rollup import RollAmount, RollKey, contribution, merge
from feedback.store import Store, WholeSession, open_store
from feedback.store.rows import INSERT_SESSION, insert_events, session_to_row, stored_events
from feedback.store.schema import MIGRATIONS, immediate
from feedback.store.sqlite_opening import connect

STUDY = "wohngeld/runde-1"
PEOPLE = ("p1", "p2")
NOW_MS = 100_000_000


def way(outcome: str = "success", end_ms: int = 60_000) -> list[Event]:
    """Return the events of a visit."""
    return [
        TaskStarted(t_ms=0, task="antrag"),
        PageShown(t_ms=0, task="antrag", page="haushalt", nav="start"),
        ProblemShown(t_ms=5_000, task="antrag", page="haushalt", target="personen", rule="required"),
        PageShown(t_ms=end_ms, task="antrag", page="miete", nav="next"),
        TaskEnded(t_ms=end_ms, task="antrag", outcome=outcome),
        *(Answered(t_ms=end_ms + 1, instrument="sus", item=f"sus_{i}", value=3, wording="w1") for i in range(1, 11)),
    ]


@dataclass(frozen=True)
class Step:
    """Something that happens to a session."""

    what: str
    number: int
    detail: int = 0


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["close", "probe", "staff", "server", "withdraw", "consent", "erase", "import", "silent"]),
        st.integers(0, 4),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)


@contextmanager
def a_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "lab.db")
        try:
            yield store
        finally:
            store.close()


def session_of(number: int, **changes: object):  # type: ignore[no-untyped-def]
    """Return one of five sessions of two people in two arms."""
    return a_session(
        f"s{number}",
        participant=PEOPLE[number % 2],
        arm="A" if number < 4 else "B",
        started_ms=1_000_000 + (number * 2 % 5) * 1_000,
        **changes,
    )


def take(store: Store, step: Step) -> None:
    """Let one thing happen, in whatever state the session is."""
    key, detail = f"s{step.number}", step.detail
    known = store.session(key) is not None
    if step.what == "import" and not known:
        session = session_of(step.number, ended_ms=1_500_000, end_reason="finished")
        store.add_sessions([WholeSession(session, FLOW, tuple(way("gave_up" if detail else "success")))])
        return
    if not known:
        store.start_session(session_of(step.number), FLOW).result()
        store.append(key, list(enumerate(way(("success", "failed", "gave_up", "timed_out")[detail])))).result()
    if step.what == "close":
        store.end_session(key, 1_200_000 + detail, "finished", []).result()
    elif step.what == "silent":
        store.close_silent(STUDY, NOW_MS, 1_000_000 + detail * 1_000)
    elif step.what == "erase":
        digest = hashlib.sha256(key.encode()).hexdigest()
        store.add_receipt(digest, PEOPLE[step.number % 2], STUDY)
        store.erase_person(digest, NOW_MS)
    elif known:
        store.append(key, [extra(step, len(store.events(key)))]).result()


def extra(step: Step, n: int) -> tuple[int, Event]:
    """Return an event of some lane that comes now."""
    at = 70_000 + n
    events: dict[str, tuple[int, Event]] = {
        "probe": (2, FieldTimed(t_ms=at, page="miete", target="miete", hesitation_ms=n, dwell_ms=50, edits=1)),
        "staff": (1, Assisted(t_ms=at, task="antrag")),
        "server": (0, TaskStarted(t_ms=at, task="antrag")),
        "withdraw": (1, ConsentWithdrawn(t_ms=at, source="staff", scopes=(("probe", "survey")[step.detail % 2],))),
        "consent": (1, ConsentGiven(t_ms=at, source="staff", version="v1", scopes=("survey", "probe"))),
        "import": (3, DeadClicked(t_ms=at, page="miete", zone=4)),
    }
    lane, event = events[step.what]
    return lane * LANE + n, event


def add_up(store: Store) -> dict[RollKey, RollAmount]:
    """Return what the recordings that are left add up to, from the events alone."""
    visits: dict[tuple[str, str], list[SessionFacts]] = {}
    for session in store.sessions(STUDY):
        if session.ended_ms is not None:
            facts = replay(session, store.events(session.session_id), FLOW, now_ms=NOW_MS)
            visits.setdefault((session.participant, session.arm), []).append(facts)
    return merge({}, *(contribution(found) for found in visits.values()))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_roll_up_equals_what_is_left_and_a_rebuild(steps: Sequence[Step]) -> None:
    """After closings, late events, withdrawals, erasures and imports in any order, row by row."""
    with a_store() as store:
        for step in steps:
            take(store, step)
            assert add_up(store) == dict(store.rollup(STUDY))
        before = sorted(store.rollup(STUDY))
        store.rebuild_rollup()
        assert before == sorted(store.rollup(STUDY))


def test_a_running_session_adds_nothing() -> None:
    """Only its end brings it into the sums."""
    with a_store() as store:
        store.start_session(session_of(0), FLOW).result()
        store.append("s0", list(enumerate(way()))).result()
        assert [] == store.rollup(STUDY)
        store.end_session("s0", 1_200_000, "finished", []).result()
        assert 1 == dict(store.rollup(STUDY))[key("outcome", task="antrag", value="success")].n


def test_a_late_event_of_the_probe_is_added() -> None:
    """The last batch of the probe often comes after the end of the session."""
    with a_store() as store:
        take(store, Step("close", 0))
        store.append("s0", [(2 * LANE, DeadClicked(t_ms=9, page="miete", zone=1))]).result()
        assert RollAmount(1, 1, 0) == dict(store.rollup(STUDY))[key("probe.dead_clicks", page="miete")]


def test_a_rebuild_mends_a_wrong_row_and_tells_how_far_it_is() -> None:
    """The roll-up may be thrown away; the progress ends at the number of sessions."""
    with a_store() as store:
        take(store, Step("close", 0))
        take(store, Step("close", 1))
        right = sorted(store.rollup(STUDY))
        store.submit(lambda c: c.execute("UPDATE rollup SET n = 99")).result()  # type: ignore[attr-defined]
        told: list[tuple[int, int]] = []
        assert 2 == store.rebuild_rollup(STUDY, lambda done, total: told.append((done, total)))
        assert [(2, 2)] == told
        assert right == sorted(store.rollup(STUDY))


def test_sessions_come_in_portions_by_start() -> None:
    """Each portion begins behind the last session of the one before, with facts where there are some."""
    with a_store() as store:
        for number in range(3):
            take(store, Step("close" if number else "none", number))
        first = store.visits(STUDY, limit=2)
        session = first[-1][0]
        rest = store.visits(STUDY, after=(session.started_ms, session.session_id), limit=2)
        assert ["s0", "s1", "s2"] == [one.session_id for one, _ in [*first, *rest]]
        assert [False, True, True] == [packed is not None for _, packed in [*first, *rest]]


def test_a_study_is_counted_only_as_far_as_needed() -> None:
    """More than a number or not."""
    with a_store() as store:
        take(store, Step("close", 0))
        take(store, Step("close", 1))
        assert store.has_more_sessions(STUDY, 1)
        assert not store.has_more_sessions(STUDY, 2)


def key(metric: str, *, task: str = "", page: str = "", value: str = "") -> RollKey:
    """Return a key of the first arm."""
    return RollKey(STUDY, 1, "A", 0, "antrag", "", "de", task, metric, page, "", value)


def test_a_lab_of_an_older_version_is_added_up(tmp_path: Path) -> None:
    """The step that makes the tables also fills them from the sessions that are over."""
    path = tmp_path / "probelauf.db"
    with contextlib.closing(connect(path, read_only=False, busy_timeout_ms=200)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        db = Database(connection)
        with immediate(connection), db.atomic():
            for step in MIGRATIONS[:3]:
                step(db)
            connection.execute("PRAGMA user_version = 3")
            flow = (FLOW.content_hash, FLOW.prototype, FLOW.variant, FLOW.model_dump_json())
            connection.execute("INSERT INTO flow VALUES (?, ?, ?, ?)", flow)
            session = session_of(0, ended_ms=1_200_000, end_reason="finished")
            connection.execute(INSERT_SESSION, session_to_row(session))
            insert_events(connection, stored_events("s0", list(enumerate(way()))))
    with contextlib.closing(open_store(path)) as store:
        assert add_up(store) == dict(store.rollup(STUDY))
        assert store.rollup(STUDY)


@pytest.mark.slow
def test_both_databases_add_up_alike(postgres: PostgresServer) -> None:
    """After everything that can happen to a session PostgreSQL has the very same rows."""
    whats = ("close", "close", "probe", "staff", "import", "close", "withdraw", "erase", "close", "silent", "consent")
    steps = [Step(what, number % 5, number % 4) for number, what in enumerate(whats * 3)]
    with a_store() as one, contextlib.closing(open_store(postgres.new_database())) as other:
        for step in steps:
            take(one, step)
            take(other, step)
            assert sorted(one.rollup(STUDY)) == sorted(other.rollup(STUDY))
        assert one.rollup(STUDY)
        other.rebuild_rollup(STUDY)
        assert sorted(one.rollup(STUDY)) == sorted(other.rollup(STUDY))
