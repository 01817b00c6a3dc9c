"""Real faults of disk and database: the page never waits, and what was recorded arrives afterwards, once, in order."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from recordings import FLOW, a_session, field_changed, page_shown

from feedback.operation.pulse import Pulse
from feedback.recorder import Recorder, SessionRecorder, recording
from feedback.replay.replaying import count_missing
from feedback.store import Store, open_store

WAIT_S = 1.0  # far below the five seconds for which the store waits for a lock
"""A step that waited for the disk would take the five seconds of the lock; this leaves room for a busy machine."""
HOLD = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


class Citizen:
    """Records a step whenever told, and notes how long that took."""

    def __init__(self, session: SessionRecorder) -> None:
        self.session = session
        self.longest_s = 0.0
        self.steps = 0

    def step(self) -> Future[None]:
        self.steps += 1
        started = time.perf_counter()
        future = self.session.record(page_shown(self.steps), *(field_changed(self.steps) for _ in range(5)))
        self.longest_s = max(self.longest_s, time.perf_counter() - started)
        return future

    def assert_complete(self, store: Store) -> None:
        """All steps are stored once, in their order, without a gap."""
        numbered = store.events("s1")
        assert [seq for seq, _ in numbered] == list(range(len(numbered)))
        assert [0, *(step for step in range(1, self.steps + 1) for _ in range(6))] == [e.t_ms for _, e in numbered]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where one may be mounted; else an ordinary folder."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield place
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextlib.contextmanager
def full_disk(store: Store, folder: Path) -> Iterator[None]:
    """Leave no room for the database, as other files do; on an ordinary disk, let SQLite count to a small limit."""
    if os.path.ismount(folder):
        ballast = folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        yield
        ballast.unlink()
        return
    submit = store.submit  # type: ignore[attr-defined]
    pages = submit(lambda db: db.execute("PRAGMA page_count").fetchone()[0]).result()
    submit(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()
    yield
    submit(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone()).result()


@contextlib.contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Let another program hold the database for some seconds; wait for its end."""
    command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert b"held\n" == holder.stdout.readline()
        yield
        holder.wait()


@contextlib.contextmanager
def unwritable(store: Store, path: Path) -> Iterator[None]:
    """Forbid all writing into the files; where that cannot be done to an open file, forbid it to SQLite."""
    files = [str(path), f"{path}-wal"]
    if (
        os.geteuid() == 0
        and shutil.which("chattr")
        and not subprocess.run(["chattr", "+i", *files], check=False).returncode
    ):
        yield
        subprocess.run(["chattr", "-i", *files], check=True)
        return
    store.submit(lambda db: db.execute("PRAGMA query_only = ON")).result()  # type: ignore[attr-defined]
    yield
    writer = store._writer._connection  # type: ignore[attr-defined]
    writer.execute("PRAGMA query_only = OFF")


@pytest.mark.slow
def test_a_full_disk(folder: Path) -> None:
    """Nothing fits any more; the steps go on at once, and all arrive when there is room again."""
    with contextlib.closing(open_store(folder / "probelauf.db", busy_timeout_ms=50)) as store:
        recorder, citizen = disturbed(store, lambda: full_disk(store, folder), steps=400)
        assert recorder.healthy
        citizen.assert_complete(store)


@pytest.mark.slow
def test_a_database_held_for_ten_seconds(tmp_path: Path) -> None:
    """Another program holds the file for twice as long as the store waits; no step waits with it."""
    path = tmp_path / "probelauf.db"
    with contextlib.closing(open_store(path)) as store:
        _, citizen = disturbed(store, lambda: locked(path, 10), steps=50)
        citizen.assert_complete(store)


@pytest.mark.slow
def test_files_that_nobody_may_write(tmp_path: Path) -> None:
    """The files are made immutable under the running program, and given back."""
    path = tmp_path / "probelauf.db"
    with contextlib.closing(open_store(path)) as store:
        _, citizen = disturbed(store, lambda: unwritable(store, path), steps=50)
        citizen.assert_complete(store)


def disturbed(
    store: Store, fault: Callable[[], contextlib.AbstractContextManager[None]], *, steps: int
) -> tuple[Recorder, Citizen]:
    """Record before, during and after a fault; the pulse tells of it, and brings the rest when it is over."""
    recorder = Recorder(store)
    pulse = Pulse(store, recorder, lambda: 1_790_000_000_000)
    citizen = Citizen(recorder.open(a_session(), FLOW))
    citizen.step().result(20)
    with fault():
        futures = [citizen.step() for _ in range(steps)]
        pulse.beat()
        assert "failing" == pulse.condition.status
        assert any(future.exception(30) for future in futures)
    pulse.beat()  # sends again
    citizen.step().result(30)
    pulse.beat()
    assert "ok" == pulse.condition.status
    assert citizen.longest_s < WAIT_S
    return recorder, citizen


def test_memory_is_bounded_and_the_gap_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the oldest steps are given up; afterwards the data say how many events are missing."""
    monkeypatch.setattr(recording, "MOST_KEPT", 10)
    path = tmp_path / "probelauf.db"
    with contextlib.closing(open_store(path, busy_timeout_ms=10)) as store:
        recorder = Recorder(store)
        citizen = Citizen(recorder.open(a_session(), FLOW))
        citizen.step().result(20)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(30):
                citizen.step().exception(20)
            assert recorder.waiting <= 10
            other.execute("ROLLBACK")
        citizen.step().result(20)
        store.check()
        numbered = dict(store.events("s1"))
    assert sorted(numbered) == list(numbered)
    assert 6 * (30 - 10) == recorder.lost == count_missing(numbered)
    assert 0 == recorder.waiting


def test_memory_is_bounded_for_all_sessions_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of a process the session that adds to it gives up its oldest steps, not its start."""
    monkeypatch.setattr(recording, "MOST_KEPT_IN_ALL", 12)
    path = tmp_path / "probelauf.db"
    with contextlib.closing(open_store(path, busy_timeout_ms=10)) as store:
        recorder = Recorder(store)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            citizens = [Citizen(recorder.open(a_session(f"s{number}"), FLOW)) for number in range(3)]
            for _ in range(10):
                for citizen in citizens:
                    citizen.step().exception(20)
            assert 12 == recorder.waiting
            other.execute("ROLLBACK")
        for citizen in citizens:
            citizen.step().result(20)
        store.check()
        stored = [dict(store.events(f"s{number}")) for number in range(3)]
    assert [0, 0, 0] == [min(events) for events in stored]
    assert 0 < recorder.lost == sum(count_missing(events) for events in stored)
    assert 0 == recorder.waiting
