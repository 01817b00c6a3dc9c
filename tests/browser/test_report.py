"""A report in a real browser: no request, no barrier that axe finds, nothing cut off, and it prints."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a demo with invented people."""
    root = tmp_path_factory.mktemp("lab")
    command = [sys.executable, "-m", "labs.cli", "--workspace", str(root)]
    subprocess.run([*command, "demo", "--no-serve"], check=True, capture_output=True)
    subprocess.run([*command, "report", "wohngeld/demo", "-o", str(root / "r.html")], check=True, capture_output=True)
    return root / "r.html"


@pytest.mark.parametrize("width", [1280, 400])
def test_report_is_whole_and_without_barriers(page: Page, report: Path, width: int) -> None:
    """On a desk and on a phone: no request to anywhere, nothing wider than the screen, no finding of axe."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())
    assert [report.as_uri()] == asked
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [] == Axe().run(page).response["violations"]


def test_page_one_is_one_printed_page(page: Page, report: Path) -> None:
    """Everything for those who decide fits on one sheet of A4, from the verdict to the lines for signatures."""
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(182 / 25.4 * 96), "height": 1000})
    box = page.locator("#entscheidung").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= (297 - 12 - 14) / 25.4 * 96


def test_tables_are_not_cut_in_print(page: Page, report: Path) -> None:
    """No table is wider than the sheet."""
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(182 / 25.4 * 96), "height": 1000})
    cut = "[...document.querySelectorAll('table')].filter(t => t.scrollWidth > t.clientWidth + 1).length"
    assert 0 == page.evaluate(cut)
