"""The route of the probe: what it answers, and that it answers nothing but that."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from probing import DEAD_CLICK, NOW_MS, SECRET, TICKET, a_batch, a_reception, a_store, stored
from starlette.applications import Starlette
from starlette.types import Message

from feedback.probe import MOST_BYTES, Reception
from feedback.store import Store
from feedback.tokens import ProbeTicket
from labs.runner.beacon import PATH, beacon_route

OWN = {"host": "lab.example:8501", "origin": "https://lab.example:8501"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def ask(
    reception: Reception, body: bytes, *, method: str = "POST", chunks: int = 1, **headers: str
) -> tuple[int, bytes]:
    """Send one request through the application; return status and body of the answer."""
    sent: list[Message] = []
    size = -(-len(body) // chunks) or 1
    parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    left: Iterator[Message] = iter(
        {"type": "http.request", "body": part, "more_body": index < len(parts) - 1} for index, part in enumerate(parts)
    )

    async def receive() -> Message:
        return next(left, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(message)

    given = (
        {"content-length": str(len(body))} | OWN | {name.replace("_", "-"): value for name, value in headers.items()}
    )
    scope = {
        "type": "http",
        "method": method,
        "path": PATH,
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
    }
    asyncio.run(Starlette(routes=[beacon_route(reception)])(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_batch_is_acknowledged_after_it_is_stored(store: Store) -> None:
    """204 without a word means that the events are in the database."""
    assert (204, b"") == ask(a_reception(store), a_batch())
    assert ["dead_clicked"] == [event.type for _, event in stored(store)]


def test_a_body_may_come_in_pieces(store: Store) -> None:
    """Whatever the pieces, with a length or without."""
    assert (204, b"") == ask(a_reception(store), a_batch(), chunks=7, content_length="")
    assert 1 == len(stored(store))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ""},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "https://lab.example"},
        {"origin": "https://lab.example:8501.evil.example"},
        {"origin": "http://[::1"},
        {"content_length": str(MOST_BYTES + 1)},
        {"content_length": "-1"},
        {"content_length": "9" * 5_000},
        {"content_length": "²"},
        {"method": "GET"},
        {"method": "PUT"},
        {"method": "OPTIONS"},
    ],
)
def test_strangers_are_refused(store: Store, headers: dict[str, str]) -> None:
    """Another site, another method, a length that is too large: 400, an empty body, and nothing stored."""
    assert (400, b"") == ask(a_reception(store), a_batch(), **headers)
    assert [] == stored(store)


def test_the_lab_may_stand_behind_a_proxy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that the browser sees counts: as the proxy forwards it, or as the operator set it."""
    reception = a_reception(store)
    public = {"origin": "https://probelauf.example"}
    assert 400 == ask(reception, a_batch(), **public)[0]
    assert 204 == ask(reception, a_batch(), **public, x_forwarded_host="probelauf.example, inner")[0]
    monkeypatch.setenv("PROBELAUF_PUBLIC_URL", "https://Probelauf.example/")
    assert 204 == ask(reception, a_batch(first=1), **public)[0]


@pytest.mark.parametrize("chunks", [1, 9])
def test_large_bodies_are_refused(store: Store, chunks: int) -> None:
    """A body larger than it said it was is not read to its end."""
    body = a_batch() + b" " * MOST_BYTES
    assert (400, b"") == ask(a_reception(store), body, chunks=chunks, content_length="20")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 50_000, b'{"token": "\\ud800", "events": []}']
)
def test_nonsense_is_refused(store: Store, body: bytes) -> None:
    """What is no batch gets the same answer."""
    assert (400, b"") == ask(a_reception(store), body)


def test_foreign_batches_are_refused(store: Store) -> None:
    """A session that does not exist, words that its flow does not know: the same answer."""
    reception = a_reception(store)
    assert (400, b"") == ask(reception, a_batch(ticket=ProbeTicket("s2", 7)))
    assert (400, b"") == ask(reception, a_batch([DEAD_CLICK | {"page": "elsewhere"}], ticket=TICKET))


def test_a_locked_database_asks_for_patience(tmp_path: Path) -> None:
    """While another program holds the database, the answer is 503; sent again later, the batch stands once."""
    from feedback.store import open_store

    a_store(tmp_path).close()
    store = open_store(tmp_path / "lab.db", busy_timeout_ms=50)
    reception = Reception(store, SECRET, lambda: NOW_MS)
    with contextlib.closing(sqlite3.connect(tmp_path / "lab.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (503, b"") == ask(reception, a_batch())
        other.execute("ROLLBACK")
    assert (204, b"") == ask(reception, a_batch())
    assert 1 == len(stored(store))
    store.close()


def test_the_same_batch_may_come_twice_at_once(store: Store, tmp_path: Path) -> None:
    """Sent twice while the first is still on its way, and given another time: both are acknowledged, one is stored."""

    class Noticed(Reception):
        """Tells when it has passed a batch on."""

        passed = threading.Event()

        def take(self, body: bytes) -> Future[None] | None:
            """Store the batch."""
            future = super().take(body)
            self.passed.set()
            return future

    body = a_batch([DEAD_CLICK | {"t_ms": NOW_MS * 2}])
    later = Noticed(store, SECRET, lambda: NOW_MS + 5)
    with ThreadPoolExecutor() as pool, contextlib.closing(sqlite3.connect(tmp_path / "lab.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        first = a_reception(store).take(body)
        second = pool.submit(ask, later, body)
        assert later.passed.wait(5)
        other.execute("ROLLBACK")
        assert first is not None
        first.result()
        assert (204, b"") == second.result()
    assert [NOW_MS - 1_000] == [event.t_ms for _, event in stored(store)]


def test_a_slow_database_asks_for_patience(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the commit takes longer than the patience, the answer is 503; the event arrives all the same, once."""
    monkeypatch.setattr("labs.runner.beacon.PATIENCE_S", 0)
    reception = a_reception(store)
    assert (503, b"") == ask(reception, a_batch())
    monkeypatch.setattr("labs.runner.beacon.PATIENCE_S", 5)
    assert (204, b"") == ask(reception, a_batch())
    assert 1 == len(stored(store))
