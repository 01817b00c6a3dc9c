"""A real server over a real database, and a real Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str | None:
    """Return where Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Server:
    """A running program: its links, its workspace, its log."""

    process: subprocess.Popen[str]
    workspace: Path
    origin: str
    log: Path

    @property
    def output(self) -> str:
        """What the program has printed so far."""
        return self.log.read_text(encoding="utf-8")

    def link(self, study: str) -> str:
        """Return the open invitation to a study."""
        found = re.search(rf"Citizens, {study}: (\S+)", self.output)
        assert found, self.output
        return found.group(1)

    def office_link(self) -> str:
        """Return the link with the office's one-time code that the server printed at its start."""
        found = re.search(r"Office: (\S+)", self.output)
        assert found, self.output
        return found.group(1)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Say whether the program on this port serves pages by now."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def start(workspace: Path, *arguments: str, port: int | None = None) -> Server:
    """Start `probelauf` with these arguments and wait until it answers."""
    port = port or free_port()
    log = workspace / "server.log"
    command = [
        sys.executable,
        "-m",
        "labs.cli",
        "--workspace",
        str(workspace),
        *arguments,
        "--port",
        str(port),
    ]
    process = subprocess.Popen(
        command,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    for _ in range(300):
        if answers(port):
            return Server(process, workspace, f"http://127.0.0.1:{port}", log)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text()}")


def stop(server: Server) -> None:
    """Stop a server and wait for its end."""
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, once a file: its event loop runs in this thread, where other files' tests need their own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium; without it the tests are skipped on a desk, and fail in CI."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium, and CI must not skip the browser tests.")
        pytest.skip("There is no Chromium on this machine: install it to run the browser tests.")
    running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield running
    running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser."""
    opened = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab."""
    return context.new_page()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh lab with the shipped prototypes, both sides served."""
    running = start(tmp_path, "serve")
    yield running
    stop(running)


def settle(page: Page) -> None:
    """Wait until Streamlit has finished its run and the page stands."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(150)
