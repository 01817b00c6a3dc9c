"""The same questions to DuckDB, SQLite, PostgreSQL and the roll-up: the same answers, row by row."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from crowds import FLOW, STUDIES, fill
from flat_views import create_views
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings import ANY_EVENT, a_session

from feedback.analytics import Snapshot, ask, ready_questions, write_snapshot
from feedback.analytics.columns import EVENT, OWN, STORED
from feedback.events import Event
from feedback.rollup import bucket_of
from feedback.store import Store, open_store

pytestmark = pytest.mark.slow
NOW_MS = 1_800_000_000_000


class Crowd:
    """A store with an invented crowd and a snapshot of it."""

    def __init__(self, place: Path | str, folder: Path, seed: int) -> None:
        self.place = place
        self.store: Store = open_store(place)
        fill(self.store, seed)
        self.snapshot: Snapshot = write_snapshot(self.store, folder / "snapshots", now_ms=NOW_MS)

    def duckdb(self, sql: str, study: str | None = None) -> list[tuple[object, ...]]:
        return list(ask(self.snapshot, sql, study=study).rows)

    def database(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the database itself, SQLite or PostgreSQL, through flat views."""
        if isinstance(self.place, Path):
            with closing(sqlite3.connect(self.place)) as connection:
                create_views(connection, "sqlite", self.store)
                return connection.execute(sql).fetchall()
        from feedback.store.postgres import PostgresConnection

        with closing(PostgresConnection(self.place, read_only=False, busy_timeout_ms=5_000)) as server:
            create_views(server, "postgresql", self.store)
            return server.execute(sql).fetchall()

    def rolled(self, study: str, metric: str) -> Iterator[tuple[str, str, str, str, str, int, int]]:
        """Arm, task, page, target, value, n and total of a metric, all rounds and people together."""
        found: Counter[tuple[str, str, str, str, str]] = Counter()
        totals: Counter[tuple[str, str, str, str, str]] = Counter()
        for key, amount in self.store.rollup(study):
            if key.metric == metric:
                place = (key.arm, key.task, key.page, key.target, key.value)
                found[place] += amount.n
                totals[place] += amount.total
        return ((*place, n, totals[place]) for place, n in sorted(found.items()))


@pytest.fixture(scope="module", params=["sqlite-1", "sqlite-2", "sqlite-3", "postgres-4", "postgres-5"])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    folder = tmp_path_factory.mktemp("crowd")
    engine, _, seed = request.param.partition("-")
    place = folder / "lab.db" if engine == "sqlite" else request.getfixturevalue("postgres").new_database()
    made = Crowd(place, folder, int(seed))
    yield made
    made.store.close()


@pytest.mark.parametrize("name", ready_questions())
def test_duckdb_answers_as_the_database(crowd: Crowd, name: str) -> None:
    """Every ready question has the same answer over Parquet and in the database."""
    sql = ready_questions()[name].sql
    expected = crowd.database(sql)
    assert expected
    assert expected == crowd.duckdb(sql)


@pytest.mark.parametrize("table", STORED)
def test_stored_tables_are_equal(crowd: Crowd, table: str) -> None:
    """Each row of each stored table is the same in Parquet and in the database."""
    order = {"event": "session, seq", "session": "session", "goal": "content_hash, task"}[table]
    sql = f"SELECT {', '.join(STORED[table])} FROM {table} ORDER BY {order}"
    assert crowd.database(sql) == crowd.duckdb(sql)


@pytest.mark.parametrize("study", STUDIES)
def test_outcomes_equal_the_roll_up(crowd: Crowd, study: str) -> None:
    """How tasks ended, by arm and task."""
    rows = crowd.duckdb(ready_questions()["outcomes"].sql, study)
    expected = [(study, arm, task, value, n) for arm, task, _, _, value, n, _ in crowd.rolled(study, "outcome")]
    assert expected == [row for row in rows if row[3] != "running"]


@pytest.mark.parametrize("study", STUDIES)
def test_times_equal_the_roll_up(crowd: Crowd, study: str) -> None:
    """The times of successes, by bucket."""
    sql = "SELECT arm, task, duration_ms FROM task WHERE outcome = 'success'"
    found = Counter((arm, task, str(bucket_of(int(str(ms))))) for arm, task, ms in crowd.duckdb(sql, study))
    expected = {(arm, task, value): n for arm, task, _, _, value, n, _ in crowd.rolled(study, "finished")}
    assert expected == found


@pytest.mark.parametrize("study", STUDIES)
def test_funnel_equals_the_roll_up(crowd: Crowd, study: str) -> None:
    """Who reached a page, and who stopped there."""
    rows = crowd.duckdb(ready_questions()["funnel"].sql, study)
    left = {(arm, task, page): n for arm, task, page, _, _, n, _ in crowd.rolled(study, "left")}
    expected = [
        (study, arm, task, page, n, left.get((arm, task, page), 0))
        for arm, task, page, _, _, n, _ in crowd.rolled(study, "reached")
    ]
    assert expected == rows


