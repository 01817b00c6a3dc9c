"""Two processes behind nginx over one PostgreSQL: a citizen outlives the process that serves her."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from citizen import Citizen, come_in, press
from conftest import Server, answers, free_port, settle, start, stop
from playwright.sync_api import Page, expect
from postgres import PostgresServer

from feedback.store import open_store
from labs.discovery import Workspace

STUDY = "wohngeld/runde-1"
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
ESTABLISHED = "01"


def nginx_program() -> str:
    """Return where nginx is; without it the tests are skipped on a desk, and fail in CI."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no nginx, and CI must not skip its tests.")
        pytest.skip("There is no nginx on this machine: install it to run its tests.")
    return found


class Cluster:
    """nginx with our own configuration before two processes; `front` is the citizens' port."""

    def __init__(self, folder: Path, processes: list[Server], front: int, database: str) -> None:
        self.folder = folder
        self.processes = processes
        self.front = front
        self.database = database

    @property
    def link(self) -> str:
        """The open invitation, by way of nginx."""
        found = self.processes[0].link(STUDY)
        return re.sub(r"http://[^/]+", f"http://127.0.0.1:{self.front}", found)

    def serving(self) -> Server:
        """Return the process that holds the one open websocket."""
        table = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
        busy = {int(row[1].split(":")[1], 16) for row in table if row[3] == ESTABLISHED}
        (found,) = (one for one in self.processes if port_of(one) in busy)
        return found


def port_of(server: Server) -> int:
    """Return the port that a process listens on."""
    return int(server.origin.rsplit(":", 1)[1])


@pytest.fixture
def cluster(tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Two workspaces, as on two machines, with one secret and one database."""
    program = nginx_program()
    database = postgres.new_database()
    monkeypatch.setenv("PROBELAUF_SECRET", "the same on both machines")
    processes = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        processes.append(start(tmp_path / name, "serve", "--only", "citizens", "--database", database))
    front = free_port()
    proxy = start_nginx(program, tmp_path, [port_of(one) for one in processes], front)
    yield Cluster(tmp_path, processes, front, database)
    proxy.terminate()
    proxy.wait(20)
    for one in processes:
        stop(one)


def start_nginx(program: str, folder: Path, ports: list[int], front: int) -> subprocess.Popen[bytes]:
    """Start nginx with our configuration; only ports and places of temporary files are others."""
    said = CONFIGURATION.read_text(encoding="utf-8")
    for written, real in {"8501": ports[0], "8502": ports[1], "8080": front, "8081": free_port()}.items():
        assert written in said
        said = re.sub(rf"\b{written}\b", str(real), said)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    said = said.replace("http {", f"http {{ {places}")
    (folder / "nginx.conf").write_text(f"pid {folder}/nginx.pid; daemon off;\n{said}", encoding="utf-8")
    log = (folder / "nginx.log").open("w")
    running = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=log, stderr=log)
    while not answers(front):
        assert running.poll() is None, (folder / "nginx.log").read_text(encoding="utf-8")
        time.sleep(0.05)
    return running


@pytest.mark.slow
def test_a_citizen_outlives_the_process_that_serves_her(cluster: Cluster, page: Page) -> None:
    """Half way its process is killed: she goes on at the same page with the same answers, and finishes."""
    page.goto(cluster.link)
    settle(page)
    come_in(page)
    with closing(open_store(cluster.database)) as store:
        arm = store.sessions(STUDY)[-1].arm
    service = Workspace.open(cluster.processes[0].workspace).load("wohngeld")
    press(page, "Aufgabe beginnen")
    citizen = Citizen(page, service, arm, "antrag")
    for _ in range(4):
        citizen.use_page()
    heading = page.locator("#pl-heading").inner_text()

    victim = cluster.serving()
    victim.process.send_signal(signal.SIGKILL)
    victim.process.wait(20)
    (left,) = (one for one in cluster.processes if one is not victim)
    page.locator("#pl-page").wait_for()
    deadline = time.monotonic() + 30
    while not holds_websocket(cluster, left):
        assert time.monotonic() < deadline, "the browser did not connect to the other process"
        page.wait_for_timeout(100)
    settle(page)

    expect(page.locator("#pl-heading")).to_have_text(heading)
    while not citizen.journey.at_end:
        citizen.use_page()
    press(page, "Ich bin fertig")
    with closing(open_store(cluster.database)) as store:
        (session,) = store.sessions(STUDY)
        events = store.events(session.session_id)
    assert list(range(len(events))) == [seq for seq, event in events if event.source == "server"]
    kinds = [event.type for _, event in events]
    assert (1, 1, 1) == tuple(kinds.count(kind) for kind in ("session_started", "task_started", "task_ended"))
    assert "success" == next(event.outcome for _, event in events if event.type == "task_ended")
    shown = [event.page for _, event in events if event.type == "page_shown" and event.nav == "next"]
    assert len(set(shown)) == len(shown)


def holds_websocket(cluster: Cluster, server: Server) -> bool:
    """Say whether the browser's websocket has come to this process."""
    try:
        return cluster.serving() is server
    except ValueError:
        return False


@pytest.mark.slow
def test_the_front_shows_nothing_inner_and_logs_nobody(cluster: Cluster, page: Page) -> None:
    """Health and metrics are not for the world; no link, address or answer is written down, even without a server."""
    token = cluster.link.split("einladung=")[1]
    page.goto(cluster.link)
    settle(page)
    for path in ("/zustand", "/metrics"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://127.0.0.1:{cluster.front}{path}", timeout=10)
    for one in cluster.processes:
        one.process.kill()
    with pytest.raises(HTTPError, match="502"):
        urlopen(f"http://127.0.0.1:{cluster.front}/?einladung={token}", timeout=10)
    assert "" == (cluster.folder / "nginx.log").read_text(encoding="utf-8")
    for path in cluster.folder.rglob("*"):
        if path.is_file() and path.name != "server.log":
            assert token.encode() not in path.read_bytes(), path
