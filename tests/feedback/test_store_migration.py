"""A database of an older version is brought up to date without loss."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from recordings import FLOW, a_session, page_shown
from sqlite_utils import Database

from feedback.store import FindingChange, FindingNotes, FindingVersion, Observation, Quote, Rating, open_store
from feedback.store.rows import INSERT_SESSION, insert_events, session_to_row, stored_events
from feedback.store.schema import MIGRATIONS, SCHEMA_VERSION, immediate
from feedback.store.sqlite_opening import connect

OLD_TABLES = ("flow", "session", "event", "comment", "enrolment", "study_plan", "study_look", "access_code", "receipt")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables of version 1."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        sql = "SELECT * FROM {} ORDER BY 1, 2"
        return {table: db.execute(sql.format(table)).fetchall() for table in OLD_TABLES}


def without_new_columns(
    after: dict[str, list[tuple[object, ...]]], before: dict[str, list[tuple[object, ...]]]
) -> dict[str, list[tuple[object, ...]]]:
    """Leave out the columns that later versions added; they stand behind the others."""
    return {table: [row[: len(before[table][0])] for row in rows] for table, rows in after.items()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as version 1 left it, with a row in every table."""
    path = tmp_path / "probelauf.db"
    with contextlib.closing(connect(path, read_only=False, busy_timeout_ms=200)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        db = Database(connection)
        with immediate(connection), db.atomic():
            MIGRATIONS[0](db)
            connection.execute("PRAGMA user_version = 1")
        with immediate(connection):
            flow = (FLOW.content_hash, FLOW.prototype, FLOW.variant, FLOW.model_dump_json())
            connection.execute("INSERT INTO flow VALUES (?, ?, ?, ?)", flow)
            connection.execute(INSERT_SESSION, session_to_row(a_session()))
            insert_events(connection, stored_events("s1", [(0, page_shown()), (1, page_shown(5))]))
            connection.execute("INSERT INTO comment VALUES ('s1', 'Gut.', 9)")
            connection.execute("INSERT INTO enrolment VALUES ('wohngeld/runde-1', 'p-s1', '[\"A\"]', 0, 1)")
            connection.execute("INSERT INTO study_plan VALUES ('wohngeld/runde-1', 0, 'h', 'text', '', 1)")
            connection.execute(
                "INSERT INTO study_look VALUES (1, 'wohngeld/runde-1', 12, 2, 'STOP', '{\"A\": 12}', 'h')"
            )
            connection.execute("INSERT INTO access_code VALUES ('code', '[\"team\"]', 99, NULL)")
            connection.execute("INSERT INTO receipt VALUES ('receipt', 'p-s1', 'wohngeld/runde-1')")
    return path


def a_version(**changes: object) -> FindingVersion:
    values: dict[str, object] = {
        "study": "wohngeld/runde-1", "number": 0, "version": 1, "title": "Unklar", "task": "antrag", "page": "miete",
        "field": None, "arm": None, "status": "open", "note": "", "agreed": None, "merged_into": None,
        "candidate": None, "changed_by": "AB", "changed_ms": 5, "sessions": ("s1",),
    }  # fmt: skip
    return FindingVersion(**(values | changes))  # type: ignore[arg-type]


def test_a_database_of_version_1_is_migrated_without_loss(old: Path) -> None:
    """Every row of every table is still there, and findings can be written."""
    before = contents(old)
    assert all(before.values())
    with contextlib.closing(open_store(old)) as store:
        assert [a_session()] == store.sessions()
        assert [(0, page_shown()), (1, page_shown(5))] == store.events("s1")
        assert FindingNotes() == store.findings("wohngeld/runde-1")
        assert 1 == store.save_finding(FindingChange("wohngeld/runde-1", (a_version(),)))
    assert before == without_new_columns(contents(old), before)
    with contextlib.closing(sqlite3.connect(old)) as db:
        assert (SCHEMA_VERSION,) == db.execute("PRAGMA user_version").fetchone()
        assert [("ok",)] == db.execute("PRAGMA integrity_check").fetchall()
        assert [] == db.execute("PRAGMA foreign_key_check").fetchall()


def test_a_migration_that_breaks_off_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power fails in the middle of the step: the file is still a whole one of version 1."""
    before = contents(old)

    def break_off(db: Database) -> None:
        MIGRATIONS[1](db)
        raise RuntimeError("the power failed")

    steps = (MIGRATIONS[0], break_off)
    monkeypatch.setattr("feedback.store.schema.MIGRATIONS", steps)
    with pytest.raises(RuntimeError, match="power"):
        open_store(old)
    with contextlib.closing(sqlite3.connect(old)) as db:
        assert (1,) == db.execute("PRAGMA user_version").fetchone()
        assert [] == db.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'finding%'").fetchall()
    assert before == contents(old)


def test_what_was_noted_about_a_session_goes_with_it(old: Path) -> None:
    """When a session is deleted, its quotes, notes and links to findings are, too; the finding stays."""
    study = "wohngeld/runde-1"
    with contextlib.closing(open_store(old)) as store:
        change = FindingChange(
            study,
            (a_version(),),
            observations=(Observation(0, "Sie suchte.", "AB", 5, "s1", 9), Observation(0, "Allgemein.", "AB", 6)),
            ratings=(Rating(0, "AB", 3, 5),),
            quotes=(Quote(0, "s1", "Wo denn?", "AB", 5),),
        )
        store.save_finding(change)
    with contextlib.closing(connect(old, read_only=False, busy_timeout_ms=200)) as db, immediate(db):
        db.execute("DELETE FROM comment")
        db.execute("DELETE FROM event")
        db.execute("DELETE FROM session")
    with contextlib.closing(open_store(old)) as store:
        notes = store.findings(study)
    assert ((), ()) == (notes.versions[0].sessions, notes.quotes)
    assert ["Allgemein."] == [one.text for one in notes.observations]
    assert [Rating(1, "AB", 3, 5)] == list(notes.ratings)