@pytest.mark.parametrize("study", STUDIES)
def test_mistakes_equal_the_roll_up(crowd: Crowd, study: str) -> None:
    """Which rules were broken, in how many sessions and how often."""
    expected = [
        (study, arm, page, target, rule, n, total)
        for arm, _, page, target, rule, n, total in crowd.rolled(study, "problem")
    ]
    assert expected == crowd.duckdb(ready_questions()["mistakes"].sql, study)


@pytest.mark.parametrize("study", STUDIES)
def test_steps_back_equal_the_roll_up(crowd: Crowd, study: str) -> None:
    """How many steps back there were in each task."""
    found: Counter[tuple[object, object]] = Counter()
    for _, arm, task, _, _, _, steps in crowd.duckdb(ready_questions()["steps_back"].sql, study):
        found[arm, task] += int(str(steps))
    expected = {(arm, task): total for arm, task, *_, total in crowd.rolled(study, "backtracks") if total}
    assert expected == found


@pytest.mark.parametrize("study", STUDIES)
def test_answers_equal_the_roll_up(crowd: Crowd, study: str) -> None:
    """How often each answer was given; "no answer" comes last."""
    found = {
        (arm, instrument, task, item, "" if value is None else str(value)): n
        for _, arm, instrument, task, item, value, n in crowd.duckdb(ready_questions()["answers"].sql, study)
    }
    expected = {
        (arm, instrument, task, item, value): n
        for instrument in ("sus", "ease")
        for arm, task, _, item, value, n, _ in crowd.rolled(study, f"answer.{instrument}")
    }
    assert expected == found


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("kind", ["clicks", "dead_clicks", "rage_clicks"])
def test_clicks_equal_the_roll_up(crowd: Crowd, study: str, kind: str) -> None:
    """Clicks of each kind by page."""
    answer = ask(crowd.snapshot, ready_questions()["clicks"].sql, study=study)
    place = answer.columns.index(kind)
    found = {(row[1], row[2]): row[place] for row in answer.rows if row[place]}
    assert {(arm, page): total for arm, _, page, *_, total in crowd.rolled(study, f"probe.{kind}")} == found


@pytest.mark.parametrize("study", STUDIES)
def test_hesitation_equals_the_roll_up(crowd: Crowd, study: str) -> None:
    """How long people hesitated and stayed at each field, and what they corrected."""

    def by_field(metric: str) -> dict[tuple[str, str, str], tuple[int, int]]:
        rows = crowd.rolled(study, f"probe.{metric}")
        return {(arm, page, target): (n, total) for arm, _, page, target, _, n, total in rows}

    waits, dwells, edits = by_field("hesitation_ms"), by_field("dwell_ms"), by_field("edits")
    expected = [
        (
            study,
            *place,
            sessions,
            waits[place][1] // waits[place][0] if place in waits else None,
            total // sessions,
            edits[place][1],
        )
        for place, (sessions, total) in dwells.items()
    ]
    assert expected == crowd.duckdb(ready_questions()["hesitation"].sql, study)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(ANY_EVENT, min_size=1, max_size=30))
def test_every_field_of_every_event_is_a_column(tmp_path_factory: pytest.TempPathFactory, events: list[Event]) -> None:
    """Whatever an event can hold comes back from the snapshot as it went in, a new field too."""
    folder = tmp_path_factory.mktemp("any")
    kept = [one for one in events if not one.type.startswith("consent_")]
    with closing(open_store(folder / "lab.db")) as store:
        store.start_session(a_session(content_hash=FLOW.content_hash), FLOW).result()
        store.append("s1", list(enumerate(kept))).result()
        snapshot = write_snapshot(store, folder, now_ms=NOW_MS)
    answer = ask(snapshot, f"SELECT {', '.join(EVENT)} FROM event ORDER BY seq")
    assert [flatten(seq, one) for seq, one in enumerate(kept)] == list(answer.rows)


def flatten(seq: int, event: Event) -> tuple[object, ...]:
    """An event as the columns should have it, straight from its model."""
    known = event.model_dump() | {"session": 1, "seq": seq}

    def plain(name: str) -> object:
        value = known.get(name)
        if isinstance(value, tuple):
            return ";".join(value)
        return int(value) if isinstance(value, bool) else value

    return tuple(plain(name) for name in EVENT)


def test_crowds_fill_most_columns(crowd: Crowd) -> None:
    """The comparison of tables says something about all columns but those named here."""
    sql = f"SELECT {', '.join(f'count({name}) AS n_{name}' for name in OWN)} FROM event"
    (counts,) = crowd.duckdb(sql)
    assert {"visible"} == {name for name, count in zip(OWN, counts, strict=True) if not count}
