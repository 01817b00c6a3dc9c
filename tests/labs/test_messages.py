"""Messages: what to do, for every kind of mistake, in both languages."""

import re
from datetime import date

import pytest

from labs import wording
from labs.messages import MESSAGES, message


def test_both_languages_have_the_same_messages() -> None:
    """Nothing is missing in English."""
    assert MESSAGES["de"].keys() == MESSAGES["en"].keys()


def test_german_messages_are_short_and_say_what_to_do() -> None:
    """At most 12 words a sentence, beginning with what to do, speaking to "Sie"."""
    for text in MESSAGES["de"].values():
        assert re.match(r"(Geben|Wählen|Prüfen|Kürzen|Bestätigen|Laden|Fügen|Entfernen) Sie ", text)
        assert all(len(sentence.split()) <= 12 for sentence in re.split(r"[.!?] ", text))


@pytest.mark.parametrize(
    ("expected", "rule", "kind", "more"),
    [
        ("Geben Sie die Zahl der Personen ein.", "required", "integer", {"called": "die Zahl der Personen"}),
        ("Die Zahl der Personen: Geben Sie höchstens 20 ein.", "less_than_equal", "integer",
         {"called": "die Zahl der Personen", "limit": 20}),
        ("Wie viel? Geben Sie mehr als 1.000\xa0€ ein.", "greater_than", "euro", {"limit": 1000}),
        ("Wie viel? Geben Sie ein Datum ab dem 01.02.2026 ein.", "greater_than_equal", "date", {"limit": date(2026,
        2, 1)}),
        ("Wie viel? Kürzen Sie die Antwort auf höchstens 500 Zeichen.", "too_long", "text", {"limit": 500}),
        ("Wie viel? Fügen Sie mindestens 1 Person hinzu.", "too_few", "group", {"limit": 1, "item": "Person"}),
        ("Wie viel? Enter at most €1,000.50.", "less_than_equal", "euro", {"limit": 1000.5, "language": "en"}),
        ("Bestätigen Sie die Angaben.", "declaration", "declaration", {"called": "die Angaben"}),
    ],
)  # fmt: skip
def test_messages_name_the_question_and_the_bound(expected: str, rule: str, kind: str, more: dict[str, object]) -> None:
    """The bound is written in the language's own way."""
    assert expected == message(rule, kind, "Wie viel?", **more)  # type: ignore[arg-type]


def test_a_label_without_a_question_mark_gets_a_colon() -> None:
    """ "Postleitzahl: Geben Sie ..." reads well."""
    assert "Postleitzahl: Geben Sie genau 5 Ziffern ein." == message("postcode", "postcode", "Postleitzahl")


def test_every_word_of_the_screens_is_there_in_both_languages() -> None:
    """No English word on a German screen for lack of a German one."""
    assert all({"de", "en"} == set(texts) and all(texts.values()) for texts in wording.WORDS.values())
    assert "Schritt 2 von 5" == wording.word("progress", position=2, total=5)
