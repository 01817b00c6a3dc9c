"""The language check: each rule finds what it is for, and leaves alone what is fine."""

import pytest

from labs.language import Piece, check_texts
from labs.language.sentences import sentences


def codes(text: str, language: str = "de", *, rich: bool = False) -> list[str]:
    return [remark.code for _, remark in check_texts({"a": Piece(text, rich=rich)}, language)]


SPLIT = [
    ("Am 1. Mai gilt § 12 Abs. 1 WoGG. Danach zahlen wir.", 2),
    ("Es gilt § 3 Absatz 1 Satz 2 Nr. 3 WoGG. Danach zahlen wir.", 2),
    ("Das sind 1.234,50 Euro im Monat. Das ist viel.", 2),
    ("Schreiben Sie an hunde.steuer@stadt-koeln.de. Wir antworten.", 2),
    ("Sie sind am 14.3.1952 geboren. Das ist gut.", 2),
    ("Die Frist endet am 31.12. um 24 Uhr.", 1),
    ("Geben Sie die Adresse so ein: name@beispiel.de.", 1),
    ("Gemeint sind diese Leistungen:\n\n- Bürgergeld\n- Hilfe im Alter", 3),
    ("1. Antrag stellen\n2. Auf den Brief warten", 2),
    ("Das Amt sagt: „Bitte warten. Es dauert.“ Danach kommt der Brief.", 3),
    ("Drücken Sie „Weiter“. Dann sehen Sie mehr.", 2),
    ("Öffnen Sie www.bund.de/hilfe. Dort steht es.", 2),
    ("Das kostet z. B. ca. 5 Euro.", 1),
    ("Um 14:30 Uhr. Bitte kommen Sie!", 2),
    ("## Titel\nEin Satz. Noch einer.", 2),
    ("Bis **{limit:euro}** zahlen wir. Mehr nicht.", 2),
]


@pytest.mark.parametrize(("text", "number"), SPLIT)
def test_sentences_end_where_people_end_them(text: str, number: int) -> None:
    """Numbers, dates, citations, addresses, lists and quotations do not trip the splitter."""
    assert number == len(sentences(text)), sentences(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das regelt § 12 Absatz 1 Satz 2 WoGG.", 3),
        ("Am 14.3.1952 um 14:30 Uhr", 5),
        ("Schreiben Sie an amt@stadt.de.", 4),
        ("Sie bekommen {amount:euro} oder 1.234,50 € im Monat.", 7),
        ("Kranken- und Pflegeversicherung", 3),
    ],
)
def test_words_are_counted_as_people_read_them(text: str, words: int) -> None:
    """A citation, an address, a date and a gap are one word each."""
    assert words == sentences(text)[0].words


FOUND = [
    ("Wenn Sie in einer Wohnung zur Miete wohnen bekommen Sie vielleicht etwas Geld vom Staat.", "LANG-length"),
    ("Wir brauchen Name, Adresse, Alter und Beruf.", "LANG-comma"),
    ("Ihr Antrag wird geprüft.", "LANG-passive"),
    ("Eigentlich brauchen wir das.", "LANG-filler"),
    ("Sie müssen das tun können.", "LANG-modal"),
    ("Sie müssen kommen. Sie sollen warten. Sie müssen zahlen.", "LANG-modal"),
    ("Die Zahlung erfolgt im Mai.", "LANG-nominal"),
    ("Wir schreiben Ihnen bezüglich der Miete.", "LANG-nominal"),
    ("Zwecks Prüfung brauchen wir den Vertrag.", "LANG-nominal"),
    ("Im Rahmen der Prüfung rufen wir Sie an.", "LANG-nominal"),
    ("Das kostet ca. 5 Euro.", "LANG-short"),
    ("Haben Sie einen Hund bzw. eine Katze?", "LANG-short"),
    ("Sie bekommen ALG.", "LANG-short"),
    ("Melden Sie sich unverzüglich.", "LANG-term"),
    ("Sie bekommen einen Bescheid.", "LANG-term"),
    ("Das ist nicht unmöglich.", "LANG-negation"),
    ("Niemand zahlt nichts.", "LANG-negation"),
    ("Hier trägt man den Namen ein.", "LANG-address"),
    ("Der Antragsteller unterschreibt hier.", "LANG-address"),
    ("Die Lebenspartnerschaftserklärungen liegen vor.", "LANG-word"),
]


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_each_rule_finds_what_it_is_for(text: str, code: str) -> None:
    """One mistake, one hint."""
    assert [code] == codes(text)


