"""What citizens read around a prototype is short, and complete in both languages."""

import re
import string

import pytest

from labs.runner.my_session_words import MY_WORDS
from labs.runner.words import WORDS

MOST_WORDS = 12
ALL = {**WORDS, **{f"my_session.{key}": texts for key, texts in MY_WORDS.items()}}


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [one for one in re.split(r"(?<=[.?!])\s+", text) if one]


@pytest.mark.parametrize("key", ALL)
def test_german_sentences_are_short(key: str) -> None:
    """No German sentence has more than twelve words."""
    long = [one for one in sentences(ALL[key][0]) if len(one.split()) > MOST_WORDS]
    assert [] == long


@pytest.mark.parametrize("key", ALL)
def test_both_languages_say_the_same(key: str) -> None:
    """English stands beside the German, with the same gaps to fill."""
    german, english = ALL[key]
    gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (german, english)]
    assert english.strip()
    assert gaps[0] == gaps[1]
