"""Screenshots of a handover: every page of the variant, in a real Chromium."""

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.discovery import Workspace, shipped_root
from labs.handover import Case, open_case, take_screenshots
from labs.handover import screenshots as room


@pytest.fixture(scope="module")
def prototype() -> tuple[Case, Path]:
    """Return the smallest shipped prototype in its second variant, with pages that only some people see."""
    root = shipped_root()
    assert root is not None
    workspace = Workspace(root.parent, root)
    service = workspace.load("hundesteuer")
    case = open_case(service, service.flow("B"), made=datetime(2026, 11, 24, tzinfo=UTC))
    return case, workspace.find("hundesteuer")


def test_every_page_is_photographed(prototype: tuple[Case, Path]) -> None:
    """One PNG a page in the order of the pages, each as wide as a screen and at least as high."""
    case, path = prototype
    documents, missing = take_screenshots(case, path)
    pages = [page.id for page in case.flow.pages]
    assert ([f"bilder/{number:02}-{page}.png" for number, page in enumerate(pages, 1)], []) == (
        [one.path for one in documents],
        missing,
    )
    for one in documents:
        assert b"\x89PNG\r\n\x1a\n" == one.data[:8]
        width, height = struct.unpack(">II", one.data[16:24])
        assert 1280 == width
        assert 900 <= height
    assert len(documents) == len({one.data for one in documents})


def test_without_chromium_it_says_so(prototype: tuple[Case, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No picture, and one German sentence for the index."""
    monkeypatch.setattr(room, "find_chromium", lambda: "")
    assert ([], ["Bildschirmfotos: Auf diesem Rechner ist kein Chromium."]) == take_screenshots(*prototype)


def test_a_browser_that_does_not_run_stops_nothing(
    prototype: tuple[Case, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handover goes on without pictures, and the index says why."""
    monkeypatch.setattr(room, "find_chromium", lambda: "/bin/false")
    documents, missing = take_screenshots(*prototype)
    assert [] == documents
    assert ["Bildschirmfotos: /bin/false does not run here; hand over with --no-screenshots."] == missing
