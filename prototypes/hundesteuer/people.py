"""Invented people who register a dog, and the walks that they take through both designs."""

from datetime import date
from typing import Any

from labs import Persona, Walk

ACCOUNT = "DE89 3704 0044 0532 0130 00"

ANNA = Persona(
    "anna",
    "Anna Krüger ist 41. Ihr Hund Bello kommt aus dem Tierheim.",
    {
        "rufname": "Bello",
        "rasse": "Mischling",
        "seit": date(2026, 1, 5),
        "anzahl": 1,
        "gefaehrlich": False,
        "besonderes": "tierheim",
        "name": "Anna Krüger",
        "strasse": "Gartenweg 8",
        "plz": "12345",
        "zahlung": "abbuchen",
        "konto": ACCOUNT,
    },
)
JONAS = Persona(
    "jonas",
    "Jonas Weber ist 29. Er hat zwei Hunde. Den zweiten meldet er heute an.",
    {
        **{name: said for name, said in ANNA.answers.items() if name != "konto"},
        "rufname": "Kira",
        "rasse": "Labrador",
        "anzahl": 2,
        "besonderes": "keine",
        "name": "Jonas Weber",
        "zahlung": "ueberweisen",
    },
)
_DESIGNS = {"A": "A", "leicht": "A", "englisch": "A", "B": "B"}
_PATHS = {
    "A": "start hund seit anzahl gefaehrlich besonderes nachweis steuer person zahlung konto check done",
    "B": "start steuerfragen nachweis steuer angaben check done",
}


def _walk(variant: str, name: str, answers: dict[str, Any], *without: str) -> Walk:
    path = [page for page in _PATHS[_DESIGNS[variant]].split() if page not in without]
    return Walk(f"{name} ({variant})", {**JONAS.answers, **answers}, path, variant=variant)


WALKS = [
    walk
    for variant in _DESIGNS
    for walk in (
        _walk(variant, "Aus dem Tierheim", dict(ANNA.answers)),
        _walk(variant, "Zweiter Hund, ohne Abbuchung", {}, "nachweis", "konto"),
        _walk(variant, "Gefährlicher Hund", {"gefaehrlich": True}, "besonderes", "nachweis", "konto"),
        _walk(variant, "Assistenzhund ohne Steuer", {"besonderes": "assistenz"}, "konto"),
        _walk(variant, "Zu spät angemeldet", {"seit": date(2025, 3, 1)}, "nachweis", "konto"),
    )
]
"""Who is led over which pages."""
