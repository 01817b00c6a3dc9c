"""Simulated power cuts: `PYTHONPATH=.:tests/feedback python tests/benchmarks/fault_power.py [--cuts 100]`.

The real store records on a file system that notes writes and syncs; at so many random moments the disk is built as a
power cut may leave it, and opened again (`tests/feedback/power.py`). `control` is how many of the same cuts lose rows
of a database that syncs less. Prints JSON; exit code 1 when anything was lost.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from power import cut_power, lose_by_syncing_less


def main() -> int:
    """Cut, and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = cut_power(Path(folder), options.cuts, options.seed)
        control = lose_by_syncing_less(Path(folder), options.cuts, options.seed)
    print(json.dumps({"cuts": options.cuts, **asdict(found), "control": control}))
    return int(bool(found.lost or found.twice or found.half_steps or found.wrong_drafts))


if __name__ == "__main__":
    sys.exit(main())
