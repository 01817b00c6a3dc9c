"""The probe in a real browser: what it notices, what it never sees, and that nothing gets lost or comes twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Server, settle, start, stop
from playwright.sync_api import BrowserContext, Page
from test_canary import STUDY, choose, fill, found_in, press

from feedback.events import Event, FieldTimed
from feedback.probe import MOST_BYTES
from feedback.store import Store, open_store

PROTOTYPE = '''
"""Two pages with something to open, to type and to choose."""
from typing import Literal
import streamlit as st
from labs import BaseModel, Page, Service, Task, ask


def hilfe(antworten):
    """Draw a help text to open, and a picture that looks like a button."""
    with st.expander("Was ist das?"):
        st.write("Eine Hilfe.")
    st.html('<div id="attrappe" style="width:200px;height:60px;background:#ccc">&nbsp;</div>')


class Kind(BaseModel):
    """An entry of a group."""

    rufname: str = ask("Rufname")


class Antrag(BaseModel):
    """Everything."""

    text: str = ask("Text")
    eins: Literal["Kanariengelb", "Kanarienrot"] = ask("Eine Farbe")
    mehrere: list[Literal["Kanarienblau", "Kanarienweiss"]] = ask("Mehrere Farben")
    kinder: list[Kind] = ask("Kinder", item="Kind")


service = Service("kanarie", "Kanarie", Antrag,
    pages=[Page("eins", "Erste Seite", "text", "eins", "mehrere", render=hilfe),
           Page("zwei", "Zweite Seite", "kinder")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.")])
'''
NAME = "kanarie/runde-1"
CANARIES = ["KANARIE-TEXT", "KANARIE-NEU", "Kanariengelb", "Kanarienblau", "KANARIE-RUFNAME"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A lab with the prototype above."""
    folder = tmp_path / "prototypes" / "kanarie"
    (folder / "studies").mkdir(parents=True)
    (folder / "__init__.py").write_text(PROTOTYPE, encoding="utf-8")
    (folder / "studies" / "runde-1.toml").write_text(STUDY, encoding="utf-8")
    running = start(tmp_path, "serve", "--only", "citizens")
    yield running
    stop(running)


def database(server: Server) -> Store:
    return open_store(server.workspace / "data" / "probelauf.db")


def recorded(server: Server) -> list[Event]:
    """Return what the probe has had stored, in the order of time."""
    store = database(server)
    events = [event for session in store.sessions(NAME) for _, event in store.events(session.session_id)]
    store.close()
    return sorted((event for event in events if event.source == "probe"), key=lambda event: event.t_ms)


def waited_for(page: Page, server: Server, is_there: Callable[[list[Event]], bool]) -> list[Event]:
    """Return what is stored as soon as the condition holds."""
    for _ in range(150):
        events = recorded(server)
        if is_there(events):
            return events
        page.wait_for_timeout(200)
    raise AssertionError(Counter(event.type for event in recorded(server)))


def kinds(events: list[Event]) -> set[str]:
    return {event.type for event in events}


def begin(page: Page, server: Server, *, probe: bool) -> None:
    """Come in with or without consent to the probe, up to the first page of the prototype."""
    page.goto(server.link(NAME))
    settle(page)
    if probe:
        page.locator(".st-key-scope-probe label").click()
    choose(page, "Ja")
    press(page, "Ich mache mit")
    press(page, "Aufgabe beginnen")


def use_first_page(page: Page) -> None:
    """Type, correct and choose on the first page, open the help, click where nothing is, and lose patience."""
    fill(page, {"text": "KANARIE-TEXT"})
    field = page.get_by_label("Text")
    field.press("Backspace")
    field.press_sequentially("KANARIE-NEU")
    choose(page, "Kanariengelb")
    choose(page, "Kanarienblau")
    page.get_by_text("Was ist das?").click()
    page.get_by_text("Eine Hilfe.").wait_for()
    page.locator("#attrappe").click()
    page.wait_for_timeout(2_700)  # the time after which a click without an effect counts as dead
    for _ in range(3):
        page.locator("#attrappe").click()


def test_what_is_noticed(server: Server, context: BrowserContext) -> None:
    """Each kind of behaviour arrives, with page and field, also from a tab that was hidden or closed; no value does."""
    page = context.new_page()
    begin(page, server, probe=True)
    use_first_page(page)
    press(page, "Weiter")
    fill(page, {"kinder-0-rufname": "KANARIE-RUFNAME"})
    other = context.new_page()
    page.close(run_before_unload=True)
    wanted = {"field_timed", "clicked", "dead_clicked", "rage_clicked", "help_opened", "tab_closed"}
    events = waited_for(other, server, lambda found: wanted <= kinds(found))

    dead = [event for event in events if event.type == "dead_clicked"]
    assert {("eins", "antrag", None)} == {(event.page, event.task, event.target) for event in dead}
    assert [3] == [event.count for event in events if event.type == "rage_clicked"]  # type: ignore[attr-defined]
    assert 1 == sum(event.type == "help_opened" for event in events)
    clicks = [(event.target, event.interactive) for event in events if event.type == "clicked"]  # type: ignore[attr-defined]
    assert {("eins", True), ("mehrere", True), (None, True), (None, False)} == set(clicks)
    timed = {event.target: event for event in events if isinstance(event, FieldTimed)}
    assert {"text", "eins", "mehrere", "kinder.rufname"} == set(timed)
    assert {"text": 1, "eins": 0, "mehrere": 0, "kinder.rufname": 0} == {name: one.edits for name, one in timed.items()}
    assert [] == [one for one in timed.values() if one.hesitation_ms is None]
    assert {"zwei": "tab_closed"} == {event.page: event.type for event in events if event.type == "tab_closed"}
    assert {} == {words: paths for words in CANARIES if (paths := found_in(server.workspace, words))}


