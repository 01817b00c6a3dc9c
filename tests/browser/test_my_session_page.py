"""A participant's rights in a real browser: allow, take part, see, take along, take back, erase."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from citizen import press, tab_to
from conftest import Server, settle, start, stop
from playwright.sync_api import Browser, Page, expect
from test_citizen import AXE_TAGS

from feedback.contacts import Contacts
from feedback.store import open_store

NAME = "rechte/runde-1"
PROTOTYPE = """
from pydantic import BaseModel
from labs import Page, Service, Task, Variant, ask

class Form(BaseModel):
    ort: str = ask("Wo wohnen Sie?")

service = Service(
    "rechte", "Parkausweis beantragen", Form,
    pages=[Page("ort", "Ihr Wohnort", "ort")],
    tasks=[Task("antrag", "Beantragen Sie einen Parkausweis.", persona={"ort": "Musterstadt"}, ends="done")],
    variants=[Variant("A")],
)
"""
STUDY = """
title = "Parkausweis, erste Runde"
prototype = "rechte"
consent_scopes = ["probe", "quotes", "contact"]
questionnaires = ["umux_lite"]
guardian = true
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A lab with the prototype above."""
    workspace = tmp_path_factory.mktemp("lab")
    folder = workspace / "prototypes" / "rechte"
    (folder / "studies").mkdir(parents=True)
    (folder / "__init__.py").write_text(PROTOTYPE, encoding="utf-8")
    (folder / "studies" / "runde-1.toml").write_text(STUDY, encoding="utf-8")
    running = start(workspace, "serve", "--only", "citizens")
    yield running
    stop(running)


@pytest.fixture(params=[(1280, 900), (400, 800)], ids=["1280", "400"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new person's browser, on a desk and on a phone."""
    width, height = request.param
    context = browser.new_context(locale="de-DE", viewport={"width": width, "height": height}, accept_downloads=True)
    yield context.new_page()
    context.close()


