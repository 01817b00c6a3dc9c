"""Throws requests of every wrong kind at the probe's route of a running server, and checks what it stored.

    PYTHONPATH=.:tests/feedback python tests/benchmarks/fuzz_beacon.py --requests 120000

Good batches go in between, so that the way to the store is tried as well. Afterwards every stored row is read back as
an event that its flow knows, and the rows are exactly those of the batches that were acknowledged.
"""

import argparse
import http.client
import json
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

from itsdangerous import URLSafeTimedSerializer
from probing import DEAD_CLICK, EACH_KIND, SCOPES, SECRET, a_batch
from recordings import FLOW, a_session

from feedback.events import LANE
from feedback.recorder import Vocabulary
from feedback.store import open_store
from feedback.tokens import ProbeTicket, seal_visitor

SESSIONS = 600
CLIENTS = 2
FLOOD = b"a" * 200_000
SERVER = """
import sys, time
from pathlib import Path
import uvicorn
from starlette.applications import Starlette
from feedback.probe import Reception
from feedback.store import open_store
from labs.runner.beacon import beacon_route
reception = Reception(open_store(Path(sys.argv[1])), sys.argv[2], lambda: time.time_ns() // 1_000_000)
uvicorn.run(Starlette(routes=[beacon_route(reception)]), port=int(sys.argv[3]), log_level="warning", access_log=False)
"""
Request = tuple[bytes, dict[str, str]]
Acknowledged = set[tuple[str, int]]


class Attacker:
    """Makes requests; `seed` decides which. `lane` is its own, so that its numbers meet nobody else's."""

    def __init__(self, seed: int, origin: str) -> None:
        self.choose = random.Random(seed)
        self.origin = origin
        self.lane = 100 + seed
        self.sent = 0
        self.past: list[tuple[bytes, Acknowledged]] = []

    def good(self) -> tuple[bytes, Acknowledged]:
        """Return a good batch and the numbers that it brings."""
        session_id = f"s{self.choose.randrange(SESSIONS)}"
        events = self.choose.choices(EACH_KIND, k=self.choose.randint(1, 5))
        body = a_batch(events, ticket=ProbeTicket(session_id, self.lane), first=self.sent)
        numbers = {(session_id, self.lane * LANE + self.sent + index) for index in range(len(events))}
        self.sent = (self.sent + len(events)) % (LANE - 10)
        self.past = [*self.past[-50:], (body, numbers)]
        return body, numbers

    def random_bytes(self) -> Request:
        """Return anything at all."""
        return self.choose.randbytes(self.choose.randint(0, 2_000)), {}

    def mutated(self) -> Request:
        """Return a good batch with some bytes changed, cut or doubled."""
        body = bytearray(self.good()[0])
        self.past.pop()
        for _ in range(self.choose.randint(1, 6)):
            at = self.choose.randrange(len(body))
            self.choose.choice([
                lambda at=at: body.__setitem__(at, self.choose.randrange(256)),
                lambda at=at: body.__delitem__(slice(at, at + self.choose.randint(1, 9))) if len(body) > 20 else None,
                lambda at=at: body.__setitem__(slice(at, at), body[at : at + self.choose.randint(1, 40)]),
            ])()  # fmt: skip
        return bytes(body), {}

    def wrong_values(self) -> Request:
        """Return a batch in which one value is replaced by an odd one."""
        odd: list[Any] = [None, True, -1, 2**70, 1e308, "", "KANARIE", "ä", "x" * 5_000, [], {}, [[[]]], "\x00", 0.5]
        event = dict(self.choose.choice(EACH_KIND))
        event[self.choose.choice([*event, "value", "source"])] = self.choose.choice(odd)
        place = {"token": self.choose.choice(odd)} if self.choose.random() < 0.2 else {}
        return a_batch(
            [event], ticket=ProbeTicket("s0", self.lane + 50), first=self.choose.choice([0, LANE]), **place
        ), {}

    def foreign_origin(self) -> Request:
        """Return a good batch from elsewhere."""
        origins = [
            "",
            "null",
            "https://evil.example",
            self.origin + ".evil.example",
            "http://[::1",
            "\xff",
            "x" * 9_000,
        ]
        return self.good_and_forgotten(), {"Origin": self.choose.choice(origins)}

    def good_and_forgotten(self) -> bytes:
        """Return a batch that is good but for what comes with it."""
        body, _ = self.good()
        self.past.pop()
        return body

    def huge(self) -> Request:
        """Return more than is allowed, as one long text, as blanks, or as many events."""
        bodies = [FLOOD, a_batch() + b" " * 70_000, a_batch([DEAD_CLICK] * 900), b"[" * 64_000, b'{"a":' * 10_000]
        return self.choose.choice(bodies), {}

    def foreign_token(self) -> Request:
        """Return a batch with a token that is forged, old, of another kind, or for a session that does not exist."""
        old = URLSafeTimedSerializer(SECRET, salt="probe", signer_kwargs={"key_derivation": "hmac"}).dumps(["s0", 9])
        tokens = [
            lambda: seal_visitor(SECRET, "s0"),
            lambda: expired(["s0", self.lane]),
            lambda: old,
            lambda: self.choose.randbytes(30).hex(),
        ]
        if self.choose.random() < 0.2:
            return a_batch(ticket=ProbeTicket("nobody", 9)), {}
        if self.choose.random() < 0.2:
            return a_batch(ticket=ProbeTicket("silent", 9)), {}
        return a_batch(token=self.choose.choice(tokens)()), {}

    def wrong_words(self) -> Request:
        """Return a well-formed batch in words that the flow does not know."""
        name = self.choose.choice(["page", "target", "task"])
        return a_batch([DEAD_CLICK | {name: "KANARIE"}], ticket=ProbeTicket("s1", self.lane + 60)), {}


