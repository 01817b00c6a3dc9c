"""The commands: their JSON, their exit codes, and one clear sentence for everything that is in the way."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feedback.version import VERSION

pytestmark = pytest.mark.slow


def run(workspace: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "labs.cli", *arguments],
        cwd=workspace,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def say(workspace: Path, *arguments: str) -> Any:
    """Run a command with --json and return what it prints."""
    done = run(workspace, *arguments, "--json")
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


def test_version(tmp_path: Path) -> None:
    """The version is printed."""
    assert f"probelauf {VERSION}\n" == run(tmp_path, "version").stdout


def test_new_check_walk(tmp_path: Path) -> None:
    """A new prototype has at most 35 lines, five form pages, eight fields, and passes check and walk at once."""
    assert 0 == run(tmp_path, "new", "antrag").returncode
    lines = (tmp_path / "prototypes" / "antrag" / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 35
    assert {"prototypes": ["antrag"], "findings": []} == say(tmp_path, "check")
    walked = say(tmp_path, "walk", "antrag")
    assert [] == walked["failed"]
    assert walked["walks"] > 4
    assert {"walks", "pages", "failed", "not_walked", "seconds"} == set(walked)


def test_new_twice_overwrites_nothing(tmp_path: Path) -> None:
    """The second `new` is refused with one sentence."""
    run(tmp_path, "new", "antrag")
    again = run(tmp_path, "new", "antrag")
    assert 2 == again.returncode
    assert 1 == len(again.stderr.strip().splitlines())


def test_findings_come_at_once(tmp_path: Path) -> None:
    """Several mistakes give several findings with place and fix, and exit code 1."""
    run(tmp_path, "new", "antrag")
    file = tmp_path / "prototypes" / "antrag" / "__init__.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"einkommen"),', '"einkomen"),').replace('== "Miete"', '== "miete"'), encoding="utf-8")
    done = run(tmp_path, "check", "antrag", "--json")
    findings = json.loads(done.stdout)["findings"]
    assert 1 == done.returncode
    assert {"code", "level", "place", "what", "fix"} == set(findings[0])
    fixes = " ".join(finding["fix"] for finding in findings)
    assert "Did you mean `einkommen`?" in fixes
    assert "Did you mean `Miete`?" in fixes


def test_a_plan_that_names_what_is_not_there(tmp_path: Path) -> None:
    """`check` holds the studies of a prototype against it: unknown variant and task, with lines and nearest names."""
    run(tmp_path, "new", "antrag")
    studies = tmp_path / "prototypes" / "antrag" / "studies"
    studies.mkdir()
    (studies / "runde-1.toml").write_text(
        'title = "T"\nprototype = "antrag"\narm = [{id = "A", variant = "C"}]\n'
        'task = [{id = "antragg", critical = true}]\n'
        'gate = [{id = "g", metric = "completion", task = "antragg", at_least = 0.78, probability = 0.9}]\n',
        encoding="utf-8",
    )
    done = run(tmp_path, "check", "--json")
    findings = json.loads(done.stdout)["findings"]
    assert 1 == done.returncode
    assert [3, 4] == sorted(int(finding["place"].rpartition(":")[2]) for finding in findings)
    assert any("`antrag`" in finding["fix"] for finding in findings)


def test_unknown_names_are_refused_with_the_nearest(tmp_path: Path) -> None:
    """An unknown prototype or study gives one sentence and exit code 2."""
    for arguments in (["check", "wohngelt"], ["walk", "wohngelt"], ["decide", "wohngeld/runde1"], ["map", "wohngelt"]):
        done = run(tmp_path, *arguments)
        assert 2 == done.returncode, arguments
        assert "Did you mean" in done.stderr
        assert 1 == len(done.stderr.strip().splitlines())


def test_studies_and_decide_before_the_first_session(tmp_path: Path) -> None:
    """In an empty folder the shipped studies are listed, and nothing can be decided yet."""
    rows = say(tmp_path, "studies")
    assert {"study", "prototype", "arms", "sessions", "state"} == set(rows[0])
    assert {"wohngeld/demo", "wohngeld/runde-1"} <= {row["study"] for row in rows}
    decision = say(tmp_path, "decide", "wohngeld/runde-1")
    assert "NOT DECIDABLE YET" == decision["verdict"]
    assert {"study", "look", "verdict", "arms", "data_check"} <= set(decision)
    assert 0 == decision["arms"]["A"]["sessions"]
    assert {"id", "state", "probability", "sentence"} <= set(decision["arms"]["A"]["gates"][0])


@pytest.mark.slow
def test_demo_twice(tmp_path: Path) -> None:
    """The demo lab is built once; the second time nothing is added, and other studies stay empty."""
    first = run(tmp_path, "demo", "--no-serve", "--sessions", "24")
    second = run(tmp_path, "demo", "--no-serve", "--sessions", "24")
    assert [0, 0] == [first.returncode, second.returncode], first.stderr + second.stderr
    assert " 24 synthetic sessions added" in first.stdout
    assert " 0 synthetic sessions added" in second.stdout
    sessions = {row["study"]: row["sessions"] for row in say(tmp_path, "studies")}
    assert {"wohngeld/demo": 24, "wohngeld/runde-1": 0}.items() <= sessions.items()
    decision = say(tmp_path, "decide", "wohngeld/demo")
    metric = decision["arms"]["A"]["metrics"]["completion.antrag"]
    assert {"n", "estimate", "low", "high", "unit"} <= set(metric)
    assert 12 == decision["arms"]["A"]["sessions"]


def test_workspace_by_option_and_variable(tmp_path: Path) -> None:
    """The workspace may be named before or after the command, or in the environment; a missing one is refused."""
    lab = tmp_path / "labor"
    lab.mkdir()
    run(lab, "new", "antrag")
    for done in (
        run(tmp_path, "--workspace", str(lab), "check", "--json"),
        run(tmp_path, "check", "--json", "--workspace", str(lab)),
        run(tmp_path, "check", "--json", PROBELAUF_WORKSPACE=str(lab)),
    ):
        assert ["antrag"] == json.loads(done.stdout)["prototypes"]
    missing = run(tmp_path, "--workspace", str(tmp_path / "nirgends"), "check")
    assert 2 == missing.returncode
    assert "nirgends" in missing.stderr


def test_bad_usage(tmp_path: Path) -> None:
    """Unknown commands and options exit with 2."""
    for arguments in (
        ["nonsense"],
        ["check", "--nonsense"],
        ["decide"],
        ["serve", "--only", "nobody"],
        ["new", "Mein Antrag"],
    ):
        assert 2 == run(tmp_path, *arguments).returncode, arguments


def test_busy_port(tmp_path: Path) -> None:
    """A port in use is one clear sentence for serve, demo and open."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for arguments in (["serve"], ["demo"], ["open", "wohngeld"]):
            done = run(tmp_path, *arguments, "--port", port)
            assert 2 == done.returncode, arguments
            assert port in done.stderr
            assert 1 == len(done.stderr.strip().splitlines())


