"""How many citizens a process carries, on real Wohngeld pages with recording on.

    python tests/benchmarks/bench_crowd.py [--citizens 300] [--seconds 60] [--pause 3] [--processes 1]
                                           [--database postgresql://...] [--json]

Each citizen presses a button every `pause` seconds on average (evenly spread between half and one and a half of it).
A step is one press that is answered by the next page, measured in the client. One process has one core; the clients
and a database server take what is left. Exit code 1 when the 95th percentile is above 300 ms.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench_steps import cpu_seconds, memory_mib
from citizens import Citizen, Crowd, build_lab, start_server

P95_MS_AT_MOST = 300.0


async def crowd_in(urls: list[str], citizens: int, seconds: float, pause_s: float) -> Crowd:
    """Let citizens live for a while, spread over the processes."""
    crowd = Crowd()
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(Citizen(urls[i % len(urls)], crowd, random.Random(i), pause_s).live(until) for i in range(citizens))
    )
    return crowd


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return round(1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))], 1)


def main() -> int:
    """Build a lab, serve it, send the crowd."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citizens", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=3)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    more = ["--database", options.database] if options.database else []
    with tempfile.TemporaryDirectory() as folder:
        build_lab(Path(folder))
        started = [start_server(Path(folder), cores[i % len(cores)], *more) for i in range(options.processes)]
        if options.processes == 1:
            os.sched_setaffinity(0, {cores[-1]})
        try:
            urls = [url for _, url in started]
            asyncio.run(crowd_in(urls, options.citizens, options.pause + 4, options.pause))  # warm up
            pids = [server.pid for server, _ in started]
            cpu, began = sum(map(cpu_seconds, pids)), time.monotonic()
            crowd = asyncio.run(crowd_in(urls, options.citizens, options.seconds, options.pause))
            took = time.monotonic() - began
            figures = {
                "citizens": options.citizens,
                "processes": options.processes,
                "database": "postgresql" if options.database else "sqlite",
                "steps": len(crowd.steps_s),
                "steps_per_s": round(len(crowd.steps_s) / took, 1),
                "p50_ms": percentile(crowd.steps_s, 0.50),
                "p95_ms": percentile(crowd.steps_s, 0.95),
                "p99_ms": percentile(crowd.steps_s, 0.99),
                "cpu_share": round((sum(map(cpu_seconds, pids)) - cpu) / took, 2),
                "memory_mib": [round(memory_mib(pid)) for pid in pids],
                "visits_finished": crowd.finished,
                "stuck": len(crowd.stuck),
            }
        finally:
            for server, _ in started:
                server.send_signal(signal.SIGTERM)
                server.wait(20)
    if crowd.stuck:
        print(f"stuck at: {crowd.stuck[0]}", file=sys.stderr)
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return int(figures["p95_ms"] > P95_MS_AT_MOST or bool(crowd.stuck))


if __name__ == "__main__":
    sys.exit(main())