def expired(payload: list[Any]) -> str:
    """Return a token that was signed three hours ago."""
    serializer = URLSafeTimedSerializer(SECRET, salt="probe")
    signer = serializer.make_signer("probe")
    signer.get_timestamp = lambda: int(time.time()) - 3 * 3600  # type: ignore[method-assign]
    return str(signer.sign(serializer.dump_payload(payload)).decode())


def attack(port: int, requests: int, seed: int, results: "Queue[Any]") -> None:
    """Send requests over one connection that is kept as long as the server keeps it."""
    attacker = Attacker(seed, f"http://127.0.0.1:{port}")
    kinds: list[Callable[[], Request]] = [
        attacker.random_bytes, attacker.mutated, attacker.wrong_values, attacker.foreign_origin, attacker.huge,
        attacker.foreign_token, attacker.wrong_words,
    ]  # fmt: skip
    statuses: Counter[str] = Counter()
    acknowledged: Acknowledged = set()
    possible: Acknowledged = set()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(requests):
        numbers: Acknowledged = set()
        luck = attacker.choose.random()
        if luck < 0.3:
            kind, (body, numbers), headers = "good", attacker.good(), {}
        elif luck < 0.4 and attacker.past:
            kind, (body, numbers), headers = "again", attacker.choose.choice(attacker.past), {}
        else:
            make = attacker.choose.choice(kinds)
            kind, (body, headers) = make.__name__, make()
        method = "POST" if attacker.choose.random() < 0.98 else attacker.choose.choice(["GET", "PUT", "DELETE", "HEAD"])
        status = send(connection, method, body, {"Origin": attacker.origin} | headers)
        statuses[f"{kind}: {status}"] += 1
        if status == 204:
            acknowledged |= numbers or numbers_of(body)
        elif status == 0:
            possible |= numbers_of(body)
    results.put((statuses, acknowledged, possible))


def send(connection: http.client.HTTPConnection, method: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status of the answer; 0 when the server closed the connection instead, as it may for a huge body."""
    try:
        connection.request(
            method, "/aufzeichnung", body, {name: value.encode("latin-1") for name, value in headers.items()}
        )  # type: ignore[arg-type,misc]
        reply = connection.getresponse()
        if reply.read():
            return -reply.status
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return reply.status


def numbers_of(body: bytes) -> Acknowledged:
    """Return the numbers in a batch that the server took although it was mutated: in its token or its events."""
    try:
        document = json.loads(body)
        session_id, lane = URLSafeTimedSerializer(SECRET, salt="probe").loads(document["token"])
        return {(session_id, lane * LANE + one["n"]) for one in document["events"]}
    except Exception:
        return set()


def check(path: Path, acknowledged: Acknowledged) -> int:
    """Return how many rows are stored; AssertionError unless they are valid and exactly the acknowledged ones."""
    store = open_store(path, read_only=True)
    vocabulary = Vocabulary(FLOW, a_session())
    stored: Acknowledged = set()
    for session in store.sessions():
        for seq, event in store.events(session.session_id):  # reading validates each row
            vocabulary.require(event)
            assert event.source == "probe"
            stored.add((session.session_id, seq))
    store.close()
    assert stored == acknowledged, f"{len(stored - acknowledged)} too many, {len(acknowledged - stored)} too few"
    return len(stored)


def main() -> None:
    """Run the fuzz and print what was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lab.db"
        prepare(path)
        port = free_port()
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(path), SECRET, str(port)], stderr=subprocess.PIPE)
        wait_for(port)
        began = time.monotonic()
        statuses, acknowledged = run(port, requests)
        took_s = time.monotonic() - began
        server.terminate()
        said = server.communicate()[1]
        rows = check(path, acknowledged)
    for kind, count in sorted(statuses.items()):
        print(f"{count:8d}  {kind}")
    wrong = [kind for kind in statuses if kind.rpartition(" ")[2] not in ("204", "400", "0")]
    print(f"{sum(statuses.values())} requests in {took_s:.0f} s; {rows} rows stored, all valid and acknowledged.")
    print(f"Said by the server: {said.decode()[:2000] or 'nothing'}")
    # a row that is not valid has stopped `check` above
    errors = sum(count for kind, count in statuses.items() if kind.rpartition(" ")[2].startswith("5"))
    figures = {"requests": sum(statuses.values()), "stored_rows": rows, "server_errors": errors, "invalid_rows": 0}
    print(json.dumps(figures))
    assert not wrong, wrong
    assert not said


def prepare(path: Path) -> None:
    """Make the database: many sessions with the probe, one that did not agree."""
    store = open_store(path)
    started = time.time_ns() // 1_000_000 - 60_000
    for index in range(SESSIONS):
        store.start_session(a_session(f"s{index}", consent_scopes=SCOPES, started_ms=started), FLOW)
    store.start_session(a_session("silent", consent_scopes=("taking_part",), started_ms=started), FLOW).result()
    store.close()


def run(port: int, requests: int) -> tuple[Counter[str], Acknowledged]:
    """Let several attackers loose; return the statuses and what was acknowledged."""
    results: Queue[Any] = Queue()
    attackers = [Process(target=attack, args=(port, requests // CLIENTS, seed, results)) for seed in range(CLIENTS)]
    for one in attackers:
        one.start()
    statuses: Counter[str] = Counter()
    acknowledged: Acknowledged = set()
    for _ in attackers:
        counted, numbers, unclear = results.get()
        statuses += counted
        acknowledged |= numbers
        assert not unclear, "the server closed a connection on a batch that is good"
    for one in attackers:
        one.join()
    return statuses, acknowledged


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until the server listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


if __name__ == "__main__":
    main()
