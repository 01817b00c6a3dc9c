"""How fast the store is on this disk: `python tests/benchmarks/bench_store.py [--json] [--folder DIR]`.

In one run and one folder: the disk's own fdatasync rate; the durable events per second of 64 writers, each of which
sends its next batch (a page step of 4 to 8 events) when the last one is acknowledged; the time until the
acknowledgement; the CPU time that recording a page step costs the calling thread. The writers learn of the
acknowledgement by callback, as the recorder does. `blocked_ratio` is the same with 64 threads that sleep until then,
which the program never does: waking threads costs more than writing. Exit code 1 when a figure is not reached.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import cycle
from pathlib import Path

from feedback.events import (
    Event,
    FieldChanged,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    PageShown,
    ProblemShown,
    Session,
)
from feedback.recorder import Recorder
from feedback.store import Store, open_store

WRITERS = 64
RATIO_AT_LEAST = 15.0
P99_MS_AT_MOST = 25.0
RECORD_MS_AT_MOST = 0.5

FLOW = FlowSnapshot(
    content_hash="c0ffee",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld",
    language="de",
    pages=(FlowPage(id="miete", title="Ihre Miete", kind="form", fields=("miete",)),),
    fields=(FlowField(id="miete", label="Kaltmiete", kind="euro"),),
    rules=("required",),
    tasks=(FlowTask(id="antrag", title="Antrag", end_page="miete"),),
)


def session(number: int) -> Session:
    return Session(
        session_id=f"s{number}",
        study="wohngeld/bench",
        round=1,
        prototype="wohngeld",
        variant="A",
        arm="A",
        content_hash=FLOW.content_hash,
        mode="alone",
        participant=f"p{number}",
        position=0,
        consent_version="1",
        consent_scopes=("recording",),
        app_version="0",
        synthetic=True,
        started_ms=0,
    )


def page_step(size: int, t_ms: int) -> list[Event]:
    """One page step: a page, a mistake, and changed fields."""
    changes = [
        FieldChanged(t_ms=t_ms, task="antrag", page="miete", target="miete", count=1 + i) for i in range(size - 2)
    ]
    return [
        ProblemShown(t_ms=t_ms, task="antrag", page="miete", target="miete", rule="required"),
        *changes,
        PageShown(t_ms=t_ms, task="antrag", page="miete", from_page="miete", nav="next"),
    ]


def fdatasync_rate(folder: Path, seconds: float) -> float:
    """Appends of one database page that the disk makes durable a second."""
    path = folder / "fdatasync.probe"
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    block = os.urandom(4096)
    count = 0
    started = time.perf_counter()
    try:
        while time.perf_counter() - started < seconds:
            os.write(file, block)
            os.fdatasync(file)
            count += 1
    finally:
        os.close(file)
        path.unlink()
    return count / seconds


def send_for(store: Store, sizes: list[int], seconds: float) -> tuple[list[int], list[float]]:
    """Let all writers send their next step when the last is acknowledged; return events a writer, and waits in ms."""
    until = time.perf_counter() + seconds
    finished = threading.Semaphore(0)
    written, waits_ms = [0] * WRITERS, []

    def send(number: int, steps: Iterator[list[Event]]) -> None:
        events, started = next(steps), time.perf_counter()

        def acknowledged(future: Future[None]) -> None:
            future.result()
            waits_ms.append((time.perf_counter() - started) * 1000)
            written[number] += len(events)
            if time.perf_counter() < until:
                send(number, steps)
            else:
                finished.release()

        numbered = list(enumerate(events, start=written[number]))
        store.append(f"s{number}", numbered).add_done_callback(acknowledged)

    for number in range(WRITERS):
        send(number, cycle([page_step(size, number) for size in sizes]))
    for _ in range(WRITERS):
        finished.acquire()
    return written, waits_ms


def write_for(store: Store, number: int, sizes: list[int], until: float, waits_ms: list[float]) -> int:
    """Send page steps of one session until the time is up; return the number of acknowledged events."""
    steps = cycle([page_step(size, number) for size in sizes])
    seq = 0
    while time.perf_counter() < until:
        events = next(steps)
        started = time.perf_counter()
        store.append(f"s{number}", list(enumerate(events, start=seq))).result()
        waits_ms.append((time.perf_counter() - started) * 1000)
        seq += len(events)
    return seq


def blocked_events(store: Store, sizes: list[int], seconds: float) -> tuple[list[int], list[float]]:
    """The same with a thread a writer, which sleeps until the acknowledgement."""
    waits: list[list[float]] = [[] for _ in range(WRITERS)]
    written = [0] * WRITERS
    started = time.perf_counter()

    def work(number: int) -> None:
        written[number] = write_for(store, number, sizes, started + seconds, waits[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return written, [wait for one in waits for wait in one]


Writing = Callable[[Store, list[int], float], tuple[list[int], list[float]]]


def durable_events(write: Writing, folder: Path, sizes: list[int], seconds: float) -> tuple[float, list[float]]:
    """Return acknowledged events a second into a new file, all of them found again, and the waits in milliseconds."""
    store = open_store(folder / f"{write.__name__}.db")
    for number in range(WRITERS):
        store.start_session(session(number), FLOW).result()
    started = time.perf_counter()
    written, waits = write(store, sizes, seconds)
    elapsed = time.perf_counter() - started
    store.close()
    again = open_store(folder / f"{write.__name__}.db")
    stored = sum(again.last_seq(f"s{number}") + 1 for number in range(WRITERS))
    again.close()
    if stored != sum(written):
        raise SystemExit(f"{sum(written)} events were acknowledged, but {stored} are stored.")
    return stored / elapsed, waits


def record_cpu_ms(store: Store, size: int, steps: int) -> float:
    """CPU milliseconds of the calling thread for one `record()` of a page step, events already made."""
    recorder = Recorder(store).open(session(1_000 + size), FLOW, demo=True)
    batches = [page_step(size, number) for number in range(steps)]
    spent: list[float] = []
    for batch in batches:
        started = time.thread_time()
        future = recorder.record(*batch)
        spent.append((time.thread_time() - started) * 1000)
        future.result()
    return statistics.fmean(spent)


def measure(folder: Path, sizes: list[int], seconds: float) -> dict[str, float]:
    """All figures of one run."""
    gc.freeze()  # as the server does when it has started: what was imported is not searched for garbage
    before = fdatasync_rate(folder, seconds / 4)
    events_per_s, waits = durable_events(send_for, folder, sizes, seconds)
    blocked_per_s, _ = durable_events(blocked_events, folder, sizes, seconds)
    syncs = (before + fdatasync_rate(folder, seconds / 4)) / 2
    store = open_store(folder / "record.db")
    cpu = {size: record_cpu_ms(store, size, 500) for size in (3, 6)}
    store.close()
    cuts = statistics.quantiles(waits, n=100)
    return {
        "fdatasync_per_s": round(syncs),
        "events_per_s": round(events_per_s),
        "ratio": round(events_per_s / syncs, 1),
        "blocked_ratio": round(blocked_per_s / syncs, 1),
        "ack_p50_ms": round(cuts[49], 2),
        "ack_p99_ms": round(cuts[98], 2),
        "record_3_events_cpu_ms": round(cpu[3], 3),
        "record_6_events_cpu_ms": round(cpu[6], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--batch", type=int, nargs="+", default=[4, 5, 6, 7, 8], help="events of a page step")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="on the disk to measure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        figures = measure(Path(folder), options.batch, options.seconds)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value:>10,}")
    reached = (
        figures["ratio"] >= RATIO_AT_LEAST
        and figures["ack_p99_ms"] <= P99_MS_AT_MOST
        and figures["record_6_events_cpu_ms"] <= RECORD_MS_AT_MOST
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
