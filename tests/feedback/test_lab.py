"""The lab: its imprint, its secret, its studies."""

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedback.errors import AuthorError, OperatorError
from feedback.lab import Lab

PLAN = """\
title = "T"
prototype = "wohngeld"
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag"}]
gate = [{id = "sus", metric = "sus", at_least = 68, probability = 0.8}]
"""


def add_study(root: Path, folder: str, name: str) -> Path:
    path = root / folder / "studies" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PLAN)
    return path


@pytest.fixture(autouse=True)
def _no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROBELAUF_SECRET", raising=False)


def test_lab_without_a_file_is_the_example(tmp_path: Path) -> None:
    """Without lab.toml everything works, with invented words that are marked as such."""
    lab = Lab.open(tmp_path)
    assert lab.is_example
    assert ("de", "en") == lab.languages
    assert 90 == lab.retention_days
    assert tmp_path / "data" / "probelauf.db" == lab.database
    assert not (tmp_path / "data").exists()


def test_lab_says_who_it_is(tmp_path: Path) -> None:
    """What lab.toml says takes the place of the example."""
    (tmp_path / "lab.toml").write_text('name = "Testlabor Nord"\nretention_days = 30\nlanguages = ["de"]\n')
    lab = Lab.open(tmp_path)
    assert ("Testlabor Nord", 30, ("de",), False) == (
        lab.name,
        lab.retention_days,
        lab.languages,
        lab.is_example,
    )


def test_mistakes_in_the_lab_file_come_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong values and keys that only the program may set are told together, with lines."""
    (tmp_path / "lab.toml").write_text('nmae = "X"\nretention_days = 0\nlanguages = ["fr"]\nroot = "/"\n')
    with pytest.raises(AuthorError) as caught:
        Lab.open(tmp_path)
    found = sorted((f.place.rpartition(":")[2], f.code, f.fix) for f in caught.value.findings)
    assert ["1", "2", "3", "4"] == [line for line, _, _ in found]
    assert ("1", "lab.unknown-key", "Did you mean `name`?") == found[0]


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    """The secret stays the same, belongs to its owner only, and leaves no draft behind."""
    first = Lab.open(tmp_path).secret()
    assert first == Lab.open(tmp_path).secret()
    assert ["secret.key"] == [path.name for path in (tmp_path / "data").iterdir()]
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode)


def test_many_at_once_get_one_secret(tmp_path: Path) -> None:
    """When many ask for the secret at first start, all get the same one."""
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: Lab.open(tmp_path).secret(), range(64)))
    assert 1 == len(found)


def test_secret_from_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable wins and nothing is written; one that is too short is refused."""
    monkeypatch.setenv("PROBELAUF_SECRET", "x" * 16)
    assert "x" * 16 == Lab.open(tmp_path).secret()
    assert not (tmp_path / "data").exists()
    monkeypatch.setenv("PROBELAUF_SECRET", "short")
    with pytest.raises(OperatorError, match="at least 16"):
        Lab.open(tmp_path).secret()


def test_secret_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """A file where the data folder should be is the operator's matter."""
    (tmp_path / "data").write_text("")
    with pytest.raises(OperatorError, match="cannot be read or made"):
        Lab.open(tmp_path).secret()


def test_emptied_secret_is_refused(tmp_path: Path) -> None:
    """An empty secret file is not silently replaced: old links would die."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("\n")
    with pytest.raises(OperatorError, match="at least 16"):
        Lab.open(tmp_path).secret()


def test_one_wrong_entry_is_one_finding(tmp_path: Path) -> None:
    """A list whose only entry is wrong is not called empty on top."""
    (tmp_path / "lab.toml").write_text('languages = ["fr"]\n')
    with pytest.raises(AuthorError) as caught:
        Lab.open(tmp_path)
    assert 1 == len(caught.value.findings)


def test_studies_of_the_lab_go_before_shipped_ones(tmp_path: Path) -> None:
    """Own and shipped studies are found; of two with one id the own one counts."""
    own = add_study(tmp_path / "lab" / "prototypes", "wohngeld", "runde-1")
    add_study(tmp_path / "shipped", "wohngeld", "runde-1")
    other = add_study(tmp_path / "shipped", "wohngeld", "demo")
    lab = Lab.open(tmp_path / "lab", [tmp_path / "shipped"])
    assert {"wohngeld/runde-1": own, "wohngeld/demo": other} == lab.studies()


def test_study_by_id_short_name_or_file(tmp_path: Path) -> None:
    """A study is found by id, by a unique last part, and by its file, always under the same id."""
    path = add_study(tmp_path / "prototypes", "wohngeld", "runde-1")
    lab = Lab.open(tmp_path)
    ids = {lab.study(name).id for name in ("wohngeld/runde-1", "runde-1", str(path))}
    assert {"wohngeld/runde-1"} == ids


def test_unknown_and_ambiguous_studies(tmp_path: Path) -> None:
    """An unknown name comes with the nearest one, an ambiguous one with all it could be."""
    add_study(tmp_path / "prototypes", "wohngeld", "runde-1")
    lab = Lab.open(tmp_path)
    with pytest.raises(OperatorError, match="Did you mean `wohngeld/runde-1`"):
        lab.study("wohngeld/runde1")
    add_study(tmp_path / "prototypes", "kita", "runde-1")
    with pytest.raises(OperatorError, match="kita/runde-1, wohngeld/runde-1"):
        lab.study("runde-1")
    with pytest.raises(OperatorError, match="no studies yet"):
        Lab.open(tmp_path / "empty").study("x")
    assert os.listdir(tmp_path) == ["prototypes"]
