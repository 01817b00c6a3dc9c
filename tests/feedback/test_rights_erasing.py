"""Erasing a person leaves nothing: no row, no page of the file, no sum, no way back."""

import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rights_lab import (
    DAY_MS,
    START_MS,
    a_plan,
    code_of,
    give_contact,
    mark_of,
    note_about,
    take_part,
)

from feedback.analytics import FOLDER, newest, write_snapshot
from feedback.contacts import Contacts
from feedback.rights import LOG, Mark, append_mark, erase, marks_of, read_marks, reapply_erasures, withdraw
from feedback.store import Store, open_store

NOW_MS = START_MS + DAY_MS
COMMENT = "Die-Anmerkung-von-Maria-steht-hier"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    store = open_store(folder / "probelauf.db", busy_timeout_ms=2_000)
    yield store
    store.close()


def bytes_of(folder: Path) -> bytes:
    """Return all that lies in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the database but those that say that something was erased."""
    with contextlib.closing(sqlite3.connect(folder / "probelauf.db")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in tables
            if table not in ("erasure", "audit_entry", "sqlite_sequence")
        }


def test_nothing_is_left_in_any_byte(store: Store, folder: Path) -> None:
    """Comment, session id, participant code, quote, draft and e-mail are in no byte of the files, log and key too."""
    for number in range(30):
        take_part(store, f"person-{number:02}", comment=f"Anmerkung {number}")
    session_id = take_part(store, "maria-code", comment=COMMENT)
    note_about(store, session_id, quote="Das-Zitat-von-Maria")
    give_contact(folder, "maria-code")
    wanted = (COMMENT, session_id, "maria-code", "Das-Zitat-von-Maria", "Sie zögert lange.")
    assert all(words.encode() in bytes_of(folder) for words in wanted)
    done = erase(store, folder, mark_of("maria-code"), NOW_MS)
    assert done is not None
    assert (1, "wohngeld/runde-1") == (done.sessions, done.study)
    assert [] == [words for words in (*wanted, code_of("maria-code")) if words.encode() in bytes_of(folder)]
    assert not Contacts(folder).has(mark_of("maria-code"))
    assert None is erase(store, folder, mark_of("maria-code"), NOW_MS)


def test_a_running_session_goes_with_its_draft(store: Store, folder: Path) -> None:
    """Whoever is still in the middle of it is erased, too; what comes later finds no session and is not stored."""
    session_id = take_part(store, "maria-code", ended=False)
    assert "sealed-maria-code" == store.draft(session_id)
    assert erase(store, folder, mark_of("maria-code"), NOW_MS) is not None
    assert None is store.draft(session_id)
    late = store.append(session_id, [(9, a_click())])
    assert late.exception() is not None
    assert [] == store.events(session_id)
    assert b"sealed-maria-code" not in bytes_of(folder)


def a_click() -> object:
    """Return an event."""
    from feedback.events import Clicked

    return Clicked(t_ms=1, page="haushalt", interactive=True, zone=0)


@pytest.mark.slow
def test_no_free_page_keeps_anything(store: Store, folder: Path) -> None:
    """Of 120 people erased among 400 whose rows lie mixed in the pages, not one leaves a trace."""
    rng = random.Random(1)
    people = [f"{rng.getrandbits(64):016x}" for _ in range(400)]
    for person in people:
        take_part(store, person, comment=f"Anmerkung-{person}-{'x' * rng.randrange(300)}")
    gone = rng.sample(people, 120)
    for person in gone[:40]:
        assert erase(store, folder, mark_of(person), NOW_MS) is not None
        assert person.encode() not in bytes_of(folder)
    for person in gone[40:]:
        assert store.erase_person(mark_of(person), NOW_MS) is not None
    store.scrub(None)
    everything = bytes_of(folder)
    assert [] == [person for person in gone if person.encode() in everything]
    assert all(person.encode() in everything for person in set(people) - set(gone))


