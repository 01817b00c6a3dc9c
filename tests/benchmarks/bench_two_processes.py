"""How many citizens two processes carry over one PostgreSQL.

    PYTHONPATH=.:tests python tests/benchmarks/bench_two_processes.py [--citizens 510] [--seconds 60] [--json]

Starts a server of its own, then `bench_crowd.py` with two processes over it; on two cores, the processes, the database
and the clients share both. Exit code as there.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from postgres import programs, running_server  # noqa: E402 - needs the path above


def main() -> int:
    """Start the server and the crowd."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--citizens", type=int, default=510)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = programs()
    if found is None:
        raise SystemExit("There is no PostgreSQL on this machine.")
    with running_server(found) as server:
        crowd = [str(HERE / "bench_crowd.py"), "--citizens", str(options.citizens), "--seconds", str(options.seconds)]
        more = ["--processes", "2", "--database", server.new_database(), *(["--json"] if options.json else [])]
        return subprocess.run([sys.executable, *crowd, *more], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
