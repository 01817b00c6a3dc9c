"""The command `texts`, and the language hints of `check`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from labs.cli import main

SOURCE = """
from labs import BaseModel, Page, Service, Variant, ask, read_words
class F(BaseModel):
    name: str = ask("Wie heißen Sie?")
    town: str = ask("Wo wohnen Sie? Ihr Antrag wird dann geprüft.")
service = Service("s", "Antrag", F, pages=[Page("a", "Name", "name", "town")], variants=[Variant("A")WORDS])
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = tmp_path / "prototypes" / "s"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(SOURCE.replace("WORDS", ""), encoding="utf-8")
    return tmp_path


def run(lab: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["--workspace", str(lab), *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_a_template_that_checks(lab: Path) -> None:
    """From `probelauf texts` to a second variant in two steps; an existing file is never overwritten."""
    file = lab / "prototypes" / "s" / "en.toml"
    code, said, _ = run(lab, "texts", "s", "-o", str(file))
    assert (0, f"Written: {file} (4 texts)\n") == (code, said)
    assert 'label = "Wie heißen Sie?"' in file.read_text(encoding="utf-8")
    assert 2 == run(lab, "texts", "s", "-o", str(file))[0]
    variant = ', Variant("en", language="en", words=read_words(__file__, "en.toml"))'
    (file.parent / "__init__.py").write_text(SOURCE.replace("WORDS", variant), encoding="utf-8")
    code, said, _ = run(lab, "check", "--no-language", "--json")
    assert (0, []) == (code, json.loads(said)["findings"])
    assert (
        run(lab, "texts", "s", "--variant", "en")[1].splitlines()[2:]
        == file.read_text(encoding="utf-8").splitlines()[2:]
    )


def test_hints_about_language_come_last_and_do_not_fail(lab: Path) -> None:
    """They have place and suggestion, come as JSON too, and can be left out."""
    code, said, told = run(lab, "check")
    assert (0, "1 prototypes checked: 0 errors, 1 hints.\n") == (code, said)
    assert "prototypes/s/__init__.py:5: hint LANG-passive" in told
    assert "„wird ... geprüft“" in told
    (finding,) = json.loads(run(lab, "check", "--json")[1])["findings"]
    assert ("LANG-passive", "hint") == (finding["code"], finding["level"])
    assert (0, "1 prototypes checked: 0 errors, 0 hints.\n", "") == run(lab, "check", "--no-language")
    file = lab / "prototypes" / "s" / "__init__.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"name", "town"', '"nam", "town"'), encoding="utf-8")
    code, said, _ = run(lab, "check", "--json")
    assert 1 == code
    assert "LANG-passive" == [one["code"] for one in json.loads(said)["findings"]][-1]
