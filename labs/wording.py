"""The words of the screens that no author writes, in German and English."""

from typing import Literal

from feedback.errors import InternalError

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

WORDS: dict[str, dict[Language, str]] = {
    "next": {"de": "Weiter", "en": "Continue"},
    "back": {"de": "Zurück", "en": "Back"},
    "change": {"de": "Ändern", "en": "Change"},
    "start": {"de": "Jetzt starten", "en": "Start now"},
    "submit": {"de": "Absenden", "en": "Submit"},
    "optional": {"de": "freiwillig", "en": "optional"},
    "unknown": {"de": "Weiß ich noch nicht", "en": "I do not know yet"},
    "yes": {"de": "Ja", "en": "Yes"},
    "no": {"de": "Nein", "en": "No"},
    "day": {"de": "Tag", "en": "Day"},
    "month": {"de": "Monat", "en": "Month"},
    "year": {"de": "Jahr", "en": "Year"},
    "add": {"de": "{item} hinzufügen", "en": "Add {item}"},
    "remove": {"de": "{item} entfernen", "en": "Remove {item}"},
    "progress": {"de": "Schritt {position} von {total}", "en": "Step {position} of {total}"},
    "problem": {"de": "Es gibt ein Problem", "en": "There is a problem"},
    "problems": {"de": "Es gibt {count} Probleme", "en": "There are {count} problems"},
    "error": {"de": "Fehler", "en": "Error"},
    "who": {"de": "Für wen ist das?", "en": "Who is this for?"},
    "documents": {"de": "Das brauchen Sie", "en": "What you need"},
    "duration": {"de": "So lange dauert es", "en": "How long it takes"},
    "cost": {"de": "Das kostet es", "en": "What it costs"},
    "legal_basis": {"de": "Rechtsgrundlage", "en": "Legal basis"},
    "check_title": {"de": "Prüfen Sie Ihre Angaben", "en": "Check your answers"},
    "done_title": {"de": "Ihr Antrag ist eingegangen", "en": "We have received your application"},
    "reference": {"de": "Ihr Aktenzeichen", "en": "Your reference number"},
    "next_steps": {"de": "So geht es weiter", "en": "What happens next"},
    "mock": {"de": "Nachbau für den Test", "en": "Mock-up for this test"},
    "from_register": {
        "de": "Diese Angabe kommt aus dem Register. Sie können sie ändern.",
        "en": "This comes from the register. You can change it.",
    },
    "not_given": {"de": "Keine Angabe", "en": "Not given"},
    "confirmed": {"de": "Bestätigt", "en": "Confirmed"},
    "notice": {
        "de": "Prototyp, keine rechtsverbindliche Auskunft",
        "en": "Prototype, not legally binding information",
    },
}


def word(key: str, language: str = "de", **values: object) -> str:
    """Return a word or sentence of the shell; `values` fill its gaps.

    >>> word("next"), word("progress", "en", position=2, total=5)
    ('Weiter', 'Step 2 of 5')
    """
    for known in LANGUAGES:
        if known == language and key in WORDS:
            return WORDS[key][known].format(**values)
    raise InternalError(f"no word `{key}` in language `{language}`")
