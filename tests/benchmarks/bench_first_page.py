"""Measures how long a citizen waits for the first page: real server, real Chromium, empty cache.

    python tests/benchmarks/bench_first_page.py [--times 5] [--json]

Reported in seconds, medians: from starting the program until it listens, from opening the invitation until the first
page is drawn with its button, and both together.
"""

import argparse
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def start(folder: str) -> tuple[subprocess.Popen[str], str]:
    """Start the program and wait until it listens; return it with the invitation to the shipped study."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "labs.cli", "--workspace", folder, "serve", "--only", "citizens"]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    link = next(found.group(1) for line in server.stdout if (found := re.search(r"runde-1: (http\S+)", line)))
    while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        time.sleep(0.01)
    return server, link


def measure(times: int) -> dict[str, float]:
    """Start server and browser anew each time; return the medians in seconds."""
    starts, pages = [], []
    with sync_playwright() as playwright:
        for _ in range(times):
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_context(locale="de-DE").new_page()
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, "data").mkdir()
                began = time.perf_counter()
                server, link = start(folder)
                starts.append(time.perf_counter() - began)
                began = time.perf_counter()
                page.goto(link, wait_until="commit")
                page.get_by_role("button", name="Ich mache mit").wait_for()
                pages.append(time.perf_counter() - began)
                server.terminate()
                server.wait(20)
            browser.close()
    together = [start + page for start, page in zip(starts, pages, strict=True)]
    return {
        "server_start_s": round(statistics.median(starts), 2),
        "first_page_s": round(statistics.median(pages), 2),
        "both_s": round(statistics.median(together), 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.times)
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
