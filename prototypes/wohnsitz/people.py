"""Invented people: their stories for the role cards, and valid answers for previews, bots and walks.

Documents are left out: a role card must not send anybody looking for a file that does not exist. All moved in long ago
when a study runs, so citizens see the hint that they are late; who is in time is looked at in the tests.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from labs import Persona, Walk

Answers = Mapping[str, Any]

LEYLA = Persona(
    "leyla",
    "Leyla Demir ist 27. Sie zieht für ihre Arbeit von Lübeck nach Musterstadt.",
    {
        "wer": "ich",
        "vorname": "Leyla",
        "nachname": "Demir",
        "geburtsdatum": date(1998, 6, 17),
        "einzug": date(2026, 1, 5),
        "strasse": "Ahornallee 20",
        "plz": "12345",
        "ort": "Musterstadt",
        "lage": "2. Stock links",
        "bestaetigung": "ja",
        "vermieter": "Wohnbau Musterstadt GmbH",
        "bisher": "inland",
        "alte_strasse": "Hafenstraße 7",
        "alte_plz": "23568",
        "alter_ort": "Lübeck",
        "behalten": False,
        "mail": "leyla.demir@example.org",
    },
)

MOVED_IN = date(2026, 1, 3)
"""The day on which Leyla really moved in."""

FAMILY = Persona(
    "familie",
    "Tim Hoffmann ist 36. Er ist mit seiner Frau Sara und seiner Tochter Lene umgezogen.",
    {
        **LEYLA.answers,
        "wer": "familie",
        "zusammen": True,
        "vorname": "Tim",
        "nachname": "Hoffmann",
        "geburtsdatum": date(1990, 2, 8),
        "personen": [
            {"vorname": "Sara", "nachname": "Hoffmann", "geburtsdatum": date(1991, 9, 30), "rolle": "ehe"},
            {"vorname": "Lene", "nachname": "Hoffmann", "geburtsdatum": date(2019, 4, 12), "rolle": "kind"},
        ],
        "strasse": "Am Mühlbach 3",
        "lage": "Erdgeschoss",
        "vermieter": "Erika Neumann",
        "alte_strasse": "Rosenweg 11",
        "alte_plz": "99425",
        "alter_ort": "Weimar",
        "mail": "tim.hoffmann@example.org",
    },
)

OMAR = Persona(
    "omar",
    "Omar Haddad ist 23. Er kommt zum Studium aus Marokko und wohnt in einem Wohnheim.",
    {
        **{name: said for name, said in LEYLA.answers.items() if not name.startswith("alte") and name != "behalten"},
        "vorname": "Omar",
        "nachname": "Haddad",
        "geburtsdatum": date(2002, 11, 2),
        "bestaetigung": "nein",
        "vermieter": "Studierendenwerk Musterstadt",
        "bisher": "ausland",
        "land": "Marokko",
        "mail": "omar.haddad@example.org",
    },
)

_A = (
    "start", "wer", "selbst", "zusammen", "getrennt", "betreuung", "person", "geburt", "personen", "einzug",
    "zu_jung", "frist", "adresse", "bestaetigung", "vermieter", "ohne_bestaetigung", "datei", "bisher", "land",
    "ausland", "alte_adresse", "behalten", "meist", "zwei_wohnungen", "kontakt", "check", "erklaerung", "done",
)  # fmt: skip
_B = (
    "start", "papier", "frist", "ohne_bestaetigung", "einziehende", "selbst", "getrennt", "betreuung", "zu_jung",
    "vorher", "ausland", "zwei_wohnungen", "schluss", "check", "erklaerung", "done",
)  # fmt: skip
_PATHS = {"A": _A, "leicht": _A, "englisch": _A, "B": _B}
_DETOURS = {
    "selbst", "zusammen", "getrennt", "betreuung", "personen", "zu_jung", "ohne_bestaetigung", "land", "ausland",
    "meist", "zwei_wohnungen",
}  # fmt: skip


def _walk(variant: str, name: str, answers: Answers, detours: Sequence[str] = (), without: Sequence[str] = ()) -> Walk:
    """Return a walk over all pages but those that only some people see, plus `detours`."""
    left_out = (_DETOURS - set(detours)) | set(without)
    path = [page for page in _PATHS[variant] if page not in left_out]
    return Walk(f"{name} ({variant})", answers, path, variant=variant)


def _walks(variant: str) -> list[Walk]:
    leyla, family = LEYLA.answers, FAMILY.answers
    together = ("zusammen", "personen")
    child = {**family, "wer": "kind", "personen": family["personen"][1:]}
    cared_for = {**family, "wer": "betreut", "personen": [{**family["personen"][0], "rolle": "betreut"}]}
    two_homes = ("meist", "zwei_wohnungen")
    return [
        _walk(variant, "Allein in Deutschland umgezogen", leyla),
        _walk(variant, "Familie zieht zusammen um", family, together),
        _walk(variant, "Familie zieht getrennt um", {**family, "zusammen": False}, (*together, "getrennt")),
        _walk(variant, "Nur ein Kind", child, ("personen",)),
        _walk(variant, "Als Betreuer", cared_for, ("personen", "betreuung")),
        _walk(variant, "Mit Mitbewohner", {**leyla, "wer": "andere"}, ("selbst",)),
        _walk(
            variant,
            "Aus dem Ausland, ohne Bestätigung",
            OMAR.answers,
            ("land", "ausland", "ohne_bestaetigung"),
            ("alte_adresse", "behalten", "datei"),
        ),
        _walk(variant, "Eigene Wohnung", {**leyla, "bestaetigung": "eigentum"}, (), ("vermieter", "datei")),
        _walk(variant, "Neue Wohnung als zweite", {**leyla, "behalten": True, "meist": "alt"}, two_homes),
        _walk(variant, "Alte Wohnung als zweite", {**leyla, "behalten": True, "meist": "neu"}, two_homes),
        _walk(variant, "Noch nicht 16", {**leyla, "geburtsdatum": date(2011, 1, 6)}, ("zu_jung",)),
        _walk(variant, "Viel zu spät", {**leyla, "einzug": date(2024, 3, 1)}),
    ]


WALKS = [walk for variant in _PATHS for walk in _walks(variant)]
"""Scripted walks through all variants: who is led where."""
