"""What recording adds to a script run, and what closing a session costs, on walks through the real Wohngeld.

    python tests/benchmarks/bench_recording.py [--visits 60] [--json]

Timed is everything that the recording does on the page's thread in each step: making the events' rows, sealing the
draft, handing both to the writer. Closing is timed until the acknowledgement, alone on the machine's disk.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from feedback.enrolment import Enrolment, plan_in_force
from feedback.events import EndReason, Event
from feedback.lab import Lab
from feedback.recorder import Recorder
from feedback.store import open_store
from labs.casting import cast_study, services_of
from labs.demo import Clock, take_part
from labs.discovery import Workspace
from labs.visit import Visit
from labs.visit.keeping import Keeping

RECORD_MS_AT_MOST = 2.0
CLOSE_MS_AT_MOST = 5.0


class Timed(Keeping):
    """Notes how long recording holds up the page."""

    record_ms: list[float]
    close_ms: list[float]

    def record(self, draft: Mapping[str, Any], *events: Event) -> None:
        began = time.perf_counter()
        super().record(draft, *events)
        self.record_ms.append(1000 * (time.perf_counter() - began))

    def close(self, reason: EndReason) -> None:
        ending = self._open
        began = time.perf_counter()
        super().close(reason)
        if ending is not None and ending._end is not None:
            ending._end.future.result()
            self.close_ms.append(1000 * (time.perf_counter() - began))


def main() -> int:
    """Let synthetic citizens take part, and time it."""
    import random

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    Timed.record_ms, Timed.close_ms = [], []
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder))
        lab = Lab.open(workspace.root, workspace.prototype_roots)
        store = open_store(lab.database)
        study = plan_in_force(store, lab.study("wohngeld/demo"))
        clock = Clock(time.time_ns() // 1_000_000)
        enrolment = Enrolment(store, study, lab.secret(), clock, synthetic=True)
        cast = cast_study(
            study,
            services_of(study, workspace),
            Recorder(store),
            enrolment,
            clock_ms=clock,
            consent_version="synthetic",
        )
        for number in range(options.visits):
            visit = Visit(cast, f"p{number}", f"link {number}")
            visit._keeping = Timed(cast, f"p{number}", f"link {number}")
            take_part(visit, clock, random.Random(number))
        events = sum(len(store.events(one.session_id)) for one in store.sessions()) / options.visits
        store.close()
    record, close = Timed.record_ms, Timed.close_ms
    figures = {
        "visits": options.visits,
        "events_a_session": round(events, 1),
        "steps": len(record),
        "record_p50_ms": round(statistics.median(record), 3),
        "record_p99_ms": round(statistics.quantiles(record, n=100)[98], 3),
        "close_p50_ms": round(statistics.median(close), 2),
        "close_p95_ms": round(statistics.quantiles(close, n=20)[18], 2),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(figures["record_p99_ms"] > RECORD_MS_AT_MOST or figures["close_p50_ms"] > CLOSE_MS_AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
