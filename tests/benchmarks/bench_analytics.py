"""How long questions nobody thought of take, and how fast a snapshot is written. Figures to reach: each ready question
over 1e7 events within 3 s and 500 MB; a snapshot in bounded memory (below 200 MB beside the program itself).

`python tests/benchmarks/bench_analytics.py [--events 10000000] [--written 1000000] [--json]`

Each figure comes from a process of its own, so that its peak of memory is its own. Times include opening the snapshot.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from feedback.analytics import Snapshot, ask, ready_questions, write_snapshot
from feedback.analytics.columns import EVENT, SESSION, schema_hash
from feedback.analytics.writing import make_place, schema_of, write_goals
from feedback.events import FlowSnapshot, FlowTask, Session
from feedback.store import open_store
from feedback.store.bulk import EVENT_ROW, SESSION_ROW
from feedback.version import VERSION

STUDY = "wohngeld/crowd"
PAGES = [f"page-{number:02}" for number in range(10)]
LIMIT_S, LIMIT_MB, WRITING_LIMIT_MB = 3.0, 500, 200
FREE = (
    "SELECT e.page, e.target, e.nav, CAST(count(DISTINCT e.session) AS BIGINT) AS people, avg(e.t_ms) AS mean_ms "
    "FROM event AS e JOIN session AS s ON s.session = e.session WHERE s.arm = 'B' GROUP BY ALL ORDER BY ALL"
)


def one_session() -> list[dict[str, Any]]:
    """Return the 100 events of an invented session, without number and time."""
    task = {"task": "antrag", "source": "server"}
    events: list[dict[str, Any]] = [{**task, "type": "task_started"}]
    for number, page in enumerate(PAGES):
        here = {**task, "page": page}
        before = PAGES[number - 1] if number else None
        events.append({**here, "type": "page_shown", "nav": "next" if number else "start", "from_page": before})
        for name in ("a", "b"):
            field = {**here, "target": f"field-{name}"}
            events.append({**field, "type": "field_changed", "count": 1, "after_error": 0})
            timed = {"hesitation_ms": 700 + number, "dwell_ms": 2_000, "edits": number % 3}
            events.append({**field, "type": "field_timed", "source": "probe", **timed})
        events.append({**here, "type": "clicked", "source": "probe", "interactive": 1, "zone": number})
        if number % 3 == 0:
            events.append({**here, "type": "problem_shown", "target": "field-a", "rule": "required"})
            events.append({**here, "type": "dead_clicked", "source": "probe", "zone": number})
    events += [{**task, "type": "page_shown", "page": "done", "nav": "next", "from_page": PAGES[-1]}]
    events += [{**task, "type": "task_ended", "outcome": "success"}]
    answer = {"source": "server", "type": "answered", "instrument": "sus", "wording": "w1", "value": 4}
    events += [answer | {"item": f"sus_{number + 1}"} for number in range(10)]
    filler = {**task, "type": "help_opened", "page": PAGES[4]}
    return [
        *events,
        *[filler] * (99 - len(events)),
        {"source": "server", "type": "session_ended", "reason": "finished"},
    ]


def event_table(first: int, sessions: int, rng: np.random.Generator) -> Any:
    """Return the events of so many sessions as Arrow, in the columns of a snapshot; one in five gives up."""
    pattern = pa.Table.from_pylist(one_session(), schema=schema_of(EVENT))
    size = pattern.num_rows
    table = pattern.take(pa.array(np.tile(np.arange(size), sessions)))
    numbers = np.repeat(np.arange(first, first + sessions), size)
    times = np.cumsum(rng.integers(100, 6_000, (sessions, size)), axis=1).ravel()
    given_up = rng.random(sessions).repeat(size) < 0.2
    outcomes = table.column("outcome").to_numpy(zero_copy_only=False)
    values = table.column("value").to_pandas().to_numpy(dtype=float)
    values = np.where(np.isnan(values), values, rng.integers(1, 6, len(values)))
    changed = {
        "session": pa.array(numbers),
        "seq": pa.array(np.tile(np.arange(size), sessions)),
        "t_ms": pa.array(times),
        "outcome": pa.array(np.where((outcomes == "success") & given_up, "gave_up", outcomes), pa.string()),
        "value": pa.array(values, from_pandas=True).cast(pa.int64()),
    }
    return pa.table([changed.get(name, table.column(name)) for name in EVENT], schema=schema_of(EVENT))


def session_table(sessions: int) -> Any:
    """Return the sessions as Arrow."""
    numbers = np.arange(1, sessions + 1)
    same: dict[str, Any] = {
        "round": 1, "prototype": "wohngeld", "variant": "A", "content_hash": "c1", "mode": "alone", "position": 0,
        "consent_version": "v1", "consent_scopes": "taking_part", "segment": None, "app_version": "1", "synthetic": 0,
        "started_day": "2026-11-24", "duration_ms": 300_000, "end_reason": "finished",
    }  # fmt: skip
    given = {
        "session": numbers,
        "participant": numbers,
        "arm": np.where(numbers % 2, "A", "B"),
    }
    kinds = schema_of(SESSION)
    columns = [pa.array(given[n] if n in given else [same[n]] * sessions, kinds.field(n).type) for n in SESSION]
    return pa.table(columns, schema=kinds)


def write_crowd(folder: Path, events: int) -> Snapshot:
    """Write a snapshot of so many events by the schema of the writer."""
    size, at_once, rng = len(one_session()), 5_000, np.random.default_rng(1)
    sessions = events // size
    with pq.ParquetWriter(make_place(folder, "event", STUDY), schema_of(EVENT), compression="zstd") as writer:
        for first in range(1, sessions + 1, at_once):
            writer.write_table(event_table(first, min(at_once, sessions + 1 - first), rng), row_group_size=122_880)
    pq.write_table(session_table(sessions), make_place(folder, "session", STUDY), compression="zstd")
    write_goals(folder, [("c1", "antrag", "done", len(PAGES))])
    rows = {"event": sessions * size, "session": sessions, "goal": 1}
    return Snapshot(folder, 0, VERSION, rows, schema_hash())


def fill_store(path: Path, events: int) -> None:
    """Fill a SQLite store with so many events, past the recorder: only the reading is measured."""
    open_store(path).close()
    pattern = one_session()
    plain, flags = ("source", "type", "task", "page", "target"), ("after_error", "interactive")
    shaped = [
        (
            *(event.get(name) for name in plain),
            json.dumps(
                {name: bool(value) if name in flags else value for name, value in event.items() if name not in plain},
                separators=(",", ":"),
            ),
        )
        for event in pattern
    ]
    flow = FlowSnapshot(
        content_hash="c1", prototype="wohngeld", variant="A", title="", language="de", pages=(), fields=(), rules=(),
        tasks=(FlowTask(id="antrag", title="", end_page="done"),),
    )  # fmt: skip
    sessions = [
        Session(
            session_id=f"s{number:07}", study=STUDY, round=1, prototype="wohngeld", variant="A", arm="AB"[number % 2],
            content_hash="c1", mode="alone", participant=f"p{number}", position=0, consent_version="v1",
            consent_scopes=("taking_part",), app_version="1", synthetic=False, started_ms=10**12 + number,
            ended_ms=10**12 + number + 300_000, end_reason="finished",
        )
        for number in range(events // len(pattern))
    ]  # fmt: skip
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO flow VALUES (?, ?, ?, ?)", ("c1", "wohngeld", "A", flow.model_dump_json()))
        connection.executemany(
            f"INSERT INTO session ({', '.join(SESSION_ROW)}) VALUES ({', '.join('?' * len(SESSION_ROW))})",
            ([*(one.model_dump() | {"consent_scopes": '["taking_part"]'}).values()] for one in sessions),
        )
        connection.executemany(
            f"INSERT INTO event ({', '.join(EVENT_ROW)}) VALUES ({', '.join('?' * len(EVENT_ROW))})",
            ((one.session_id, seq, seq * 900, *rest) for one in sessions for seq, rest in enumerate(shaped)),
        )
    connection.close()


def peak_mb() -> float:
    """Return the most memory that this process had so far."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")  # getrusage would inherit the parent's peak
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


