"""What it costs to erase a person from a crowd: rows, sums, free pages, log.

Figures to reach: one session out of 1e6 events within 50 ms (p50), roll-up included; all of it, with the log on disk,
the write-ahead log emptied and the file searched for what is left, under a second (p50; about one erasure of ten
writes the file anew, `rewrite_ms`). The secure deletion of SQLite is ON, as it always is; `--mode` shows
what FAST (which leaves erased rows on free pages) or OFF would cost and leave.

`python tests/benchmarks/bench_erase.py [--events 1000000] [--people 100] [--folder DIR] [--json] [--mode ON]`
"""

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from bench_dashboard import build, play  # noqa: E402

import feedback.store.sqlite_opening  # noqa: E402
from feedback.rights import erase  # noqa: E402
from feedback.store import open_store  # noqa: E402

ERASE_P50_MS, WHOLE_P50_MS = 50.0, 1000.0
STUDY = "wohngeld/demo"


def enrol_people(path: Path, sessions: int, people: int) -> list[tuple[str, str]]:
    """Give a place, a receipt and a comment to people spread over the crowd; return receipts and sessions."""
    step = sessions // people
    chosen = [(f"mark-{n * step:08}", f"s{n * step:08}", f"p{n * step:08}") for n in range(people)]
    database = sqlite3.connect(path)
    database.executemany(
        "INSERT INTO enrolment (study, participant, arm_order, synthetic, enrolled_ms) VALUES (?, ?, ?, ?, ?)",
        [(STUDY, f"p{n:08}", '["A"]', 1, 0) for n in range(sessions)],
    )
    receipts = [(f"mark-{n:08}", f"p{n:08}", STUDY) for n in range(sessions)]
    database.executemany("INSERT INTO receipt (receipt_hash, participant, study) VALUES (?, ?, ?)", receipts)
    comments = [(session, f"{session} hat alles gut verstanden.", 1) for _, session, _ in chosen]
    database.executemany("INSERT INTO comment (session_id, text, t_ms) VALUES (?, ?, ?)", comments)
    database.commit()
    database.close()
    return [(mark, session) for mark, session, _ in chosen]


def measure(events: int, people: int, folder: Path) -> dict[str, float]:
    """Build a crowd, and erase some of it one by one."""
    _, templates, flows = play(folder)
    path = folder / "probelauf.db"
    stored, sessions = build(path, events, templates, flows)
    chosen = enrol_people(path, sessions, people)
    store = open_store(path)
    rows_ms, whole_ms = [], []
    now_ms = time.time_ns() // 1_000_000
    for number, (mark, _) in enumerate(chosen):
        began = time.perf_counter()
        if number % 2:
            store.erase_person(mark, now_ms)
            rows_ms.append((time.perf_counter() - began) * 1000)
        else:
            erase(store, folder, mark, now_ms)
            whole_ms.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    store.scrub(None)
    rewrite_ms = (time.perf_counter() - began) * 1000
    store.close()
    content = b"".join(file.read_bytes() for file in folder.glob(f"{path.name}*"))
    left = sum(session.encode() in content for _, session in chosen)
    return {
        "events": stored,
        "sessions": sessions,
        "erase_p50_ms": round(statistics.median(rows_ms), 2),
        "erase_max_ms": round(max(rows_ms), 2),
        "whole_p50_ms": round(statistics.median(whole_ms), 2),
        "whole_max_ms": round(max(whole_ms), 2),
        "rewrite_ms": round(rewrite_ms),
        "people_left_in_bytes": left,
    }


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mode", choices=("ON", "FAST", "OFF"), default="ON", help="of SQLite's secure deletion")
    options = parser.parse_args()
    if options.mode != "ON":
        feedback.store.sqlite_opening.SECURE_DELETE = options.mode
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        found = measure(options.events, options.people, Path(folder))
    print(json.dumps(found) if options.json else "\n".join(f"{name:22} {value:>12,}" for name, value in found.items()))
    good = found["erase_p50_ms"] <= ERASE_P50_MS and found["whole_p50_ms"] <= WHOLE_P50_MS
    return 0 if good and not found["people_left_in_bytes"] else 1


if __name__ == "__main__":
    sys.exit(main())
