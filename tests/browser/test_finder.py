"""The finder in a real browser, by keyboard: search, a wrong service, the right one; no searched word on the disk."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from citizen import come_in, press, tab_to
from conftest import Server, settle, start, stop
from playwright.sync_api import Browser, Page, expect

CANARY = "Kanarienvogelwort"
PLACE_CANARY = "Kanarienhausen"


@pytest.fixture(scope="module")
def finder_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A lab whose study of Wohngeld starts at the finder."""
    workspace = tmp_path_factory.mktemp("finder")
    shipped = Path(__file__).parents[2] / "prototypes" / "wohngeld"
    own = workspace / "prototypes" / "wohngeld"
    shutil.copytree(shipped, own, ignore=shutil.ignore_patterns("__pycache__", "studies"))
    (own / "studies").mkdir()
    plan = (shipped / "studies" / "runde-1.toml").read_text(encoding="utf-8")
    (own / "studies" / "suche.toml").write_text(plan.replace("round = 1", 'round = 1\nstart = "finder"', 1), "utf-8")
    server = start(workspace, "serve", "--no-code")
    yield server
    stop(server)


def search(page: Page, words: str, place: str = "") -> None:
    """Type into the fields and press Enter."""
    before = page.locator("#pl-page").get_attribute("data-turn")
    tab_to(page, '[class*="-finder-words"]')
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    tab_to(page, '[class*="-finder-place"]')
    page.keyboard.press("Control+A")
    page.keyboard.type(place)
    page.keyboard.press("Enter")
    expect(page.locator("#pl-page")).not_to_have_attribute("data-turn", before or "")
    settle(page)


def accessible(page: Page) -> None:
    """Find nothing with axe."""
    found = Axe().run(page).response["violations"]
    assert [] == [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_a_citizen_finds_the_service_by_keyboard(finder_lab: Server, browser: Browser) -> None:
    """An empty search is explained, a wrong service is calm and leads back, the right one opens the prototype."""
    page = browser.new_context(locale="de-DE", viewport={"width": 400, "height": 800}).new_page()
    page.goto(finder_lab.link("wohngeld/suche"))
    settle(page)
    come_in(page)
    press(page, "Aufgabe beginnen")
    heading = page.locator("#pl-heading")
    expect(heading).to_have_text("Welchen Dienst suchen Sie?")
    accessible(page)

    tab_to(page, '[class*="-finder-words"]')
    page.keyboard.press("Enter")
    expect(page.locator("#pl-summary")).to_contain_text("Schreiben Sie, was Sie erledigen möchten.")
    expect(page.locator("#pl-summary")).to_be_focused()

    search(page, CANARY, PLACE_CANARY)
    expect(heading).to_have_text("Wir haben nichts gefunden")
    expect(page.get_by_text("Diesen Ort kennen wir nicht.")).to_be_visible()

    search(page, "Zuschuss zur Mite", "Kölln")
    expect(heading).to_have_text(re.compile(r"\d+ Dienste gefunden"))
    expect(heading).to_be_focused()
    expect(page.get_by_text("Wir haben den Ort so verstanden: Köln")).to_be_visible()
    accessible(page)

    press(page, "Gründungszuschuss")
    expect(heading).to_have_text("Diesen Dienst gibt es hier noch nicht")
    accessible(page)
    press(page, "Zurück zur Liste")
    expect(page.get_by_label("Was möchten Sie erledigen?")).to_have_value("Zuschuss zur Mite")
    press(page, "Wohngeld")
    expect(heading).to_have_text("Wohngeld beantragen")

    kept = [path for path in (finder_lab.workspace / "data").rglob("*") if path.is_file()] + [finder_lab.log]
    for path in kept:
        for word in (CANARY, PLACE_CANARY, "Zuschuss zur Mite", "Kölln"):
            assert word.encode() not in path.read_bytes(), (word, path)
