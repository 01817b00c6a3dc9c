"""How fast the store is on PostgreSQL: `python tests/benchmarks/bench_postgres.py [--seconds 8] [--folder DIR]`.

A server of its own (fsync on, synchronous_commit on, reached over TCP) in a folder on the disk to measure; the same 64
writers as in `bench_store.py`, each of which sends its next page step of 4 to 8 events when the last is acknowledged.
All acknowledged events are counted again at the end. Prints JSON; exit code 1 when the 99th percentile of the
acknowledgement is above 25 ms.
"""

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "benchmarks")]

from bench_store import FLOW, P99_MS_AT_MOST, WRITERS, fdatasync_rate, send_for, session  # noqa: E402 - path above
from postgres import programs, running_server  # noqa: E402 - the same

from feedback.store import open_store  # noqa: E402 - the same

SIZES = [4, 5, 6, 7, 8]


def measure(address: str, seconds: float) -> dict[str, float]:
    """Acknowledged events a second, and the time until the acknowledgement."""
    gc.freeze()
    store = open_store(address)
    for number in range(WRITERS):
        store.start_session(session(number), FLOW).result()
    started = time.perf_counter()
    written, waits_ms = send_for(store, SIZES, seconds)
    elapsed = time.perf_counter() - started
    stored = sum(store.last_seq(f"s{number}") + 1 for number in range(WRITERS))
    store.close()
    if stored != sum(written):
        raise SystemExit(f"{sum(written)} events were acknowledged, but {stored} are stored.")
    cuts = statistics.quantiles(waits_ms, n=100)
    return {
        "events_per_s": round(stored / elapsed),
        "ack_p50_ms": round(cuts[49], 2),
        "ack_p99_ms": round(cuts[98], 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: that of temporary files")
    options = parser.parse_args()
    found = programs()
    if found is None:
        raise SystemExit("There is no PostgreSQL on this machine.")
    tempfile.tempdir = str(options.folder) if options.folder else None
    with tempfile.TemporaryDirectory() as folder, running_server(found) as server:
        syncs = fdatasync_rate(Path(folder), options.seconds / 4)
        figures = measure(server.new_database(), options.seconds)
    figures |= {"fdatasync_per_s": round(syncs), "ratio": round(figures["events_per_s"] / syncs, 1), "writers": WRITERS}
    print(json.dumps(figures))
    return int(figures["ack_p99_ms"] > P99_MS_AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
