"""The commands that take and give data and records: from the demo to another lab, one sentence an obstacle."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.records import Signing, draft_record, sign
from feedback.store import open_store

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LINE: dict[str, Any] = {
    "session": {"participant": "P1", "arm": "A", "started_ms": 1_790_000_000_000, "segments": {"alter": "60"}},
    "tasks": [
        {"task": "antrag", "outcome": "success", "duration_ms": 300_000, "pages_unique": 9, "pages_total": 10}
        | {"errors": 1, "backtracks": 1}
    ],
    "answers": [{"instrument": "ease", "item": "ease_1", "value": 6, "task": "antrag"}],
}


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    workspace.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "labs.cli", *arguments],
        cwd=workspace,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def say(workspace: Path, *arguments: str, code: int = 0) -> Any:
    """Run a command with --json and return what it prints."""
    done = run(workspace, *arguments, "--json")
    assert code == done.returncode, done.stderr
    return json.loads(done.stdout)


def write(path: Path, *lines: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo lab in which one verdict is signed."""
    folder = tmp_path_factory.mktemp("demo")
    assert 0 == run(folder, "demo", "--no-serve", "--sessions", "40").returncode
    lab = Lab.open(folder, [ROOT / "prototypes"])
    store = open_store(lab.database)
    now_ms = time.time_ns() // 1_000_000
    draft = draft_record(assemble(store, lab.study("wohngeld/demo"), now_ms=now_ms))
    arm = next(iter(draft.arms(draft.decision.verdict)), None)
    sign(store, lab, draft, Signing(draft.decision.verdict, "Anna Muster", "Amtsleitung", arm), now_ms=now_ms)
    store.close()
    return folder


def test_a_demo_decides_alike_in_another_lab(demo: Path, tmp_path: Path) -> None:
    """Export, import into a fresh lab, decide: the same JSON to the last digit."""
    done = say(demo, "export", "wohngeld/demo", "-o", str(tmp_path / "out.jsonl"))
    assert (40, 0, "jsonl") == (done["sessions"], done["left_out"], done["format"])
    other = tmp_path / "other"
    assert 40 == say(other, "import-sessions", str(tmp_path / "out.jsonl"), "wohngeld/demo")["imported"]
    decision = say(demo, "decide", "wohngeld/demo")
    assert decision["look"] is not None
    assert decision == say(other, "decide", "wohngeld/demo")
    assert 40 == say(other, "import-sessions", str(tmp_path / "out.jsonl"), "wohngeld/demo")["known"]
    refused = say(other, "import-sessions", str(tmp_path / "out.jsonl"), "wohngeld/runde-1", code=1)
    assert {"import.synthetic"} == {finding["code"] for finding in refused["findings"]}


def test_tables_are_written_beside_each_other(demo: Path, tmp_path: Path) -> None:
    """The format follows the name of the file, or is named."""
    names = {Path(file).name for file in say(demo, "export", "wohngeld/demo", "-o", str(tmp_path / "t.csv"))["files"]}
    assert {"t.csv", "t-answers.csv", "t-README.txt"} == names == {path.name for path in tmp_path.iterdir()}


def test_a_record_replays_on_another_machine(demo: Path, tmp_path: Path) -> None:
    """List, verify, export; an empty folder and the file are enough to compute the verdict again."""
    (row,) = say(demo, "records")
    assert ("demo-0001", True, "Anna Muster") == (row["id"], row["demo"], row["signed_by"]["name"])
    assert "DEMO" in run(demo, "records").stdout
    checked = say(demo, "records", "verify", "--head", row["record_hash"])
    assert {"records": 1, "head": row["record_hash"], "intact": True, "findings": []} == checked
    assert 1 == run(demo, "records", "verify", "--head", "0" * 63 + "1").returncode
    assert 0 == run(demo, "records", "export", "1", "-o", str(tmp_path / "r.json")).returncode
    for where, name in ((tmp_path / "fresh", str(tmp_path / "r.json")), (demo, "demo-0001"), (demo, "1")):
        done = say(where, "replay", name)
        assert (True, True, row["computed"]) == (done["identical"], done["intact"], done["replayed"])
    text = (tmp_path / "r.json").read_text(encoding="utf-8")
    (tmp_path / "r.json").write_text(text.replace('"demo": true', '"demo": false'), encoding="utf-8")
    assert False is say(tmp_path, "replay", str(tmp_path / "r.json"), code=1)["intact"]


def test_import_in_the_plain_format(tmp_path: Path) -> None:
    """One session is taken and counts; the plan is locked."""
    done = say(tmp_path, "import-sessions", write(tmp_path / "a.jsonl", LINE), "wohngeld/runde-1")
    assert (1, 1, 0, []) == (done["lines"], done["imported"], done["known"], done["findings"])
    rows = {row["study"]: row for row in say(tmp_path, "studies")}
    assert (1, "locked") == tuple(rows["wohngeld/runde-1"][key] for key in ("sessions", "state"))
    metrics = say(tmp_path, "decide", "wohngeld/runde-1")["arms"]["A"]["metrics"]
    assert 1 == metrics["completion.antrag"]["n"]


def test_wrong_lines_come_at_once(tmp_path: Path) -> None:
    """All mistakes with line, what and nearest name, exit code 1, and the study stays open."""
    bad = LINE | {"tasks": [LINE["tasks"][0] | {"outcome": "sucess"}], "extra": 1}
    file = write(tmp_path / "a.jsonl", LINE, bad)
    said = run(tmp_path, "import-sessions", file, "wohngeld/runde-1")
    assert 1 == said.returncode
    assert 2 == said.stderr.count(f"{file}:2: error")
    assert "Did you mean `success`?" in said.stderr
    assert 0 == say(tmp_path, "import-sessions", file, "wohngeld/runde-1", code=1)["imported"]
    assert {"open"} == {row["state"] for row in say(tmp_path, "studies")}


def test_what_is_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    """Unreadable files, unknown studies, formats and records: exit code 2 and one line."""
    good = write(tmp_path / "a.jsonl", LINE)
    for arguments in (
        ["import-sessions", "missing.jsonl", "wohngeld/runde-1"],
        ["import-sessions", str(tmp_path), "wohngeld/runde-1"],
        ["import-sessions", good, "wohngeld/runde1"],
        ["export", "wohngeld/runde1"],
        ["export", "wohngeld/runde-1", "--format", "xlsx"],
        ["export", "wohngeld/runde-1", "-o", "no/such/folder.csv"],
        ["records", "export", "1"],
        ["replay", "7"],
        ["replay", "missing.json"],
        ["replay", good],
    ):
        done = run(tmp_path, *arguments)
        assert 2 == done.returncode, arguments
        assert 1 == len(done.stderr.strip().splitlines()), done.stderr


def test_a_lab_without_records(tmp_path: Path) -> None:
    """Nothing signed is nothing wrong."""
    assert [] == say(tmp_path, "records")
    assert "no signed decisions" in run(tmp_path, "records").stdout
    assert 0 == run(tmp_path, "records", "verify").returncode
