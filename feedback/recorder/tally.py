"""Counts of what one process recorded, for whoever watches it; numbers only, nothing about a person."""

import threading
from bisect import bisect_left

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""Upper bounds of the times until the acknowledgement, in seconds; what took longer is counted behind them."""


class Tally:
    """Counts since the process started. Any thread may count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.sessions_started = 0
        self.sessions_ended = 0
        self.batches = 0
        self.events = 0
        self.waits = [0] * (len(BOUNDS_S) + 1)
        self.waited_s = 0.0

    def start(self) -> None:
        """Count a session that began."""
        with self._lock:
            self.sessions_started += 1

    def acknowledge(self, events: int, waited_s: float, *, ended: bool) -> None:
        """Count a batch that the database has, the time that took, and whether it was a session's last one."""
        with self._lock:
            self.batches += 1
            self.events += events
            self.sessions_ended += ended
            self.waits[bisect_left(BOUNDS_S, waited_s)] += 1
            self.waited_s += waited_s
