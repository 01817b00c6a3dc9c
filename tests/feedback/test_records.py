"""Decision records: signed once, never changed unseen, computed again from their own data anywhere."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deciding import any_facts
from exchanging import DEMO, HOUR_MS, REAL, START_MS, make_lab, many_lines, take, write
from hypothesis import given
from recordings import FLOW

from feedback.chain import GENESIS
from feedback.errors import OperatorError
from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.records import (
    Draft,
    Record,
    Signing,
    draft_record,
    export_record,
    find_problems,
    read_file,
    replay_record,
    sign,
    verify_chain,
)
from feedback.records.snapshot import facts_from_json, facts_to_json
from feedback.sessions import SessionFacts
from feedback.store import Store, open_store
from feedback.study import Study

NOW_MS = START_MS + HOUR_MS
ANNA = Signing(verdict="READY FOR PRODUCTION", name="Anna Muster", role="Amtsleitung", arm="A")
STOP = Signing("STOP", "Anna Muster", "Amtsleitung", None, "Das Verfahren entfällt zum Jahresende.", "Bo Ott", "Recht")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make_lab(tmp_path / "lab")


@pytest.fixture
def store(lab: Lab, tmp_path: Path) -> Iterator[Store]:
    store = open_store(lab.database)
    take(store, write(tmp_path / "real.jsonl", many_lines()))
    take(store, write(tmp_path / "demo.jsonl", many_lines(synthetic=True)), DEMO)
    yield store
    store.close()


def draft(store: Store, study: Study = REAL) -> Draft:
    return draft_record(assemble(store, study, now_ms=NOW_MS))


def sign_some(store: Store, lab: Lab) -> list[Record]:
    """Sign three records: as computed, a demo, an override."""
    return [
        sign(store, lab, draft(store, study), signing, now_ms=NOW_MS + number)
        for number, (study, signing) in enumerate([(REAL, ANNA), (DEMO, ANNA), (REAL, STOP)])
    ]


def test_a_record_says_what_was_decided_on_what(store: Store, lab: Lab) -> None:
    """Verdict, rule, numbers, plan, prototypes, version, people and time stand in it."""
    record = sign(store, lab, draft(store), ANNA, now_ms=NOW_MS)
    said = record.document
    assert ("READY FOR PRODUCTION", "A", "decision-0001") == (record.verdict, record.arm, record.id)
    assert assemble(store, REAL, now_ms=NOW_MS).decision.to_json() == said["decision"]
    assert said["decision"]["sentence"] == said["rule"]
    assert {"hash": REAL.plan_hash, "text": REAL.plan_text} == {k: said["plan"][k] for k in ("hash", "text")}
    hashes = {session.content_hash for session in store.sessions(REAL.id)}
    assert hashes == {one["content_hash"] for one in said["prototypes"]}
    assert {"name": "Anna Muster", "role": "Amtsleitung"} == said["signed_by"]
    assert (NOW_MS, None, GENESIS) == (said["signed_ms"], said["override"], said["previous_hash"])


def test_a_record_leads_back_to_nobody(store: Store, lab: Lab) -> None:
    """The data in a record outlive the recordings, so they hold no id, pseudonym or hour of theirs."""
    sign(store, lab, draft(store), ANNA, now_ms=NOW_MS)
    kept = draft(store).text + store.records()[0].body
    for session in store.sessions(REAL.id):
        assert not any(word in kept for word in (session.session_id, session.participant, str(session.started_ms)))


OVERRIDES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"reason": "  zu kurz  "}, ["reason"]),
    ({"reason": ""}, ["reason"]),
    ({"second_name": ""}, ["second_name"]),
    ({"second_name": "Muster, Dr. ANNA"}, ["second_name"]),
    ({"second_role": " "}, ["second_role"]),
    ({"name": " ", "role": ""}, ["name", "role"]),
    ({"verdict": "MAYBE"}, ["verdict"]),
    ({"arm": "A"}, ["arm"]),
    ({"verdict": "READY FOR PRODUCTION", "arm": "A"}, ["reason"]),
    ({"verdict": "READY FOR PRODUCTION", "arm": "B", "reason": "", "second_name": "", "second_role": ""}, ["arm"]),
    ({"verdict": "READY FOR PRODUCTION", "arm": None, "reason": "", "second_name": "", "second_role": ""}, ["arm"]),
]


@pytest.mark.parametrize(("changes", "fields"), OVERRIDES)
def test_an_override_needs_a_reason_and_a_second_person(
    store: Store, lab: Lab, changes: dict[str, Any], fields: list[str]
) -> None:
    """Each missing thing is told at its field, and nothing is signed then."""
    signing = replace(STOP, **changes)
    assert fields == [problem.field for problem in find_problems(draft(store), signing)]
    if fields:
        with pytest.raises(OperatorError):
            sign(store, lab, draft(store), signing, now_ms=NOW_MS)
        assert [] == store.records()


def test_an_override_keeps_both_verdicts(store: Store, lab: Lab) -> None:
    """What the rules gave, what people decided, why, and who stands behind it."""
    record = sign(store, lab, draft(store), STOP, now_ms=NOW_MS)
    assert ("STOP", "READY FOR PRODUCTION") == (record.verdict, record.computed)
    assert record.override is not None
    assert ("Bo Ott", STOP.reason) == (record.override.second.name, record.override.reason)


def test_a_second_click_signs_nothing(store: Store, lab: Lab) -> None:
    """The same person signs the same verdict on the same data once; another person may join."""
    sign(store, lab, draft(store), ANNA, now_ms=NOW_MS)
    with pytest.raises(OperatorError, match="schon unterschrieben"):
        sign(store, lab, draft(store), replace(ANNA, name="Dr. Anna Muster"), now_ms=NOW_MS + 1)
    sign(store, lab, draft(store), replace(ANNA, name="Cem Kaya"), now_ms=NOW_MS + 2)
    assert 2 == len(store.records())


def test_before_the_first_session_there_is_nothing_to_sign(lab: Lab) -> None:
    """No data, no record."""
    empty = open_store(lab.database)
    with pytest.raises(OperatorError, match="nothing to sign"):
        draft(empty)
    empty.close()


def test_a_demo_record_is_never_a_decision(store: Store, lab: Lab, tmp_path: Path) -> None:
    """Id, format, notice and data say so, in the file as well; without the mark the chain is broken."""
    _, demo, _ = sign_some(store, lab)
    assert ("demo-0002", True) == (demo.id, demo.demo)
    export_record(store.records()[1], tmp_path / "x.json")
    said = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["record"]
    assert "probelauf-demo-record-1" == said["format"]
    assert "keine Entscheidung" in said["notice"]
    assert "demo = true" in said["plan"]["text"]


def test_an_untouched_chain_is_intact(store: Store, lab: Lab) -> None:
    """Nothing is found, and the head is the hash of the last record; an empty lab has none."""
    assert (0, GENESIS, True) == (verify_chain([]).links, verify_chain([]).head, verify_chain([], GENESIS).intact)
    records = sign_some(store, lab)
    for kept in (None, GENESIS, *(record.record_hash for record in records)):
        found = verify_chain(store.records(), kept)
        assert (3, records[-1].record_hash, ()) == (found.links, found.head, found.findings)


def test_records_are_only_added(store: Store, lab: Lab) -> None:
    """The database itself refuses to change or remove a record."""
    sign_some(store, lab)
    with contextlib.closing(sqlite3.connect(lab.database)) as db:
        for statement in ("UPDATE decision_record SET body = '{}'", "DELETE FROM decision_record WHERE number = 1"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                db.execute(statement)


def tamper(lab: Lab, statement: str, *values: tuple[int, ...]) -> None:
    """Change the database behind the program's back, once for each set of values."""
    with contextlib.closing(sqlite3.connect(lab.database)) as db:
        db.execute("DROP TRIGGER IF EXISTS decision_record_is_not_changed")
        db.execute("DROP TRIGGER IF EXISTS decision_record_is_not_removed")
        for some in values:
            assert 1 == db.execute(statement, some).rowcount
        db.commit()


