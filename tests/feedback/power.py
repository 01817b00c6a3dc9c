"""Power cuts without a power switch: a file system that notes every write and sync, and can forget (not a test).

SQLite runs on it through apsw (with apsw's own SQLite). Afterwards `disk_after_cut` builds the files as a disk may hold
them when the power fails at any moment: what was synced is there; of what was written since, any part may be, in any
order, down to single sectors of 512 bytes.
"""

import contextlib
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
from recordings import FLOW, a_session, field_changed, page_shown

from feedback.errors import OperatorError, ProbelaufError
from feedback.store import open_store
from feedback.store.rows import insert_events
from feedback.store.schema import immediate
from feedback.store.sqlite import SqliteDriver
from feedback.store.sqlstore import SqlStore

SECTOR = 512
BATCH, BATCHES, WRITERS = 5, 40, 4


@dataclass(frozen=True)
class Done:
    """One thing that happened: a write, a truncation, a sync, or the acknowledgement of something."""

    kind: str
    file: str
    offset: int = 0
    data: bytes = b""


class Journal:
    """Everything that happened to the files, in order."""

    def __init__(self) -> None:
        self.done: list[Done] = []
        self._lock = threading.Lock()

    def note(self, kind: str, file: str, offset: int = 0, data: bytes = b"") -> None:
        with self._lock:
            self.done.append(Done(kind, file, offset, data))


class NotingFileSystem(apsw.VFS):
    """Passes everything on to the real file system, and notes it."""

    def __init__(self, name: str, journal: Journal) -> None:
        self.journal = journal
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "NotingFile":  # noqa: N802 - apsw's name
        return NotingFile(self.journal, name, flags)


