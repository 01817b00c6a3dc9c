"""Moving a lab from one database to another and back: the same content, or nothing."""

import contextlib
import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from databases import SQLITE, engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres import PostgresServer
from recordings import ANY_EVENT, FLOW, a_session

from feedback.errors import InternalError, OperatorError
from feedback.store import Deed, FindingChange, FindingVersion, Observation, Quote, Store, open_store
from feedback.store import moving as moving_module
from feedback.store.layout import tables
from feedback.store.moving import move_store

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
STUDY = "wohngeld/runde-1"


def fill(store: Store, data: st.DataObject) -> None:
    """Put something into every part of a store: recordings, findings, records, the audit log, the small tables."""
    for number in range(data.draw(st.integers(0, 4))):
        session_id = f"s{number}"
        store.start_session(a_session(session_id, started_ms=number), FLOW).result()
        events = data.draw(st.lists(ANY_EVENT, max_size=6))
        store.append(session_id, list(enumerate(events)), data.draw(st.none() | TEXT)).result()
        store.add_comment(session_id, data.draw(TEXT), number).result()
        store.add_receipt(f"hash {number}", f"p-{session_id}", STUDY)
        store.enrol(STUDY, f"p-{session_id}", ["A", "B"], "between", 7, 0, False)
        words = data.draw(st.tuples(TEXT, TEXT, TEXT))
        version = FindingVersion(
            STUDY, 0, 1, words[0], None, None, None, "A", "open", words[1], 3, None, None, "AM", 5, (session_id,)
        )
        seen, said = Observation(0, words[2], "AM", 6, session_id, 7), Quote(0, session_id, words[1], "AM", 8)
        store.save_finding(FindingChange(STUDY, (version,), observations=(seen,), quotes=(said,)))
        if data.draw(st.booleans()):
            store.end_session(session_id, 9_000, "finished", []).result()
    store.lock_study(STUDY, "h1", data.draw(TEXT), 10)
    store.log_look(STUDY, data.draw(st.none() | st.integers(1, 30)), 3, "NOT DECIDABLE YET", {"A": 1}, "h1")
    store.add_record({"verdict": data.draw(TEXT)}, data.draw(st.binary(max_size=60)))
    store.append_deed(Deed(1, data.draw(TEXT), "team", "signed in"))
    store.add_access_code("code", ("team",), 100, data.draw(TEXT))


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    return {
        table.name: engine(store).read(
            lambda db, table=table: db.execute(
                f"SELECT {', '.join(table.columns)} FROM {table.name} ORDER BY {', '.join(table.key)}"
            ).fetchall()
        )
        for table in tables()
    }


def content_of(place: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    with contextlib.closing(open_store(place)) as store:
        return content(store)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "filled.db"
    with contextlib.closing(open_store(path)) as store:
        store.start_session(a_session(), FLOW).result()
        store.add_comment("s1", "Gut.", 1).result()
    return path


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_there_and_back_again_is_the_same(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """From SQLite to PostgreSQL and back every row is the same, also over several batches."""
    monkeypatch.setattr(moving_module, "BATCH", data.draw(st.integers(1, 5)))
    server = postgres.new_database()
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.db", Path(folder) / "second.db"
        with contextlib.closing(open_store(first)) as store:
            fill(store, data)
        before = content_of(first)
        there = move_store(first, server)
        assert before == content_of(server)
        assert there == move_store(server, second)
        assert before == content_of(second)
    assert {name: len(rows) for name, rows in before.items()} == {one.name: one.rows for one in there}


def test_new_rows_are_numbered_behind_the_moved_ones(database: Path | str, tmp_path: Path) -> None:
    """What the database numbers itself goes on where it ended."""
    first = tmp_path / "first.db"
    with contextlib.closing(open_store(first)) as store:
        for look in range(3):
            store.log_look(STUDY, look, look, "STOP", {}, "h1")
    move_store(first, database)
    with contextlib.closing(open_store(database)) as store:
        store.log_look(STUDY, 9, 9, "STOP", {}, "h1")
        assert [0, 1, 2, 9] == [look.look for look in store.looks(STUDY)]


def test_a_target_with_anything_in_it_is_refused(database: Path | str, filled: Path) -> None:
    """Nothing of it is changed."""
    with contextlib.closing(open_store(database)) as store:
        store.lock_study(STUDY, "h1", "plan", 10)
    before = content_of(database)
    with pytest.raises(OperatorError, match=r"is not empty \(there are rows in `study_plan`\)"):
        move_store(filled, database)
    assert before == content_of(database)


def test_a_store_is_not_moved_onto_itself(filled: Path) -> None:
    """Nor is a name taken that leads to nothing."""
    with pytest.raises(OperatorError, match=r"are in .* already"):
        move_store(filled, str(filled))
    with pytest.raises(OperatorError, match="There is no database"):
        move_store(filled.with_name("mistyped.db"), filled)
    assert not filled.with_name("mistyped.db").exists()


def test_what_breaks_off_leaves_nothing(database: Path | str, filled: Path) -> None:
    """All is in one transaction of the target."""

    def stop(table: str, *_: int) -> None:
        if table == "comment":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_store(filled, database, stop)
    assert 0 == sum(map(len, content_of(database).values()))
    move_store(filled, database)


@SQLITE
def test_what_arrives_changed_is_found(database: Path, filled: Path) -> None:
    """A trigger of somebody else in the target: the copy is compared, and undone."""
    open_store(database).close()
    with contextlib.closing(sqlite3.connect(database)) as db:
        db.execute("CREATE TRIGGER x AFTER INSERT ON comment BEGIN UPDATE comment SET text = 'Schlecht.'; END")
    with pytest.raises(InternalError, match=r"is not what was sent \(comment\)"):
        move_store(filled, database)
    assert 0 == sum(map(len, content_of(database).values()))


def test_the_command_says_what_arrived(postgres: PostgresServer, filled: Path) -> None:
    """As a table for people and as JSON for machines; a mistake is one sentence."""
    server = postgres.new_database()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "labs.cli", "migrate-store", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run("--json", str(filled), server)
    assert 0 == done.returncode, done.stderr
    rows = {one["table"]: one["rows"] for one in json.loads(done.stdout)}
    assert (1, 1, 0) == (rows["session"], rows["comment"], rows["event"])
    again = run(str(filled), server)
    assert (2, "") == (again.returncode, again.stdout)
    assert "is not empty" in again.stderr
    back = run(server, str(filled.with_name("back.db")))
    assert "Everything arrived." in back.stdout
    with psycopg.connect(server) as connection:
        assert (1,) == connection.execute("SELECT count(*) FROM session").fetchone()
