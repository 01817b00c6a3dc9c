"""import-fim and export-fim: what they print, their exit codes, and the way round."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fim_rounds import SAMPLES

pytestmark = pytest.mark.slow


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "labs.cli", *arguments],
        cwd=workspace, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_import_check_walk_export_import(tmp_path: Path) -> None:
    """The whole way round: import, check, walk, export, and the import of the export elsewhere."""
    sample, lists = str(SAMPLES / "hundepass_2.xml"), str(SAMPLES / "codelists")
    done = run(tmp_path, "import-fim", sample, "--codelists", lists, "--json")
    assert (0, "hundepass") == (done.returncode, json.loads(done.stdout)["name"])
    assert {"found": 1, "missing": 0} == json.loads(done.stdout)["code_lists"]
    checked = json.loads(run(tmp_path, "check", "--json").stdout)
    assert [] == [finding for finding in checked["findings"] if finding["level"] == "error"]
    assert 0 == run(tmp_path, "walk", "hundepass").returncode
    out = tmp_path / "export.xml"
    assert 0 == run(tmp_path, "export-fim", "hundepass", "-o", str(out)).returncode
    other = tmp_path / "other"
    other.mkdir()
    back = json.loads(run(other, "import-fim", str(out), "--json").stdout)
    assert ("hundepass", 7, "xdatenfelder_3") == (back["name"], back["fields"], back["format"])


def test_sentences_name_rules_and_what_is_left_out(tmp_path: Path) -> None:
    """Without --json people read the unsettled rules, what is left out, and what to do next."""
    said = run(tmp_path, "import-fim", str(SAMPLES / "hundepass_2.xml")).stdout
    assert "Ungeklärte Regeln:\n  R99000002 Erreichbarkeit: Mindestens eine" in said
    assert "Left out: F99000016 Aktenzeichen: A hidden field is filled by programs." in said
    assert "Next: probelauf check hundepass" in said


def test_a_second_import_tells_what_changed(tmp_path: Path) -> None:
    """The second time the JSON has the changes, and the file stays where nothing changed."""
    run(tmp_path, "import-fim", str(SAMPLES / "hundepass_2.xml"))
    again = json.loads(run(tmp_path, "import-fim", str(SAMPLES / "hundepass_2.xml"), "--json").stdout)
    assert {"new": [], "gone": [], "changed": [], "kept": [], "conflicts": []} == again["changes"]


def test_bad_files_and_findings_have_their_exit_codes(tmp_path: Path) -> None:
    """2 and one sentence for a broken file; 1 for an export that breaks a quality rule; 0 and the schema without -o."""
    (tmp_path / "broken.xml").write_text("<a>", encoding="utf-8")
    broken = run(tmp_path, "import-fim", "broken.xml")
    assert (2, 1, "") == (broken.returncode, broken.stderr.count("\n"), broken.stdout)
    run(tmp_path, "new", "leer")
    printed = run(tmp_path, "export-fim", "leer")
    assert (0, True) == (printed.returncode, printed.stdout.startswith("<?xml"))
    assert "hint FIM-law-missing" in printed.stderr
