"""Messages about mistakes: always what to do, in German and English."""

from datetime import date
from decimal import Decimal
from typing import Any

# "{limit}" is the bound, formatted; a rule may be phrased for one kind of question: "required:euro".
MESSAGES: dict[str, dict[str, str]] = {
    "de": {
        "required": "Geben Sie eine Antwort ein.",
        "required:integer": "Geben Sie eine Zahl ein.",
        "required:decimal": "Geben Sie eine Zahl ein.",
        "required:euro": "Geben Sie einen Betrag in Euro ein.",
        "required:date": "Geben Sie Tag, Monat und Jahr ein.",
        "required:email": "Geben Sie eine E-Mail-Adresse ein.",
        "required:iban": "Geben Sie eine IBAN ein.",
        "required:postcode": "Geben Sie die 5 Ziffern der Postleitzahl ein.",
        "required:yesno": "Wählen Sie Ja oder Nein.",
        "required:one_of": "Wählen Sie eine Antwort aus.",
        "required:several_of": "Wählen Sie mindestens eine Antwort aus.",
        "number": "Geben Sie eine Zahl in Ziffern ein, zum Beispiel 3.",
        "number:euro": "Geben Sie einen Betrag in Ziffern ein, zum Beispiel 512,50.",
        "number:decimal": "Geben Sie eine Zahl in Ziffern ein, zum Beispiel 62,5.",
        "whole_number": "Geben Sie eine ganze Zahl ohne Komma ein.",
        "decimal_places": "Geben Sie höchstens {limit} Stellen nach dem Komma ein.",
        "greater_than": "Geben Sie mehr als {limit} ein.",
        "greater_than:date": "Geben Sie ein Datum nach dem {limit} ein.",
        "greater_than_equal": "Geben Sie mindestens {limit} ein.",
        "greater_than_equal:date": "Geben Sie ein Datum ab dem {limit} ein.",
        "less_than": "Geben Sie weniger als {limit} ein.",
        "less_than:date": "Geben Sie ein Datum vor dem {limit} ein.",
        "less_than_equal": "Geben Sie höchstens {limit} ein.",
        "less_than_equal:date": "Geben Sie ein Datum bis zum {limit} ein.",
        "multiple_of": "Geben Sie ein Vielfaches von {limit} ein.",
        "format": "Prüfen Sie die Schreibweise.",
        "too_short": "Geben Sie mindestens {limit} Zeichen ein.",
        "too_long": "Kürzen Sie die Antwort auf höchstens {limit} Zeichen.",
        "date": "Geben Sie Tag, Monat und Jahr ein. Das Jahr hat vier Ziffern.",
        "date_unreal": "Prüfen Sie das Datum. Diesen Tag gibt es nicht.",
        "date_past": "Geben Sie ein Datum bis heute ein, {limit}.",
        "date_future": "Geben Sie ein Datum ab heute ein, {limit}.",
        "iban": "Prüfen Sie die IBAN. Eine Ziffer stimmt nicht.",
        "email": "Geben Sie die Adresse so ein: name@beispiel.de.",
        "postcode": "Geben Sie genau 5 Ziffern ein.",
        "option": "Wählen Sie eine der angebotenen Antworten aus.",
        "declaration": "Bestätigen Sie diese Erklärung.",
        "too_few": "Wählen Sie mindestens {limit} Antworten aus.",
        "too_few:group": "Fügen Sie mindestens {limit} hinzu.",
        "too_many": "Wählen Sie höchstens {limit} Antworten aus.",
        "too_many:group": "Entfernen Sie Einträge. Möglich sind höchstens {limit}.",
        "upload": "Laden Sie eine Datei hoch.",
    },
    "en": {
        "required": "Enter an answer.",
        "required:integer": "Enter a number.",
        "required:decimal": "Enter a number.",
        "required:euro": "Enter an amount in euros.",
        "required:date": "Enter day, month and year.",
        "required:email": "Enter an email address.",
        "required:iban": "Enter an IBAN.",
        "required:postcode": "Enter the 5 digits of the postcode.",
        "required:yesno": "Select yes or no.",
        "required:one_of": "Select an answer.",
        "required:several_of": "Select at least one answer.",
        "number": "Enter a number in digits, for example 3.",
        "number:euro": "Enter an amount in digits, for example 512.50.",
        "number:decimal": "Enter a number in digits, for example 62.5.",
        "whole_number": "Enter a whole number without decimals.",
        "decimal_places": "Enter at most {limit} decimal places.",
        "greater_than": "Enter more than {limit}.",
        "greater_than:date": "Enter a date after {limit}.",
        "greater_than_equal": "Enter at least {limit}.",
        "greater_than_equal:date": "Enter a date from {limit} on.",
        "less_than": "Enter less than {limit}.",
        "less_than:date": "Enter a date before {limit}.",
        "less_than_equal": "Enter at most {limit}.",
        "less_than_equal:date": "Enter a date up to {limit}.",
        "multiple_of": "Enter a multiple of {limit}.",
        "format": "Check how you have written this.",
        "too_short": "Enter at least {limit} characters.",
        "too_long": "Shorten the answer to at most {limit} characters.",
        "date": "Enter the date like this: day, month, four-digit year.",
        "date_unreal": "Check the date. This day does not exist.",
        "date_past": "Enter a date up to today, {limit}.",
        "date_future": "Enter a date from today on, {limit}.",
        "iban": "Check the IBAN. One of its digits is wrong.",
        "email": "Enter the address like this: name@example.com.",
        "postcode": "Enter exactly 5 digits.",
        "option": "Select one of the answers offered.",
        "declaration": "Confirm this declaration.",
        "too_few": "Select at least {limit} answers.",
        "too_few:group": "Add at least {limit}.",
        "too_many": "Select at most {limit} answers.",
        "too_many:group": "Remove entries. At most {limit} are possible.",
        "upload": "Upload a file.",
    },
}
_CALLED_MISSING = {  # how to ask for something that the author has named in the accusative
    "de": {"enter": "Geben Sie {called} ein.", "choose": "Wählen Sie {called} aus.",
           "upload": "Laden Sie {called} hoch.", "declaration": "Bestätigen Sie {called}."},
    "en": {"enter": "Enter {called}.", "choose": "Select {called}.", "upload": "Upload {called}.",
           "declaration": "Confirm {called}."},
}  # fmt: skip
_HOW = {
    "one_of": "choose",
    "several_of": "choose",
    "yesno": "choose",
    "upload": "upload",
    "declaration": "declaration",
}