def test_everything_is_as_if_she_had_never_been_there(tmp_path: Path) -> None:
    """All tables, roll-up included, equal those of a lab without her; a rebuild changes nothing."""
    labs = [tmp_path / "with", tmp_path / "without"]
    for folder in labs:
        with contextlib.closing(open_store(folder / "probelauf.db")) as store:
            take_part(store, "p1")
            take_part(store, "p2", comment="Gut.")
            if folder.name == "with":
                note_about(store, take_part(store, "p3", comment="Nicht gut."), quote="Nicht gut.")
                assert erase(store, folder, mark_of("p3"), NOW_MS) is not None
            before = rows_of(folder)
            store.rebuild_rollup()
            assert before == rows_of(folder)
    rows = [rows_of(folder) for folder in labs]
    for written in ("finding", "study_plan"):  # the team's own words about the prototype stay
        rows = [{table: found for table, found in one.items() if table != written} for one in rows]
    assert rows[0] == rows[1]


def test_the_log_outlives_the_database(store: Store, folder: Path, tmp_path: Path) -> None:
    """A backup from before is brought up to date from the log beside the database; her later session stays."""
    take_part(store, "p1")
    take_part(store, "p2")
    store.close()
    backup = tmp_path / "backup.db"
    shutil.copy(folder / "probelauf.db", backup)
    with contextlib.closing(open_store(folder / "probelauf.db")) as living:
        assert erase(living, folder, mark_of("p1"), NOW_MS) is not None
        known = marks_of(living, folder / LOG)
    assert [Mark(mark_of("p1"), NOW_MS)] == read_marks(folder / LOG) == known
    with contextlib.closing(open_store(backup)) as restored:
        assert {"p1", "p2"} == {one.participant for one in restored.sessions()}
        take_part(restored, "later", started_ms=NOW_MS + 1)
        assert 1 == reapply_erasures(restored, known)
        assert {"p2", "later"} == {one.participant for one in restored.sessions()}
        assert known == [Mark(one.mark, one.erased_ms) for one in restored.erasures()]
        assert 0 == reapply_erasures(restored, known)


def test_no_snapshot_outlives_an_erasure_or_a_withdrawal(store: Store, folder: Path) -> None:
    """Snapshots from before go; one made afterwards has nobody but those who remain."""
    for person in ("p1", "p2", "p3"):
        take_part(store, person)
    deeds = (
        lambda: erase(store, folder, mark_of("p1"), NOW_MS),
        lambda: withdraw(store, folder, mark_of("p2"), "taking_part", NOW_MS),
    )
    for left, deed in zip((2, 1), deeds, strict=True):
        write_snapshot(store, folder / FOLDER, now_ms=NOW_MS)
        assert newest(folder / FOLDER) is not None
        assert deed()
        assert [] == [path for path in folder.rglob("*") if path.suffix == ".parquet"]
        assert left == write_snapshot(store, folder / FOLDER, now_ms=NOW_MS).rows["session"]


def test_withdrawals_outlive_the_database(store: Store, folder: Path, tmp_path: Path) -> None:
    """Consent taken back after a backup was made is taken back in it, too: for what was recorded until then."""
    session_id = take_part(store, "p1")
    store.close()
    backup = tmp_path / "backup.db"
    shutil.copy(folder / "probelauf.db", backup)
    with contextlib.closing(open_store(folder / "probelauf.db")) as living:
        assert withdraw(living, folder, mark_of("p1"), "probe", NOW_MS)
        assert withdraw(living, folder, mark_of("p1"), "quotes", NOW_MS)
        known, events = marks_of(living, folder / LOG), living.events(session_id)
    assert [("probe",), ("quotes",)] == [one.scopes for one in read_marks(folder / LOG)]
    assert known == read_marks(folder / LOG)
    with contextlib.closing(open_store(backup)) as restored:
        assert 0 == reapply_erasures(restored, known)
        session = restored.session(session_id)
        assert session is not None
        assert ("taking_part", "contact") == session.consent_scopes
        assert events == restored.events(session_id)
        later = [Mark(mark_of("p1"), START_MS - 1, ("contact",))]
        reapply_erasures(restored, later)
        assert session == restored.session(session_id)


