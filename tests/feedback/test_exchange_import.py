"""Sessions from elsewhere: taken as told, all or none, once; and every wrong line named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchanging import HOUR_MS, OWN_FLOW, REAL, START_MS, a_line, a_task, any_line, make_lab, many_lines, take, write
from hypothesis import given

from feedback.decision import decide
from feedback.errors import AuthorError, OperatorError
from feedback.exchange.inventing import Origin, invent_flow, invent_session
from feedback.exchange.lines import Line
from feedback.metrics import evaluate_sessions
from feedback.sessions import load_facts, replay
from feedback.store import Store, open_store

NOW_MS = START_MS + HOUR_MS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(make_lab(tmp_path / "lab").database)
    yield store
    store.close()


@given(any_line())
def test_an_import_replays_to_what_the_line_says(data: dict[str, Any]) -> None:
    """Outcome, time, pages, mistakes, steps back and answers of any line come out of its events again."""
    line = Line.model_validate(data)
    flow = invent_flow(REAL, Origin(line.session.arm, None, "de"), {"antrag": 3})
    whole = invent_session(REAL, line, "p1", flow)
    facts = replay(whole.session, enumerate(whole.events), whole.flow, now_ms=NOW_MS)
    keys = ("task", "outcome", "duration_ms", "pages_unique", "pages_total", "errors", "backtracks")
    assert data["tasks"] == [{key: getattr(task, key) for key in keys} for task in facts.tasks]
    expected: dict[tuple[str, str | None], dict[str, int | None]] = {}
    for answer in data["answers"]:
        expected.setdefault((answer["instrument"], answer.get("task")), {})[answer["item"]] = answer["value"]
    assert expected == facts.answers
    assert ("finished", 0, False) == (facts.end_reason, facts.missing, facts.withdrawn)
    assert {"import"} == {event.source for event in whole.events}


def test_the_plain_format_leads_to_a_verdict(store: Store, tmp_path: Path) -> None:
    """Four sessions an arm reach the first look; the plan is locked; people are pseudonyms."""
    done = take(store, write(tmp_path / "a.jsonl", many_lines()))
    assert (8, 8, 0, 8, {"A": 4, "B": 4}) == (done.lines, done.imported, done.known, done.participants, done.arms)
    facts = load_facts(store, REAL.id, now_ms=NOW_MS)
    decision = decide(REAL, facts, now_ms=NOW_MS, lock=store.study_lock(REAL.id))
    assert (4, "READY FOR PRODUCTION", ("A",)) == (decision.look, decision.verdict, decision.ready)
    assert not {f"P{number}" for number in range(8)} & {session.participant for session in store.sessions(REAL.id)}


def test_a_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The second import finds every session known, whatever order its lines have."""
    take(store, write(tmp_path / "a.jsonl", many_lines()))
    before = load_facts(store, REAL.id, now_ms=NOW_MS)
    done = take(store, write(tmp_path / "a.jsonl", ["", *many_lines()[::-1]]))
    assert (0, 8) == (done.imported, done.known)
    assert before == load_facts(store, REAL.id, now_ms=NOW_MS)


def test_a_session_that_says_something_else_is_refused(store: Store, tmp_path: Path) -> None:
    """A corrected line would count the same person twice: it is named, and nothing of the file is taken."""
    take(store, write(tmp_path / "a.jsonl", [a_line(0)]))
    with pytest.raises(AuthorError) as caught:
        take(store, write(tmp_path / "b.jsonl", [a_line(1), a_line(0, outcome="failed")]))
    assert [("import.changed", "b.jsonl:2")] == [(f.code, Path(f.place).name) for f in caught.value.findings]
    assert 1 == len(store.sessions(REAL.id))


