"""What the tests of the probe share (not a test itself)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recordings import FLOW, a_session

from feedback.events import LANE, ConsentWithdrawn, Event
from feedback.probe import Reception
from feedback.store import Store, open_store
from feedback.tokens import ProbeTicket, seal_probe

SECRET = "secret"
SCOPES = ("taking_part", "probe")
STARTED_MS = 1_000
NOW_MS = 601_000
TICKET = ProbeTicket("s1", 7)
DEAD_CLICK = {"type": "dead_clicked", "t_ms": 400, "task": "antrag", "page": "haushalt", "target": None, "zone": 12}
EACH_KIND: list[dict[str, Any]] = [
    DEAD_CLICK,
    {"type": "clicked", "t_ms": 1, "page": "miete", "target": "miete", "interactive": True, "zone": 0},
    {"type": "rage_clicked", "t_ms": 2, "task": "antrag", "page": "miete", "zone": 47, "count": 3},
    {"type": "field_timed", "t_ms": 3, "task": "antrag", "page": "miete", "target": "miete", "hesitation_ms": 900,
     "dwell_ms": 1200, "edits": 2},
    {"type": "field_timed", "t_ms": 3, "page": "haushalt", "target": "mitglieder.name", "hesitation_ms": None,
     "dwell_ms": 1200, "edits": 0},
    {"type": "help_opened", "t_ms": 4, "task": "antrag", "page": "miete", "target": None},
    {"type": "visibility_changed", "t_ms": 5, "task": "antrag", "page": "miete", "visible": False},
    {"type": "tab_closed", "t_ms": 6, "task": "antrag", "page": "miete"},
    {"type": "went_back", "t_ms": 7, "task": "antrag", "page": "miete"},
    {"type": "idled", "t_ms": 8, "task": "antrag", "page": "miete", "duration_ms": 61_000},
]  # fmt: skip


def a_store(path: Path, *sessions: str) -> Store:
    """Return a store with running sessions that agreed to the probe."""
    store = open_store(path / "lab.db")
    for session_id in sessions or ("s1",):
        store.start_session(a_session(session_id, consent_scopes=SCOPES, started_ms=STARTED_MS), FLOW).result()
    return store


def a_reception(store: Store, now_ms: int = NOW_MS) -> Reception:
    """Return a reception at a fixed time."""
    return Reception(store, SECRET, lambda: now_ms)


def a_batch(
    events: Iterable[Any] = (DEAD_CLICK,), *, ticket: ProbeTicket = TICKET, first: int = 0, **changes: Any
) -> bytes:
    """Return the body of a request."""
    numbered = [{"n": n, "event": event} for n, event in enumerate(events, start=first)]
    return json.dumps({"token": seal_probe(SECRET, ticket), "events": numbered} | changes).encode()


def stored(store: Store, session_id: str = "s1") -> list[tuple[int, Event]]:
    """Return the events of the probe that are stored, with lane and number in one."""
    return [(seq, event) for seq, event in store.events(session_id) if seq >= 2 * LANE]


def withdraw(store: Store, *scopes: str) -> None:
    """Take back scopes of the consent."""
    store.append("s1", [(0, ConsentWithdrawn(t_ms=5, scopes=scopes))]).result()