def check(page: Page, language: str = "de") -> None:
    """Hold a page to: language, one heading, no sideways scrolling, nothing for axe."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    assert 0 == found.violations_count, f"{page.title()}: {found.generate_report()}"


def allow(page: Page, lab: Server) -> None:
    """Read the consent text, and allow all there is to allow, by keyboard."""
    page.goto(lab.link(NAME))
    settle(page)
    check(page)
    for scope in ("probe", "quotes", "contact"):
        assert not page.locator(f".st-key-scope-{scope} input").is_checked()
        tab_to(page, f".st-key-scope-{scope}")
        page.keyboard.press("Space")
        settle(page)
    tab_to(page, '[class*="st-key-q"][class*="-age"]')
    page.keyboard.press("Space")
    press(page, "Ich mache mit")
    check(page)
    tab_to(page, ".st-key-told-access")
    page.keyboard.press("Space")
    press(page, "Weiter")


def take_part(page: Page, lab: Server) -> str:
    """Go from the invitation to the receipt; return its code."""
    allow(page, lab)
    press(page, "Aufgabe beginnen")
    tab_to(page, '[class*="st-key-q"][class*="-ort"]')
    page.keyboard.type("KANARIE")
    press(page, "Weiter")
    press(page, "Absenden")
    press(page, "Ich bin fertig")
    for _ in range(2):
        for group in page.locator('[role="radiogroup"]').all():
            group.locator("label").first.click()
        press(page, "Weiter")
    tab_to(page, "textarea")
    page.keyboard.type("Das war leicht.")
    press(page, "Test beenden")
    check(page)
    return page.locator(".pl-receipt").inner_text()


def open_my_session(page: Page, code: str) -> None:
    """Follow the link on the last page, and enter the code: a wrong one first."""
    page.get_by_role("link", name="Meine Sitzung ansehen oder löschen").click()
    expect(page.get_by_label("Ihr Code")).to_be_visible()
    check(page)
    page.get_by_label("Ihr Code").fill("AAAA-BBBB-CCCC")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Zu diesem Code gibt es nichts").click()
    expect(page.get_by_label("Ihr Code")).to_be_focused()
    page.get_by_label("Ihr Code").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Sitzung")
    check(page)


@pytest.mark.slow
def test_the_whole_way_of_a_participants_rights(lab: Server, page: Page, tmp_path: Path) -> None:
    """From the consent to the erasure, by keyboard: everything is seen, taken along, taken back, gone."""
    code = take_part(page, lab)
    page.get_by_label("Ihre E-Mail-Adresse").fill("keine")
    press_form(page, "Adresse speichern")
    expect(page.locator(".pl-error")).to_contain_text("zum Beispiel name@beispiel.de")
    page.get_by_label("Ihre E-Mail-Adresse").fill("maria@example.org")
    press_form(page, "Adresse speichern")
    expect(page.get_by_role("status")).to_have_text("Wir haben Ihre Adresse gespeichert.")
    check(page)

    open_my_session(page, code)
    seen = page.locator("main").inner_text()
    for said in (
        "Sie haben die Seite „Ihr Wohnort“ gesehen.", "Das war leicht.", "maria@example.org",
        "Parkausweis, erste Runde", "Sie haben das Feld „Wo wohnen Sie?“ ausgefüllt oder geändert.",
        "Nutzen Sie Hilfsmittel",
    ):  # fmt: skip
        assert said in seen
    assert "KANARIE" not in seen
    assert code not in page.url

    with page.expect_download() as started:
        page.get_by_role("button", name="Alles herunterladen").click()
    file = tmp_path / "mine.json"
    started.value.save_as(file)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert ["taking_part", "probe", "quotes", "contact"] == document["consent_scopes"]
    assert "KANARIE" not in file.read_text(encoding="utf-8")

    for name in ("Klicks und Zögern", "Kontakt"):
        page.get_by_role("button", name=f"Zurücknehmen ({name})").press("Enter")
        expect(page.get_by_role("status")).to_be_focused()
        expect(page.get_by_role("status")).to_contain_text(name)
    check(page)
    assert [] == Contacts(lab.workspace / "data").all()

    page.get_by_role("button", name="Alles löschen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Möchten Sie Ihre Sitzung löschen?")
    check(page)
    page.get_by_role("button", name="Nein, zurück").press("Enter")
    page.get_by_role("button", name="Alles löschen").press("Enter")
    page.get_by_role("button", name="Ja, alles löschen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Sitzung ist gelöscht.")
    check(page)
    store = open_store(lab.workspace / "data" / "probelauf.db")
    assert [] == store.sessions(NAME)
    store.close()
    files = [path for path in (lab.workspace / "data").iterdir() if path.is_file()]
    assert [] == [path for path in files if b"Das war leicht." in path.read_bytes()]


def press_form(page: Page, words: str) -> None:
    """Press a button that leads to no other turn."""
    page.get_by_role("button", name=words).click()
    settle(page)


@pytest.mark.slow
def test_reading_in_another_language(lab: Server, page: Page) -> None:
    """Easy German and English stand a button away, the focus is on the heading then; the text read is on record."""
    page.goto(lab.link(NAME))
    settle(page)
    page.get_by_role("button", name="In Leichter Sprache").click()
    expect(page.get_by_text("Sie spielen eine Rolle.")).to_be_visible()
    expect(page.locator("#pl-heading")).to_be_focused()
    check(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("The trial itself is in German.")).to_be_visible()
    settle(page)
    check(page, "en")
    page.get_by_text("Yes", exact=True).click()
    settle(page)
    page.get_by_role("button", name="I take part").click()
    expect(page.locator("#pl-heading")).to_have_text("Eine Frage zu Ihnen")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("button", name="Aufgabe beginnen")).to_be_visible()
    store = open_store(lab.workspace / "data" / "probelauf.db")
    assert "2026-11-2-en" in [one.consent_version for one in store.sessions(NAME)]
    store.close()
    page.get_by_role("button", name="Test abbrechen").click()
    expect(page.locator(".pl-receipt")).to_be_visible()
    check(page)


@pytest.mark.slow
def test_somebody_younger_and_her_guardian(lab: Server, page: Page) -> None:
    """The age has to be told; who is younger is asked to bring a guardian, whose mark is needed."""
    page.goto(lab.link(NAME))
    settle(page)
    page.get_by_role("button", name="Ich mache mit").click()
    expect(page.locator("#pl-summary")).to_be_focused()
    check(page)
    page.locator("#pl-summary a").click()
    expect(page.locator('[class*="-age"] input').first).to_be_focused()
    page.get_by_text("Nein", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Ich mache mit").click()
    expect(page.locator("#pl-heading")).to_have_text("Jetzt brauchen wir einen Erwachsenen")
    check(page)
    page.get_by_role("button", name="Ich erlaube die Teilnahme").click()
    expect(page.locator("#pl-summary")).to_be_focused()
    check(page)
    page.get_by_text("Ich bin erziehungsberechtigt").click()
    settle(page)
    page.get_by_role("button", name="Ich erlaube die Teilnahme").click()
    expect(page.locator("#pl-heading")).to_have_text("Eine Frage zu Ihnen")