WRONG: list[tuple[Any, str, str]] = [
    ("{", "import.json", ""),
    ("[1]", "import.value", ""),
    (a_line(1, arm="C"), "import.arm", "Known: A, B."),
    (a_line(2, outcome="succes"), "import.value", "Did you mean `success`?"),
    (a_line(3) | {"taks": []}, "import.unknown-key", "Did you mean `tasks`?"),
    ({"session": a_line(4)["session"], "tasks": []}, "import.missing-key", "Add `answers`."),
    (a_line(5) | {"tasks": [a_task("antrg")]}, "import.task", "Did you mean `antrag`?"),
    (a_line(6) | {"tasks": [a_task(), a_task()]}, "import.task-twice", "Keep the first attempt only."),
    (a_line(7) | {"tasks": [a_task(duration_ms=-1)]}, "import.value", ""),
    (a_line(8) | {"tasks": [a_task(duration_ms="60")]}, "import.value", ""),
    (a_line(9) | {"tasks": [a_task(pages_unique=9)]}, "import.pages", "`pages_unique` is at most `pages_total`"),
    (a_line(10) | {"tasks": [a_task(backtracks=5)]}, "import.backtracks", "the first view is none"),
    (a_line(11) | {"answers": [{"instrument": "suss", "item": "sus_1", "value": 3}]}, "import.instrument", "`sus`"),
    (a_line(12) | {"answers": [{"instrument": "sus", "item": "sus_11", "value": 3}]}, "import.item", "`sus_1"),
    (a_line(13) | {"answers": [{"instrument": "sus", "item": "sus_1", "value": 6}]}, "import.value", "From 1 to 5"),
    (a_line(14) | {"answers": [{"instrument": "ease", "item": "ease_1", "value": 6}]}, "import.answer-task", "`task`"),
    (
        a_line(15) | {"answers": [{"instrument": "sus", "item": "sus_1", "value": 3}] * 2},
        "import.answer-twice",
        "Keep the last answer.",
    ),
    (a_line(16, synthetic=True), "import.synthetic", "real sessions only"),
    (a_line(17, segments={"name": "x" * 99}), "import.segments", "short words"),
    (a_line(18, started_ms=True), "import.value", ""),
]


def test_every_wrong_line_is_told_and_nothing_is_taken(store: Store, tmp_path: Path) -> None:
    """Each mistake comes with its line, its kind and a mend or the nearest name, all at once."""
    path = write(tmp_path / "a.jsonl", [a_line(0), *(line for line, _, _ in WRONG), a_line(0)])
    with pytest.raises(AuthorError) as caught:
        take(store, path)
    found = {int(f.place.rpartition(":")[2]): f for f in caught.value.findings}
    assert list(range(2, len(WRONG) + 3)) == sorted(found)
    for number, (_, code, fix) in enumerate(WRONG, start=2):
        assert code == found[number].code, found[number]
        assert fix in found[number].fix, found[number]
    assert "import.session-twice" == found[len(WRONG) + 2].code
    assert [] == store.sessions(REAL.id)
    assert store.study_lock(REAL.id) is None


def test_files_that_cannot_be_read(store: Store, tmp_path: Path) -> None:
    """A missing, a foreign and an empty file are one sentence each."""
    (tmp_path / "latin.jsonl").write_bytes("ä".encode("latin-1"))
    write(tmp_path / "empty.jsonl", ["", " "])
    for name, said in [("no.jsonl", "cannot be read"), ("latin.jsonl", "UTF-8"), ("empty.jsonl", "has no sessions")]:
        with pytest.raises(OperatorError, match=said):
            take(store, tmp_path / name)


def test_shortest_paths_come_from_the_lab_where_the_line_has_none(store: Store, tmp_path: Path) -> None:
    """Lostness needs the shortest path: of the own prototype, else of the line, else it cannot be said."""
    take(store, write(tmp_path / "a.jsonl", many_lines()), flows=[OWN_FLOW])
    facts = load_facts(store, REAL.id, now_ms=NOW_MS)
    ideals = {one.session.arm: [task.ideal for task in one.tasks] for one in facts}
    assert {"A": [3, 2], "B": [None, None]} == ideals
    of_b = evaluate_sessions(REAL, [one for one in facts if one.session.arm == "B"])
    assert not hasattr(of_b["lostness.antrag"], "estimate")


def test_a_line_that_names_our_version_gets_our_flow(store: Store, tmp_path: Path) -> None:
    """Sessions of the same prototype count as one version, imported or not; others as another."""
    lines = [a_line(0, version="own-a"), a_line(2, version="foreign"), a_line(4)]
    take(store, write(tmp_path / "a.jsonl", lines), flows=[OWN_FLOW])
    hashes = [session.content_hash for session in store.sessions(REAL.id)]
    assert "own-a" == hashes[0]
    assert 3 == len(set(hashes))
    assert 60_000 == load_facts(store, REAL.id, now_ms=NOW_MS)[0].tasks[0].duration_ms


def test_groups_are_kept_as_short_words(store: Store, tmp_path: Path) -> None:
    """Several groups of a person become one identifier."""
    take(store, write(tmp_path / "a.jsonl", [a_line(0, segments={"needs": True, "alter": "über 65"})]))
    assert "alter.ueber-65..needs.yes" == store.sessions(REAL.id)[0].segment


def test_imported_people_count_in_the_balance(store: Store, tmp_path: Path) -> None:
    """After two imported people in A, the next person is given B."""
    take(store, write(tmp_path / "a.jsonl", [a_line(0), a_line(1)]))
    assert ("B",) == store.enrol(REAL.id, "p-next", ["A", "B"], "between", 1, NOW_MS, False)
