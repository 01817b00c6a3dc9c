"""Invented people: their stories for the role cards, and valid answers for previews, bots and walks.

Documents are left out: a role card must not send anybody looking for a file that does not exist.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from labs import UNKNOWN, Persona, Walk

Entry = Mapping[str, Any]
Answers = Mapping[str, Any]

_NO_INCOME: Entry = {"arten": ["keines"]}


def _member(name: str, born: date) -> Entry:
    return {"name": name, "geburtsdatum": born}


def _income(kind: str, gross: str, *paid: str) -> Entry:
    return {"arten": [kind], "brutto": Decimal(gross), "abzuege": list(paid) or ["nichts"]}


GERDA = Persona(
    "gerda",
    "Gerda Sommer ist 74 und lebt allein zur Miete in Weimar. Sie bekommt eine kleine Rente.",
    {
        "strasse": "Lindenweg 12",
        "plz": "99425",
        "gemeinde": "Weimar",
        "wohnform": "Miete",
        "einzug": date(2009, 10, 1),
        "groesse": Decimal("54.5"),
        "personen": 1,
        "mitglieder": [_member("Gerda Sommer", date(1952, 3, 14))],
        "leistungen": "niemand",
        "einkommen": [_income("rente", "1085", "krankenversicherung")],
        "kaltmiete": Decimal("362"),
        "nebenkosten": Decimal("96.50"),
        "heizkosten": Decimal("68"),
        "ueber_grenze": False,
        "kontoinhaber": "Gerda Sommer",
        "kontonummer": "DE89 3704 0044 0532 0130 00",
    },
)

NADINE = Persona(
    "nadine",
    "Nadine Vogel ist 38 und lebt mit ihrer Tochter Mia in Lübeck. Sie arbeitet in Teilzeit.",
    {
        "strasse": "Hafenstraße 7",
        "plz": "23568",
        "gemeinde": "Lübeck",
        "wohnform": "Miete",
        "einzug": date(2019, 4, 1),
        "groesse": Decimal("61"),
        "personen": 2,
        "mitglieder": [_member("Nadine Vogel", date(1988, 7, 2)), _member("Mia Vogel", date(2017, 5, 23))],
        "leistungen": "niemand",
        "einkommen": [_income("arbeit", "1650", "krankenversicherung", "rentenversicherung"), _NO_INCOME],
        "kaltmiete": Decimal("480"),
        "nebenkosten": Decimal("110"),
        "heizkosten": Decimal("85"),
        "ueber_grenze": False,
        "kontoinhaber": "Nadine Vogel",
        "kontonummer": "DE89 3704 0044 0532 0130 00",
    },
)

NEW_RENT = Decimal("515")
"""Nadine's Kaltmiete after the rise, in EUR a month."""

FAMILY = Persona(
    "familie",
    "Murat und Elif Aydin leben mit zwei Kindern in München. Beide arbeiten.",
    {
        **GERDA.answers,
        "strasse": "Amselweg 3",
        "plz": "81539",
        "gemeinde": "München",
        "personen": 4,
        "mitglieder": [
            _member("Murat Aydin", date(1985, 1, 9)),
            _member("Elif Aydin", date(1987, 11, 30)),
            _member("Deniz Aydin", date(2014, 6, 6)),
            _member("Ela Aydin", date(2018, 2, 17)),
        ],
        "einkommen": [
            _income("arbeit", "2350", "steuern", "krankenversicherung", "rentenversicherung"),
            _income("minijob", "556"),
            _NO_INCOME,
            _NO_INCOME,
        ],
        "kaltmiete": Decimal("1120"),
        "nebenkosten": Decimal("190"),
        "kontoinhaber": "Murat Aydin",
    },
)

_PAGES: dict[str, tuple[str, ...]] = {
    "A": (
        "start", "adresse", "wohnform", "einzug", "groesse", "personen", "mitglieder", "leistungen",
        "einkommen", "miete", "nebenkosten", "heizung", "schaetzung", "vermoegen", "konto", "unterlagen",
        "check", "erklaerung", "done",
    ),
    "B": (
        "start", "haushalt", "einkommen", "wohnung", "mietkosten", "schaetzung", "personenangaben",
        "konto_unterlagen", "check", "erklaerung", "done",
    ),
}  # fmt: skip
_RENT_PAGES = ("miete", "nebenkosten", "heizung", "mietkosten", "schaetzung")


def _walk(variant: str, name: str, answers: Answers, detours: Sequence[str] = (), without: Sequence[str] = ()) -> Walk:
    """Return a walk; each detour `"page:detour"` is shown right after its page."""
    after = dict(detour.split(":") for detour in detours)
    shown = [page for page in _PAGES[variant] if page not in without]
    path = [one for page in shown for one in (page, after.get(page, "")) if one]
    return Walk(f"{name} ({variant})", answers, path, variant=variant)


def _walks(variant: str) -> list[Walk]:
    gerda, nadine = GERDA.answers, NADINE.answers
    home = ("wohnform:andere_wohnform", "wohnung:andere_wohnform")
    benefit = ("leistungen:andere_leistung", "haushalt:andere_leistung")
    wealth = ("vermoegen:vermoegen_hoch", "personenangaben:vermoegen_hoch")
    return [
        _walk(variant, "Allein zur Miete", gerda),
        _walk(variant, "Familie mit vier Personen", FAMILY.answers),
        _walk(variant, "Eigentum", {**gerda, "wohnform": "Eigentum"}, home, _RENT_PAGES),
        _walk(variant, "Grundsicherungsgeld", {**gerda, "leistungen": "alle"}, benefit),
        _walk(variant, "Zu viel Vermögen", {**gerda, "ueber_grenze": True}, wealth),
        _walk(
            variant,
            "Ort ohne bekannte Mietenstufe",
            {**gerda, "gemeinde": "Neustadt", "mietenstufe": UNKNOWN},
            ("adresse:mietenstufe", "wohnung:mietenstufe"),
        ),
        _walk(variant, "Neue Miete", {**nadine, "kaltmiete": NEW_RENT}),
    ]


WALKS = (*_walks("A"), *_walks("B"))
"""Scripted walks through both variants: who is led where."""
