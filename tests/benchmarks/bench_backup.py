"""Time of backup and restore of a large lab: `python tests/benchmarks/bench_backup.py [--events N] [--folder DIR]`.

A lab with so many events (sessions of 100) is backed up three times while another process goes on writing page steps
as one citizen after another would; its acknowledgement times with and without a backup are measured. The figures go
out as one JSON document. Exit code 1 when the backup takes more than a second for a million events, or when the
writer's p99 exceeds 25 ms during it.
"""

import argparse
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench_store import FLOW, page_step, session

from feedback.events import Session, SessionEnded
from feedback.lab import Lab
from feedback.operation.backup import back_up
from feedback.operation.restore import restore
from feedback.store import open_store
from feedback.store.rows import insert_events, stored_events
from feedback.store.schema import immediate
from feedback.store.sqlite_opening import connect

EVENTS_A_SESSION = 100
BACKUP_S_AT_MOST = 1.0
P99_MS_AT_MOST = 25.0
PAUSE_S = 0.005
"""Between two page steps: 200 a second, as of 600 citizens who act every three seconds."""
NOW_MS = 1_790_000_000_000


def fill(path: Path, events: int) -> None:
    """Make a lab with so many events in sessions that are over."""
    with closing(open_store(path)) as store:
        started = [random_session(number) for number in range(events // EVENTS_A_SESSION)]
        for future in [store.start_session(one, FLOW) for one in started]:
            future.result()
    with closing(connect(path, read_only=False, busy_timeout_ms=5_000)) as connection:
        for one in started:
            with immediate(connection):
                insert_events(connection, stored_events(one.session_id, list(enumerate(events_of_one()))))
        with immediate(connection):
            connection.execute("UPDATE session SET ended_ms = started_ms + 600000, end_reason = 'finished'")


def random_session(number: int) -> Session:
    """Return a session with ids as the program makes them."""
    made = {"session_id": secrets.token_hex(16), "participant": secrets.token_hex(8), "started_ms": NOW_MS + number}
    return session(number).model_copy(update=made)


def events_of_one() -> Iterator[object]:
    """Yield the events of one session: page steps of six, and the end."""
    for t_ms in range(0, EVENTS_A_SESSION - 6, 6):
        yield from page_step(6, t_ms * 1000)
    yield from page_step(EVENTS_A_SESSION - 1 - (EVENTS_A_SESSION - 6) // 6 * 6 - 6, 500_000)
    yield SessionEnded(t_ms=600_000, reason="finished")


def write_on(path: Path) -> None:
    """Write a page step every few milliseconds until the input ends; a line in it asks for the times since the last."""
    import threading

    asked = threading.Event()
    ended = threading.Event()

    def listen() -> None:
        for _ in sys.stdin:
            asked.set()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    with closing(open_store(path)) as store:
        own = random_session(10**6)
        store.start_session(own, FLOW).result()
        seq, waits_ms = 0, list[float]()
        while not ended.is_set():
            began = time.perf_counter()
            step = list(enumerate(page_step(6, seq), start=seq))
            store.append(own.session_id, step).result()
            waits_ms.append((time.perf_counter() - began) * 1000)
            seq += len(step)
            if asked.is_set():
                asked.clear()
                print(json.dumps(waits_ms), flush=True)
                waits_ms = []
            time.sleep(PAUSE_S)


def p99(waits_ms: list[float]) -> float:
    return round(statistics.quantiles(waits_ms, n=100, method="inclusive")[98], 2)


def measure(folder: Path, events: int) -> dict[str, float]:
    """All figures of one run."""
    lab = Lab.open(folder / "lab")
    (folder / "lab" / "data").mkdir(parents=True)
    path = folder / "lab" / "data" / "probelauf.db"
    fill(path, events)
    target = folder / "lab.backup"
    alone_s = [timed(lab, target) for _ in range(3)]
    command = [sys.executable, __file__, "--write", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None

        def waits() -> list[float]:
            writer.stdin.write("now\n")
            writer.stdin.flush()
            return list(json.loads(writer.stdout.readline()))

        time.sleep(1)
        waits()
        time.sleep(3)
        quiet = waits()
        beside_s = [timed(lab, target) for _ in range(3)]
        during = waits()
        writer.stdin.close()
        writer.wait(20)
    began = time.perf_counter()
    done = restore(Lab.open(folder / "again"), target, NOW_MS)
    restore_s = time.perf_counter() - began
    return {
        "events": done.manifest.counts["event"],
        "database_mb": round(path.stat().st_size / 1e6, 1),
        "backup_mb": round(target.stat().st_size / 1e6, 1),
        "backup_s": round(statistics.median(alone_s), 3),
        "backup_while_recording_s": round(statistics.median(beside_s), 3),
        "writer_p99_ms_before": p99(quiet),
        "writer_p99_ms_during": p99(during),
        "writer_longest_ms_during": round(max(during), 2),
        "restore_s": round(restore_s, 3),
        "restore_rolled_up": done.rolled_up,
    }


def timed(lab: Lab, target: Path) -> float:
    began = time.perf_counter()
    back_up(lab, target, NOW_MS)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="on the disk to measure")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_on(options.write)
        return 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        figures = measure(Path(folder), options.events)
    print(json.dumps(figures))
    most_s = BACKUP_S_AT_MOST * max(options.events / 1_000_000, 0.1)
    reached = figures["backup_s"] <= most_s and figures["writer_p99_ms_during"] <= P99_MS_AT_MOST
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
