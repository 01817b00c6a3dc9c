"""Observers watch running sessions, note help, and write down what they see."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanging import HOUR_MS, OWN_FLOW, START_MS, make_lab
from streamlit.testing.v1 import AppTest

from feedback.events import (
    LANE,
    STAFF_LANE,
    Assisted,
    ConsentWithdrawn,
    PageShown,
    Session,
    SessionEnded,
    TaskEnded,
    TaskStarted,
)
from feedback.findings import Pen, load_findings
from feedback.findings.watching import note_id
from feedback.office import Desk
from feedback.office.findings_page import read
from feedback.office.visitor import Visitor
from feedback.store import open_store

pytestmark = pytest.mark.slow

STUDY = "wohngeld/runde-1"
ASKED = {"studie": STUDY, "seite": "beobachten"}
NOW_MS = START_MS + HOUR_MS


def begin(desk: Desk, session_id: str, **changes: object) -> None:
    """Start a session that is in a task on its first page."""
    session = Session(
        session_id=session_id, study=STUDY, round=1, prototype="wohngeld", variant="A", arm="A",
        content_hash=OWN_FLOW.content_hash, mode="moderated", participant=f"p-{session_id}", position=0,
        consent_version="c1", consent_scopes=("taking_part",), app_version="0.1.0", synthetic=False,
        started_ms=NOW_MS - 600_000,
    ).model_copy(update=changes)  # fmt: skip
    desk.store.start_session(session, OWN_FLOW).result()
    steps = [TaskStarted(t_ms=0, task="antrag"), PageShown(t_ms=480_000, page="start", nav="start")]
    desk.store.append(session_id, list(enumerate(steps))).result()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lab = make_lab(tmp_path / "lab")
    store = open_store(lab.database)
    desk = Desk(lab, store, "a secret of the test lab", clock_ms=lambda: NOW_MS, visitor=Visitor("O. Bach"))
    study = lab.study(STUDY)
    store.lock_study(STUDY, study.plan_hash, study.plan_text, START_MS)
    begin(desk, "runs-1")
    yield desk
    store.close()


def open_app(desk: Desk, **query: str) -> AppTest:
    def page(desk: object, asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, ("observer",), asked)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk, ASKED), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def text_of(test: AppTest) -> str:
    assert [] == list(test.exception)
    html = "".join(element.proto.body for element in test.get("html"))
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click()
    return test.run()


def test_running_sessions_are_listed(desk: Desk) -> None:
    """Arm, task, page and for how long; those that ended, are old, or were withdrawn are not."""
    begin(desk, "ended-1")
    desk.store.end_session("ended-1", NOW_MS, "finished", [(2, SessionEnded(t_ms=1, reason="finished"))]).result()
    begin(desk, "old-1", started_ms=NOW_MS - 13 * HOUR_MS)
    begin(desk, "gone-1")
    desk.store.append("gone-1", [(2, ConsentWithdrawn(t_ms=9, scopes=("taking_part",)))]).result()
    html = text_of(open_app(desk))
    assert "1 Sitzung läuft" in html
    assert "sitzung=runs-1" in html
    assert "2 Minuten" in html
    assert ">Start<" in html.replace("</td>", "<")
    assert not [one for one in ("ended-1", "old-1", "gone-1") if f"sitzung={one}" in html]


def test_without_a_running_session_it_says_so(desk: Desk) -> None:
    """An empty list is told in words."""
    desk.store.end_session("runs-1", NOW_MS, "finished", []).result()
    assert "Gerade läuft keine Sitzung." in text_of(open_app(desk))
    assert "Diese Sitzung ist zu Ende." in text_of(open_app(desk, sitzung="runs-1"))


def test_help_is_recorded_in_the_lane_of_the_staff(desk: Desk) -> None:
    """Twice help: two events with numbers of their own, which never meet those of the server."""
    test = press(open_app(desk, sitzung="runs-1"), "Hilfe gegeben")
    assert "Die Hilfe ist vermerkt." in text_of(test)
    html = text_of(press(test, "Hilfe gegeben"))
    assert "2-mal" in html
    events = desk.store.events("runs-1")
    helped = Assisted(t_ms=600_000, task="antrag")
    assert [(STAFF_LANE * LANE, helped), (STAFF_LANE * LANE + 1, helped)] == events[2:]
    assert "staff" == events[2][1].source
    assert 1 == desk.store.last_seq("runs-1")
    assert [("help_given", "O. Bach", "arm A, task antrag")] * 2 == [
        (one.action, one.actor, one.object) for one in desk.store.audit_log() if one.action == "help_given"
    ]


def test_help_after_the_end_is_refused(desk: Desk) -> None:
    """A page that stands open longer than the session adds nothing to it."""
    assert None is desk.store.add_staff_event("nobody", Assisted(t_ms=1, task="antrag"))
    desk.store.end_session("runs-1", NOW_MS, "finished", []).result()
    assert None is desk.store.add_staff_event("runs-1", Assisted(t_ms=1, task="antrag"))
    assert 2 == len(desk.store.events("runs-1"))


def test_between_tasks_there_is_nothing_to_help_with(desk: Desk) -> None:
    """Help belongs to a task."""
    desk.store.append("runs-1", [(2, TaskEnded(t_ms=500_000, task="antrag", outcome="success"))]).result()
    test = open_app(desk, sitzung="runs-1")
    assert "Gerade ist keine Aufgabe im Gang." in text_of(test)
    assert "Hilfe gegeben" not in [button.label for button in test.button]


def test_a_note_becomes_a_proposal_and_then_a_finding(desk: Desk) -> None:
    """The team takes it with its text and moment; then it is proposed no more."""
    test = open_app(desk, sitzung="runs-1")
    test.text_area[0].set_value("Sie sucht den <Knopf>.")
    assert "Die Notiz ist gespeichert." in text_of(press(test, "Notiz speichern"))
    study = desk.study(STUDY)
    proposal = read(desk, study).candidates[0]
    assert ("Sie sucht den <Knopf>.", ("runs-1",)) == (proposal.title, proposal.sessions)
    assert "O. Bach sah das bei 10:00: Sie sucht den <Knopf>." == proposal.reason
    number = Pen.take(desk.store, STUDY, "AB", NOW_MS).accept(proposal, 2, title="Der Knopf ist schwer zu finden.")
    board = read(desk, study)
    assert () == board.candidates
    finding = load_findings(desk.store, study, ())[0]
    assert (number, proposal.id) == (finding.number, finding.candidates[0])
    taken = board.findings[0].observations
    assert [("Sie sucht den <Knopf>.", 600_000, proposal.id)] == [(one.text, one.t_ms, note_id(one)) for one in taken]


def test_a_note_can_be_set_aside(desk: Desk) -> None:
    """A note that is no problem is dismissed like any other proposal."""
    test = open_app(desk, sitzung="runs-1")
    test.text_area[0].set_value("Es klingelte an der Tür.")
    press(test, "Notiz speichern")
    proposal = read(desk, desk.study(STUDY)).candidates[0]
    Pen.take(desk.store, STUDY, "AB", NOW_MS).dismiss(proposal, "Störung von außen")
    assert () == read(desk, desk.study(STUDY)).candidates


def test_an_empty_note_is_refused(desk: Desk) -> None:
    """The sentence says what is missing; nothing is stored."""
    html = text_of(press(open_app(desk, sitzung="runs-1"), "Notiz speichern"))
    assert "Schreiben Sie auf, was Sie gesehen haben." in html
    assert () == desk.store.findings(STUDY).observations
