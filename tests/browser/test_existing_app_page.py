"""An existing Streamlit app and stand-ins in a real browser, and what is kept of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from citizen import come_in, press
from conftest import Server, settle, start, stop
from playwright.sync_api import Page, expect
from test_citizen import check_page

from feedback.store import open_store

CANARY = "Kanarienvogel"
OLD = {
    "__init__.py": """
from labs import Service, Task

service = Service("altes", "Altes Formular", app="alt.py", steps=("start", "fertig"),
    tasks=[Task("antrag", "Stellen Sie den Antrag.", ends="fertig")])
""",
    "alt.py": """
import streamlit as st
import labs

if "sent" not in st.session_state:
    labs.step("start")
    st.text_input("Ihr Name", key="name")
    if st.button("Senden"):
        st.session_state.sent = True
        st.rerun()
else:
    labs.step("fertig")
    st.write("Danke")
""",
}
MOCKED = {
    "__init__.py": '''
from labs import BaseModel, Page, Service, Task, ask
from labs.mocks import bundid, prefill


class Antrag(BaseModel):
    """What is asked."""

    abruf: bool = ask("Dürfen wir Ihre Daten abrufen?")
    name: str = ask("Wie heißen Sie?", hint="Vorname und Nachname")


service = Service("nachbau", "Mit Nachbauten", Antrag,
    pages=[Page("anmelden", "Melden Sie sich an", mock=bundid()),
        Page("abruf", "Ihre Daten", "abruf", mock=prefill("abruf", "name")), Page("name", "Ihr Name", "name")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"abruf": True, "name": "Erika Beispiel"},
        mocks={"bundid": ["abgebrochen"]})])
''',
}
STUDY = """
title = "Probe"
prototype = "{name}"
arm = [{{id = "A", variant = "A"}}]
task = [{{id = "antrag", critical = true}}]
gate = [{{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}}]
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A lab with an existing app, and with a service that has stand-ins."""
    for name, files in (("altes", OLD), ("nachbau", MOCKED)):
        folder = tmp_path / "prototypes" / name
        (folder / "studies").mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / "studies" / "runde-1.toml").write_text(STUDY.format(name=name), encoding="utf-8")
    running = start(tmp_path, "serve")
    yield running
    stop(running)


def begin(server: Server, page: Page, study: str) -> None:
    """Come in and begin the task."""
    page.goto(server.link(study))
    settle(page)
    come_in(page)
    press(page, "Aufgabe beginnen")


def recorded(server: Server, kind: str) -> list[str]:
    """Return pages or rules of the recorded events of a type, in their order."""
    store = open_store(server.workspace / "data" / "probelauf.db")
    (session,) = [one for one in store.sessions() if not one.synthetic]
    found = [event for _, event in store.events(session.session_id) if event.type == kind]
    store.close()
    return [getattr(event, "rule", event.page) or "" for event in found]


def test_existing_app(server: Server, page: Page) -> None:
    """The app runs between task card and ways out; each step takes the focus; nothing typed reaches the disk."""
    begin(server, page, "altes/runde-1")
    check_page(page, set())
    expect(page.locator(".pl-task summary")).to_contain_text("Stellen Sie den Antrag.")
    page.get_by_label("Ihr Name").fill(CANARY)
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_text("Danke")).to_be_visible()
    expect(page.locator("#pl-heading")).to_be_focused()
    settle(page)
    page.get_by_role("button", name="Ich bin fertig").click()
    expect(page.locator("#pl-heading")).not_to_have_text("Altes Formular")
    stop(server)
    kept = [file.read_bytes() for file in server.workspace.rglob("*") if file.is_file()]
    assert not any(CANARY.encode() in content for content in kept)
    assert ["start", "fertig"] == recorded(server, "page_shown")


def test_stand_ins(server: Server, page: Page) -> None:
    """A mock-up is marked; its failure leads to its button; what the register filled in says so."""
    begin(server, page, "nachbau/runde-1")
    expect(page.locator(".pl-mock")).to_contain_text("Nachbau für den Test")
    check_page(page, set())
    press(page, "Mit BundID anmelden")
    expect(page.locator("#pl-summary")).to_be_focused()
    check_page(page, set())
    page.locator("#pl-summary a").click()
    expect(page.get_by_role("button", name="Mit BundID anmelden")).to_be_focused()
    press(page, "Mit BundID anmelden")
    expect(page.locator("#pl-heading")).to_have_text("Ihre Daten")
    page.get_by_test_id("stRadioGroup").get_by_text("Ja").click()
    press(page, "Weiter")
    expect(page.get_by_label("Wie heißen Sie?")).to_have_value("Erika Beispiel")
    expect(page.locator(".pl-hint")).to_contain_text("Diese Angabe kommt aus dem Register.")
    check_page(page, set())
    stop(server)
    assert ["mock.abgebrochen"] == recorded(server, "problem_shown")