class NotingFile(apsw.VFSFile):
    """A file whose writes and syncs are noted."""

    def __init__(self, journal: Journal, name: Any, flags: list[int]) -> None:
        self.journal = journal
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.journal.note("write", self.name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.journal.note("truncate", self.name, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.journal.note("sync", self.name)


class Answer:
    """What a statement gives, as the standard library's cursor would."""

    def __init__(self, cursor: Any, rowcount: int) -> None:
        self._cursor, self.rowcount = cursor, rowcount

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return list(self._cursor)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)


class NotedConnection:
    """An apsw connection that speaks like one of the standard library."""

    def __init__(self, path: Path, file_system: str) -> None:
        self._inner = apsw.Connection(str(path), vfs=file_system)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 40"):
            self._inner.execute(f"PRAGMA {pragma}")

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def execute(self, sql: str, parameters: Any = ()) -> Answer:
        before = self._inner.total_changes()
        cursor = self._inner.execute(sql, parameters)
        return Answer(cursor, self._inner.total_changes() - before)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Answer:
        before = self._inner.total_changes()
        cursor = self._inner.executemany(sql, parameters)
        return Answer(cursor, self._inner.total_changes() - before)

    def close(self) -> None:
        self._inner.close()


class NotedDriver(SqliteDriver):
    """The SQLite driver on the noting file system. It checkpoints a hundred times as often, to be cut there, too."""

    def __init__(self, path: Path, file_system: str) -> None:
        super().__init__(path, busy_timeout_ms=1000)
        self._file_system = file_system

    def connect(self, *, read_only: bool) -> Any:
        return NotedConnection(self.path, self._file_system)

    def transaction(self, connection: Any, *, alone: bool) -> AbstractContextManager[None]:
        return immediate(connection)

    def fault(self, error: Exception) -> tuple[ProbelaufError, bool] | None:
        return (OperatorError(str(error)), True) if isinstance(error, apsw.Error) else None

    def insert_events(self, connection: Any, rows: Any) -> None:
        insert_events(connection, rows)


def disk_after_cut(done: list[Done], start: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """Return the files as a disk may hold them when the power fails after `done`. `start` is what was there before."""
    disk = {name: bytearray(content) for name, content in start.items()}
    waiting: dict[str, list[Done]] = {}
    for one in done:
        if one.kind == "sync":
            for earlier in waiting.pop(one.file, ()):
                _apply(disk, earlier)
        elif one.kind in ("write", "truncate"):
            waiting.setdefault(one.file, []).append(one)
    for unsynced in waiting.values():
        parts = [part for one in unsynced for part in _sectors(one)]
        share = rng.choice((0.0, 0.5, 0.9, 1.0))
        for part in parts:
            if rng.random() < share:
                _apply(disk, part)
    return {name: bytes(content) for name, content in disk.items()}


def _sectors(one: Done) -> list[Done]:
    if one.kind != "write":
        return [one]
    starts = range(0, len(one.data), SECTOR)
    return [Done("write", one.file, one.offset + at, one.data[at : at + SECTOR]) for at in starts]


def _apply(disk: dict[str, bytearray], one: Done) -> None:
    content = disk.setdefault(one.file, bytearray())
    if one.kind == "truncate":
        del content[one.offset :]
        content.extend(bytes(one.offset - len(content)))
        return
    content.extend(bytes(max(0, one.offset + len(one.data) - len(content))))
    content[one.offset : one.offset + len(one.data)] = one.data


def when_done(journal: Journal, name: str) -> Callable[[Any], None]:
    """Return a callback that notes an acknowledgement at the moment at which it is given."""
    return lambda future: journal.note("acknowledged", name) if future.exception() is None else None


def write_sessions(path: Path, journal: Journal, file_system: str) -> None:
    """Let four threads record in steps; each acknowledgement is noted as `session batch`."""
    store = SqlStore(NotedDriver(path, file_system), read_only=False)

    def write(session_id: str) -> None:
        store.start_session(a_session(session_id), FLOW).result()
        for number in range(BATCHES):
            seq = number * BATCH
            events = [(seq + i, page_shown(seq + i) if i == 0 else field_changed(seq + i, i)) for i in range(BATCH)]
            future = store.append(session_id, events, f"draft {number}")
            future.add_done_callback(when_done(journal, f"{session_id} {number}"))
            future.result()

    threads = [threading.Thread(target=write, args=(f"s{number}",)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


@dataclass
class Cut:
    """What all cuts together have lost; `hit` counts sessions that a cut found unfinished."""

    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    half_steps: int = 0
    wrong_drafts: int = 0
    hit: int = 0


def cut_power(folder: Path, cuts: int, seed: int = 1) -> Cut:
    """Record in a new file, then cut the power at so many random moments of it, and look at what each left."""
    path, journal, found, rng = folder / "probelauf.db", Journal(), Cut(), random.Random(seed)
    open_store(path).close()
    start = {path.name: path.read_bytes()}
    file_system = NotingFileSystem(f"noting-{folder.name}", journal)
    write_sessions(path, journal, f"noting-{folder.name}")
    del file_system
    for number in range(cuts):
        moment = rng.randrange(len(journal.done))
        left = folder / f"cut{number}"
        left.mkdir()
        for name, content in disk_after_cut(journal.done[:moment], start, rng).items():
            (left / name).write_bytes(content)
        steps = [one.file.split() for one in journal.done[:moment] if one.kind == "acknowledged"]
        found.acknowledged += len(steps)
        _look(left / path.name, {session: int(step) for session, step in steps}, found)
    return found


def _look(path: Path, last: dict[str, int], found: Cut) -> None:
    with contextlib.closing(open_store(path)) as store:
        store.check()
        for session in (f"s{number}" for number in range(WRITERS)):
            numbers = [seq for seq, _ in store.events(session)]
            found.lost += max(0, (last.get(session, -1) + 1) * BATCH - len(numbers))
            found.twice += len(numbers) - len(set(numbers))
            found.half_steps += numbers != list(range(len(numbers))) or len(numbers) % BATCH > 0
            draft = f"draft {len(numbers) // BATCH - 1}" if numbers else None
            found.wrong_drafts += draft != store.draft(session)
            found.hit += len(numbers) < BATCHES * BATCH


def lose_by_syncing_less(folder: Path, cuts: int, seed: int = 1) -> int:
    """Return how many of the same cuts lose acknowledged rows of a database with `synchronous = NORMAL`."""
    path, journal, rng = folder / "weak.db", Journal(), random.Random(seed)
    file_system = NotingFileSystem(f"weak-{folder.name}", journal)
    connection = apsw.Connection(str(path), vfs=f"weak-{folder.name}")
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "CREATE TABLE row (number INTEGER)"):
        connection.execute(statement)
    for number in range(60):
        connection.execute("INSERT INTO row VALUES (?)", (number,))
        journal.note("acknowledged", str(number))
    moments = len(journal.done)
    connection.close()
    del file_system
    lost = 0
    for cut in range(cuts):
        moment = rng.randrange(moments // 2, moments)
        left = folder / f"weak{cut}"
        left.mkdir()
        for name, content in disk_after_cut(journal.done[:moment], {}, rng).items():
            (left / name).write_bytes(content)
        again = apsw.Connection(str(left / path.name))
        there = list(again.execute("SELECT name FROM sqlite_schema"))
        count = next(iter(again.execute("SELECT count(*) FROM row")))[0] if there else 0
        lost += int(count) < sum(one.kind == "acknowledged" for one in journal.done[:moment])
        again.close()
    return lost