def measure_question(folder: Path, sql: str) -> dict[str, Any]:
    """Return what one question took."""
    said = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    began = time.perf_counter()
    answer = ask(Snapshot(**said | {"path": folder}), sql)
    return {"seconds": round(time.perf_counter() - began, 3), "rows": len(answer.rows), "peak_mb": peak_mb()}


def measure_writing(path: Path) -> dict[str, Any]:
    """Return what a snapshot of a store took; `grown_mb` is the memory beside the loaded program."""
    store, before_mb, began = open_store(path, read_only=True), peak_mb(), time.perf_counter()
    snapshot = write_snapshot(store, path.parent / "snapshots", now_ms=0)
    seconds = time.perf_counter() - began
    store.close()
    return {
        "events": snapshot.rows["event"],
        "seconds": round(seconds, 2),
        "events_a_second": round(snapshot.rows["event"] / seconds),
        "peak_mb": peak_mb(),
        "grown_mb": round(peak_mb() - before_mb, 1),
    }


def alone(*arguments: str) -> Any:
    """Run a part of this benchmark in a process of its own and return what it prints."""
    command = [sys.executable, __file__, *arguments]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def ask_thrice(sql: str, place: str) -> dict[str, Any]:
    """Return what a question took: the middle of three times, as others may use the machine, and the highest peak."""
    found = sorted((alone("--ask", sql, "--folder", place) for _ in range(3)), key=lambda one: one["seconds"])
    return found[1] | {"peak_mb": max(one["peak_mb"] for one in found)}


def measure(events: int, written: int) -> dict[str, Any]:
    """Return all figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        snapshot = write_crowd(folder, events)
        (folder / "snapshot.json").write_text(json.dumps(asdict(snapshot) | {"path": ""}), encoding="utf-8")
        asked = {name: question.sql for name, question in ready_questions().items()} | {"a free one": FREE}
        questions = {name: ask_thrice(sql, place) for name, sql in asked.items()}
        fill_store(folder / "store.db", written)
        writing = alone("--write", "--folder", place)
    slowest = max(one["seconds"] for one in questions.values())
    largest = max(one["peak_mb"] for one in questions.values())
    return {
        "events": snapshot.rows["event"],
        "questions": questions,
        "slowest_seconds": slowest,
        "largest_peak_mb": largest,
        "writing": writing,
        "reached": slowest <= LIMIT_S and largest <= LIMIT_MB and writing["grown_mb"] <= WRITING_LIMIT_MB,
    }


def main() -> int:
    """Print the figures; 1 when one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--written", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask or options.write:
        found = (
            measure_writing(options.folder / "store.db")
            if options.write
            else measure_question(options.folder, options.ask)
        )
        print(json.dumps(found))
        return 0
    found = measure(options.events, options.written)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, one in found.pop("questions").items():
            print(f"{name}: {one['seconds']} s, {one['peak_mb']} MB, {one['rows']} rows")
        print(found)
    return 0 if found["reached"] else 1


if __name__ == "__main__":
    sys.exit(main())
