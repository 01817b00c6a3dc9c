"""`probelauf new`: what every author sees first."""

import subprocess
import sys
from pathlib import Path

import pytest

from feedback.errors import OperatorError
from labs.check import check_all
from labs.discovery import Workspace
from labs.scaffold import good_name, write
from labs.walk import walk

ROOT = Path(__file__).parents[2]


def test_the_new_prototype_is_sound_and_short(tmp_path: Path) -> None:
    """At most 35 lines, five form pages, eight fields, two variants, no finding, every walk through."""
    path = write("mein_antrag", tmp_path)
    workspace = Workspace.open(tmp_path)
    service = workspace.load("mein_antrag")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 35
    assert () == check_all(workspace).findings
    assert () == walk(service).failed
    assert (5, 8) == (len(service.pages), len(service.model.model_fields))
    assert ("A", "B") == service.variant_ids
    assert service.task("antrag").role.answers
    assert "from labs.runner import show\n\nshow(__file__)\n" == path.with_name("app.py").read_text(encoding="utf-8")


def test_the_new_prototype_is_clean_for_ruff(tmp_path: Path) -> None:
    """It keeps to the rules of this project's own code, and its layout needs no change."""
    path = write("mein_antrag", tmp_path)
    for command in (["check"], ["format", "--check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "--config", ROOT / "pyproject.toml", path],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "" == ran.stderr
        assert 0 == ran.returncode, ran.stdout


@pytest.mark.slow
def test_the_new_prototype_is_typed(tmp_path: Path) -> None:
    """mypy --strict has nothing to say about it."""
    path = write("mein_antrag", tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--config-file", "", path]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert 0 == ran.returncode, ran.stdout


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    """A second time the same name is refused, and the file is as it was."""
    path = write("antrag", tmp_path)
    path.write_text("# meins", encoding="utf-8")
    with pytest.raises(OperatorError, match="already"):
        write("antrag", tmp_path)
    assert "# meins" == path.read_text(encoding="utf-8")
    (tmp_path / "prototypes" / "zweiter.py").write_text("# auch meins", encoding="utf-8")
    with pytest.raises(OperatorError, match="already"):
        write("zweiter", tmp_path)


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("Mein Antrag", "mein_antrag"), ("größe", "groesse"), ("2fach", "fach_2"), ("class", "class_antrag"),
        ("email", "email_antrag"), ("labs", "labs_antrag"), ("../x", "x"), ("", "name"), ("a" * 90, "a" * 40),
        ("match", "match_antrag"), ("42", "antrag_42"),
    ],
)  # fmt: skip
def test_a_bad_name_is_refused_with_the_nearest_good_one(tmp_path: Path, bad: str, good: str) -> None:
    """And the proposal is itself accepted."""
    with pytest.raises(OperatorError, match=f"`{good}`"):
        write(bad, tmp_path)
    assert good == good_name(good)
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "prototypes").write_text("", encoding="utf-8")
    with pytest.raises(OperatorError, match="cannot be written"):
        write("antrag", tmp_path)