def test_where_exactly_an_option_is_clicked_is_not_told(server: Server, page: Page) -> None:
    """All clicks on a field have the field's zone, whichever option they hit."""
    page.set_viewport_size({"width": 400, "height": 500})
    begin(page, server, probe=True)
    for words in ("Kanariengelb", "Kanarienrot", "Kanariengelb"):
        choose(page, words)
    events = waited_for(page, server, lambda found: 3 == sum(event.target == "eins" for event in found))
    assert 1 == len({event.zone for event in events if event.target == "eins"})  # type: ignore[attr-defined]


def test_coming_and_going(server: Server, context: BrowserContext) -> None:
    """A minute without input, a tab out of sight, and the browser's back button are told, in the order of time."""
    page = context.new_page()
    page.clock.install()
    begin(page, server, probe=True)
    page.mouse.move(10, 10)
    page.clock.fast_forward(61_000)
    page.mouse.move(20, 20)
    for hidden in ("true", "false"):
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    page.evaluate("history.pushState({}, '', '#weiter')")
    page.evaluate("history.back()")
    wanted = ["idled", "visibility_changed", "visibility_changed", "went_back"]
    events = waited_for(page, server, lambda found: len(found) >= len(wanted))
    assert wanted == [event.type for event in events]
    assert [False, True] == [event.visible for event in events if event.type == "visibility_changed"]  # type: ignore[attr-defined]
    assert 61_000 <= events[0].duration_ms < 90_000  # type: ignore[attr-defined]
    assert {("eins", "antrag")} == {(event.page, event.task) for event in events}


def test_silent_without_consent(server: Server, page: Page) -> None:
    """Who did not agree to the probe sends not a single request to its route."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page, server, probe=False)
    use_first_page(page)
    press(page, "Weiter")
    page.wait_for_timeout(5_500)  # longer than the time after which a batch is sent
    page.close(run_before_unload=True)
    assert any(url.endswith("/assets/probe.js") for url in asked)
    assert [] == [url for url in asked if "/aufzeichnung" in url]
    assert [] == recorded(server)


def test_late_batches_arrive_once(server: Server, context: BrowserContext) -> None:
    """While the route does not answer, everything is kept; afterwards it arrives, complete and once."""
    page = context.new_page()
    tried: list[str] = []
    begin(page, server, probe=True)
    page.route("**/aufzeichnung", lambda route: (tried.append("dropped"), route.abort())[1])
    for _ in range(3):
        page.locator("#attrappe").click()
        page.wait_for_timeout(700)
    page.wait_for_event("requestfailed", predicate=lambda request: request.url.endswith("/aufzeichnung"))
    assert [] == recorded(server)
    page.unroute("**/aufzeichnung")
    # The first answer is thrown away after the server stored the batch: the page has to send it again.
    answers: list[int] = []

    def lose_the_answer(route: object) -> None:
        answers.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/aufzeichnung", lose_the_answer, times=1)
    waited_for(page, server, lambda found: len(found) >= 3)
    with page.expect_response("**/aufzeichnung", timeout=60_000) as again:
        pass
    assert 204 == again.value.status
    assert tried
    assert [204] == answers
    store = database(server)
    (session,) = store.sessions(NAME)
    numbers = [seq for seq, event in store.events(session.session_id) if event.source == "probe"]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert 3 == sum(event.type == "clicked" for event in recorded(server))
    store.close()


def test_the_queue_is_bounded(server: Server, page: Page) -> None:
    """Of 2,500 events without a connection the last 2,000 are kept, and the largest batch fits through the door."""
    page.route("**/aufzeichnung", lambda route: route.abort())
    page.goto(server.origin)
    kept, first, size = page.evaluate("""async () => {
        const {Channel} = await import("/assets/channel.js");
        const sizes = [], channel = new Channel(), word = "x".repeat(80), big = 86400000;
        const beacon = navigator.sendBeacon;
        navigator.sendBeacon = (route, body) => { sizes.push(body.length); return true; };
        channel.renew("t".repeat(100));
        for (let i = 0; i < 2500; i += 1) channel.add({type: "field_timed", t_ms: big, task: word, page: word,
            target: word, hesitation_ms: big, dwell_ms: big, edits: 999});
        channel.leave();
        navigator.sendBeacon = beacon;
        return [channel.waiting.length, channel.waiting[0].n, Math.max(...sizes)];
    }""")
    assert (2_000, 500) == (kept, first)
    assert size <= MOST_BYTES


def test_a_restart_of_the_server_loses_nothing(server: Server, context: BrowserContext) -> None:
    """What was noticed while the server was down arrives at the next process."""
    page = context.new_page()
    begin(page, server, probe=True)
    server.process.kill()
    server.process.wait(20)
    page.locator("#attrappe").click()
    again = start(server.workspace, "serve", "--only", "citizens", port=int(server.origin.rpartition(":")[2]))
    try:
        events = waited_for(page, server, lambda found: "clicked" in kinds(found))
        assert 1 == sum(event.type == "clicked" for event in events)
    finally:
        stop(again)
