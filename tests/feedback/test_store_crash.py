"""Kill -9 of the writing process, fifty times: no acknowledged event is lost, no half batch is left."""

import contextlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crash_writer import BATCH

from feedback.store import open_store

KILLS = 50
WRITER = Path(__file__).with_name("crash_writer.py")


def write_and_kill(path: Path, after_s: float) -> list[tuple[str, int]]:
    """Let a process write, kill it, and return the `(session, first seq)` that it had acknowledged."""
    child = subprocess.Popen([sys.executable, WRITER, path], stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after_s)
    child.send_signal(signal.SIGKILL)
    lines = [first, *child.stdout.read().splitlines(keepends=True)]
    assert -signal.SIGKILL == child.wait()
    child.stdout.close()
    complete = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(session, int(seq)) for session, seq in complete]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """After each kill the file opens again, with all acknowledged events and only whole batches."""
    path = tmp_path / "probelauf.db"
    acknowledged: dict[str, int] = {}
    unacknowledged = 0
    for kill in range(KILLS):
        for session, seq in write_and_kill(path, after_s=0.002 * kill):
            acknowledged[session] = seq + BATCH
        with contextlib.closing(open_store(path)) as store:
            for session, count in acknowledged.items():
                numbers = [seq for seq, _ in store.events(session)]
                assert list(range(len(numbers))) == numbers
                assert 0 == len(numbers) % BATCH
                assert count <= len(numbers)
                unacknowledged += len(numbers) > count
    assert sum(acknowledged.values()) > KILLS * BATCH
    assert unacknowledged > 0, "no kill hit the moment between commit and acknowledgement: the test is too tame"
