"""The citizen's whole way in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from citizen import Citizen, come_in, press, tab_to, turn_of
from conftest import Server, settle
from playwright.sync_api import Browser, BrowserContext, Page, expect

from feedback.store import open_store
from labs.discovery import Workspace

STUDY = "wohngeld/runde-1"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ENGLISH = re.compile(
    r"\b(upload|browse|drag|drop|press|enter|submit|deploy|rerun|running|connecting|error|file|skip|main|content|per)\b",
    re.IGNORECASE,
)

READ = """() => {
  const style = document.createElement("style");
  style.textContent = "[data-testid=stIconMaterial] { display: none !important; }";  // icons are drawn from words
  document.head.append(style);
  const text = document.body.innerText;
  style.remove();
  return text;
}"""


def check_page(page: Page, seen: set[str]) -> None:
    """Hold every page to: language, one heading, title, no English, no sideways scrolling, nothing for axe."""
    heading = page.locator("#pl-heading").inner_text()
    name = f"{heading} ({page.locator('#pl-summary').count()})"
    if name in seen:
        return
    seen.add(name)
    assert "de" == page.evaluate("document.documentElement.lang")
    assert 1 == page.locator("h1").count()
    assert heading in page.title()
    assert [] == ENGLISH.findall(page.evaluate(READ)), heading
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), heading
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    assert 0 == found.violations_count, f"{heading}: {found.generate_report()}"


def arm_of(server: Server) -> str:
    """Return the arm of the newest session."""
    store = open_store(server.workspace / "data" / "probelauf.db")
    arm = store.sessions(STUDY)[-1].arm
    store.close()
    return arm


def take_part(page: Page, server: Server, seen: set[str]) -> str:
    """Go from the invitation to the receipt by keyboard alone; return the arm."""
    page.goto(server.link(STUDY))
    settle(page)
    check_page(page, seen)
    come_in(page)
    arm = arm_of(server)
    service = Workspace.open(server.workspace).load("wohngeld")
    for task in ("antrag", "aendern"):
        check_page(page, seen)
        press(page, "Aufgabe beginnen")
        citizen = Citizen(page, service, arm, task)
        while not citizen.journey.at_end:
            check_page(page, seen)
            citizen.use_page()
        check_page(page, seen)
        press(page, "Ich bin fertig")
        answer(page, seen)
    answer(page, seen)
    answer(page, seen)
    check_page(page, seen)
    tab_to(page, "textarea")
    page.keyboard.type("Gut verständlich.")
    press(page, "Test beenden")
    check_page(page, seen)
    expect(page.locator(".pl-receipt")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))
    return arm


def answer(page: Page, seen: set[str]) -> None:
    """Answer the questionnaire on the screen: the first option everywhere."""
    check_page(page, seen)
    for index in range(page.locator('[role="radiogroup"]').count()):
        key = page.locator(".pl-question").nth(index).get_attribute("data-for")
        tab_to(page, f".st-key-{key}")
        page.keyboard.press("Space")
    press(page, "Weiter")


@pytest.mark.slow
def test_whole_way_by_keyboard_in_both_arms(server: Server, browser: Browser) -> None:
    """Two people, one in each arm, come from the invitation to the receipt; axe finds nothing on any page."""
    arms = []
    for _ in range(2):
        context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
        arms.append(take_part(context.new_page(), server, set()))
        context.close()
    assert {"A", "B"} == set(arms)
    store = open_store(server.workspace / "data" / "probelauf.db")
    assert ["finished", "finished"] == [session.end_reason for session in store.sessions(STUDY)]
    store.close()


def begin(page: Page, server: Server) -> str:
    """Go to the first page of the prototype that asks something; return the arm."""
    page.goto(server.link(STUDY))
    settle(page)
    come_in(page)
    for words in ("Aufgabe beginnen", "Jetzt starten"):
        page.get_by_role("button", name=words).click()
        settle(page)
    return arm_of(server)


def test_mistake_and_its_mending(server: Server, page: Page) -> None:
    """After a mistake the focus is on the summary, its entry leads to the field, and the mended page goes on."""
    arm = begin(page, server)
    before = page.title()
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("#pl-summary")).to_be_focused()
    assert page.title().startswith("Fehler: ")
    assert before in page.title()
    check_page(page, set())
    page.locator("#pl-summary a").first.click()
    marked = page.locator('[aria-invalid="true"]:focus, [role="radiogroup"][aria-invalid="true"]:has(:focus)')
    expect(marked).to_have_count(1)
    described = (marked.get_attribute("aria-describedby") or "").split()[-1]
    expect(page.locator(f"#{described}")).to_contain_text("Fehler: ")
    service = Workspace.open(server.workspace).load("wohngeld")
    citizen = Citizen(page, service, arm, "antrag")
    citizen.journey.submit({})
    citizen.use_page()
    expect(page.locator("#pl-summary")).to_have_count(0)
    expect(page.locator("#pl-heading")).to_be_focused()


def test_reload_in_the_middle(server: Server, page: Page) -> None:
    """A reload shows the same page with the same answers, and there is still one session."""
    arm = begin(page, server)
    service = Workspace.open(server.workspace).load("wohngeld")
    citizen = Citizen(page, service, arm, "antrag")
    citizen.journey.submit({})
    citizen.use_page()
    heading = page.locator("#pl-heading").inner_text()
    page.reload()
    settle(page)
    assert heading == page.locator("#pl-heading").inner_text()
    page.get_by_role("button", name="Zurück").click()
    settle(page)
    first = page.locator('[class*="st-key-q"] input').first
    assert first.input_value() or page.locator("input:checked").count()
    store = open_store(server.workspace / "data" / "probelauf.db")
    assert 1 == len(store.sessions(STUDY))
    store.close()


def test_two_tabs_are_one_visit(server: Server, context: BrowserContext) -> None:
    """What is pressed in an outdated tab changes nothing and says so; both tabs show the same page afterwards."""
    first = context.new_page()
    begin(first, server)
    second = context.new_page()
    second.goto(server.link(STUDY))
    settle(second)
    assert turn_of(first) == turn_of(second)
    first.get_by_role("button", name="Zurück").click()
    settle(first)
    second.get_by_role("button", name="Ich gebe auf").click()
    settle(second)
    expect(second.get_by_role("status")).to_contain_text("Sie haben schon weitergemacht")
    assert turn_of(first) == turn_of(second)
    assert first.locator("#pl-heading").inner_text() == second.locator("#pl-heading").inner_text()
    store = open_store(server.workspace / "data" / "probelauf.db")
    assert 1 == len(store.sessions(STUDY))
    store.close()


def test_double_click_is_one_step(server: Server, page: Page) -> None:
    """A double click on "Zurück" or "Weiter" moves by one page."""
    begin(page, server)
    turn = turn_of(page)
    page.get_by_role("button", name="Weiter").dblclick()
    settle(page)
    page.wait_for_timeout(500)
    assert turn + 1 == turn_of(page)


def test_uninvited_get_a_calm_page(server: Server, page: Page) -> None:
    """Without an invitation, or with a made-up one, the page says what to do."""
    for address in (server.origin, f"{server.origin}/?einladung=erfunden"):
        page.goto(address)
        settle(page)
        expect(page.locator("#pl-heading")).to_have_text("Sie brauchen eine Einladung")
        check_page(page, set())


def test_declining_and_stopping(server: Server, page: Page) -> None:
    """Who declines can come back; who stops is thanked; both pages are as accessible as the others."""
    page.goto(server.link(STUDY))
    settle(page)
    page.get_by_role("button", name="Ich mache nicht mit").click()
    expect(page.locator("#pl-heading")).to_have_text("Sie machen nicht mit")
    check_page(page, set())
    page.get_by_role("button", name="Ich möchte doch mitmachen").click()
    settle(page)
    come_in(page)
    page.get_by_role("button", name="Test abbrechen").click()
    expect(page.locator("#pl-heading")).to_have_text("Sie haben den Test abgebrochen")
    check_page(page, set())
    store = open_store(server.workspace / "data" / "probelauf.db")
    assert ["stopped"] == [session.end_reason for session in store.sessions(STUDY)]
    store.close()


@pytest.mark.parametrize(("width", "height"), [(400, 800), (320, 256)])
def test_small_screens_and_zoom(server: Server, browser: Browser, width: int, height: int) -> None:
    """At 400 pixels, and at 1280 pixels with 400 % zoom (320 pixels), nothing needs sideways scrolling."""
    context = browser.new_context(locale="de-DE", viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(server.link(STUDY))
    settle(page)
    seen: set[str] = set()
    check_page(page, seen)
    page.get_by_text("Ja", exact=True).click()
    for words in ("Ich mache mit", "Weiter", "Aufgabe beginnen", "Jetzt starten", "Weiter"):
        page.get_by_role("button", name=words).click()
        settle(page)
        check_page(page, seen)
    context.close()
