"""Snapshots: the recordings of a lab as Parquet files, whole or not at all, for DuckDB, Spark and others."""

import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from feedback.analytics.columns import schema_hash
from feedback.analytics.parts import Numbers, Part, Rows, read_parts
from feedback.analytics.writing import write_goals, write_study
from feedback.errors import OperatorError
from feedback.store import Store
from feedback.version import VERSION

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
FOLDER = "snapshots"
"""The folder of a lab's snapshots, beside its database."""

Tell = Callable[[int, int], None]
"""Is told how many sessions are written, of how many."""


@dataclass(frozen=True)
class Snapshot:
    """The folder `path`, when it was written (epoch ms), by which version, how many rows a table, which columns."""

    path: Path
    written_ms: int
    program: str
    rows: dict[str, int]
    schema: str


def write_snapshot(store: Store, folder: Path, *, now_ms: int, tell: Tell = lambda done, total: None) -> Snapshot:
    """Write the recordings of a lab into a new folder inside `folder`; older snapshots there go when it is done.

    Raises OperatorError when the folder cannot be written; nothing has changed then.
    """
    path = folder / next_name(folder, now_ms)
    draft = folder / f"{UNFINISHED}{path.name}"
    try:
        draft.mkdir(parents=True, mode=0o700)
        rows = write_tables(store, draft, tell)
        snapshot = Snapshot(path, now_ms, VERSION, rows, schema_hash())
        (draft / MANIFEST).write_text(json.dumps(asdict(snapshot) | {"path": path.name}, indent=2), encoding="utf-8")
        for one in [*draft.rglob("*"), draft]:
            sync(one)
        draft.rename(path)
        sync(folder)
    except OSError as error:
        raise OperatorError(f"The snapshot {path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    for other in find_snapshots(folder):
        if other.name < path.name:
            shutil.rmtree(other, ignore_errors=True)
    return snapshot


def next_name(folder: Path, now_ms: int) -> str:
    """Return a name that comes after those that are there, whatever the clock says."""
    last = find_snapshots(folder)[-1:]
    number = 1 + max((int(one.name[:6]) for one in last if one.name[:6].isdecimal()), default=0)
    moment = datetime.fromtimestamp(now_ms / 1000, tz=UTC)
    return f"{number:06}-{moment:%Y-%m-%d-%H%M}-{secrets.token_hex(3)}"


def write_tables(store: Store, folder: Path, tell: Tell) -> dict[str, int]:
    """Write all tables; return the rows of each."""
    sizes = store.study_sizes()
    numbers, flows, rows = Numbers(), set[str](), Counter[str](event=0, session=0)
    done, total = 0, sum(sizes.values())

    def counted(part: Part) -> Part:
        nonlocal done
        done += part.read
        tell(min(done, total), total)
        return part

    for study in sizes:
        rows.update(write_study(folder, study, map(counted, read_parts(store, study, numbers, flows))))
    rows["goal"] = write_goals(folder, find_goals(store, flows))
    return dict(rows)


def find_goals(store: Store, flows: set[str]) -> Rows:
    """Return the rows of `goal` for the versions of prototypes that were tried."""
    known = [flow for content_hash in sorted(flows) if (flow := store.flow(content_hash))]
    return [
        (flow.content_hash, task.id, task.end_page, len(task.ideal_path) or None)
        for flow in known
        for task in flow.tasks
    ]


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def find_snapshots(folder: Path) -> list[Path]:
    """Return the finished snapshots in a folder, oldest first."""
    return sorted(one.parent for one in folder.glob(f"*/{MANIFEST}") if not one.parent.name.startswith("."))


def newest(folder: Path) -> Snapshot | None:
    """Return the newest snapshot whose columns this program knows, None when there is none."""
    for path in reversed(find_snapshots(folder)):
        try:
            said = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
            found = Snapshot(**said | {"path": path})
        except (OSError, ValueError, TypeError):
            continue
        if found.schema == schema_hash():
            return found
    return None


def discard(folder: Path) -> None:
    """Remove all snapshots, and what is just being written: after an erasure no copy may stay.

    A writer may rename or add files meanwhile, so the second look counts. Raises OperatorError when something stays.
    """
    for _ in range(5):
        found = [*find_snapshots(folder), *folder.glob(f"{UNFINISHED}*")]
        if not found:
            return
        for path in found:
            shutil.rmtree(path, ignore_errors=True)
    raise OperatorError(f"The snapshots in {folder} cannot be removed; delete that folder by hand.")
