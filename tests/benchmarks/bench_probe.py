"""Measures what recording adds to a step: on the page's thread, and at the probe's door.

    PYTHONPATH=.:tests/feedback python tests/benchmarks/bench_probe.py [--json]

A step records five events and, with consent, tells the probe where it is. A batch brings 20 events of the probe.
"""

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from probing import EACH_KIND, SCOPES, SECRET, a_batch
from recordings import FLOW, a_session, field_changed, page_shown

from feedback.probe import Reception
from feedback.recorder import Recorder
from feedback.store import open_store
from feedback.tokens import ProbeTicket
from labs.discovery import Workspace
from labs.journey import Journey
from labs.runner import probing
from labs.runner.html import ASSETS
from labs.walk import TODAY

ROUNDS = 1_000
SESSIONS = 10  # so that each stays below the rate that a session is allowed


def measured(act: Callable[[int], Any]) -> dict[str, float]:
    """Return median and 99th percentile of many calls, in milliseconds."""
    took = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - began) * 1_000)
    return {"p50_ms": round(statistics.median(took), 3), "p99_ms": round(sorted(took)[ROUNDS * 99 // 100], 3)}


def page_of_reference(session_state: dict[str, Any]) -> Callable[[int], str]:
    """Return a function that makes the attributes of a page as at a new turn."""
    journey = Journey(Workspace(Path()).load("wohngeld").flow("A"), today=TODAY)
    visit: Any = SimpleNamespace(session=a_session(consent_scopes=SCOPES), journey=journey, t_ms=5)
    visit.task = SimpleNamespace(id="antrag")
    probing.st = SimpleNamespace(session_state=session_state)  # type: ignore[attr-defined]

    def draw(number: int) -> str:
        visit.turn = number
        return probing.probe_attributes(visit, SECRET)

    return draw


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    events = [page_shown(), field_changed(), field_changed(), field_changed(), page_shown()]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "lab.db")
        recorder = Recorder(store)
        sessions = [recorder.open(a_session(f"s{n}", consent_scopes=SCOPES), FLOW) for n in range(SESSIONS)]
        store.check()
        reception = Reception(store, SECRET, lambda: time.time_ns() // 1_000_000)
        batches = [
            a_batch(EACH_KIND * 2, ticket=ProbeTicket(f"s{n % SESSIONS}", 7), first=n * 20) for n in range(ROUNDS)
        ]
        figures: dict[str, Any] = {
            "recording_a_step": measured(lambda n: sessions[n % SESSIONS].record(*events)),
            "attributes_a_step": measured(page_of_reference({})),
        }
        figures["batch_checked_and_stored"] = measured(lambda n: stored(reception.take(batches[n])))
        store.close()
    scripts = [(ASSETS / name).read_bytes() for name in ("probe.js", "channel.js")]
    figures["script_bytes"] = {
        "plain": sum(map(len, scripts)),
        "compressed": sum(len(gzip.compress(one)) for one in scripts),
    }
    print(json.dumps(figures, indent=None if as_json else 2))


def stored(future: Any) -> None:
    """Wait for the commit."""
    if future is not None:
        future.result()


if __name__ == "__main__":
    main()
