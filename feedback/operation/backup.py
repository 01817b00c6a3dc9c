"""A backup of a running lab: one file with the database as it is at this moment, and `lab.toml`.

The lab's secret is not in it: whoever has the backup cannot make links or tie pseudonyms to people. Keep
`data/secret.key` apart, once; without it the links and receipt codes of a restored lab do not work.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from feedback.audit import note
from feedback.errors import OperatorError
from feedback.lab import Lab
from feedback.operation.packing import (
    DATABASE,
    LAB,
    Manifest,
    Part,
    Report,
    pack,
    part_of,
    private_folder,
    put_in_place,
    read_manifest,
    unpack,
)
from feedback.store import open_store
from feedback.store.schema import SCHEMA_VERSION
from feedback.store.snapshots import close_down, examine, find_damage, take_snapshot
from feedback.version import VERSION

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
"""Told what is being done, and the share of it that is done, 0 to 1."""


def place_of(lab: Lab) -> Path | str:
    """Return the file of the lab's database, or the address of its server."""
    place = str(lab.database)
    return place if "://" in place else Path(place)


def data_folder(lab: Lab) -> Path:
    """Return the folder with what the lab keeps beside a database: the secret, the erasure log, contacts."""
    return lab.root / "data"


def silent(what: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class LastBackup:
    """The newest backup of a lab: made when (epoch milliseconds), and where it was put."""

    made_ms: int
    file: str


def back_up(lab: Lab, target: Path, now_ms: int, *, verify: bool = False, progress: Progress = silent) -> Manifest:
    """Write a backup of the lab to `target`, whole or not at all, and note that in `data/backup.json` and audit log.

    Recording goes on meanwhile. A database on a server becomes a file in the backup, so that there is one format.
    `verify` reads the file again and examines the database in it. OperatorError when the lab has no database, or
    `target` is a file that is no backup or cannot be written.
    """
    source = place_of(lab)
    if isinstance(source, Path) and not source.is_file():
        raise OperatorError(f"There is no database {source} yet; start Probelauf once, or name the lab's folder.")
    if target.exists():
        read_manifest(target)  # only a backup may be replaced
    with private_folder(target.parent, "backup") as folder:
        database = folder / DATABASE
        _copy(source, database, lambda share: progress("Copying the database", share))
        lab_file = (lab.root / LAB).read_bytes() if (lab.root / LAB).is_file() else None
        manifest = _manifest(database, lab_file, now_ms)
        draft = folder / "backup"
        pack(draft, manifest, database, lab_file, lambda share: progress("Packing", share))
        if verify:
            check(draft, folder / "again.db", progress)
        put_in_place(draft, target)
    _note(lab, LastBackup(now_ms, str(target.resolve())))
    if manifest.schema_version == SCHEMA_VERSION:  # to write into an older database would change its tables
        _note_in_audit_log(source, now_ms)
    return manifest


def check(backup: Path, room: Path, progress: Progress = silent) -> tuple[Manifest, bytes | None]:
    """Unpack the database of a backup to the new file `room` and examine it; return manifest and `lab.toml`.

    OperatorError when the file is damaged, or no backup.
    """
    manifest, lab = unpack(backup, room, lambda share: progress("Reading the backup", share))
    progress("Examining the database", 0.0)
    damage = find_damage(room, thorough=True)
    contents = examine(room)
    if damage or contents.counts != manifest.counts or contents.schema_version != manifest.schema_version:
        raise OperatorError(f"The database in {backup} is damaged ({damage or 'rows are missing'}); take another one.")
    progress("Examining the database", 1.0)
    return manifest, lab


def last_backup(lab: Lab) -> LastBackup | None:
    """Return the newest backup that was made of this lab, None when there is none."""
    try:
        return LastBackup(**json.loads(_note_file(lab).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _copy(source: Path | str, target: Path, progress: Report) -> None:
    if isinstance(source, Path):
        take_snapshot(source, target, progress)
        return
    from feedback.store.moving import move_store

    move_store(source, target, lambda _table, done, whole: progress(done / max(whole, 1)))
    close_down(target)


def _manifest(database: Path, lab_file: bytes | None, now_ms: int) -> Manifest:
    contents = examine(database)
    files = {DATABASE: part_of(database)}
    if lab_file is not None:
        files[LAB] = Part(size=len(lab_file), sha256=hashlib.sha256(lab_file).hexdigest())
    return Manifest(
        version=VERSION,
        schema_version=contents.schema_version,
        made_ms=now_ms,
        counts=contents.counts,
        files=files,
    )


def _note_in_audit_log(place: Path | str, now_ms: int) -> None:
    """Write down that a backup was made; a database that takes no writes gets its backup, too."""
    try:
        with closing(open_store(place)) as store:
            note(store, "backed_up", now_ms)
    except OperatorError as error:
        log.warning("The backup is made, but the audit log has no entry of it. %s", error)


def _note_file(lab: Lab) -> Path:
    return data_folder(lab) / "backup.json"


def _note(lab: Lab, last: LastBackup) -> None:
    data_folder(lab).mkdir(parents=True, exist_ok=True)
    with private_folder(data_folder(lab), "note of the backup") as folder:
        draft = folder / "backup.json"
        draft.write_text(json.dumps(vars(last)), encoding="utf-8")
        put_in_place(draft, _note_file(lab))
