"""The command `probelauf verify-statistics`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labs.cli import main

pytestmark = pytest.mark.slow

OWN = Path(__file__).parents[1] / "feedback" / "statistics_cases.json"
SHARED = Path(__file__).parents[3] / "shared" / "cases" / "known_values.json"


def verify(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify-statistics", str(path), *options])


def write(folder: Path, **changes: object) -> Path:
    """A file with one example."""
    case = {
        "id": "a",
        "method": "lostness",
        "inputs": {"unique": 5, "total": 5, "optimum": 5},
        "expected": {"lostness": 0},
    }
    path = folder / "cases.json"
    path.write_text(json.dumps({"cases": [case | changes]}), encoding="utf-8")
    return path


def test_own_examples_pass() -> None:
    """With good examples the command says so and ends well."""
    found = verify(OWN)
    assert 0 == found.exit_code
    assert "0 failed, 0 methods missing." in found.output


def test_shared_examples_pass_as_json() -> None:
    """The shared file gives no failure and no missing method."""
    if not SHARED.exists():
        pytest.skip("the shared file of published values is not on this machine")
    found = verify(SHARED, "--json")
    cases = json.loads(SHARED.read_text(encoding="utf-8"))["cases"]
    assert 0 == found.exit_code
    assert {"passed": len(cases), "failed": [], "missing": []} == json.loads(found.stdout)


def test_a_failure_ends_with_one(tmp_path: Path) -> None:
    """A wrong value stands in the document with what was expected and what came out."""
    path = write(tmp_path, expected={"lostness": 1})
    found = verify(path, "--json")
    assert 1 == found.exit_code
    failure = {"id": "a", "expected": {"lostness": 1}, "got": {"lostness": 0.0}}
    assert {"passed": 0, "failed": [failure], "missing": []} == json.loads(found.stdout)
    said = verify(path)
    assert 1 == said.exit_code
    assert "failed: a" in said.stderr


def test_a_missing_method_ends_with_one(tmp_path: Path) -> None:
    """A method that is not there is named."""
    path = write(tmp_path, method="time.machine")
    found = verify(path, "--json")
    assert 1 == found.exit_code
    assert {"passed": 0, "failed": [], "missing": ["time.machine"]} == json.loads(found.stdout)
    assert "missing: time.machine" in verify(path).stderr


@pytest.mark.parametrize("text", ["no json", "[]", '{"cases": [{"ident": 1}]}'])
def test_an_unreadable_file_ends_with_two(tmp_path: Path, text: str) -> None:
    """What is no file of examples is one sentence on the error stream, and nothing on the other."""
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    found = verify(path, "--json")
    assert 2 == found.exit_code
    assert "" == found.stdout
    assert 1 == len(found.stderr.strip().splitlines())


def test_a_missing_file_ends_with_two(tmp_path: Path) -> None:
    """A file that is not there is told by its name."""
    found = verify(tmp_path / "nothing.json")
    assert 2 == found.exit_code
    assert "nothing.json cannot be read" in found.stderr
