"""Invented people: their stories for the role cards, and valid answers for previews, bots and walks.

Everybody has a plan twice, as ticked months for variant A and as periods for variant B, and both say the same.
Documents are left out: a role card must not send anybody looking for a file that does not exist.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from labs import UNKNOWN, Persona, Walk

Answers = Mapping[str, Any]
Block = tuple[str, str, int, int]


def plan(*blocks: Block, alone: bool = False) -> dict[str, Any]:
    """Return the answers for a plan in both ways of asking. A block is who, kind, first and last month of life."""
    answers: dict[str, Any] = {}
    for who, kind, first, last in blocks:
        months = list(range(first, last + 1))
        for parent in ("ich", "partner") if who == "zusammen" else (who,):
            kinds = answers.setdefault(f"arten_{parent}", [])
            kinds += [] if kind in kinds else [kind]
            name = "bonus" if kind == "bonus" else f"{kind}_{parent}"
            answers[name] = sorted({*answers.get(name, []), *months})
    periods = [{"wer": who, "art": kind, "von": first, "bis": last} for who, kind, first, last in blocks]
    if alone:
        periods = [{name: said for name, said in period.items() if name != "wer"} for period in periods]
    return {**answers, "zeitraeume": periods}


JULIA = Persona(
    "julia",
    "Julia Brandt ist 33. Ihr Sohn Emil ist da. Sie bleibt ein Jahr zu Hause, ihr Mann Jan danach zwei Monate.",
    {
        "kind": "Emil Brandt",
        "geburt": date(2026, 10, 5),
        "kinder": 1,
        "frueh": "nein",
        "eltern": "beide",
        "vorname": "Julia",
        "nachname": "Brandt",
        "anderer": "Jan Brandt",
        "ueber_grenze": False,
        "netto": Decimal("1900"),
        "arbeit": "nein",
        "geschwister": False,
        "mutterschaft": "ich",
        **plan(("ich", "basis", 1, 12), ("partner", "basis", 13, 14)),
        "konto": "DE89 3704 0044 0532 0130 00",
    },
)

_PLAN = ("arten_ich", "arten_partner", "basis_ich", "basis_partner", "zeitraeume")
_PERSON = {name: said for name, said in JULIA.answers.items() if name not in _PLAN}

NEW_INCOME = Decimal("2050")
"""What Amir really earned, in EUR a month."""

AMIR = Persona(
    "amir",
    "Amir Nasser ist 38. Er und seine Frau Lina teilen sich die Zeit mit Tochter Mira. Er arbeitet 25 Stunden.",
    {
        **_PERSON,
        "kind": "Mira Nasser",
        "geburt": date(2026, 9, 12),
        "vorname": "Amir",
        "nachname": "Nasser",
        "anderer": "Lina Nasser",
        "netto": Decimal("2400"),
        "arbeit": "wenig",
        "netto_danach": Decimal("1300"),
        "mutterschaft": "partner",
        **plan(("partner", "basis", 1, 8), ("ich", "plus", 3, 14)),
    },
)

RUTH = Persona(
    "ruth",
    "Ruth Adler ist 29 und alleinerziehend. Ihre Zwillinge kamen neun Wochen zu früh.",
    {
        **{name: said for name, said in _PERSON.items() if name != "anderer"},
        "kind": "Noah und Finn Adler",
        "kinder": 2,
        "frueh": "8",
        "eltern": "allein",
        "vorname": "Ruth",
        "nachname": "Adler",
        "ueber_grenze": UNKNOWN,
        "netto": UNKNOWN,
        **plan(("ich", "basis", 1, 16), alone=True),
    },
)

_A = (
    "start", "kind", "frueh", "frist", "eltern", "person", "grenze", "zu_viel", "netto", "arbeit", "viel_arbeit",
    "danach", "geschwister", "mutterschaft", "arten_ich", "arten_partner", "basis_ich", "plus_ich", "basis_partner",
    "plus_partner", "bonus", "plan", "betrag", "konto", "unterlagen", "check", "erklaerung", "done",
)  # fmt: skip
_B = (
    "start", "kind", "frueh", "frist", "eltern", "person", "grenze", "zu_viel", "netto", "arbeit", "viel_arbeit",
    "danach", "geschwister", "mutterschaft", "arten", "zeitraeume", "plan", "betrag", "konto", "unterlagen", "check",
    "erklaerung", "done",
)  # fmt: skip
_PATHS = {"A": _A, "leicht": _A, "englisch": _A, "B": _B}
_PLANNER = {"arten_partner", "basis_ich", "plus_ich", "basis_partner", "plus_partner", "bonus"}
_DETOURS = {"zu_viel", "viel_arbeit", "danach"}


def _walk(variant: str, name: str, answers: Answers, *detours: str) -> Walk:
    """Return a walk over all pages but those that only some people see, plus `detours` and the planner's pages."""
    left_out = (_DETOURS - set(detours)) | (_PLANNER - set(answers))
    return Walk(
        f"{name} ({variant})", answers, [page for page in _PATHS[variant] if page not in left_out], variant=variant
    )


def _walks(variant: str) -> Sequence[Walk]:
    julia = JULIA.answers
    bonus = plan(("ich", "basis", 1, 10), ("partner", "basis", 11, 12), ("zusammen", "bonus", 13, 16))
    half = plan(("ich", "plus", 1, 16), ("partner", "plus", 5, 12))
    short = plan(("ich", "basis", 1, 12), ("partner", "plus", 3, 3))
    alone = {name: said for name, said in {**julia, "eltern": "ich"}.items() if not name.endswith("_partner")}
    return (
        _walk(variant, "Ein Jahr und zwei Monate", julia),
        _walk(variant, "Teilzeit mit ElterngeldPlus", AMIR.answers, "danach"),
        _walk(variant, "Allein mit Zwillingen", RUTH.answers),
        _walk(variant, "Nur ein Elternteil", {**alone, **plan(("ich", "basis", 1, 12), alone=True)}),
        _walk(variant, "Zu viel Einkommen", {**julia, "ueber_grenze": True}, "zu_viel"),
        _walk(variant, "Zu viele Stunden", {**julia, "arbeit": "viel"}, "viel_arbeit"),
        _walk(variant, "Kein Einkommen vorher", {**julia, "netto": Decimal(0)}),
        _walk(variant, "Mit Partnerschaftsbonus", {**_PERSON, **bonus}),
        _walk(variant, "Beide mit ElterngeldPlus", {**_PERSON, **half}),
        _walk(variant, "Plan mit zu vielen Monaten", {**_PERSON, **plan(("zusammen", "basis", 1, 14))}),
        _walk(variant, "Plan mit nur einem Monat", {**_PERSON, **short}),
        _walk(variant, "Viel zu spät", {**julia, "geburt": date(2025, 2, 1)}),
    )


WALKS = [walk for variant in _PATHS for walk in _walks(variant)]
"""Scripted walks through all variants: who is led where."""
