"""Small sessions for the tests of findings (not a test itself)."""

from collections.abc import Mapping
from typing import Any

from recordings import a_session

from feedback.events import FlowField, FlowPage, FlowSnapshot, FlowTask, Outcome
from feedback.findings import Board, Draft, Finding, Pen, read_board
from feedback.metrics import Selection, select
from feedback.sessions import Problem, SessionFacts, TaskFacts
from feedback.store import Store
from feedback.study import parse

PLAN = """
title = "Wohngeld"
prototype = "wohngeld"
demo = false
looks = [2, 4]
planned_sessions = 4
arm = [{id = "A", variant = "A", name = "Eine Frage je Seite"}, {id = "B", variant = "B"}]
task = [{id = "antrag", name = "Antrag stellen", critical = true}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}]
"""
STUDY = parse(PLAN, "wohngeld/runde-1")
DEMO = parse(PLAN.replace("demo = false", "demo = true"), "wohngeld/runde-1")
NOW_MS = 1_800_000_000_000


def make_flow(arm: str = "A", *, extra: str | None = None) -> FlowSnapshot:
    """A flow of five pages; `extra` is a page that only this arm has."""
    pages = [
        FlowPage(id="start", title="Start", kind="start"),
        FlowPage(id="miete", title="Ihre Miete", kind="form", fields=("miete",)),
        FlowPage(id="haus", title="Ihr Haushalt", kind="form", fields=("personen",)),
        FlowPage(id="check", title="Prüfen", kind="check"),
        FlowPage(id="done", title="Fertig", kind="confirmation"),
    ]
    if extra:
        pages.append(FlowPage(id=extra, title="Nur hier", kind="form"))
    return FlowSnapshot(
        content_hash=f"hash-{arm}", prototype="wohngeld", variant=arm, title="Wohngeld", language="de",
        pages=tuple(pages),
        fields=(
            FlowField(id="miete", label="Wie hoch ist Ihre Miete?", kind="euro"),
            FlowField(id="personen", label="Wie viele Personen?", kind="integer"),
        ),
        rules=("required",),
        tasks=(FlowTask(id="antrag", title="Antrag", end_page="done", ideal_path=("start", "miete", "done")),),
    )  # fmt: skip


def make_facts(
    number: int,
    arm: str = "A",
    *,
    pages: tuple[str, ...] = ("start", "miete", "haus", "check", "done"),
    outcome: Outcome = "success",
    problems: Mapping[Problem, int] | None = None,
    flow: FlowSnapshot | None = None,
    withdrawn: bool = False,
    **changes: Any,
) -> SessionFacts:
    """One finished session with one task."""
    own = flow or make_flow(arm)
    values: dict[str, Any] = {
        "arm": arm, "variant": arm, "content_hash": own.content_hash, "participant": f"p{number}",
        "started_ms": NOW_MS + number,
    }  # fmt: skip
    session = a_session(f"{number:02d}aabbccddeeff00", **(values | changes))
    task = TaskFacts("antrag", outcome, 60_000, pages, 3, problems=problems or {})
    return SessionFacts(session, "finished", (task,), flow=own, withdrawn=withdrawn)


def selections(*facts: SessionFacts) -> dict[str, Selection]:
    """The sessions of the study, sorted by arm and kind."""
    return select(STUDY, facts)


def store_sessions(store: Store, *facts: SessionFacts) -> None:
    """Put the sessions of facts into a store, so that findings can be about them."""
    for one in facts:
        assert one.flow is not None
        store.start_session(one.session, one.flow).result()


FACTS = [
    *(make_facts(i, "AB"[i % 2], pages=("start", "miete"), outcome="gave_up") for i in range(3)),
    *(make_facts(i, "AB"[i % 2]) for i in range(3, 8)),
]
IDS = [one.session.session_id for one in FACTS]


def pen(store: Store, author: str = "AB") -> Pen:
    return Pen.take(store, STUDY.id, author, NOW_MS)


def board(store: Store) -> Board:
    return read_board(store, STUDY, FACTS)


def enter(store: Store, severity: int = 3, **values: object) -> Finding:
    number = pen(store).enter(Draft.read(**({"title": "Die Miete ist unklar"} | values)), severity)
    finding = board(store).finding(number)
    assert finding is not None
    return finding


def again(store: Store, finding: Finding) -> Finding:
    found = board(store).finding(finding.number)
    assert found is not None
    return found
