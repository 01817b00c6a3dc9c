"""Invented people: their stories for the role cards, and valid answers for previews, bots and walks.

Who reports first has noticed the incident today, so that the countdown counts: the scenario says so, not the role card.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from labs import UNKNOWN, Persona, Walk

Answers = Mapping[str, Any]

_NOTICED = {"kenntnis_tag": date(2026, 11, 23), "kenntnis_zeit": "14:30"}

SELIN = Persona(
    "selin",
    "Selin Kaya ist 34. Sie betreut die Computer im Klinikum Musterstadt.",
    {
        "stufe": "erst",
        "firma": "Klinikum Musterstadt",
        "art": "besonders",
        "name": "Selin Kaya",
        "telefon": "030 1234567",
        "mail": "selin.kaya@example.org",
        "kenntnis_zeit": "0:30",
        "was": ["ausfall", "erpressung"],
        "dienste": "Die Anmeldung von Patienten",
        "verdacht": True,
        "grenze": UNKNOWN,
        "menschen": UNKNOWN,
    },
)

PAUL = Persona(
    "paul",
    "Paul Winter ist 45. Er leitet die Technik der Stadtwerke Musterstadt.",
    {
        **SELIN.answers,
        **_NOTICED,
        "stufe": "meldung",
        "firma": "Stadtwerke Musterstadt",
        "art": "wichtig",
        "name": "Paul Winter",
        "mail": "paul.winter@example.org",
        "was": ["last"],
        "dienste": "Die Seite für unsere Kunden",
        "verdacht": UNKNOWN,
        "grenze": False,
        "menschen": False,
        "schwere": "mittel",
        "auswirkungen": ["dienst"],
        "spuren": UNKNOWN,
    },
)

MIRA = Persona(
    "mira",
    "Mira Lorenz ist 51. Sie arbeitet für ein Wasserwerk. Der Vorfall ist vorbei.",
    {
        **PAUL.answers,
        "stufe": "abschluss",
        "firma": "Wasserwerk Nord",
        "art": "kritisch",
        "name": "Mira Lorenz",
        "mail": "mira.lorenz@example.org",
        "kenntnis_tag": date(2026, 10, 12),
        "gesendet": date(2026, 10, 15),
        "was": ["zugang"],
        "dienste": "Die Steuerung der Pumpen",
        "verdacht": True,
        "anlage": "Wasserwerk Nord",
        "versorgung": "Das Wasser lief weiter.",
        "beschreibung": "Ein Fremder hatte ein Passwort. Er war drei Stunden in der Steuerung.",
        "ursache": "angriff",
        "massnahmen": "Alle Passwörter sind neu. Der Zugang von außen ist gesperrt.",
        "vorbei": True,
    },
)

FIRST: Answers = {**SELIN.answers, **_NOTICED}
"""What Selin reports, with a day: for walks."""

_A = (
    "start", "stufe", "firma", "art", "keine_pflicht", "kontakt", "kenntnis", "gesendet", "frist", "was", "dienste",
    "verdacht", "grenze", "menschen", "datenschutz", "erste_da", "schwere", "auswirkungen", "spuren", "anlage",
    "zweite_da", "beschreibung", "ursache", "massnahmen", "vorbei", "laeuft", "check", "erklaerung", "done",
)  # fmt: skip
_B = (
    "start", "stufe", "sofort", "frist", "datenschutz", "absender", "keine_pflicht", "erste_da", "bewertung",
    "zweite_da", "abschluss", "laeuft", "check", "erklaerung", "done",
)  # fmt: skip
_PATHS = {"A": _A, "leicht": _A, "englisch": _A, "B": _B}
_SECOND = ("erste_da", "schwere", "auswirkungen", "spuren", "bewertung")
_LAST = (*_SECOND, "gesendet", "zweite_da", "beschreibung", "ursache", "massnahmen", "vorbei", "abschluss")
_DETOURS = {*_LAST, "keine_pflicht", "datenschutz", "anlage", "laeuft"}


def _walk(variant: str, name: str, answers: Answers, *detours: str) -> Walk:
    """Return a walk over all pages but those that only some people see, plus `detours`."""
    path = [page for page in _PATHS[variant] if page not in _DETOURS - set(detours)]
    return Walk(f"{name} ({variant})", answers, path, variant=variant)


def _walks(variant: str) -> Sequence[Walk]:
    unsure = dict.fromkeys(("art", "was", "dienste", "verdacht", "grenze", "menschen"), UNKNOWN)
    unclear = dict.fromkeys(("schwere", "auswirkungen", "spuren", "ursache", "anlage", "versorgung"), UNKNOWN)
    return (
        _walk(variant, "Erste Meldung", FIRST),
        _walk(variant, "Noch fast nichts bekannt", {**FIRST, **unsure}),
        _walk(variant, "Daten von Menschen", {**FIRST, "menschen": True}, "datenschutz"),
        _walk(variant, "Nicht eingetragen", {**FIRST, "art": "keine"}, "keine_pflicht"),
        _walk(variant, "Viel zu spät bemerkt", {**FIRST, "kenntnis_tag": date(2026, 1, 7)}),
        _walk(variant, "Zweite Meldung", PAUL.answers, *_SECOND),
        _walk(variant, "Zweite Meldung, vieles offen", {**PAUL.answers, **unsure, **unclear}, *_SECOND),
        _walk(variant, "Zweite Meldung vom Wasserwerk", {**MIRA.answers, "stufe": "meldung"}, *_SECOND, "anlage"),
        _walk(variant, "Letzte Meldung", MIRA.answers, *_LAST, "anlage"),
        _walk(variant, "Vorfall läuft noch", {**MIRA.answers, **unclear, "vorbei": False}, *_LAST, "anlage", "laeuft"),
    )


WALKS = [walk for variant in _PATHS for walk in _walks(variant)]
"""Scripted walks through all variants: who is led where."""
