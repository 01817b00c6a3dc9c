"""A lab brought back from a backup: verified first, and put in place whole or not at all.

Whoever was erased since the backup was made is erased from it again. The former database is kept beside.
"""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feedback.analytics import FOLDER, discard
from feedback.audit import note
from feedback.errors import OperatorError
from feedback.lab import Lab
from feedback.operation.backup import Progress, check, data_folder, place_of, silent
from feedback.operation.packing import DATABASE, LAB, Manifest, private_folder, put_in_place
from feedback.rights.erasing import LOG, Mark, marks_of, read_marks, reapply_erasures
from feedback.store import open_store
from feedback.store.snapshots import close_down, is_damaged

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database file."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: the backup's manifest, sessions erased again, sessions in the roll-up.

    `kept` is where the former database lies now, `lab_file` says what became of `lab.toml`.
    """

    manifest: Manifest
    erased_again: int
    rolled_up: int
    kept: Path | None
    lab_file: str


def restore(lab: Lab, backup: Path, now_ms: int, *, replace: bool = False, progress: Progress = silent) -> Restored:
    """Put the database of a backup in the place of the lab's.

    OperatorError, and nothing is changed, when the file is damaged or from a newer version, when there is a database
    and `replace` is not given, when a program has it open, or when the disk is in the way. On a server the database
    named must be empty.
    """
    place = place_of(lab)
    if isinstance(place, Path) and place.exists() and not replace:
        raise OperatorError(f"There is a database {place} already; repeat with --yes, and it will be kept beside.")
    if not backup.is_file():
        raise OperatorError(f"There is no file {backup}; name the backup to restore.")
    room = place.parent if isinstance(place, Path) else data_folder(lab)
    room.mkdir(parents=True, exist_ok=True)
    with private_folder(room, "restored database") as folder:
        draft = folder / DATABASE
        manifest, text = check(backup, draft, progress)
        lost = isinstance(place, Path) and place.exists() and is_damaged(place)
        if isinstance(place, Path) and place.exists() and not lost:
            close_down(place)  # nobody may record into a database that is about to be replaced
        erased, rolled_up = _prepare(draft, _known_marks(lab, lost=lost), manifest.made_ms, now_ms, progress)
        close_down(draft)
        discard(data_folder(lab) / FOLDER)  # they tell of the database that goes
        kept = _put(draft, place, now_ms, lost=lost)
        lab_file = _restore_lab_file(lab, text, folder)
    return Restored(manifest, erased, rolled_up, kept, lab_file)


def _known_marks(lab: Lab, *, lost: bool) -> list[Mark]:
    """Return the marks of the erased in the present database, unless it is `lost`, and in the log beside it."""
    place = place_of(lab)
    log = data_folder(lab) / LOG
    if lost or (isinstance(place, Path) and not place.exists()):
        return read_marks(log)
    with closing(open_store(place)) as store:
        return marks_of(store, log)


def _prepare(draft: Path, marks: list[Mark], made_ms: int, now_ms: int, progress: Progress) -> tuple[int, int]:
    """Bring the database up to date; return how many sessions were erased again, and how many are rolled up."""
    with closing(open_store(draft)) as store:
        progress("Erasing again whom the log names", 0.0)
        erased = reapply_erasures(store, marks)
        progress("Erasing again whom the log names", 1.0)
        rolled_up = store.rebuild_rollup(
            progress=lambda done, whole: progress("Building the roll-up", done / max(whole, 1))
        )
        store.forget_passing(now_ms)
        made = datetime.fromtimestamp(made_ms / 1000, tz=UTC)
        note(store, "restored", now_ms, about=f"backup of {made:%Y-%m-%d %H:%M} UTC")
    return erased, rolled_up


def _put(draft: Path, place: Path | str, now_ms: int, *, lost: bool) -> Path | None:
    """Put the database in its place; return where the former one is kept."""
    if isinstance(place, str):
        from feedback.store.moving import move_store

        move_store(draft, place)
        return None
    kept = _keep(place, now_ms, lost=lost) if place.exists() else None
    try:
        put_in_place(draft, place)
    except OSError:
        if kept is not None:
            kept.unlink()
        raise
    return kept


def _keep(place: Path, now_ms: int, *, lost: bool) -> Path:
    """Give the present database a second name, under which it stays. OperatorError while it is in use."""
    kept = place.with_name(f"{place.name}.before-restore-{now_ms}")
    if not lost:
        close_down(place)
    os.link(place, kept)
    for end in _BESIDE:
        if (beside := place.with_name(place.name + end)).exists():
            beside.rename(kept.with_name(kept.name + end))
    return kept


def _restore_lab_file(lab: Lab, text: bytes | None, folder: Path) -> str:
    """Write `lab.toml` where there is none; what the operator has changed since stays. Return what was done."""
    present = lab.root / LAB
    if text is None:
        return "The backup has no lab.toml."
    if present.exists():
        same = present.read_bytes() == text
        return "lab.toml is the same." if same else "lab.toml here differs from the backup's; it was left alone."
    draft = folder / LAB
    draft.write_bytes(text)
    draft.chmod(0o644)
    put_in_place(draft, present)
    return "lab.toml was restored."
