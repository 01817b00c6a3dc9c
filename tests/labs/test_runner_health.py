"""The routes for those who keep the server running: how it is, and numbers for Prometheus."""

import asyncio
import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from feedback.errors import OperatorError
from feedback.events import FlowPage, FlowSnapshot, PageShown, Session
from feedback.lab import Lab
from feedback.operation.pulse import Pulse
from feedback.recorder import Recorder
from feedback.store import open_store
from feedback.version import VERSION
from labs.discovery import Workspace
from labs.runner.health import HEALTH, METRICS, TOKEN_VARIABLE, health_routes
from labs.runner.shell import Shell, clock_ms

TOKEN = "a-token-that-is-long"
FLOW = FlowSnapshot(
    content_hash="c", prototype="p", variant="A", title="P", language="de",
    pages=(FlowPage(id="eins", title="Eins", kind="form", fields=()),), fields=(), rules=(), tasks=(),
)  # fmt: skip
SESSION = Session(
    session_id="Kanarie-1", study="kanarie/geheim", round=1, prototype="p", variant="A", arm="A", content_hash="c",
    mode="alone", participant="Kanarie-2", position=0, consent_version="1", consent_scopes=("taking_part",),
    app_version="0", synthetic=False, started_ms=1_000,
)  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    store = open_store(tmp_path / "probelauf.db", busy_timeout_ms=50)
    with contextlib.closing(store):
        yield Shell(Lab.open(tmp_path), Workspace.open(tmp_path), store, Recorder(store), "secret")


@dataclass
class Client:
    """Asks the routes over ASGI."""

    shell: Shell
    pulse: Pulse
    answers: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.app = Starlette(routes=health_routes(self.shell, self.pulse, self.answers))

    def get(self, path: str, authorization: str | None = None) -> tuple[int, str]:
        """Return status and body."""
        headers = [] if authorization is None else [(b"authorization", authorization.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent).decode()


def test_health_follows_the_database(shell: Shell, tmp_path: Path) -> None:
    """200 while the database takes writes, 503 while it does not, and 200 again; nothing else is told."""
    pulse = Pulse(shell.store, shell.recorder, clock_ms)
    here = Client(shell, pulse)
    pulse.beat()
    good = {"status": "ok", "database": "ok", "recorder": {"waiting": 0, "lost": 0}, "version": VERSION}
    status, body = here.get(HEALTH)
    assert (200, good) == (status, json.loads(body))
    with contextlib.closing(sqlite3.connect(tmp_path / "probelauf.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        pulse.beat()
        status, body = here.get(HEALTH)
        assert (503, good | {"status": "failing", "database": "failing"}) == (status, json.loads(body))
    pulse.beat()
    status, body = here.get(HEALTH)
    assert (200, good) == (status, json.loads(body))


def test_metrics_need_a_token(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, without the header, or with a wrong one, there is no such page."""
    pulse = Pulse(shell.store, shell.recorder, clock_ms)
    assert 404 == Client(shell, pulse).get(METRICS, "Bearer ")[0]
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    for authorization in (None, "", "Bearer wrong", "Bearer ü", TOKEN):
        assert (404, "") == Client(shell, pulse).get(METRICS, authorization)
    monkeypatch.setenv(TOKEN_VARIABLE, "short")
    with pytest.raises(OperatorError, match="at least 16 characters"):
        Client(shell, pulse)


def test_metrics_count_and_name_nobody(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions, batches, events, waits and beacons are counted; no id, study or word is told."""
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    session = shell.recorder.open(SESSION, FLOW)
    session.record(PageShown(t_ms=1, page="eins", nav="start"))
    session.end("finished", 2_000).result(20)
    shell.store.check()  # the acknowledgement of the batches before is counted by now
    answers = Counter({204: 5, 400: 2, 503: 1})
    status, page = Client(shell, Pulse(shell.store, shell.recorder, clock_ms), answers).get(METRICS, f"Bearer {TOKEN}")
    assert 200 == status
    for name, value in {
        "sessions_started_total": 1, "sessions_ended_total": 1, "batches_stored_total": 4, "events_stored_total": 3,
        "events_lost_total": 0, "beacons_accepted_total": 5, "beacons_refused_total": 3, "batches_waiting": 0,
        "visits": 0, "acknowledgement_seconds_count": 4, 'acknowledgement_seconds_bucket{le="+Inf"}': 4,
    }.items():  # fmt: skip
        assert f"probelauf_{name} {value:.1f}\n" in page
    assert "process_resident_memory_bytes" in page
    assert "anarie" not in page
