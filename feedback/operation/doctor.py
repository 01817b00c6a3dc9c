"""What an operator should mend before it hurts. Looks everywhere and changes nothing."""

import importlib.util
import os
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from feedback.errors import Finding, OperatorError
from feedback.lab import SECRET_VARIABLE, Lab, checked_secret
from feedback.operation.backup import data_folder, last_backup, place_of
from feedback.operation.pulse import SILENT_MS
from feedback.rights.retention import due
from feedback.store import Store, open_store
from feedback.store.snapshots import SQLITE, find_damage, require_writable
from feedback.version import VERSION

BACKUP_DAYS = 7
LEAST_FREE = 500_000_000
"""Bytes that should be free on the disk of the data, whatever the size of the database."""
LARGE_LOG = 100_000_000
"""Bytes of a write-ahead log that somebody keeps from being emptied."""
CLOCK_MS = 60_000
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Examination:
    """What the doctor saw: facts by name, and what to mend."""

    facts: dict[str, str | int | None]
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> int:
        """Return 0 when all is well, 1 when there are hints only, 2 when something must be mended."""
        return max((2 if one.level == "error" else 1 for one in self.findings), default=0)

    def to_json(self) -> dict[str, Any]:
        """Return the examination as a JSON document."""
        return {"facts": self.facts, "findings": [asdict(one) for one in self.findings]}


def examine_lab(lab: Lab, now_ms: int, *, public_address: str = "") -> Examination:
    """Examine a lab. `public_address` is where citizens reach it, empty when nobody said."""
    place = place_of(lab)
    facts: dict[str, str | int | None] = {
        "program": VERSION,
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
        "sqlite": SQLITE,
        "timezone": time.strftime("%Z %z"),
        "workspace": str(lab.root),
    }
    findings = [*check_settings(lab, public_address), *check_disk(lab)]
    broken = list(check_file(place)) if isinstance(place, Path) else []
    findings += broken
    if isinstance(place, str) or (place.is_file() and not any(one.level == "error" for one in broken)):
        findings += _check_store(place, lab, now_ms, facts)
    findings += check_backup(lab, now_ms, facts)
    return Examination(facts, tuple(findings))


def check_settings(lab: Lab, public_address: str) -> Iterator[Finding]:
    """Yield what is wrong with `lab.toml`, the secrets, the public address and the extras."""
    if lab.is_example:
        what = "Nobody has filled in lab.toml: citizens read an invented name and address."
        yield Finding("lab-is-example", "hint", str(lab.root / "lab.toml"), what, "Write name, authority and contact.")
    if public_address and not public_address.startswith("https://"):
        what = f"Citizens reach the lab at {public_address}, where anybody on the way can read along."
        fix = "Put a proxy with a certificate before it; set PROBELAUF_PUBLIC_URL to the https:// address."
        yield Finding("address-not-secure", "error", "PROBELAUF_PUBLIC_URL", what, fix)
    if SECRET_VARIABLE in os.environ:
        try:
            checked_secret(os.environ[SECRET_VARIABLE], f"the variable {SECRET_VARIABLE}")
        except OperatorError as error:
            yield Finding("secret-too-short", "error", SECRET_VARIABLE, str(error), "Set a longer one.")
    for path in sorted(data_folder(lab).glob("*.key")):
        if path.stat().st_mode & 0o077:
            what = "Other users of this machine can read the secret."
            yield Finding("secret-readable", "error", str(path), what, f"Run: chmod 600 {path}")
    if "PROBELAUF_METRICS_TOKEN" in os.environ and importlib.util.find_spec("prometheus_client") is None:
        fix = "Install probelauf[metrics], or unset it."
        yield Finding("extra-missing", "error", "PROBELAUF_METRICS_TOKEN", "The metrics need prometheus-client.", fix)


def check_disk(lab: Lab) -> Iterator[Finding]:
    """Yield a finding when the disk of the data gets full: a backup needs as much room as the database."""
    place = place_of(lab)
    folder = data_folder(lab) if data_folder(lab).is_dir() else lab.root
    size = place.stat().st_size if isinstance(place, Path) and place.is_file() else 0
    free = shutil.disk_usage(folder).free
    if free < max(2 * size, LEAST_FREE):
        level = "error" if free < LEAST_FREE // 5 else "hint"
        what = f"Only {free // 1_000_000} MB are free; the database has {size // 1_000_000} MB."
        yield Finding("disk-full", level, str(folder), what, "Free some space, or move the lab to a larger disk.")  # type: ignore[arg-type]


