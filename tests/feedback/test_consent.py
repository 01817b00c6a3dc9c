"""The consent texts: complete, short, in every language, and never changed once shipped."""

import hashlib
import re
from pathlib import Path
from typing import Literal

import pytest

from feedback.consent import (
    ELEMENTS,
    LANGUAGES,
    VERSION,
    Consent,
    languages_of,
    read_consent,
    shipped_versions,
    version_read,
)
from feedback.consent.reading import TEXTS
from feedback.errors import InternalError
from feedback.events import ConsentGiven
from feedback.lab import Lab
from feedback.study import Study, parse

MOST_WORDS = 12
MOST_WORDS_EASY = 10
FIRST = "2026-11-1"
SHIPPED = {
    "2026-11-1": "48ce8eee930cd9381ed7af32ec33ceb648869c7887cf12f00a3185b181750932",
    "2026-11-2": "0b3ce6e67c09833bb2769a11cd26d5e71f2521cc17591f8a9461b8b44b78df64",
}
"""The sha256 of each text. A text that people have read is never changed: write a new version, and add it here."""
CURRENT = [(version, language) for version in shipped_versions() if version > FIRST for language in LANGUAGES]
SAID = {
    "de": ("freiwillig", "jederzeit", "Code", "löschen", "herunterladen", "einwilligen", "echter Antrag"),
    "de-leicht": ("freiwillig", "immer", "Code", "löschen", "Computer laden", "Ja sagen", "echter Antrag"),
    "en": ("voluntary", "at any time", "code", "erase", "download", "consent", "real application"),
}


def study(mode: Literal["alone", "moderated"] = "alone", retention: str = "", tasks: int = 2) -> Study:
    """Return a plan."""
    more = "".join(f', {{id = "t{number}"}}' for number in range(1, tasks))
    return parse(
        f"""
        title = "T"
        prototype = "p"
        mode = "{mode}"
        {retention}
        arm = [{{id = "A", variant = "A"}}]
        task = [{{id = "a", critical = true}}{more}]
        gate = [{{id = "g", metric = "completion", task = "a", at_least = 0.78, probability = 0.9}}]
        """,
        "p/runde-1",
    )


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """The example lab."""
    return Lab.open(tmp_path)


def whole(text: Consent) -> str:
    """Return everything a participant can read of a text, headings too."""
    guardian = [text.guardian.heading, text.guardian.text, text.guardian.agree] if text.guardian else []
    points = [part for point in text.points for part in (point.heading, point.text)]
    return "\n".join([text.lead, *points, text.age, *text.scopes.values(), *guardian])


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [one for one in re.split(r"(?<=[.?!:])\s+|\n+", text) if one.strip()]


def test_every_shipped_text_is_known_by_its_hash() -> None:
    """A changed word needs a new version: people agreed to the text as they read it."""
    assert SHIPPED == {
        version: hashlib.sha256((TEXTS / f"{version}.toml").read_bytes()).hexdigest() for version in shipped_versions()
    }
    assert VERSION == shipped_versions()[-1]


@pytest.mark.parametrize(("version", "language"), CURRENT)
@pytest.mark.parametrize("mode", ["alone", "moderated"])
def test_every_text_has_every_element(
    lab: Lab, version: str, language: str, mode: Literal["alone", "moderated"]
) -> None:
    """Who, purpose, what is and is not recorded, voluntary, stop, observers, own staff, how long, rights, complaint."""
    text = read_consent(lab, study(mode), language, version)
    assert ELEMENTS == tuple(point.id for point in text.points)
    assert all(point.heading and point.text for point in text.points)
    assert {"probe", "quotes", "contact"} == set(text.scopes)
    assert text.guardian is not None
    said = whole(text)
    details = (lab.name, lab.authority, lab.contact, lab.data_protection_officer, lab.supervisory_authority, "90", "18")
    assert [] == [part for part in (*details, *SAID[language]) if part not in said]
    assert "{" not in said


@pytest.mark.parametrize(("version", "language"), CURRENT)
@pytest.mark.parametrize("mode", ["alone", "moderated"])
def test_sentences_are_short(lab: Lab, version: str, language: str, mode: Literal["alone", "moderated"]) -> None:
    """Twelve words at most; ten in easy German, where each sentence stands on a line of its own."""
    text = read_consent(lab, study(mode), language, version)
    most = MOST_WORDS_EASY if language == "de-leicht" else MOST_WORDS
    assert [] == [one for one in sentences(whole(text)) if len(one.split()) > most]


def test_easy_german_has_one_thought_a_line(lab: Lab) -> None:
    """A line of easy German has one sentence, and no subordinate clause after more than one comma."""
    text = read_consent(lab, study(), "de-leicht")
    lines = [line for part in (text.lead, *(point.text for point in text.points)) for line in part.split("\n") if line]
    plain = [line for line in lines if lab.contact not in line and lab.data_protection_officer not in line]
    assert [] == [line for line in plain if len(re.findall(r"[.?!](?:\s|$)", line)) != 1 or line.count(",") > 1]


def test_the_old_version_stays_readable(lab: Lab) -> None:
    """Sessions of the first version still show what their people agreed to, in its two languages."""
    assert ("de", "en") == languages_of(FIRST)
    text = read_consent(lab, study("moderated"), "de", FIRST)
    assert "Sie bekommen eine Rolle und zwei Aufgaben." in text.points[0].text
    assert "Eine Person aus dem Labor ist dabei" in text.points[0].text
    with pytest.raises(InternalError):
        read_consent(lab, study(), "de-leicht", FIRST)
    with pytest.raises(InternalError):
        read_consent(lab, study(), "de", "1999-1")


def test_the_gaps_come_from_the_study_before_the_lab(lab: Lab) -> None:
    """The study's retention counts, and whoever watches is named; the number of tasks is a word."""
    text = whole(read_consent(lab, study("moderated", "retention_days = 30", tasks=4), "de"))
    assert "nach 30 Tagen" in text
    assert "4 Aufgaben" in text
    assert "Eine Person aus dem Labor ist dabei." in text
    assert "Sie sind beim Test allein." not in text


def test_what_was_read_is_an_identifier() -> None:
    """The version that is recorded names the language, and is a word that an event may carry."""
    versions = [version_read(language) for language in LANGUAGES]
    assert [f"{VERSION}-de", f"{VERSION}-de-leicht", f"{VERSION}-en"] == versions
    for version in versions:
        assert version == ConsentGiven(t_ms=0, version=version, scopes=("taking_part",)).version