def test_the_audit_log_tells_of_an_erasure_and_names_nobody(store: Store, folder: Path) -> None:
    """When, in which study, how many sessions, whether by the person herself or by command."""
    take_part(store, "p1")
    take_part(store, "p2")
    erase(store, folder, mark_of("p1"), NOW_MS)
    erase(store, folder, mark_of("p2"), NOW_MS, actor="Befehlszeile")
    told = [(one.action, one.actor, one.study, one.object, one.at_ms) for one in store.audit_log()]
    assert [
        ("erased", "Meine Sitzung", a_plan().id, "1 sessions", NOW_MS),
        ("erased", "Befehlszeile", a_plan().id, "1 sessions", NOW_MS),
    ] == told


def test_a_session_after_the_erasure_is_spared(store: Store, folder: Path) -> None:
    """Who takes part again after being erased is not erased again by an old mark."""
    take_part(store, "p1", started_ms=NOW_MS + DAY_MS)
    assert 0 == reapply_erasures(store, [Mark(mark_of("p1"), NOW_MS)])
    assert 1 == len(store.sessions())


def test_a_torn_line_of_the_log_is_left_out(folder: Path) -> None:
    """A power cut in the middle of the last line costs none of the others."""
    append_mark(folder / LOG, Mark("m1", 1))
    append_mark(folder / LOG, Mark("m2", 2))
    text = (folder / LOG).read_text(encoding="utf-8")
    (folder / LOG).write_text(text[:-9], encoding="utf-8")
    assert [Mark("m1", 1)] == read_marks(folder / LOG)
    assert [] == read_marks(folder / "nowhere.log")
    assert 0o600 == (folder / LOG).stat().st_mode & 0o777


def test_a_signed_decision_is_marked(store: Store, folder: Path) -> None:
    """A record tells how many of its sessions are gone: not those that came later, and none twice."""
    for name, started_ms in (("p1", START_MS), ("p2", START_MS), ("p3", NOW_MS + 1)):
        take_part(store, name, started_ms=started_ms)
    document = {"study": {"id": a_plan().id, "round": 1}, "demo": False, "signed_ms": NOW_MS}
    store.add_record(document, b"data")
    store.add_record(document | {"study": {"id": "another/one", "round": 1}}, b"data")
    body = store.records()[0].body
    store.withdraw_consent(mark_of("p1"), ("taking_part",), NOW_MS)
    for name in ("p1", "p2", "p3"):
        assert erase(store, folder, mark_of(name), NOW_MS + DAY_MS) is not None
    assert {1: 2} == store.erased_since()
    assert body == store.records()[0].body
    assert json.loads(body)["signed_ms"] == NOW_MS


def test_erasing_takes_under_a_second_while_others_read_and_write(store: Store, folder: Path) -> None:
    """An open reader of another connection does not keep the erased rows in the write-ahead log."""
    for number in range(20):
        take_part(store, f"p{number}", comment=COMMENT if number == 7 else "")
    reading = store.events_of_study(a_plan().id)
    next(reading)
    began = time.perf_counter()
    store.erase_person(mark_of("p7"), NOW_MS)
    assert 1 > time.perf_counter() - began
    reading.close()  # type: ignore[attr-defined]
    store.scrub()
    assert COMMENT.encode() not in bytes_of(folder)


def test_searching_the_file_drops_no_lock(store: Store, folder: Path) -> None:
    """After an erasure another process may come and go: what is written here is still seen everywhere."""
    path = folder / "probelauf.db"
    take_part(store, "p1", comment="Eine Anmerkung, die niemand sonst schreibt.")
    assert erase(store, folder, mark_of("p1"), NOW_MS) is not None
    look = (
        "import sys; from pathlib import Path; from feedback.store import open_store; "
        "store = open_store(Path(sys.argv[1])); print(*(one.participant for one in store.sessions())); store.close()"
    )
    for name in ("p2", "p3"):
        take_part(store, name)
        said = subprocess.run([sys.executable, "-c", look, path], capture_output=True, text=True, check=True)
        assert name in said.stdout.split()
    assert ["p2", "p3"] == [one.participant for one in store.sessions()]
