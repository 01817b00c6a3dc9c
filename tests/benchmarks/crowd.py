"""A crowd of sessions for benchmarks: a few played ones, stored many times under other names (no benchmark itself)."""

import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from feedback.events import LANE, Clicked, DeadClicked, Event, FieldTimed, FlowSnapshot, PageShown, Session
from feedback.lab import Lab
from feedback.replay import pack, replay
from feedback.rollup import RollAmount, RollKey, Rows, contribution
from feedback.store import Store, open_store
from feedback.store.rollup import add_rows
from feedback.store.rows import INSERT_SESSION, StoredEvent, session_to_row, stored_events
from feedback.study import Study, load
from labs.demo import fill
from labs.discovery import Workspace

PLAN = Path(__file__).parents[2] / "prototypes" / "wohngeld" / "studies" / "demo.toml"
TEMPLATES = 400
START_MS, STEP_MS = 1_700_000_000_000, 60_000
NOW_MS = START_MS + 400_000 * STEP_MS


@dataclass(frozen=True)
class Template:
    """A session that was played once, and is stored many times under other names."""

    session: Session
    rows: list[StoredEvent]
    facts: str
    rolled: Rows


def play(folder: Path) -> tuple[Study, list[Template], list[FlowSnapshot]]:
    """Let synthetic citizens play the Wohngeld prototype; a quarter of them with what a client probe would see."""
    workspace = Workspace.open(folder)
    lab = Lab.open(workspace.root, workspace.prototype_roots)
    store = open_store(folder / "templates.db")
    fill(lab, workspace, store, "wohngeld/demo", sessions=TEMPLATES, seed=1, now_ms=NOW_MS)
    flows: dict[str, FlowSnapshot] = {}
    templates = []
    for number, session in enumerate(store.sessions("wohngeld/demo")):
        flow = flows.setdefault(session.content_hash, flow_of(store, session))
        events = store.events(session.session_id)
        events += probe_of([event for _, event in events], random.Random(number)) if number % 4 == 0 else []
        facts = replay(session, events, flow, now_ms=NOW_MS)
        rows = stored_events(session.session_id, events)
        templates.append(Template(session, rows, pack(facts), contribution([facts])))
    store.close()
    return load(PLAN), templates, list(flows.values())


def flow_of(store: Store, session: Session) -> FlowSnapshot:
    """Return the flow of a session."""
    flow = store.flow(session.content_hash)
    if flow is None:
        raise SystemExit("a session has no flow")
    return flow


def probe_of(events: list[Event], rng: random.Random) -> list[tuple[int, Event]]:
    """Return what a probe would have seen on the pages of a session."""
    seen: list[Event] = []
    for event in events:
        if isinstance(event, PageShown):
            at, page = event.t_ms + 900, event.page
            waited, stayed = rng.randint(300, 20_000), rng.randint(500, 30_000)
            seen.append(FieldTimed(t_ms=at, page=page, target=page, hesitation_ms=waited, dwell_ms=stayed, edits=1))
            seen.append(Clicked(t_ms=at, page=page, interactive=True, zone=3))
            if rng.random() < 0.2:
                seen.append(DeadClicked(t_ms=at, page=page, zone=5))
    return [(2 * LANE + number, event) for number, event in enumerate(seen)]


def build(path: Path, events: int, templates: list[Template], flows: list[FlowSnapshot]) -> tuple[int, int]:
    """Store at least so many events by direct inserts; return how many, and how many sessions."""
    open_store(path).close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN")
    for flow in flows:
        values = (flow.content_hash, flow.prototype, flow.variant, flow.model_dump_json())
        database.execute("INSERT INTO flow (content_hash, prototype, variant, snapshot) VALUES (?, ?, ?, ?)", values)
    stored, sessions = 0, 0
    total: dict[RollKey, list[int]] = {}
    while stored < events:
        template = templates[sessions % len(templates)]
        stored += put(database, template, sessions)
        for key, amount in rolled(template, sessions).items():
            have = total.setdefault(key, [0, 0, 0])
            for part in range(3):
                have[part] += amount[part]
        sessions += 1
    add_rows(database, {key: RollAmount(*have) for key, have in total.items()})  # type: ignore[arg-type]
    database.execute("COMMIT")
    database.close()
    return stored, sessions


def rename(template: Template, number: int) -> Session:
    """Return the session under another name and time."""
    started = START_MS + number * STEP_MS
    shift = started - template.session.started_ms
    ended = None if template.session.ended_ms is None else template.session.ended_ms + shift
    changes = {"session_id": f"s{number:08}", "participant": f"p{number:08}", "started_ms": started, "ended_ms": ended}
    return template.session.model_copy(update=changes)


def rolled(template: Template, number: int) -> Rows:
    """Return what the renamed session adds; only the time of its flow differs."""
    started = START_MS + number * STEP_MS
    return {
        key: RollAmount(1, started // 1000, 0) if key.metric == "flow" else amount
        for key, amount in template.rolled.items()
    }


def put(database: sqlite3.Connection, template: Template, number: int) -> int:
    """Store one session with its events and its visit; return the number of events."""
    session = rename(template, number)
    key = session.session_id
    database.execute(INSERT_SESSION, session_to_row(session))
    database.executemany(
        "INSERT INTO event (session_id, seq, t_ms, source, type, task, page, target, attrs) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(key, *row[1:]) for row in template.rows],
    )
    database.execute(
        "INSERT INTO visit (session_id, study, participant, session, facts) VALUES (?, ?, ?, ?, ?)",
        (key, session.study, session.participant, session.model_dump_json(), template.facts),
    )
    return len(template.rows)
