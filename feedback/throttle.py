"""How often something may be tried: guessing a code has to be slow."""

import threading
import time
from collections import deque
from collections.abc import Callable


class Throttle:
    """Lets through so many tries a minute, counted over the whole process. `clock_s` runs monotonously.

    >>> throttle = Throttle(2, clock_s=lambda: 0.0)
    >>> [throttle.allows() for _ in range(3)]
    [True, True, False]
    """

    def __init__(self, tries: int, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._tries: deque[float] = deque(maxlen=tries)
        self._clock_s = clock_s
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Return whether one more try is allowed now, and count it if so."""
        with self._lock:
            now_s = self._clock_s()
            if len(self._tries) == self._tries.maxlen and now_s - self._tries[0] < 60:
                return False
            self._tries.append(now_s)
            return True