def test_database_of_a_newer_version(tmp_path: Path) -> None:
    """A database from a newer version is one clear sentence, and stays as it is."""
    say(tmp_path, "studies")
    file = tmp_path / "data" / "probelauf.db"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 999")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    done = run(tmp_path, "decide", "wohngeld/runde-1")
    assert 2 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines())
    assert before == file.read_bytes()


def test_a_drawing_that_cannot_be_written(tmp_path: Path) -> None:
    """The journey map is drawn into a file; where there is no such folder, one sentence says so."""
    assert 0 == run(tmp_path, "map", "wohngeld", "--svg", "karte.svg").returncode
    assert (tmp_path / "karte.svg").read_text(encoding="utf-8").startswith("<svg")
    done = run(tmp_path, "map", "wohngeld", "--svg", "nirgends/karte.svg")
    assert 2 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines())


def test_data_folder_that_is_a_file(tmp_path: Path) -> None:
    """Where the data folder cannot be made, one sentence says so (this binds the superuser, too)."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    for arguments in (["studies"], ["demo", "--no-serve"], ["code"]):
        done = run(tmp_path, *arguments)
        assert 2 == done.returncode, arguments
        assert 1 == len(done.stderr.strip().splitlines()), done.stderr


def test_amend_needs_a_reason_and_a_lock(tmp_path: Path) -> None:
    """A plan that no session has locked needs no amendment, and an amendment needs a reason."""
    assert 2 == run(tmp_path, "amend", "wohngeld/runde-1").returncode
    assert 2 == run(tmp_path, "amend", "wohngeld/runde-1", "--reason", " ").returncode
    unlocked = run(tmp_path, "amend", "wohngeld/runde-1", "--reason", "Anlass")
    assert 2 == unlocked.returncode
    assert 1 == len(unlocked.stderr.strip().splitlines())
