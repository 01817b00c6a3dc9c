"""The doctor: each fault planted is found, a sound lab has none, and nothing is changed."""

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exchanging import START_MS, make_lab, many_lines, take, write
from postgres import PostgresServer

from feedback.errors import Finding
from feedback.lab import Lab
from feedback.operation import doctor
from feedback.operation.backup import back_up
from feedback.operation.doctor import DAY_MS, examine_lab
from feedback.store import ProcessReport, open_store

NOW_MS = START_MS + 5 * DAY_MS


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab with nothing to mend: filled in, recorded, backed up."""
    root = make_lab(tmp_path / "lab").root
    (root / "lab.toml").write_text('name = "L"\nauthority = "A"\ncontact = "a@b.example"\n', encoding="utf-8")
    lab = Lab.open(root)
    lab.secret()
    with contextlib.closing(open_store(lab.database)) as store:
        take(store, write(tmp_path / "real.jsonl", many_lines()))
    back_up(lab, tmp_path / "lab.backup", NOW_MS)
    return lab


def rows(lab: Lab) -> list[str]:
    with contextlib.closing(sqlite3.connect(lab.database)) as db:
        return list(db.iterdump())


def codes(lab: Lab, **options: Any) -> list[tuple[str, str]]:
    found = examine_lab(lab, options.pop("now_ms", NOW_MS), **options)
    return [(one.level, one.code) for one in found.findings]


def test_a_sound_lab(lab: Lab) -> None:
    """Nothing to mend, exit code 0, and no row is changed."""
    before = rows(lab)
    assert [] == codes(lab, public_address="https://labor.example")
    assert 0 == examine_lab(lab, NOW_MS).worst
    assert before == rows(lab)


def test_an_empty_workspace(tmp_path: Path) -> None:
    """A lab that was never started gets hints only, and no database."""
    lab = Lab.open(tmp_path)
    assert [("hint", "lab-is-example"), ("hint", "database-missing"), ("hint", "backup-missing")] == codes(lab)
    assert 1 == examine_lab(lab, NOW_MS).worst
    assert not lab.database.exists()


def damage(lab: Lab) -> None:
    content = bytearray(lab.database.read_bytes())
    content[4096:8192] = b"\x55" * 4096
    lab.database.write_bytes(content)


def no_database(lab: Lab) -> None:
    lab.database.write_bytes(b"no database" * 500)


def report(lab: Lab, **values: int) -> None:
    with contextlib.closing(open_store(lab.database)) as store:
        said = {"seen_ms": NOW_MS, "waiting": 0, "lost": 0} | values
        store.report_process(ProcessReport("p", **said)).result()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (damage, ("error", "database-damaged")),
        (no_database, ("error", "database-in-the-way")),
        (lambda lab: (lab.root / "data" / "secret.key").chmod(0o644), ("error", "secret-readable")),
        (lambda lab: report(lab, waiting=4), ("error", "recording-waits")),
        (lambda lab: report(lab, seen_ms=NOW_MS - 60_000), ("error", "process-silent")),
        (lambda lab: (lab.root / "data" / "backup.json").unlink(), ("hint", "backup-missing")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_each_fault_is_found(lab: Lab, spoil: Callable[[Lab], None], expected: tuple[str, str]) -> None:
    """One fault gives one finding, with the right weight."""
    spoil(lab)
    assert [expected] == codes(lab)


def test_time_brings_its_findings(lab: Lab) -> None:
    """Old backups and recordings kept for too long are found; a clock that went back, too."""
    assert ("hint", "backup-old") in codes(lab, now_ms=NOW_MS + 8 * DAY_MS)
    assert ("error", "retention-due") in codes(lab, now_ms=NOW_MS + 400 * DAY_MS)
    assert ("error", "clock-wrong") in codes(lab, now_ms=START_MS - DAY_MS)


def test_settings(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without encryption, a short secret and a full disk are errors."""
    assert [("error", "address-not-secure")] == codes(lab, public_address="http://labor.example")
    monkeypatch.setenv("PROBELAUF_SECRET", "short")
    assert [("error", "secret-too-short")] == codes(lab)
    monkeypatch.delenv("PROBELAUF_SECRET")
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    assert [("error", "disk-full")] == codes(lab)


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_recordings(
    lab: Lab, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """A PostgreSQL that does not wait for its disk is an error; a sound one is none."""
    address = postgres.new_database()
    open_store(address).close()
    monkeypatch.setenv("PROBELAUF_DATABASE", address)
    assert [] == codes(lab)
    change(postgres, setting, "off")
    try:
        assert [("error", "server-unsafe")] == codes(lab)
    finally:
        change(postgres, setting, "on")
    assert [] == codes(lab)


def change(postgres: PostgresServer, setting: str, value: str) -> None:
    """Change a setting of the server, and wait until it is in force."""
    postgres.sql(f"ALTER SYSTEM SET {setting} = {value}")
    postgres.sql("SELECT pg_reload_conf()")
    ends = time.monotonic() + 20
    while postgres.sql(f"SHOW {setting}") != [(value,)]:
        assert time.monotonic() < ends


def test_every_finding_says_how_to_mend_it(lab: Lab) -> None:
    """What, where and how; the sentences of the store carry their remedy themselves."""
    damage(lab)
    found = examine_lab(lab, NOW_MS + 400 * DAY_MS, public_address="http://labor.example").findings
    assert 3 <= len(found)
    assert all(isinstance(one, Finding) and one.what and one.place and one.fix for one in found)
