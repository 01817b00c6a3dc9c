"""All that a study shows, put together: the plan in force, its state, and who took part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.events import (
    EndReason,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    Outcome,
    PageShown,
    Session,
    TaskEnded,
    TaskStarted,
)
from feedback.evidence import Attendance, assemble, name_metric
from feedback.findings import Draft, Pen, draft_of, load_findings
from feedback.store import Store, open_store
from feedback.study import parse

START_MS = 1_800_000_000_000
NOW_MS = START_MS + 10 * 60_000
PLAN = """
title = "Wohngeld"
prototype = "wohngeld"
looks = [2, 4]
planned_sessions = 4
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}]
"""
STUDY = parse(PLAN, "wohngeld/runde-1")
FLOW = FlowSnapshot(
    content_hash="h",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld",
    language="de",
    pages=(FlowPage(id="start", title="Start", kind="start"), FlowPage(id="done", title="Ende", kind="info")),
    fields=(),
    rules=(),
    tasks=(FlowTask(id="antrag", title="Antrag", end_page="done", ideal_path=("start", "done")),),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "probelauf.db")
    yield store
    store.close()


def record(store: Store, number: int, outcome: Outcome | None, end: EndReason | None = "finished") -> None:
    session = Session(
        session_id=f"s{number}", study=STUDY.id, round=1, prototype="wohngeld", variant="A", arm="A",
        content_hash="h", mode="moderated" if number == 0 else "alone", participant=f"p{number}", position=0,
        consent_version="c", consent_scopes=("recording",), app_version="0", synthetic=False,
        started_ms=START_MS + number,
    )  # fmt: skip
    events = [TaskStarted(t_ms=0, task="antrag"), PageShown(t_ms=0, page="start", nav="start")]
    ended = [TaskEnded(t_ms=9, task="antrag", outcome=outcome)] if outcome else []
    store.start_session(session, FLOW).result()
    if end != "stopped":
        store.append(session.session_id, list(enumerate([*events, *ended]))).result()
    if end:
        store.end_session(session.session_id, START_MS + number + 10, end, []).result()


def test_a_study_is_planned_then_running_then_complete(store: Store) -> None:
    """The state follows the lock and the planned sessions."""
    assert "planned" == assemble(store, STUDY, now_ms=NOW_MS).state
    store.lock_study(STUDY.id, STUDY.plan_hash, STUDY.plan_text, START_MS)
    assert "running" == assemble(store, STUDY, now_ms=NOW_MS).state
    for number in range(4):
        record(store, number, "success")
    assert "complete" == assemble(store, STUDY, now_ms=NOW_MS).state


def test_the_plan_in_force_decides(store: Store) -> None:
    """A changed file has no effect once the plan is locked."""
    store.lock_study(STUDY.id, STUDY.plan_hash, STUDY.plan_text, START_MS)
    changed = parse(PLAN.replace("[2, 4]", "[4]"), STUDY.id)
    evidence = assemble(store, changed, now_ms=NOW_MS)
    assert STUDY.plan_hash == evidence.study.plan_hash == evidence.decision.plan_hash
    assert 2 == evidence.next_look


def test_everybody_is_accounted_for(store: Store) -> None:
    """Counted, waiting for the next look, dropped, lost to technology, running: together all sessions."""
    record(store, 0, "success")
    record(store, 1, "gave_up")
    record(store, 2, "success")
    record(store, 3, None, "stopped")
    record(store, 4, "technical_failure")
    record(store, 5, None, None)
    evidence = assemble(store, STUDY, now_ms=NOW_MS)
    expected = Attendance(
        sessions=6, counted=2, waiting=1, gave_up=1, dropped=1, technical=1, running=1, repeats=0,
        moderated=1, synthetic=0,
    )  # fmt: skip
    assert expected == evidence.attendance("A")
    assert {"A": 2} == evidence.sessions()
    assert 4 == evidence.next_look


def test_after_the_last_look_there_is_no_next(store: Store) -> None:
    """The looks are those of the plan, one after the other, until there is none."""
    seen = [assemble(store, STUDY, now_ms=NOW_MS).next_look]
    for number in range(4):
        record(store, number, "success")
        seen.append(assemble(store, STUDY, now_ms=NOW_MS).next_look)
    assert [2, 2, 4, 4, None] == seen


def test_names_of_scores_say_what_they_measure() -> None:
    """No decision-maker has to know what an abbreviation stands for."""
    assert "Bedienbarkeit (SUS, 0 bis 100)" == name_metric("sus")
    assert "Nutzbarkeit (UMUX-Lite, 0 bis 100)" == name_metric("umux_lite")


def test_a_severe_open_problem_blocks_the_green_light(store: Store) -> None:
    """An arm that meets all gates is ready; with an open problem of the blocking severity it is not, by name."""
    facts = '[hard_facts]\naccessibility = "passed"\ndata_protection = "passed"\n'
    study = parse(PLAN + facts, STUDY.id)
    store.lock_study(study.id, study.plan_hash, study.plan_text, START_MS)
    for number in range(4):
        record(store, number, "success")
    assert "READY FOR PRODUCTION" == assemble(store, study, now_ms=NOW_MS).decision.verdict
    pen = Pen.take(store, study.id, "Kim", NOW_MS)
    number = pen.enter(Draft.read(title="Die Miete bleibt unklar", arm="A", sessions=("s0",)), 3)
    blocked = assemble(store, study, now_ms=NOW_MS)
    assert "IMPROVE AND RETEST" == blocked.decision.verdict
    assert {"A": ("Die Miete bleibt unklar",)} == blocked.blocking
    (fact,) = [gate for gate in blocked.decision.arms["A"].gates if gate.id == "findings"]
    assert "„Die Miete bleibt unklar“" in fact.sentence
    (finding,) = [one for one in load_findings(store, study, blocked.facts) if one.number == number]
    pen.edit(finding, draft_of(finding, status="mended", note="2"))
    assert "READY FOR PRODUCTION" == assemble(store, study, now_ms=NOW_MS).decision.verdict
