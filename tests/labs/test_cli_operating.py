"""The commands of those who run the lab, as a person types them."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
DEMO = "wohngeld/demo"


def run(workspace: Path, *arguments: str, code: int = 0) -> str:
    """Run `probelauf` in a workspace and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROBELAUF_")}
    done = subprocess.run(
        [sys.executable, "-m", "labs.cli", "--workspace", str(workspace), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert code == done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


def say(workspace: Path, *arguments: str, code: int = 0) -> Any:
    return json.loads(run(workspace, *arguments, "--json", code=code))


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A demo lab with some sessions."""
    workspace = tmp_path / "lab"
    workspace.mkdir()
    run(workspace, "demo", "--no-serve", "--sessions", "12")
    return workspace


def test_a_lab_survives_the_loss_of_its_folder(lab: Path, tmp_path: Path) -> None:
    """Backup, a lost disk, restore: the verdict and the chain of records are the same; it is said what to keep."""
    decided, chain = say(lab, "decide", DEMO), say(lab, "records", "verify")
    backup = tmp_path / "lab.backup"
    assert "Keep data/secret.key apart" in run(lab, "backup", str(backup), "--verify")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = run(elsewhere, "restore", str(backup))
    assert "12 sessions" in said
    assert "Erased again: 0 sessions." in said
    assert (decided, chain) == (say(elsewhere, "decide", DEMO), say(elsewhere, "records", "verify"))


def test_restore_asks_first(lab: Path, tmp_path: Path) -> None:
    """One sentence and exit code 2 without --yes, and for a file that is no backup."""
    backup = tmp_path / "lab.backup"
    assert 12 == say(lab, "backup", str(backup))["counts"]["session"]
    assert "repeat with --yes" in run(lab, "restore", str(backup), code=2)
    backup.write_text("no backup", encoding="utf-8")
    refused = run(lab, "restore", str(backup), "--yes", code=2)
    assert ("is no backup of Probelauf" in refused, 1) == (True, len(refused.splitlines()))


def test_the_doctor_ends_with_what_is_worst(lab: Path) -> None:
    """0 when all is well, 1 for hints, 2 for errors; as JSON, too."""
    (lab / "lab.toml").write_text('name = "L"\nauthority = "A"\ncontact = "a@b.example"\n', encoding="utf-8")
    assert "backup-missing" in run(lab, "doctor", code=1)
    run(lab, "backup", str(lab / "lab.backup"))
    assert "All is well." in run(lab, "doctor")
    (lab / "data" / "secret.key").chmod(0o644)
    found = say(lab, "doctor", code=2)
    assert ["secret-readable"] == [one["code"] for one in found["findings"]]
    assert {"python", "sqlite", "streamlit", "timezone"} <= set(found["facts"])


def test_retention_erases_what_is_due_once(lab: Path) -> None:
    """A dry run changes nothing; the run erases; a second one finds nothing."""
    with closing(sqlite3.connect(lab / "data" / "probelauf.db")) as db:
        newest = db.execute("SELECT session_id FROM session ORDER BY started_ms DESC LIMIT 7").fetchall()
        old = "UPDATE session SET started_ms = 1, ended_ms = 2 WHERE session_id NOT IN (?, ?, ?, ?, ?, ?, ?)"
        db.execute(old, [session for (session,) in newest])
        db.commit()
    expected = [{"study": DEMO, "retention_days": 90, "sessions": 5}]
    assert {"dry_run": True, "studies": expected} == say(lab, "retention", "--dry-run")
    assert "this is a dry run" in run(lab, "retention", "--dry-run")
    assert {"dry_run": False, "studies": expected} == say(lab, "retention")
    assert "Nothing is due." in run(lab, "retention")
    with closing(sqlite3.connect(lab / "data" / "probelauf.db")) as db:
        assert (7,) == db.execute("SELECT count(*) FROM session").fetchone()
