"""A headless Chromium, spoken to over its debugging pipe: no driver and no further library."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from feedback.errors import OperatorError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
# Chromium reads from descriptor 3 and writes to 4.
_LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
_CHUNK = 1 << 16


def find_chromium() -> str:
    """Return the program of an installed Chromium or Chrome; nothing where there is none that can be steered."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    return found if os.name == "posix" else ""


class Chromium:
    """One browser with one page. Use it as a context manager."""

    def __init__(self, program: str, *, patience_s: float = 15) -> None:
        self.program, self.patience_s = program, patience_s
        self._number, self._buffer, self._session = 0, b"", ""

    def __enter__(self) -> Self:
        self._start()
        try:
            target = self._call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        except OperatorError:
            self.close()
            raise
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait()
        os.close(self._read)
        os.close(self._write)
        self._profile.cleanup()

    def _start(self) -> None:
        import fcntl  # not on every system; `find_chromium` finds none there

        self._profile = TemporaryDirectory(ignore_cleanup_errors=True)
        out_read, self._write = os.pipe()
        self._read, in_write = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (out_read, in_write)]  # out of the way of 3 and 4
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [self.program, *_FLAGS, *root, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(  # noqa: S603 - a program found on the machine, arguments of our own
            [sys.executable, "-c", _LAUNCH, *map(str, ends), *command],
            pass_fds=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in (out_read, in_write, *ends):
            os.close(end)
        os.set_blocking(self._read, False)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the page in pixels."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def go(self, address: str) -> None:
        """Open an address."""
        self._call("Page.navigate", url=address)

    def evaluate(self, script: str) -> Any:
        """Return the value of a JavaScript expression; None where it fails."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer.get("result", {}).get("value")

    def wait_for(self, script: str) -> bool:
        """Wait until an expression is true; tell whether it became so in time."""
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            if self.evaluate(script):
                return True
            time.sleep(0.05)
        return False

    def screenshot(self) -> bytes:
        """Return the page as PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        try:
            os.write(self._write, json.dumps(message).encode() + b"\0")
        except OSError as error:
            raise OperatorError(f"{self.program} does not run here; hand over with --no-screenshots.") from error
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            answer = self._next()
            if answer is not None and answer.get("id") == self._number and "result" in answer:
                return dict(answer["result"])
        raise OperatorError(f"{self.program} does not answer; hand over with --no-screenshots.")

    def _next(self) -> dict[str, Any] | None:
        """Return the next whole message, None where there is none yet."""
        message, end, rest = self._buffer.partition(b"\0")
        if end:
            self._buffer = rest
            return dict(json.loads(message))
        try:
            more = os.read(self._read, _CHUNK)
        except BlockingIOError:
            time.sleep(0.01)
            return None
        if not more:
            raise OperatorError(f"{self.program} does not run here; hand over with --no-screenshots.")
        self._buffer += more
        return None
