"""An author's preview: edits show, mistakes show with their source and heal, every page can be the first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Server, answers, free_port, settle, start, stop
from playwright.sync_api import Page, expect
from test_citizen import check_page

from labs import scaffold


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Server]:
    """A lab with the reference service, previewed."""
    scaffold.write("antrag", tmp_path)
    running = start(tmp_path, "open", "antrag")
    yield running
    stop(running)


def declaration(server: Server) -> Path:
    """Return the file that declares the prototype."""
    return server.workspace / "prototypes" / "antrag" / "__init__.py"


def test_edits_show_and_mistakes_heal(preview: Server, page: Page) -> None:
    """A saved change shows without a reload; a mistake shows its line and the mend; mended, the page is back."""
    page.goto(preview.origin)
    expect(page.locator("#pl-heading")).to_have_text("Ihr Haushalt")
    file = declaration(preview)
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("Ihr Haushalt", "Ihr neuer Haushalt"), encoding="utf-8")
    expect(page.locator("#pl-heading")).to_have_text("Ihr neuer Haushalt")
    file.write_text(good.replace("answer.wohnform", "answer.wonform"), encoding="utf-8")
    expect(page.locator("#pl-heading")).to_have_text("Der Prototyp hat Fehler")
    expect(page.locator("mark")).to_contain_text("answer.wonform")
    expect(page.locator("body")).to_contain_text("Did you mean `wohnform`?")
    file.write_text(good, encoding="utf-8")
    expect(page.locator("#pl-heading")).to_have_text("Ihr Haushalt")


def test_start_anywhere_with_a_role(preview: Server, page: Page) -> None:
    """The address names variant, page and role: the page stands, filled in up to there."""
    page.goto(f"{preview.origin}/?variant=B&page=check&persona=antrag")
    expect(page.locator("#pl-heading")).to_be_visible()
    page.goto(f"{preview.origin}/?variant=B&page=wohnen&persona=antrag")
    settle(page)
    expect(page.locator("#pl-heading")).to_have_text("Ihre Wohnung")
    assert page.locator("input[type=radio]").first.is_checked()
    page.wait_for_timeout(600)  # until the page has looked for edits once, or a click may fall into that run
    page.get_by_text("Werkzeuge für das Labor").click()
    expect(page.get_by_role("link", name="Ihr Einkommen")).to_be_visible()
    expect(page.get_by_role("img", name="Plan der Seiten und Wege")).to_be_visible()


def test_nothing_is_recorded(preview: Server, page: Page) -> None:
    """A preview makes no database."""
    page.goto(preview.origin)
    settle(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("#pl-summary")).to_be_visible()
    check_page(page, set())
    assert not (preview.workspace / "data").exists()


def test_plain_streamlit_run(tmp_path: Path, page: Page) -> None:
    """`streamlit run prototypes/antrag/app.py` shows the prototype in the same look, as Streamlit's users expect."""
    scaffold.write("antrag", tmp_path)
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "prototypes/antrag/app.py", "--server.headless", "true"]
    process = subprocess.Popen([*command, "--server.port", str(port)], cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if answers(port):
                break
            page.wait_for_timeout(100)
        page.goto(f"http://127.0.0.1:{port}/")
        expect(page.locator("#pl-heading")).to_have_text("Ihr Haushalt")
        page.get_by_role("button", name="Weiter").click()
        expect(page.locator("#pl-summary")).to_be_focused()
        assert "de" == page.evaluate("document.documentElement.lang")
        assert "Fira Sans" in page.evaluate("getComputedStyle(document.querySelector('#pl-heading')).fontFamily")
    finally:
        process.terminate()
        process.wait(20)
