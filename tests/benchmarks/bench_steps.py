"""Measures the reference service through Streamlit's websocket with recording on: one core serves, another one asks.

    python tests/benchmarks/bench_steps.py [--clients 20] [--seconds 20] [--json]

A step is one press of a button that is answered by the next page; opening the page anew for each visit is paid for by
the steps. Reported: server CPU a step, steps a second with all clients at once, and the growth of the server's
resident memory a visit.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from streamlit_client import TEXTS, StreamlitClient

STUDY = """
title = "Referenz"
planned_sessions = 1_000_000
prototype = "referenz"
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""
ANSWERS = {
    "personen": "2", "plz": "99425", "miete": "480", "heizung": "60", "einkommen": "1500",
    "name": "Erika Beispiel", "mail": "erika@example.org",
}  # fmt: skip
FORWARD = ("Ich mache mit", "Aufgabe beginnen", "Weiter", "Absenden", "Test beenden", "Ich bin fertig")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") / 1024


def build_lab(folder: Path) -> None:
    """Write the reference service and a study of it."""
    subprocess.run([sys.executable, "-m", "labs.cli", "--workspace", folder, "new", "referenz"], check=True)
    studies = folder / "prototypes" / "referenz" / "studies"
    studies.mkdir()
    (studies / "mess.toml").write_text(STUDY, encoding="utf-8")


def start_server(folder: Path, core: int) -> tuple[subprocess.Popen[str], str]:
    """Start the citizens' process on one core; return it and the invitation."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "labs.cli", "--workspace", str(folder), "serve", "--only", "citizens"]
    server = subprocess.Popen(
        ["taskset", "-c", str(core), *command, "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    for line in server.stdout:
        found = re.search(r"referenz/mess: (http\S+)", line)
        if found:
            wait_for_port(port)
            return server, found.group(1)
    raise SystemExit("the server did not start")


def wait_for_port(port: int) -> None:
    """Wait until something listens."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens on port {port}")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid: int) -> float:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KIB / 1024


class Citizen:
    """Takes part again and again, from the invitation to the receipt, as a new person each time."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.steps = 0
        self.visits = 0

    async def live(self, until: float) -> None:
        """Take steps until the time is up."""
        while time.monotonic() < until:
            tab = await StreamlitClient(self.url).open()
            self.visits += 1
            while time.monotonic() < until:
                forward = next((words for words in FORWARD if words in tab.labels), None)
                if forward is None:
                    break
                self.fill(tab)
                await tab.press(forward)
                self.steps += 1
            await tab.close()

    @staticmethod
    def fill(tab: StreamlitClient) -> None:
        """Fill in the page with valid answers."""
        for label, (kind, element) in tab.labels.items():
            name = element.id.rsplit("-", 1)[-1]
            if kind == "radio":
                tab.fill(label, 0)
            elif kind in TEXTS and name in ANSWERS:
                tab.fill(label, ANSWERS[name])


async def measure(url: str, pid: int, clients: int, seconds: float) -> dict[str, float]:
    """Let the clients live for a while and return the figures."""
    await asyncio.gather(*(Citizen(url).live(time.monotonic() + 2) for _ in range(clients)))  # warm up
    citizens = [Citizen(url) for _ in range(clients)]
    cpu, memory, began = cpu_seconds(pid), memory_mib(pid), time.monotonic()
    await asyncio.gather(*(one.live(began + seconds) for one in citizens))
    took = time.monotonic() - began
    steps, visits = sum(one.steps for one in citizens), sum(one.visits for one in citizens)
    return {
        "clients": clients,
        "steps": steps,
        "visits": visits,
        "cpu_ms_per_step": round(1000 * (cpu_seconds(pid) - cpu) / steps, 2),
        "steps_per_s": round(steps / took, 1),
        "mib_per_session": round((memory_mib(pid) - memory) / visits, 3),
    }


def main() -> None:
    """Build a lab, serve it, measure it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build_lab(Path(folder))
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[-1]})
        server, url = start_server(Path(folder), cores[0])
        try:
            figures = asyncio.run(measure(url, server.pid, options.clients, options.seconds))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
