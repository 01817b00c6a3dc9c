"""Pseudonymous data: the same verdict elsewhere, and no way back to a person."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from deciding import make_facts
from exchanging import HOUR_MS, REAL, SECRET, START_MS, a_line, make_lab, many_lines, take, write

from feedback.decision import decide
from feedback.errors import OperatorError
from feedback.exchange import disguise, export_study
from feedback.exchange.exporting import blur_groups
from feedback.sessions import SessionFacts, load_facts
from feedback.store import Store, canonical, open_store

NOW_MS = START_MS + HOUR_MS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(make_lab(tmp_path / "lab").database)
    take(store, write(tmp_path / "in.jsonl", many_lines(segments={"alter": "60"})))
    yield store
    store.close()


def facts_of(store: Store) -> tuple[SessionFacts, ...]:
    return load_facts(store, REAL.id, now_ms=NOW_MS)


def test_json_lines_lead_to_the_same_verdict(store: Store, tmp_path: Path) -> None:
    """What another lab imports decides alike, sentence by sentence and number by number."""
    export_study(REAL, facts_of(store), tmp_path / "out.jsonl", "jsonl", secret=SECRET)
    other = open_store(make_lab(tmp_path / "other").database)
    take(other, tmp_path / "out.jsonl")
    one, two = (decide(REAL, facts_of(s), now_ms=NOW_MS, lock=s.study_lock(REAL.id)) for s in (store, other))
    other.close()
    assert canonical(one.to_json()) == canonical(two.to_json())


def test_nothing_leads_back(store: Store, tmp_path: Path) -> None:
    """No id, no pseudonym and no time of day of the store is in any file; people stay apart."""
    for fmt in ("jsonl", "csv"):
        done = export_study(REAL, facts_of(store), tmp_path / f"out.{fmt}", fmt, secret=SECRET)
        written = "".join(Path(file).read_text(encoding="utf-8") for file in done.files)
        for session in store.sessions(REAL.id):
            assert session.session_id not in written
            assert session.participant not in written
            assert str(session.started_ms) not in written
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    starts = [line["session"]["started_ms"] for line in lines]
    assert [START_MS // 86_400_000 * 86_400_000 + number for number in range(1, 9)] == starts
    assert 8 == len({line["session"]["participant"] for line in lines})


def test_tables_are_tidy_and_explained(store: Store, tmp_path: Path) -> None:
    """One row a session and task, one row an answer, and a meaning for each column."""
    done = export_study(REAL, facts_of(store), tmp_path / "out.csv", "csv", secret=SECRET)
    names = ["out.csv", "out-answers.csv", "out-README.txt"]
    assert names == [Path(file).name for file in done.files]
    tasks, answers = (list(csv.DictReader((tmp_path / name).open(encoding="utf-8"))) for name in names[:2])
    assert (16, 88) == (len(tasks), len(answers))
    assert ("1", "antrag", "success", "60000") == tuple(
        tasks[0][c] for c in ("session", "task", "outcome", "duration_ms")
    )
    readme = (tmp_path / "out-README.txt").read_text(encoding="utf-8")
    assert all(f"  {column}: " in readme for column in (*tasks[0], *answers[0]))


def test_parquet_carries_types_and_meanings(store: Store, tmp_path: Path) -> None:
    """Numbers are numbers, and each column says what it means."""
    pq = pytest.importorskip("pyarrow.parquet")
    export_study(REAL, facts_of(store), tmp_path / "out.parquet", "parquet", secret=SECRET)
    table = pq.read_table(tmp_path / "out.parquet")
    assert 16 == table.num_rows
    assert ["int64", "bool", "string"] == [str(table.schema.field(n).type) for n in ("duration_ms", "synthetic", "day")]
    assert all(b"description" in field.metadata for field in table.schema)


def test_what_does_not_count_is_not_exported(tmp_path: Path) -> None:
    """Running, synthetic and withdrawn sessions and those of other rounds stay here."""
    facts = (
        make_facts(0),
        make_facts(1, outcome=None, ended=None),
        make_facts(2, synthetic=True),
        make_facts(3, round=2),
        replace(make_facts(4), withdrawn=True),
    )
    done = export_study(REAL, facts, tmp_path / "out.jsonl", "jsonl", secret=SECRET)
    assert (1, 1) == (done.sessions, done.left_out)


def test_rare_groups_are_left_out() -> None:
    """A group of fewer than five goes, and with it the next one where the rest would show who they are."""
    groups = ["a"] * 7 + ["b"] * 5 + ["c"] * 2
    facts = tuple(make_facts(number, segment=group) for number, group in enumerate(groups))
    assert ["a"] * 7 + [None] * 7 == [one.session.segment for one in blur_groups(facts)]
    enough = facts[:12]
    assert enough == blur_groups(enough)


def test_order_survives_the_loss_of_the_hour() -> None:
    """Sessions keep their order over several days, since it decides which ones a look counts."""
    facts = [make_facts(number, started_ms=START_MS + number * 20_000_000) for number in range(12)]
    hidden = disguise(reversed(facts), str.upper)
    assert [f"PA{number:03}" for number in range(12)] == [one.session.participant for one in hidden]
    assert sorted(one.session.started_ms for one in hidden) == [one.session.started_ms for one in hidden]


def test_what_is_in_the_way_is_one_sentence(store: Store, tmp_path: Path) -> None:
    """Unknown formats come with the known ones; a place that cannot be written is named."""
    with pytest.raises(OperatorError, match=r"no format `xlsx`.*csv, jsonl, parquet"):
        export_study(REAL, facts_of(store), tmp_path / "x", "xlsx", secret=SECRET)
    for fmt in ("csv", "jsonl", "parquet"):
        with pytest.raises(OperatorError, match="cannot be written"):
            export_study(REAL, facts_of(store), tmp_path / "no" / "x", fmt, secret=SECRET)


def test_gaps_keep_their_share(tmp_path: Path) -> None:
    """Lost events are part of the data check: their share is told and comes out of an import again."""
    path = write(tmp_path / "a.jsonl", [a_line(0, events=90, missing=10)])
    store = open_store(make_lab(tmp_path / "lab2").database)
    take(store, path)
    facts = facts_of(store)[0]
    store.close()
    assert 0.1 == pytest.approx(facts.missing / (facts.missing + facts.events), abs=0.02)