def message(
    rule: str,
    kind: str,
    label: str,
    *,
    called: str = "",
    limit: Any = None,
    language: str = "de",
    item: str = "",
) -> str:
    """Return what to do about a broken rule: the question's label, then one short sentence.

    `called` names what is asked for ("die Zahl der Personen"), `item` one entry of a group.

    >>> message("required", "integer", "Wie viele?", called="die Zahl der Personen")
    'Geben Sie die Zahl der Personen ein.'
    >>> message("less_than_equal", "euro", "Kaltmiete", limit=60000)
    'Kaltmiete: Geben Sie höchstens 60.000\\xa0€ ein.'
    """
    if called and rule in ("required", "declaration", "upload"):
        return _CALLED_MISSING[language][_HOW.get(kind, "enter")].format(called=called)
    texts = MESSAGES[language]
    text = texts.get(f"{rule}:{kind}") or texts[rule]
    shown = _limit(limit, kind if rule not in ("decimal_places", "too_short", "too_long") else "", language)
    if kind == "group":
        shown = f"{shown} {item}".strip() if rule == "too_few" else shown
    return f"{_subject(label, called)} {text.format(limit=shown)}"


def _subject(label: str, called: str) -> str:
    subject = called[:1].upper() + called[1:] if called else label
    return subject if subject.endswith(("?", "!", ".", ":")) else f"{subject}:"


def _limit(limit: Any, kind: str, language: str) -> str:
    if isinstance(limit, date):
        return limit.strftime("%d.%m.%Y" if language == "de" else "%d/%m/%Y")
    if isinstance(limit, int | float | Decimal):
        return write_number(limit, language, money=kind == "euro")
    return "" if limit is None else str(limit)


def write_number(value: int | float | Decimal, language: str = "de", money: bool = False) -> str:
    """Return a number in the language's way of writing; money with a euro sign, cents only where there are
    some.

    >>> write_number(Decimal("1234.5"), money=True), write_number(2.5), write_number(60000, "en", money=True)
    ('1.234,50\\xa0€', '2,5', '€60,000')
    """
    from babel.numbers import format_currency, format_decimal

    locale = "de_DE" if language == "de" else "en_GB"
    if not money:
        return format_decimal(value, locale=locale, decimal_quantization=False)
    pattern = "#,##0.00\xa0¤" if language == "de" else "¤#,##0.00"
    if value == int(value):
        pattern = pattern.replace(".00", "")
    return format_currency(value, "EUR", pattern, locale=locale, currency_digits=False)
