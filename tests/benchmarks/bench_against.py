"""Our store against the SQLite store of streamlit-analytics2, in one run and one folder.

    pip install --no-deps --target OTHER streamlit-analytics2
    python tests/benchmarks/bench_against.py --other OTHER [--seconds 8] [--folder DIR] [--json]

64 writers send page steps of 4 to 8 events, each its next one when the last is stored: theirs by threads that wait for
`append`, as its callers do; ours once by threads that wait, and once by callback, as our recorder does. Both sync at
each commit. Exit code 1 when ours, by waiting threads, is not three times as fast.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from itertools import cycle
from pathlib import Path

from bench_store import WRITERS, blocked_events, durable_events, send_for

RATIO_AT_LEAST = 3.0


def their_events_per_s(other: Path, folder: Path, sizes: list[int], seconds: float) -> float:
    """Return the events a second of their store, with as many threads."""
    sys.path.insert(0, str(other))
    from streamlit_analytics2.events import Event, now_iso
    from streamlit_analytics2.storage import SqliteStore

    store = SqliteStore(folder / "theirs.db")
    written = [0] * WRITERS
    until = time.perf_counter() + seconds

    def write(number: int) -> None:
        steps = cycle(sizes)
        while time.perf_counter() < until:
            events = [
                Event(now_iso(), "widget", f"s{number}", page="miete", name="miete", widget_type="text_input")
                for _ in range(next(steps))
            ]
            store.append(events)
            written[number] += len(events)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / (time.perf_counter() - began)


def main() -> int:
    """Measure one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--other", type=Path, required=True, help="the folder with streamlit-analytics2")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="on the disk to measure")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sizes = [4, 5, 6, 7, 8]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        theirs = their_events_per_s(options.other, Path(folder), sizes, options.seconds)
        waiting, _ = durable_events(blocked_events, Path(folder), sizes, options.seconds)
        told, _ = durable_events(send_for, Path(folder), sizes, options.seconds)
    figures = {
        "theirs_events_per_s": round(theirs),
        "ours_waiting_events_per_s": round(waiting),
        "ours_events_per_s": round(told),
        "ratio_waiting": round(waiting / theirs, 1),
        "ratio": round(told / theirs, 1),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(figures["ratio_waiting"] < RATIO_AT_LEAST)


if __name__ == "__main__":
    sys.exit(main())
