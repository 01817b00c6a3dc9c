"""Kill -9 of the writing process: `PYTHONPATH=.:tests/feedback python tests/benchmarks/fault_kills.py [--rounds 100]`.

In each round four threads of a process record steps of 5 events, each when the last is acknowledged, until the process
is killed at a random moment. Prints JSON; exit code 1 when anything acknowledged was lost, or anything is there twice.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from crashing import Losses, write_and_break

LONGEST_S = 0.2


def main() -> int:
    """Kill, and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    losses, rng = Losses(), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            write_and_break(losses, Path(folder) / "probelauf.db", after_s=rng.uniform(0, LONGEST_S))
            losses.look(Path(folder) / "probelauf.db")
    counts = {"lost": losses.lost, "twice": losses.duplicates, "half_steps": losses.half_steps, "late": losses.late}
    print(json.dumps({"rounds": options.rounds, "acknowledged_events": losses.events, **counts}))
    return int(bool(losses.lost or losses.duplicates or losses.half_steps))


if __name__ == "__main__":
    sys.exit(main())
