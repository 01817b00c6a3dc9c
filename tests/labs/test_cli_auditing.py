"""The commands for the audit log and the security table, and codes with names."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.audit import note
from feedback.lab import Lab
from feedback.store import open_store
from labs.cli import main

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *arguments])


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A lab in which two things were done."""
    store = open_store(Lab.open(tmp_path).database)
    note(store, "signed_in", 1_800_000_000_000, actor="A. Muster", role="team")
    note(store, "verdict_seen", 1_800_000_060_000, actor="A. Muster", role="team", study="wohngeld/demo")
    store.close()
    return tmp_path


def test_the_log_is_listed_and_its_reading_is_logged(lab: Path) -> None:
    """For people as a table, for machines as JSON; who reads it leaves an entry."""
    assert "2027-01-15" in run(lab, "audit").stdout
    found = json.loads(run(lab, "audit", "--json").stdout)
    assert ["signed_in", "verdict_seen", "log_read"] == [one["action"] for one in found]
    assert (1, "A. Muster", "wohngeld/demo") == (found[0]["number"], found[0]["actor"], found[1]["study"])


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    """No table without rows."""
    assert "Nothing was done in this lab yet.\n" == run(tmp_path, "audit").stdout


def test_verifying_prints_the_hash_to_keep(lab: Path) -> None:
    """Intact: exit 0; cut off behind a kept hash, or edited: exit 1 with what is wrong."""
    found = run(lab, "audit", "verify", "--json")
    head = json.loads(found.stdout)["head"]
    assert (0, True) == (found.exit_code, json.loads(found.stdout)["intact"])
    assert f"Hash of the last entry: {head}" in run(lab, "audit", "verify", "--head", head.upper()).stdout
    gone = run(lab, "audit", "verify", "--head", "ab" * 32)
    assert 1 == gone.exit_code
    assert "No entry has the kept hash" in gone.stderr
    store = open_store(Lab.open(lab).database)
    store.submit(lambda db: db.execute("UPDATE audit_entry SET actor = 'B' WHERE number = 1")).result()  # type: ignore[attr-defined]
    store.close()
    edited = run(lab, "audit", "verify")
    assert 1 == edited.exit_code
    assert "audit.edited" in edited.stderr


def test_a_code_has_a_name_and_roles(lab: Path) -> None:
    """All four roles can be given; the log knows for whom the code is."""
    for role in ("team", "observer", "decision-maker", "administrator"):
        assert 0 == run(lab, "code", "--role", role, "--name", f"  {role}  1 ").exit_code
    entries = json.loads(run(lab, "audit", "--json").stdout)
    assert "administrator 1: administrator" == entries[-1]["object"]
    assert 2 == run(lab, "code", "--role", "boss").exit_code
    assert 2 == run(lab, "code", "--name", "x" * 61).exit_code


def test_the_security_table_is_printed_with_what_is_open(lab: Path) -> None:
    """All requirements of levels 1 and 2, and honestly how many nobody has checked."""
    said = run(lab, "security").stdout
    assert "OWASP ASVS 5.0.0" in said
    assert "not checked: " in said
    assert "not met: " in said
    found = json.loads(run(lab, "security", "--json").stdout)
    assert ("5.0.0", 253) == (found["asvs"], len(found["requirements"]))
