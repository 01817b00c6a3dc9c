"""The command find."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labs.cli import main


def run(tmp_path: Path, *arguments: str) -> Result:
    """Run `probelauf find` in an empty workspace, which has the prototypes that ship."""
    return CliRunner().invoke(main, ["--workspace", str(tmp_path), "find", *arguments])


def test_words_and_place_give_the_service(tmp_path: Path) -> None:
    """The service comes first with its prototype, the place is mended, the year of the lists is told."""
    document = json.loads(run(tmp_path, "Zuschuss", "zur", "Mite", "--place", "Kölln", "--json").stdout)
    first = document["services"][0]
    assert ("10092", "Wohngeld", "wohngeld", "") == (first["ozg"], first["name"], first["prototype"], first["region"])
    assert {"key": "05315", "name": "Köln", "exact": False} == document["place"]
    assert "2019" == document["as_of"]


def test_people_read_a_table(tmp_path: Path) -> None:
    """The table names place, year and prototype."""
    told = run(tmp_path, "Wohngeld", "--place", "Köln").stdout
    for expected in ("Köln (05315)", "2019", "10092", "wohngeld"):
        assert expected in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["qqqq"], 1, "No service fits these words."),
        (["Wohngeld", "--place", "Atlantis"], 2, "There is no place `Atlantis` in the catalogue"),
    ],
)
def test_what_is_not_found_is_said(tmp_path: Path, arguments: list[str], code: int, told: str) -> None:
    """One sentence, and an exit code that a script can read."""
    done = run(tmp_path, *arguments)
    assert code == done.exit_code
    assert told in done.output
