"""Whatever breaks, the citizen goes on at the same page with the same answers, and each event is there once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from citizen import Citizen, turn_of
from conftest import Server, settle, start, stop
from playwright.sync_api import BrowserContext, Page, expect
from test_citizen import STUDY, begin
from wire import Wire

from feedback.events import PageShown, TaskStarted
from feedback.store import open_store
from labs.discovery import Workspace

ALERT = "Die Verbindung ist unterbrochen"
TYPED = "4711"
FIELD = '[class*="st-key-q"] input[type=text]'
TEXTS = ("text", "integer", "euro", "decimal", "postcode", "email", "iban")


class Lab:
    """A served lab behind a wire, and a citizen on the second page that she has to fill in."""

    def __init__(self, folder: Path, context: BrowserContext) -> None:
        self.folder = folder
        self.server = start(folder, "serve", "--only", "citizens")
        self.port = int(self.server.origin.rpartition(":")[2])
        self.wire = Wire(self.port)
        self.page = context.new_page()

    def enter(self) -> None:
        """Fill in the first page and send it; then type on the second one without sending."""
        self.arm = begin(self.page, self.wired())
        citizen = Citizen(self.page, Workspace.open(self.folder).load("wohngeld"), self.arm, "antrag")
        citizen.journey.submit({})
        citizen.use_page()
        while not any(question.kind in TEXTS for question in citizen.journey.asked()):
            citizen.use_page()
        settle(self.page)
        self.heading = self.page.locator("#pl-heading").inner_text()
        self.turn = turn_of(self.page)
        self.page.locator(FIELD).first.fill(TYPED)

    def wired(self) -> Server:
        """Return the server as seen through the wire."""
        wire = self.wire

        class Wired(Server):
            def link(self, study: str) -> str:
                return super().link(study).replace(self.origin, f"http://127.0.0.1:{wire.port}")

        one = self.server
        return Wired(one.process, one.workspace, one.origin, one.log)

    def check(self) -> None:
        """The page is the same, the way back leads to the answers, and nothing was recorded twice."""
        page = self.page
        expect(page.get_by_role("alert")).to_have_count(0)
        settle(page)
        assert self.heading == page.locator("#pl-heading").inner_text()
        page.get_by_role("button", name="Zurück").click()
        expect(page.locator(f'#pl-page:not([data-turn="{self.turn}"])')).to_have_count(1)
        settle(page)
        first = page.locator('[class*="st-key-q"] input').first
        assert first.input_value() or page.locator("input:checked").count()
        store = open_store(self.folder / "data" / "probelauf.db")
        (session,) = store.sessions(STUDY)
        events = store.events(session.session_id)
        assert list(range(len(events))) == [seq for seq, _ in events]
        assert 1 == sum(isinstance(event, TaskStarted) for _, event in events)
        moves = [(event.page, event.nav) for _, event in events if isinstance(event, PageShown)]
        assert len(moves) == len([move for move in moves if move[1] != "resume"]) + self.resumed
        store.close()

    resumed = 0


@pytest.fixture
def lab(tmp_path: Path, context: BrowserContext) -> Iterator[Lab]:
    opened = Lab(tmp_path, context)
    yield opened
    opened.wire.cut()
    stop(opened.server)


def typed(page: Page) -> str:
    """Return what stands in the first text field of the page."""
    return page.locator(FIELD).first.input_value()


@pytest.mark.parametrize("seconds", [2, 30])
def test_a_network_drop(lab: Lab, seconds: int) -> None:
    """After half a minute without network she goes on, and what she typed without sending still stands there."""
    lab.enter()
    lab.wire.cut()
    expect(lab.page.get_by_role("alert")).to_contain_text(ALERT)
    lab.page.wait_for_timeout(1000 * seconds)
    lab.wire.mend()
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    assert TYPED == typed(lab.page)
    lab.check()


def test_a_closed_laptop(tmp_path: Path, context: BrowserContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the server has long forgotten the browser, she goes on all the same.

    Twenty minutes or one second: what matters is that the server no longer keeps the connection's state.
    """
    monkeypatch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "1")
    lab = Lab(tmp_path, context)
    lab.enter()
    lab.wire.cut()
    lab.page.wait_for_timeout(5_000)
    lab.wire.mend()
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    assert TYPED == typed(lab.page)
    lab.check()
    lab.wire.cut()
    stop(lab.server)


def test_a_restart_in_mid_form(lab: Lab) -> None:
    """The server is killed and started again: the sealed draft brings back the page and the answers."""
    lab.enter()
    lab.server.process.kill()
    lab.server.process.wait(20)
    expect(lab.page.get_by_role("alert")).to_contain_text(ALERT)
    lab.server = start(lab.folder, "serve", "--only", "citizens", port=lab.port)
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    assert TYPED == typed(lab.page)
    lab.resumed = 1
    lab.check()