REMOVE = "DELETE FROM decision_record WHERE number = ?"
MOVE = "UPDATE decision_record SET number = ? WHERE number = ?"
EDITS = {
    "number": ("UPDATE decision_record SET number = 7 WHERE number = ?", "moved"),
    "previous_hash": ("UPDATE decision_record SET previous_hash = record_hash WHERE number = ?", "moved"),
    "record_hash": ("UPDATE decision_record SET record_hash = upper(record_hash) WHERE number = ?", "edited"),
    "body": ("UPDATE decision_record SET body = replace(body, 'Muster', 'Meister') WHERE number = ?", "edited"),
    "snapshot": ("UPDATE decision_record SET snapshot = CAST(snapshot || x'00' AS BLOB) WHERE number = ?", "data"),
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_found(store: Store, lab: Lab, column: str, number: int) -> None:
    """Whatever is edited in whichever record, the check names that record."""
    sign_some(store, lab)
    with contextlib.closing(sqlite3.connect(lab.database)) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(decision_record)")]
    assert list(EDITS) == columns
    statement, code = EDITS[column]
    tamper(lab, statement, (number,))
    place = "record 7" if column == "number" else f"record {number}"
    found = verify_chain(store.records())
    assert (f"records.{code}", place) in [(one.code, one.place) for one in found.findings]


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_record_is_found(store: Store, lab: Lab, number: int) -> None:
    """The next record counts one too many and holds a hash that nobody has."""
    sign_some(store, lab)
    tamper(lab, REMOVE, (number,))
    codes = {one.code for one in verify_chain(store.records()).findings}
    assert {"records.missing", "records.order"} <= codes


def test_removing_and_counting_anew_is_found(store: Store, lab: Lab) -> None:
    """Closing the gap in the numbers does not help: the text says which number was signed."""
    sign_some(store, lab)
    tamper(lab, REMOVE, (1,))
    tamper(lab, MOVE, (1, 2), (2, 3))
    assert "records.moved" in {one.code for one in verify_chain(store.records()).findings}


def test_two_swapped_records_are_found(store: Store, lab: Lab) -> None:
    """Each stands where the other was signed."""
    sign_some(store, lab)
    tamper(lab, MOVE, (99, 2), (2, 3), (3, 99))
    found = verify_chain(store.records())
    assert {"record 2", "record 3"} == {one.place for one in found.findings if one.code == "records.moved"}


def test_the_loss_of_the_last_record_needs_the_kept_hash(store: Store, lab: Lab) -> None:
    """Inside the lab nothing shows it; the hash that was kept outside does."""
    records = sign_some(store, lab)
    tamper(lab, REMOVE, (3,))
    assert verify_chain(store.records()).intact
    found = verify_chain(store.records(), records[-1].record_hash)
    assert ["records.head"] == [one.code for one in found.findings]


def test_a_replay_needs_nothing_but_the_file(store: Store, lab: Lab, tmp_path: Path) -> None:
    """The exported file alone leads to the same verdict, sentences and numbers, also after the recordings are gone."""
    sign_some(store, lab)
    for number, stored in enumerate(store.records()):
        file = tmp_path / f"{number}.json"
        export_record(stored, file)
        for done in (replay_record(stored), replay_record(read_file(file))):
            assert (True, True, "READY FOR PRODUCTION") == (done.identical, done.intact, done.replayed)


def test_a_file_with_other_data_is_told(store: Store, lab: Lab, tmp_path: Path) -> None:
    """A failed session turned into a success changes numbers, and the hash no longer fits."""
    sign_some(store, lab)
    file = tmp_path / "x.json"
    export_record(store.records()[0], file)
    file.write_text(file.read_text(encoding="utf-8").replace("gave_up", "success"), encoding="utf-8")
    done = replay_record(read_file(file))
    assert (False, False) == (done.identical, done.intact)
    assert any(one.place.startswith("arms.B.") for one in done.differences)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"record": {"number": 1}}', "\x00"])
def test_a_file_that_is_no_record(tmp_path: Path, text: str) -> None:
    """One sentence, whatever it is."""
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OperatorError, match="no decision record"):
        read_file(file)
    with pytest.raises(OperatorError, match="cannot be read"):
        read_file(tmp_path / "missing.json")


@given(any_facts)
def test_facts_survive_being_frozen(facts: SessionFacts) -> None:
    """Everything that a session shows comes out of its JSON again."""
    whole = replace(
        facts,
        flow=FLOW,
        tasks=tuple(replace(task, problems={("miete", "miete", "required"): 2}) for task in facts.tasks),
    )
    text = json.dumps(facts_to_json(whole))
    assert whole == facts_from_json(json.loads(text), {FLOW.content_hash: FLOW})
