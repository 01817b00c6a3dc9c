"""While the database takes nothing, citizens go on, and the office of another process says so until it is over."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from citizen import Citizen, come_in, press
from conftest import Server, settle, start, stop
from playwright.sync_api import Browser, Page, expect

from feedback.store import open_store
from labs.discovery import Workspace

STUDY = "wohngeld/runde-1"
PATIENCE_S = 40
STEP_S = 3


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lab.db"


@pytest.fixture
def sides(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Server]]:
    """The citizens' process and the office's, over one file."""
    monkeypatch.setenv("PROBELAUF_SECRET", "the same in both processes")
    monkeypatch.setenv("PROBELAUF_DATABASE", str(database))
    running = []
    for side in ("citizens", "office"):
        (tmp_path / side).mkdir()
        running.append(start(tmp_path / side, "serve", "--only", side))
    yield running[0], running[1]
    for one in running:
        stop(one)


def health(server: Server) -> tuple[int, str]:
    """Return status code and word of the health route."""
    try:
        with urlopen(f"{server.origin}/zustand", timeout=5) as reply:  # noqa: S310 - our own server
            return reply.status, json.load(reply)["status"]
    except HTTPError as error:
        return error.code, json.load(error)["status"]


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Ask again and again until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.2)


@pytest.mark.slow
def test_a_locked_database_stops_nobody(
    sides: tuple[Server, Server], database: Path, page: Page, browser: Browser
) -> None:
    """Another program holds the database: steps stay fast, staff see the banner, nothing is lost or doubled."""
    citizens, office = sides
    page.goto(citizens.link(STUDY))
    settle(page)
    come_in(page)
    with closing(open_store(database, read_only=True)) as store:
        (session,) = store.sessions(STUDY)
    press(page, "Aufgabe beginnen")
    citizen = Citizen(page, Workspace.open(citizens.workspace).load("wohngeld"), session.arm, "antrag")
    citizen.use_page()

    with closing(browser.new_context(locale="de-DE")) as staff:
        desk = staff.new_page()
        desk.goto(office.office_link())
        desk.get_by_role("button", name="Anmelden").click()
        settle(desk)
        banner = desk.get_by_text("Die Aufzeichnung ist gestört.")
        expect(desk.get_by_role("link", name="Abmelden")).to_be_visible()
        expect(banner).to_have_count(0)

        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            slowest_s = 0.0
            for _ in range(3):
                began = time.monotonic()
                citizen.use_page()
                slowest_s = max(slowest_s, time.monotonic() - began)
            for side in sides:
                wait_for(lambda side=side: health(side) == (503, "failing"), "the health route's complaint")
            desk.reload()
            settle(desk)
            expect(banner).to_be_visible()
            expect(desk.get_by_text("Testpersonen können trotzdem weitermachen.")).to_be_visible()
            expect(desk.get_by_role("heading", level=1)).to_have_text("Diese Seite geht gerade nicht")
            other.execute("ROLLBACK")
        for side in sides:
            wait_for(lambda side=side: health(side) == (200, "ok"), "recovery")
        desk.reload()
        settle(desk)
        expect(desk.get_by_role("heading", level=1)).to_have_text("Alle Studien")
        expect(banner).to_have_count(0)

    assert slowest_s < STEP_S
    while not citizen.journey.at_end:
        citizen.use_page()
    press(page, "Ich bin fertig")
    with closing(open_store(database, read_only=True)) as store:
        numbered = [(seq, event) for seq, event in store.events(session.session_id) if event.source == "server"]
    assert list(range(len(numbered))) == [seq for seq, _ in numbered]
    shown = [event.page for _, event in numbered if event.type == "page_shown"]
    visited = [one for one, _ in groupby(citizen.visited)]  # an entry is added on the page itself
    assert [*visited, shown[-1]] == shown
    assert "gap_found" not in {event.type for _, event in numbered}
