"""What the decision page says of a study that starts at the finder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_evidence import FLOW, NOW_MS, PLAN, START_MS

from feedback.events import Event, PageShown, ServiceChosen, ServiceSearched, Session, TaskEnded, TaskStarted
from feedback.evidence import assemble
from feedback.office.findability import draw_findability
from feedback.store import Store, open_store
from feedback.study import parse


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with two sessions: one found the service at once, one did not."""
    opened = open_store(tmp_path / "probelauf.db")
    found: list[Event] = [
        TaskStarted(t_ms=0, task="antrag"),
        ServiceSearched(t_ms=1, task="antrag", results=10, rank=1),
        ServiceChosen(t_ms=2, task="antrag", fits=True, rank=1),
        PageShown(t_ms=3, task="antrag", page="start", nav="start"),
        TaskEnded(t_ms=4, task="antrag", outcome="success"),
    ]
    lost: list[Event] = [
        TaskStarted(t_ms=0, task="antrag"),
        ServiceSearched(t_ms=1, task="antrag", results=0, rank=None),
        TaskEnded(t_ms=4, task="antrag", outcome="gave_up"),
    ]
    for number, events in enumerate((found, lost)):
        session = Session(
            session_id=f"s{number}", study="wohngeld/runde-1", round=1, prototype="wohngeld", variant="A", arm="A",
            content_hash="h", mode="alone", participant=f"p{number}", position=0, consent_version="c",
            consent_scopes=("taking_part",), app_version="0", synthetic=False, started_ms=START_MS,
        )  # fmt: skip
        opened.start_session(session, FLOW).result()
        opened.append(session.session_id, list(enumerate(events))).result()
        opened.end_session(session.session_id, START_MS + 9, "finished", []).result()
    yield opened
    opened.close()


def test_the_page_tells_who_found_the_service(store: Store) -> None:
    """One of two reached it, and one of two searches did not show it."""
    study = parse(f'start = "finder"\n{PLAN}', "wohngeld/runde-1")
    told = draw_findability(store, assemble(store, study, now_ms=NOW_MS))
    for expected in ("Finden Menschen den Dienst?", "1 von 2 (50\xa0%)", "2, davon 1"):
        assert expected in told, told


def test_other_studies_say_nothing(store: Store) -> None:
    """A study that starts in the prototype has no such section."""
    study = parse(PLAN, "wohngeld/runde-1")
    assert "" == draw_findability(store, assemble(store, study, now_ms=NOW_MS))
