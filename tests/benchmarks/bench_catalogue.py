"""How long it takes to generate, check and walk a prototype for each OZG service of the catalogue, on two cores.

Figure to reach: all 557 in under 60 s, growing linearly (a service of 557 costs at most 1.5 times one of 100).

`python tests/benchmarks/bench_catalogue.py --json`
"""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from labs.catalogue import generate, services
from labs.check import check
from labs.walk import walk

CORES = 2
LIMIT_SECONDS = 60.0
LIMIT_GROWTH = 1.5
SIZES = (100, 300, 557)
A_CHUNK = 10


def try_out(ozg: str) -> tuple[int, int, list[str]]:
    """Generate, check and walk one service; return walks, pages, and what went wrong."""
    service = generate(services()[ozg])
    findings = [str(one) for one in check(service) if one.level == "error"]
    report = walk(service)
    return report.walks, report.pages, [*findings, *map(str, report.failed)]


def measure(number: int) -> dict[str, object]:
    """Try out so many services on two cores, started cold; return the figures."""
    began = time.perf_counter()
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        tried = list(pool.map(try_out, sorted(services())[:number], chunksize=A_CHUNK))
    seconds = time.perf_counter() - began
    return {
        "services": len(tried),
        "walks": sum(one[0] for one in tried),
        "pages": sum(one[1] for one in tried),
        "failed": [what for one in tried for what in one[2]],
        "seconds": round(seconds, 2),
        "ms_a_service": round(1000 * seconds / number, 1),
    }


def run() -> dict[str, object]:
    """Measure all sizes and judge them."""
    runs = [measure(size) for size in SIZES]
    growth = float(str(runs[-1]["ms_a_service"])) / float(str(runs[0]["ms_a_service"]))
    whole = float(str(runs[-1]["seconds"]))
    reached = whole < LIMIT_SECONDS and growth <= LIMIT_GROWTH and not any(one["failed"] for one in runs)
    return {
        "cores": CORES,
        "runs": runs,
        "growth_a_service": round(growth, 2),
        "limit_seconds": LIMIT_SECONDS,
        "reached": reached,
    }


if __name__ == "__main__":
    figures = run()
    print(json.dumps(figures, ensure_ascii=False) if "--json" in sys.argv else figures)
    sys.exit(0 if figures["reached"] else 1)