FINE = [
    "Sie bekommen kein Geld und keinen Bescheid. Das ist die Antwort des Amtes.",
    "Nicht Sie, sondern wir machen keine Fehler.",
    "Das regelt § 12 Abs. 1 WoGG.",
    "Wir brauchen Ihre IBAN. Das ist die lange Nummer Ihres Kontos.",
    "Jeder Ort hat eine Mietenstufe (I bis VII).",
    "Laden Sie ein PDF hoch.",
    "Der Hund muss einen Namen haben. Sie können ihn später ändern.",
    "Sie müssen kommen. Danach warten Sie. Sie müssen nichts zahlen.",
    "Jemand ist unter 18 Jahren. Das gilt nicht unten.",
    "Ihre Miete: 512,50 Euro, ohne Heizung.",
    "Bitte wählen Sie: Berufsausbildungs-Beihilfe.",
    "Gerda Sommer ist 74. Sie lebt in Weimar.",
    "Wie viele Personen leben in Ihrem Haushalt?",
    "Zum Beispiel ein Brief vom Amt.",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_fine_is_left_alone(text: str) -> None:
    """A check that cries wolf is switched off."""
    assert [] == codes(text)


def test_a_term_explained_once_is_explained_for_all() -> None:
    """A hint beside the label, or a sentence on another page, is enough."""
    alone = {"fields.miete.label": "Wie hoch ist Ihre Kaltmiete?", "pages.x.text": "Die Kaltmiete zählt."}
    assert ["LANG-term", "LANG-term"] == [remark.code for _, remark in check_texts(alone)]
    assert [] == list(check_texts(alone | {"fields.miete.hint": "Das ist die Miete ohne Heizung."}))


def test_everybody_is_addressed_the_same_way() -> None:
    """A single "du" among "Sie" is found; a service that says "du" everywhere is left alone."""
    mixed = {"a": "Wie heißen Sie?", "b": "Geben Sie Ihren Namen ein.", "c": "Hast du einen Hund?"}
    assert [("c", "LANG-address")] == [(key, remark.code) for key, remark in check_texts(mixed)]
    assert [] == list(check_texts({"a": "Wie heißt du?", "b": "Hast du einen Hund?"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie wohnen in einer Wohnung und zahlen Miete.", []),
        ("Sie wohnen in einer kleinen Wohnung und zahlen Miete.", ["LANG-length"]),
        ("Wenn Sie wohnen, zahlen Sie.", ["LANG-comma"]),
        ("Das Geld wird gezahlt.", ["LANG-passive"]),
        ("Das wäre gut.", ["LANG-subjunctive"]),
        ("Das ist nicht so.", ["LANG-negation"]),
        ("Das ist **nicht** so.", []),
    ],
)
def test_easy_language_is_stricter(text: str, expected: list[str]) -> None:
    """Eight words, no comma, no passive, no subjunctive; a needed "nicht" stands in bold."""
    assert expected == codes(text, "de-leicht", rich=True)


def test_labels_cannot_be_bold() -> None:
    """In plain texts a negation is left alone, since no markdown is printed there."""
    assert [] == codes("Möbel zählen nicht.", "de-leicht")


def test_english_is_checked_for_length_only() -> None:
    """The other rules are about German."""
    assert [] == codes("Your application is being examined, e.g. by us, by them, or by nobody, etc.", "en")
    assert ["LANG-length"] == codes("This " + "very " * 20 + "long sentence.", "en")


def test_a_remark_says_the_sentence_and_what_to_write() -> None:
    """Nobody has to look the rule up."""
    ((key, remark),) = check_texts({"hint": "Melden Sie sich unverzüglich."})
    assert "hint" == key
    assert "„Melden Sie sich unverzüglich.“ has the official word „unverzüglich“." == remark.told
    assert "Write „sofort“." == remark.fix
