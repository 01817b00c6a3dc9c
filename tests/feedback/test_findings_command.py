"""The command `probelauf findings`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from feedback.findings import Draft, Pen
from feedback.lab import Lab
from feedback.store import open_store

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "labs.cli", "--workspace", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_findings_as_a_document_and_as_a_table(tmp_path: Path) -> None:
    """The document has findings, proposals and what cannot be said; the table says the same to people."""
    store = open_store(Lab.open(tmp_path).database)
    Pen.take(store, "wohngeld/runde-1", "AB", 1).enter(Draft.read(title="Die Miete ist unklar"), 3)
    store.close()
    document = json.loads(run(tmp_path, "findings", "wohngeld/runde-1", "--json").stdout)
    assert {"study", "demo", "findings", "blocking", "candidates", "agreement", "undiscovered"} == set(document)
    (finding,) = document["findings"]
    assert ("Die Miete ist unklar", 3, None, "open") == (
        finding["title"],
        finding["severity"],
        finding["priority"],
        finding["status"],
    )
    assert [1] == document["blocking"]
    assert document["undiscovered"] == {"missing": None, "why": "Für eine Schätzung sind zwei Personen nötig."}
    assert "Die Miete ist unklar" in run(tmp_path, "findings", "wohngeld/runde-1").stdout


def test_an_unknown_study_is_one_sentence(tmp_path: Path) -> None:
    """The nearest name is offered, the exit code is 2."""
    done = run(tmp_path, "findings", "wohngeld/runde1")
    assert 2 == done.returncode
    assert "Did you mean" in done.stderr
