"""Measures what RELIABILITY.md promises, and writes it.

    python tests/benchmarks/reliability.py [NAME ...]      measure these (all without a name), then write the file
    python tests/benchmarks/reliability.py --write         only write it from the figures kept in `figures/`

Each measurement is a script of this folder that prints JSON; its last result is kept in `figures/NAME.json`, with the
day and the machine. `soak` takes half an hour, `dashboard-1e7` and `analytics` several minutes each; measure on a quiet
machine. `against` needs `PROBELAUF_OTHER`, the folder with streamlit-analytics2 (see `bench_against.py`).
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FIGURES = HERE / "figures"


@dataclass(frozen=True)
class Figure:
    """One row: what, the limit in words, where the number is in the result, how it is judged, how it is shown."""

    what: str
    limit: str
    path: str
    reached: str = ""
    form: str = "{}"


@dataclass(frozen=True)
class Measurement:
    """A script with its arguments, and the figures in what it prints."""

    name: str
    command: tuple[str, ...]
    figures: tuple[Figure, ...]


MEASUREMENTS = (
    Measurement(
        "kills",
        ("fault_kills.py", "--rounds", "100"),
        (
            Figure("acknowledged events lost in 100 kills -9 (SQLite)", "0", "lost", "== 0"),
            Figure("events twice, the same kills", "0", "twice", "== 0"),
            Figure("half steps, the same kills", "0", "half_steps", "== 0"),
        ),
    ),
    Measurement(
        "power",
        ("fault_power.py", "--cuts", "100"),
        (
            Figure("acknowledged events lost in 100 simulated power cuts", "0", "lost", "== 0"),
            Figure("events twice, the same cuts", "0", "twice", "== 0"),
            Figure("half steps, the same cuts", "0", "half_steps", "== 0"),
            Figure("the same cuts lose rows of a database that syncs less (control)", "more than 0", "control", "> 0"),
        ),
    ),
    Measurement(
        "postgres-faults",
        ("fault_postgres.py", "--rounds", "100"),
        (
            Figure("acknowledged events lost, 100 kills of the client (PostgreSQL)", "0", "client_killed.lost", "== 0"),
            Figure("acknowledged events lost, 100 kills of the server", "0", "server_killed.lost", "== 0"),
        ),
    ),
    Measurement(
        "store",
        ("bench_store.py", "--json"),
        (
            Figure("durable events a second, 64 writers : fdatasync a second", "20", "ratio", ">= 20"),
            Figure("acknowledgement, p99, 64 writers", "25 ms", "ack_p99_ms", "<= 25", "{} ms"),
        ),
    ),
    Measurement(
        "postgres",
        ("bench_postgres.py",),
        (Figure("acknowledgement, p99, 64 writers (PostgreSQL)", "25 ms", "ack_p99_ms", "<= 25", "{} ms"),),
    ),
    Measurement(
        "against",
        ("bench_against.py", "--json", "--other", "$PROBELAUF_OTHER"),
        (
            Figure("times the SQLite store of streamlit-analytics2, waiting threads", "3", "ratio_waiting", ">= 3"),
            Figure("the same, by callback as the program does", "3", "ratio", ">= 3"),
        ),
    ),
    Measurement(
        "recording",
        ("bench_recording.py", "--json"),
        (
            Figure("recording adds to a script run, p50", "2 ms", "record_p50_ms", "<= 2", "{} ms"),
            Figure("the same, p99", "2 ms", "record_p99_ms", "<= 2", "{} ms"),
            Figure("closing a session with roll-up, p50", "5 ms", "close_p50_ms", "<= 5", "{} ms"),
        ),
    ),
    Measurement(
        "dashboard-1e6",
        ("bench_dashboard.py", "--json"),
        (
            Figure("all charts of a study, 1e6 events", "0.1 s", "dashboard.median_s", "<= 0.1", "{} s"),
            Figure("its numbers: times as fast as pandas `read_sql`", "50", "times_pandas", ">= 50"),
            Figure("memory for them", "100 MB", "dashboard.memory_mb", "<= 100", "{} MB"),
        ),
    ),
    Measurement(
        "dashboard-1e7",
        ("bench_dashboard.py", "--events", "10000000", "--json"),
        (
            Figure("all charts of a study, 1e7 events", "0.3 s", "dashboard.median_s", "<= 0.3", "{} s"),
            Figure("its numbers: times as fast as pandas `read_sql`", "50", "times_pandas", ">= 50"),
            Figure("memory for them", "100 MB", "dashboard.memory_mb", "<= 100", "{} MB"),
        ),
    ),
    Measurement(
        "analytics",
        ("bench_analytics.py", "--json"),
        (
            Figure("slowest ready question, 1e7 events (DuckDB)", "3 s", "slowest_seconds", "<= 3", "{} s"),
            Figure("largest memory of one", "500 MB", "largest_peak_mb", "<= 500", "{} MB"),
        ),
    ),
    Measurement(
        "crowd",
        ("bench_crowd.py", "--citizens", "300", "--json"),
        (Figure("300 citizens, one process, one core: p95 of a step", "300 ms", "p95_ms", "<= 300", "{} ms"),),
    ),
    Measurement(
        "two-processes",
        ("bench_two_processes.py", "--json"),
        (
            Figure("two processes with PostgreSQL: citizens", "510 (1.7 x 300)", "citizens", ">= 510"),
            Figure("their p95 of a step", "300 ms", "p95_ms", "<= 300", "{} ms"),
        ),
    ),
    Measurement(
        "soak",
        ("bench_soak.py", "--json"),
        (
            Figure("30 minutes, 100 citizens coming and going: visits", "-", "visits_finished"),
            Figure("growth of memory from the middle to the last third", "5 %", "growth", "<= 0.05", "{:.1%}"),
        ),
    ),
    Measurement(
        "erase",
        ("bench_erase.py", "--json"),
        (Figure("erasing a session out of 1e6 events, p50", "50 ms", "erase_p50_ms", "<= 50", "{} ms"),),
    ),
    Measurement(
        "backup",
        ("bench_backup.py",),
        (
            Figure("backup of 1e6 events", "1 s", "backup_s", "<= 1", "{} s"),
            Figure("the same while sessions are recorded", "1 s", "backup_while_recording_s", "<= 1", "{} s"),
            Figure("a step's acknowledgement during it, p99", "25 ms", "writer_p99_ms_during", "<= 25", "{} ms"),
        ),
    ),
    Measurement(
        "fuzz",
        ("fuzz_beacon.py", "--requests", "120000"),
        (
            Figure("requests thrown at the probe's route", "100,000", "requests", ">= 100000", "{:,}"),
            Figure("answers 5xx", "0", "server_errors", "== 0"),
            Figure("stored rows that are not valid", "0", "invalid_rows", "== 0"),
        ),
    ),
)


def measure(one: Measurement) -> None:
    """Run a script, and keep what it printed."""
    script, *arguments = (os.path.expandvars(part) for part in one.command)
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "feedback", HERE)))
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    text = done.stdout[done.stdout.find("{") :]
    kept = {
        "measured": datetime.now(UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "result": json.loads(text),
    }
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{one.name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def value_at(result: Any, path: str) -> Any:
    """Return the value at a dotted path."""
    return reduce(lambda inner, key: inner[key], path.split("."), result)


def judge(value: Any, condition: str) -> str:
    """Say whether a figure is reached."""
    if not condition:
        return ""
    sign, _, limit = condition.partition(" ")
    number = float(limit)
    good = {"==": value == number, "<=": value <= number, ">=": value >= number, ">": value > number}[sign]
    return "yes" if good else "**no**"


def write() -> None:
    """Write RELIABILITY.md from the figures that are kept."""
    lines = [
        "# Reliability",
        "",
        "Written by `python tests/benchmarks/reliability.py`; do not edit. Each figure comes from one run of the",
        "script named, on two shared cores of a virtual machine; other machines give other numbers, so run them.",
        "",
        "| what | limit | measured | reached | by `tests/benchmarks/...` | on |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in MEASUREMENTS:
        path = FIGURES / f"{one.name}.json"
        if not path.exists():
            lines.append(f"| {one.figures[0].what} | {one.figures[0].limit} | not measured | | `{one.command[0]}` | |")
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        for figure in one.figures:
            value = value_at(kept["result"], figure.path)
            shown, good = figure.form.format(value), judge(value, figure.reached)
            lines.append(
                f"| {figure.what} | {figure.limit} | {shown} | {good} | `{one.command[0]}` | {kept['measured']} |"
            )
    (ROOT / "RELIABILITY.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure what is asked for, then write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*(one.name for one in MEASUREMENTS), []])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    for one in MEASUREMENTS:
        if not options.write and (not options.names or one.name in options.names):
            print(one.name, file=sys.stderr)
            measure(one)
    write()


if __name__ == "__main__":
    main()
