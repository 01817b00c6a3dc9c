"""What citizens read around a prototype is short, and complete in both languages."""

import re
import string
from pathlib import Path
from typing import Literal

import pytest

from feedback.lab import Lab
from feedback.study import Study, parse
from labs.runner.consent import consent_text
from labs.runner.words import WORDS

MOST_WORDS = 12


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [one for one in re.split(r"(?<=[.?!])\s+", text) if one]


def study(mode: Literal["alone", "moderated"]) -> Study:
    """Return a plan."""
    return parse(
        f"""
        title = "T"
        prototype = "p"
        mode = "{mode}"
        arm = [{{id = "A", variant = "A"}}]
        task = [{{id = "a", critical = true}}, {{id = "b"}}]
        gate = [{{id = "g", metric = "completion", task = "a", at_least = 0.78, probability = 0.9}}]
        """,
        "p/runde-1",
    )


@pytest.mark.parametrize("key", WORDS)
def test_german_sentences_are_short(key: str) -> None:
    """No German sentence has more than twelve words."""
    long = [one for one in sentences(WORDS[key][0]) if len(one.split()) > MOST_WORDS]
    assert [] == long


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_the_same(key: str) -> None:
    """English stands beside the German, with the same gaps to fill."""
    german, english = WORDS[key]
    gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (german, english)]
    assert english.strip()
    assert gaps[0] == gaps[1]


@pytest.mark.parametrize("mode", ["alone", "moderated"])
def test_consent_is_short_and_complete(tmp_path: Path, mode: Literal["alone", "moderated"]) -> None:
    """The consent text has short sentences, and names what is stored, for how long, by whom, and the rights."""
    lab = Lab.open(tmp_path)
    german = consent_text(lab, study(mode), "de")
    whole = " ".join([german.lead, *(body for _, body in german.points)])
    assert [] == [one for one in sentences(whole) if len(one.split()) > MOST_WORDS]
    for said in (lab.contact, lab.data_protection_officer, "90 Tagen", "freiwillig", "Löschung", "beschweren"):
        assert said in whole
    assert len(german.points) == len(consent_text(lab, study(mode), "en").points)
