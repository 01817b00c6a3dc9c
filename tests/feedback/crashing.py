"""Break a process or a server in the midst of writing, and look at what is left (not a test itself)."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from crash_writer import BATCH

from feedback.store import open_store

WRITER = Path(__file__).with_name("crash_writer.py")


@dataclass
class Losses:
    """What all rounds together have lost; `late` counts commits whose acknowledgement the break prevented."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    duplicates: int = 0
    half_steps: int = 0
    late: int = 0

    @property
    def events(self) -> int:
        """How many events were acknowledged."""
        return sum(self.acknowledged.values())

    def look(self, place: Path | str) -> None:
        """Compare what is stored with what was acknowledged."""
        with contextlib.closing(open_store(place)) as store:
            for session, count in self.acknowledged.items():
                numbers = [seq for seq, _ in store.events(session)]
                self.lost += len(set(range(count)) - set(numbers))
                self.duplicates += len(numbers) - len(set(numbers))
                self.half_steps += numbers != list(range(len(numbers))) or len(numbers) % BATCH > 0
                self.late += len(numbers) > count


def write_and_break(
    losses: Losses, place: Path | str, after_s: float, break_before: Callable[[], object] = lambda: None
) -> None:
    """Let a process write, break something under it, kill it, and note what it had acknowledged."""
    child = subprocess.Popen([sys.executable, WRITER, place], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after_s)
    break_before()
    child.send_signal(signal.SIGKILL)
    lines = [first, *child.stdout.read().splitlines(keepends=True)]
    child.wait()
    child.stdout.close()
    for session, seq in (line.decode().split() for line in lines if line.endswith(b"\n")):
        losses.acknowledged[session] = int(seq) + BATCH