def check_file(path: Path) -> Iterator[Finding]:
    """Yield what is wrong with the file of the database."""
    if not path.is_file():
        yield Finding("database-missing", "hint", str(path), "There is no database yet.", "Start Probelauf once.")
        return
    try:
        damage = find_damage(path)
        if damage:
            what = f"The database is damaged ({damage})."
            yield Finding("database-damaged", "error", str(path), what, "Stop Probelauf and restore a backup.")
        else:
            require_writable(path)
    except OperatorError as error:
        yield Finding("database-in-the-way", "error", str(path), str(error), "")
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size > LARGE_LOG:
        what = f"The write-ahead log has {log.stat().st_size // 1_000_000} MB: somebody reads for a long time."
        yield Finding("log-large", "hint", str(log), what, "Close other programs that have the database open.")


def check_backup(lab: Lab, now_ms: int, facts: dict[str, str | int | None]) -> Iterator[Finding]:
    """Yield a finding when there is no backup, or an old one."""
    last = last_backup(lab)
    facts["last_backup_ms"] = last.made_ms if last else None
    fix = "Run: probelauf backup FILE, best every night. Keep data/secret.key apart, once."
    if last is None:
        yield Finding("backup-missing", "hint", str(lab.root), "No backup was ever made of this lab.", fix)
    elif (days := (now_ms - last.made_ms) // DAY_MS) >= BACKUP_DAYS:
        yield Finding("backup-old", "hint", last.file, f"The newest backup is {days} days old.", fix)


def _check_store(place: Path | str, lab: Lab, now_ms: int, facts: dict[str, str | int | None]) -> list[Finding]:
    """Return what is wrong with what the database says, or that it cannot be read."""
    try:
        with closing(open_store(place, read_only=True)) as store:
            if isinstance(place, str):
                facts["database"] = "postgresql"
            server = check_server(place) if isinstance(place, str) else ()
            return [*server, *check_recording(store, now_ms, facts), *check_retention(store, lab, now_ms)]
    except OperatorError as error:
        return [Finding("database-in-the-way", "error", "database", str(error), "")]


def check_server(address: str) -> Iterator[Finding]:
    """Yield the settings of a database server that lose recordings when its power fails."""
    from feedback.store.postgres import unsafe_settings  # needs psycopg, which only labs with a server have

    for name in unsafe_settings(address):
        what = f"The server has {name} off: acknowledged recordings get lost when its power fails."
        fix = f"Run on the server: ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf();"
        yield Finding("server-unsafe", "error", f"postgresql: {name}", what, fix)


def check_recording(store: Store, now_ms: int, facts: dict[str, str | int | None]) -> Iterator[Finding]:
    """Yield what the serving processes and the recordings themselves say."""
    processes = store.processes()
    facts["processes"] = len(processes)
    if waiting := sum(one.waiting for one in processes):
        what = f"{waiting} batches wait for the database."
        yield Finding("recording-waits", "error", "recording", what, "Keep Probelauf running; see its log.")
    if silent := sum(now_ms - one.seen_ms > SILENT_MS for one in processes):
        what = f"{silent} serving processes have not been heard of for {SILENT_MS // 1000} seconds."
        yield Finding("process-silent", "error", "recording", what, "See whether they still run, and their log.")
    if gaps := store.count_gaps():
        what = f"In {gaps} sessions events got lost; the data check of each study counts them."
        yield Finding("recording-gaps", "hint", "recording", what, "")
    if store.newest_ms() > now_ms + CLOCK_MS:
        what = "A recorded session lies in the future: the clock of this machine is or was wrong."
        yield Finding("clock-wrong", "error", "clock", what, "Let the machine keep its time by NTP.")


def check_retention(store: Store, lab: Lab, now_ms: int) -> Iterator[Finding]:
    """Yield the studies with recordings that are kept for too long."""
    for one in due(store, lab, now_ms):
        what = f"{one.sessions} sessions are older than {one.retention_days} days."
        yield Finding("retention-due", "error", one.study, what, "Run: probelauf retention")
