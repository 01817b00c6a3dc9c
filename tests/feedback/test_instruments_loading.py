"""A lab's own questionnaires: what a file may say, and all its mistakes at once."""

from pathlib import Path

import pytest

from feedback import instruments
from feedback.errors import AuthorError, OperatorError
from feedback.instruments import INSTRUMENTS, Item, Score, Text, load, load_folder, parse

OWN = """\
id = "amtsdeutsch"
version = 1
title = { de = "Die Sprache", en = "The language" }
low = 1
high = 5
low_label = { de = "gar nicht", en = "not at all" }
high_label = { de = "völlig", en = "completely" }
source = "own"
licence = "EUPL-1.2"

[[item]]
id = "amtsdeutsch_1"
de = "Ich verstand jeden Satz."
en = "I understood every sentence."

[[item]]
id = "amtsdeutsch_2"
de = "Ich musste Wörter nachschlagen."
en = "I had to look words up."
reverse = true
"""


def mistakes(text: str) -> list[str]:
    """The places and texts of all findings."""
    with pytest.raises(AuthorError) as caught:
        parse(text, "own.toml")
    return [str(finding) for finding in caught.value.findings]


def test_an_own_questionnaire_is_scored_like_any() -> None:
    """Items, scale and reverse items come from the file; the score has the range of the answers by default."""
    own = parse(OWN)
    assert (
        Item("amtsdeutsch_2", Text("Ich musste Wörter nachschlagen.", "I had to look words up."), True) == own.items[1]
    )
    assert (1, 5, 1.0, 5.0, 2) == (own.low, own.high, own.bottom, own.top, own.min_answers)
    assert Score("amtsdeutsch", 5.0, 2, imputed=False) == instruments.score(
        own, {"amtsdeutsch_1": 5, "amtsdeutsch_2": 1}
    )


def test_the_optional_keys() -> None:
    """Range of the score, fewest answers and the place after each task can be given."""
    own = parse("bottom = 0\ntop = 100\nmin_answers = 1\nper_task = true\n" + OWN)
    assert (0.0, 100.0, 1, True) == (own.bottom, own.top, own.min_answers, own.per_task)


@pytest.mark.parametrize(
    ("old", "new"),
    [("jeden Satz", "fast jeden Satz"), ("völlig", "ganz"), ("high = 5", "high = 7"), ("version = 1", "version = 2")],
)
def test_a_changed_word_is_another_wording(old: str, new: str) -> None:
    """Two wordings have two names, even where the version was forgotten, so they are never pooled."""
    before, after = parse(OWN), parse(OWN.replace(old, new))
    assert before.wording("de") != after.wording("de")


def test_a_comment_is_no_other_wording() -> None:
    """A comment or another source changes nothing that a person read."""
    assert parse(OWN).wording("de") == parse("# words by the lab\n" + OWN.replace('"own"', '"our lab"')).wording("de")


def test_all_mistakes_come_at_once() -> None:
    """Each mistake has its line, and the nearest key where one is misspelt."""
    text = (
        OWN.replace("low = 1", 'low = "1"')
        .replace("licence", "license")
        .replace('en = "The language"', 'en = ""')
        .replace("amtsdeutsch_2", "amtsdeutsch_1")
        .replace("reverse = true", "reverse = 1")
    )
    found = "\n".join(mistakes(text))
    assert "own.toml:4: instrument.value `low = '1'` is not a whole number." in found
    assert "own.toml:9: instrument.unknown-key `license` is not a key here. Did you mean `licence`?" in found
    assert "`licence` is missing" in found
    assert "own.toml:3: instrument.value `en` is empty." in found
    assert "own.toml:17: instrument.value Two items have the id `amtsdeutsch_1`." in found
    assert "own.toml:20: instrument.value `reverse = 1` is not true or false." in found
    assert 6 == len(found.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("high = 5", "high = 1", "The scale runs from 1 to 1."),
        ("high = 5", "high = 50", "The scale runs from 1 to 50."),
        ("version = 1", "version = 0", "versions count from 1"),
        ("version = 1", "version = true", "is not a whole number"),
        ('id = "amtsdeutsch"', 'id = "sus"', "`sus` comes with Probelauf."),
        ('id = "amtsdeutsch"', 'id = "Amts Deutsch"', "`Amts Deutsch` is no id."),
        ("low = 1", "low = 1\nmin_answers = 3", "there are 2 items"),
        ("low = 1", "low = 1\nbottom = 9", "The score runs from 9 to 5."),
        ('title = { de = "Die Sprache", en = "The language" }', 'title = "Die Sprache"', "is not a table of de, en"),
        ('de = "Die Sprache", ', "", "`de` is missing"),
    ],
)
def test_one_mistake_is_one_finding(old: str, new: str, said: str) -> None:
    """A single mistake gives a single finding that says what is wrong."""
    found = mistakes(OWN.replace(old, new, 1))
    assert 1 == len(found), found
    assert said in found[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.split("[[item]]", maxsplit=1)[0], "`item` is missing"),
        (OWN.split("[[item]]", maxsplit=1)[0] + "item = []\n", "There is no [[item]]."),
        (OWN.split("[[item]]", maxsplit=1)[0] + "item = [3]\n", "`3` is not a table [[item]]"),
    ],
)
def test_a_questionnaire_has_items(text: str, said: str) -> None:
    """Without an item there is nothing to ask."""
    assert any(said in finding for finding in mistakes(text))


def test_a_slip_in_the_syntax_has_its_line() -> None:
    """What is not TOML is one finding with its line."""
    found = mistakes(OWN.replace('source = "own"', "source = own"))
    assert 1 == len(found)
    assert found[0].startswith("own.toml:8: instrument.syntax")


def test_an_empty_file_lacks_everything() -> None:
    """Each key that must stand is named."""
    assert {"id", "version", "title", "low", "high", "low_label", "high_label", "source", "licence", "item"} == {
        finding.split("`")[1] for finding in mistakes("") if "is missing" in finding
    }


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file is the operator's, another encoding the author's."""
    with pytest.raises(OperatorError, match="cannot be read"):
        load(tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes(OWN.encode("latin-1"))
    with pytest.raises(AuthorError, match="UTF-8"):
        load(tmp_path / "latin.toml")


def test_a_folder_is_read_as_a_whole(tmp_path: Path) -> None:
    """All good files come, all mistakes of all files at once, and no id twice."""
    assert () == load_folder(tmp_path / "nothing")
    (tmp_path / "a.toml").write_text(OWN, encoding="utf-8")
    assert ["amtsdeutsch"] == [own.id for own in load_folder(tmp_path)]
    (tmp_path / "b.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "c.toml").write_text("id = 3", encoding="utf-8")
    with pytest.raises(AuthorError) as caught:
        load_folder(tmp_path)
    places = {Path(finding.place.split(":")[0]).name for finding in caught.value.findings}
    assert {"b.toml", "c.toml"} == places


def test_a_registered_questionnaire_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """After it was registered, an own questionnaire is found by its id and scored by its name."""
    monkeypatch.delitem(INSTRUMENTS, "amtsdeutsch", raising=False)
    instruments.register(parse(OWN))
    assert "amtsdeutsch" == instruments.get("amtsdeutsch").id
    assert isinstance(instruments.score("amtsdeutsch", {"amtsdeutsch_1": 4, "amtsdeutsch_2": 2}), Score)
    INSTRUMENTS.pop("amtsdeutsch")
