"""Invented people: their stories for the role cards, and valid answers for previews, bots and walks.

Documents are left out: a role card must not send anybody looking for a file that does not exist.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from labs import UNKNOWN, Persona, Walk

Answers = Mapping[str, Any]

_TRAINING = {
    "stelle": "Sportverein Blau-Weiß",
    "aufgabe": "Training für Kinder",
    "zaehlung": "woche",
    "stunden_woche": Decimal("3.5"),
    "jahre": 4,
}
_TABLE = {
    "stelle": "Tafel Musterstadt",
    "aufgabe": "Essen verteilen",
    "zaehlung": "jahr",
    "stunden_jahr": 100,
    "jahre": 3,
}

MEHMET = Persona(
    "mehmet",
    "Mehmet Kaya ist 34. Er trainiert Kinder im Fußball und verteilt Essen bei der Tafel.",
    {
        "wohnort": True,
        "geburtsdatum": date(1992, 4, 18),
        "weg": "stunden",
        "aemter": [_TRAINING, _TABLE],
        "geld": "wenig",
        "bestaetigung": "fragen",
        "kontakt": "Petra Lang",
        "kontakt_mail": "petra.lang@example.org",
        "name": "Mehmet Kaya",
        "strasse": "Lindenweg 12",
        "plz": "12345",
        "ort": "Musterstadt",
        "form": "beides",
        "mail": "mehmet.kaya@example.org",
    },
)
_PERSON = {name: MEHMET.answers[name] for name in ("wohnort", "geburtsdatum", "strasse", "plz", "ort")}

HEIKE = Persona(
    "heike",
    "Heike Brandt ist 47. Sie löscht seit vielen Jahren bei der Freiwilligen Feuerwehr.",
    {
        **_PERSON,
        "geburtsdatum": date(1979, 8, 2),
        "weg": "einsatz",
        "einheit": "feuerwehr",
        "ausbildung": True,
        "dienstjahre": 24,
        "name": "Heike Brandt",
        "form": "plastik",
    },
)
SERVICE_YEARS = 25
"""Heike's years of service, correctly counted: they earn the golden card."""

LINA = Persona(
    "lina",
    "Lina Okafor ist 19. Sie leitet eine Gruppe von Jugendlichen und hat eine Juleica.",
    {
        **_PERSON,
        "geburtsdatum": date(2007, 2, 9),
        "weg": "juleica",
        "gueltig": True,
        "nummer": "MU-04711",
        "name": "Lina Okafor",
        "form": "handy",
        "mail": "lina.okafor@example.org",
    },
)

_A = (
    "start", "wohnort", "anderes_land", "geburt", "zu_jung", "weg", "ehrung", "andere_ehrung", "einheit",
    "ausbildung", "ohne_ausbildung", "dienstjahre", "gueltig", "abgelaufen", "nummer", "dienst", "aemter", "geld",
    "viel_geld", "bestaetigung", "ohne_verein", "kontakt", "ergebnis", "nachweis", "person", "adresse", "form",
    "mail", "check", "erklaerung", "done",
)  # fmt: skip
_B = (
    "start", "wege", "andere_ehrung", "ohne_ausbildung", "abgelaufen", "stunden", "viel_geld", "ohne_verein",
    "ergebnis", "person_alles", "anderes_land", "zu_jung", "karte", "check", "erklaerung", "done",
)  # fmt: skip
_PATHS = {"A": _A, "leicht": _A, "englisch": _A, "B": _B}
_ONLY = {
    "stunden": "aemter geld bestaetigung stunden",
    "einsatz": "einheit ausbildung dienstjahre nachweis",
    "juleica": "gueltig nummer nachweis",
    "dienst": "dienst nachweis",
    "ehrung": "ehrung nachweis",
}
_ALWAYS = {
    "start", "wohnort", "geburt", "weg", "ergebnis", "person", "adresse", "form", "check", "erklaerung", "done", "wege",
    "person_alles", "karte",
}  # fmt: skip


def _walk(variant: str, name: str, answers: Answers, *detours: str) -> Walk:
    """Return a walk over the pages of everybody, those of the chosen way, and `detours`."""
    shown = _ALWAYS | set(_ONLY[answers["weg"]].split()) | set(detours)
    if answers["form"] != "plastik":
        shown.add("mail")
    path = [page for page in _PATHS[variant] if page in shown]
    return Walk(f"{name} ({variant})", answers, path, variant=variant)


def _walks(variant: str) -> list[Walk]:
    mehmet, heike, lina = MEHMET.answers, HEIKE.answers, LINA.answers
    honoured = {**heike, "weg": "ehrung", "ehrung": "landeszeichen"}
    serving = {**lina, "weg": "dienst", "dienst": "fsj", "traeger": "Krankenhaus Musterstadt"}
    paper = {**mehmet, "bestaetigung": "papier"}
    new = {**paper, "aemter": [{**_TRAINING, "jahre": 1, "stunden_woche": Decimal(6)}]}
    unknown = {**paper, "aemter": [{**_TRAINING, "stunden_woche": UNKNOWN}]}
    return [
        _walk(variant, "Zwei Ehrenämter, die Stelle bestätigt", mehmet, "kontakt"),
        _walk(variant, "Papier vom Verein", paper, "nachweis"),
        _walk(variant, "Erst ein Jahr dabei", new, "nachweis"),
        _walk(variant, "Stunden noch nicht bekannt", unknown, "nachweis"),
        _walk(variant, "Zu viel Geld", {**paper, "geld": "mehr"}, "viel_geld", "nachweis"),
        _walk(variant, "Ohne Verein", {**mehmet, "bestaetigung": "niemand"}, "ohne_verein"),
        _walk(variant, "Feuerwehr, 25 Jahre", {**heike, "dienstjahre": SERVICE_YEARS}),
        _walk(variant, "Feuerwehr ohne Grundausbildung", {**heike, "ausbildung": False}, "ohne_ausbildung"),
        _walk(variant, "Juleica", lina),
        _walk(variant, "Juleica abgelaufen", {**lina, "gueltig": False}, "abgelaufen"),
        _walk(variant, "Freiwilligendienst", serving),
        _walk(variant, "Ehrenzeichen des Landes", honoured),
        _walk(variant, "Andere Ehrung", {**honoured, "ehrung": "andere"}, "andere_ehrung"),
        _walk(variant, "Noch keine 16", {**lina, "geburtsdatum": date(2020, 5, 1)}, "zu_jung"),
        _walk(variant, "Wohnt anderswo", {**heike, "wohnort": False}, "anderes_land"),
    ]


WALKS = [walk for variant in _PATHS for walk in _walks(variant)]
"""Scripted walks through all variants: who is led where."""
