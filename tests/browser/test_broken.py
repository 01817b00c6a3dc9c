"""When something breaks, citizens meet a calm page, and their visit is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from citizen import next_turn, turn_of
from conftest import Server, settle, start, stop
from playwright.sync_api import Page, expect
from test_canary import STUDY

PROTOTYPE = '''
"""A service whose condition fails for one answer, which no check can foresee."""
from labs import BaseModel, Page, Service, Task, ask


class Antrag(BaseModel):
    """Two questions."""

    zahl: int = ask("Eine Zahl")
    wort: str = ask("Ein Wort")


def _due(antworten):
    return 10 / (13 - (antworten.zahl or 0)) > 0


service = Service("kanarie", "Kanarie", Antrag,
    pages=[Page("eins", "Erste Seite", "zahl"), Page("zwei", "Zweite Seite", "wort", when=_due)],
    tasks=[Task("antrag", "Stellen Sie den Antrag.")])
'''


@pytest.fixture
def broken_server(tmp_path: Path) -> Iterator[Server]:
    """A lab whose only prototype breaks for the answer 13."""
    folder = tmp_path / "prototypes" / "kanarie"
    (folder / "studies").mkdir(parents=True)
    (folder / "__init__.py").write_text(PROTOTYPE, encoding="utf-8")
    (folder / "studies" / "runde-1.toml").write_text(STUDY, encoding="utf-8")
    running = start(tmp_path, "serve", "--only", "citizens")
    yield running
    stop(running)


def test_calm_page_and_kept_visit(broken_server: Server, page: Page) -> None:
    """The answer that breaks the author's condition gives the calm page; after a reload the visit goes on."""
    page.goto(broken_server.link("kanarie/runde-1"))
    settle(page)
    page.get_by_text("Ja", exact=True).click()
    for words in ("Ich mache mit", "Aufgabe beginnen"):
        before = turn_of(page)
        page.get_by_role("button", name=words).click()
        next_turn(page, before)
    page.get_by_label("Eine Zahl").fill("13")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Hier ist etwas schiefgegangen")).to_be_visible()
    assert 1 == page.locator("h1").count()
    assert "ZeroDivisionError" not in page.locator("body").inner_text()
    assert "ZeroDivisionError" in broken_server.output
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Erste Seite")
    page.get_by_label("Eine Zahl").fill("12")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweite Seite")
