"""Whether memory stays flat: citizens come and go on real Wohngeld pages, recording on, for half an hour.

    python tests/benchmarks/bench_soak.py [--citizens 100] [--minutes 30] [--pause 3] [--json]

Each citizen goes through a whole visit, then somebody new comes. Resident memory is taken every 15 s. The first third
of the time fills what is bounded (kept visits, Streamlit's disconnected sessions); reported is the growth from the
middle third to the last, by medians. Exit code 1 when it is above 5 %.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench_crowd import percentile
from bench_steps import memory_mib
from citizens import Citizen, Crowd, build_lab, start_server

GROWTH_AT_MOST = 0.05
SAMPLE_EVERY_S = 15


async def soak(url: str, pid: int, citizens: int, seconds: float, pause_s: float) -> tuple[Crowd, list[float]]:
    """Let citizens come and go; return what they experienced, and the memory over time in MiB."""
    crowd, memory, until = Crowd(), [], time.monotonic() + seconds

    async def watch() -> None:
        while time.monotonic() < until:
            memory.append(memory_mib(pid))
            await asyncio.sleep(SAMPLE_EVERY_S)

    await asyncio.gather(
        watch(), *(Citizen(url, crowd, random.Random(i), pause_s).live(until) for i in range(citizens))
    )
    return crowd, memory


def main() -> int:
    """Build a lab, serve it, watch it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pause", type=float, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        build_lab(Path(folder))
        server, url = start_server(Path(folder), cores[0])
        try:
            crowd, memory = asyncio.run(soak(url, server.pid, options.citizens, options.minutes * 60, options.pause))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    third = len(memory) // 3
    middle, last = statistics.median(memory[third : 2 * third]), statistics.median(memory[2 * third :])
    figures = {
        "citizens": options.citizens,
        "minutes": options.minutes,
        "visits_finished": crowd.finished,
        "stuck": len(crowd.stuck),
        "steps": len(crowd.steps_s),
        "p95_ms": percentile(crowd.steps_s, 0.95),
        "memory_mib": [round(one) for one in memory[:: max(1, len(memory) // 12)]],
        "middle_third_mib": round(middle, 1),
        "last_third_mib": round(last, 1),
        "growth": round(last / middle - 1, 4),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(figures["growth"] > GROWTH_AT_MOST or bool(crowd.stuck))


if __name__ == "__main__":
    sys.exit(main())
