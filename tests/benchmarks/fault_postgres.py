"""Kill PostgreSQL and its clients while they write: `python tests/benchmarks/fault_postgres.py [--rounds 100]`.

In each round four threads of a process send page steps of 5 events, each when the last is acknowledged; then the
server is killed (`pg_ctl stop -m immediate`), or the process (`kill -9`), at a random moment. Prints JSON; exit code 1
when an acknowledged event was lost, an event is there twice, or half a page step is stored.
"""

import argparse
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "feedback")]

from crashing import Losses, write_and_break  # noqa: E402 - needs the path above
from postgres import PostgresServer, programs, running_server  # noqa: E402 - the same

LONGEST_S = 0.25


def kill_clients(server: PostgresServer, rounds: int, rng: random.Random) -> Losses:
    """Kill the writing process in each round."""
    losses, address = Losses(), server.new_database()
    for _ in range(rounds):
        write_and_break(losses, address, after_s=rng.uniform(0, LONGEST_S))
        losses.look(address)
    return losses


def kill_server(server: PostgresServer, rounds: int, rng: random.Random) -> Losses:
    """Kill the server in each round."""
    losses, address = Losses(), server.new_database()
    for _ in range(rounds):
        write_and_break(losses, address, rng.uniform(0, LONGEST_S), lambda: server.stop("immediate"))
        server.start()
        losses.look(address)
    return losses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = programs()
    if found is None:
        raise SystemExit("There is no PostgreSQL on this machine.")
    rng = random.Random(options.seed)
    with running_server(found) as server:
        both = {
            "client_killed": kill_clients(server, options.rounds, rng),
            "server_killed": kill_server(server, options.rounds, rng),
        }
    figures = {}
    for name, losses in both.items():
        counts = {key: value for key, value in asdict(losses).items() if key != "acknowledged"}
        figures[name] = {"rounds": options.rounds, "acknowledged_events": losses.events, **counts}
    print(json.dumps(figures))
    return int(any(losses.lost or losses.duplicates or losses.half_steps for losses in both.values()))


if __name__ == "__main__":
    sys.exit(main())
