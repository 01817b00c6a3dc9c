"""How long 1,000 headless walks of the reference service take. Figure to reach: under 2 s on one core.

`python tests/benchmarks/bench_walk.py --json`
"""

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from labs.discovery import Workspace
from labs.journey import Journey
from labs.scaffold import write
from labs.walk import TODAY, Bot

WALKS = 1000
LIMIT_SECONDS = 2.0


def measure(walks: int = WALKS) -> dict[str, float | int | bool]:
    """Walk the reference service from start to confirmation, both variants in turn; return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        write("referenz", Path(folder))
        service = Workspace.open(Path(folder)).load("referenz")
        flows = [service.flow(variant) for variant in service.variant_ids]
    rng = random.Random(1)
    pages = 0
    began = time.perf_counter()
    for number in range(walks):
        flow = flows[number % len(flows)]
        journey, bot = Journey(flow, today=TODAY), Bot(flow, rng)
        while not journey.at_end:
            bot.step(journey)
            pages += 1
    seconds = time.perf_counter() - began
    return {
        "walks": walks,
        "pages": pages,
        "seconds": round(seconds, 3),
        "ms_a_walk": round(1000 * seconds / walks, 3),
        "limit_seconds": LIMIT_SECONDS,
        "reached": seconds < LIMIT_SECONDS,
    }


if __name__ == "__main__":
    figures = measure()
    print(json.dumps(figures) if "--json" in sys.argv else figures)
    sys.exit(0 if figures["reached"] else 1)
