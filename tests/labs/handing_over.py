"""Cases to hand over, for the tests of the handover (not a test itself)."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator

from labs import (
    BaseModel,
    ConfirmationPage,
    Page,
    Rule,
    Service,
    Task,
    answer,
    ask,
    decimal,
    euro,
    upload,
)
from labs.discovery import Workspace, shipped_root
from labs.handover import Case, Samples, documents_of, make_samples, open_case

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SHIPPED = [(name, variant) for name in ("wohngeld", "hundesteuer") for variant in ("A", "B")]
Errors = Callable[[Any], list[Any]]


@cache
def shipped(name: str) -> Service:
    """Return a shipped prototype."""
    root = shipped_root()
    assert root is not None
    return Workspace(root.parent, root).load(name)


def case_of(service: Service, variant: str = "", made: datetime = NOW) -> Case:
    """Return the draft of a variant."""
    return open_case(service, service.flow(variant), made=made)


def samples_of(case: Case) -> Samples:
    return make_samples(case)


def files_of(case: Case) -> dict[str, str]:
    """Return the texts of all documents that follow from the prototype, by path."""
    return {one.path: one.data.decode() for one in documents_of(case, make_samples(case))}


def errors_of(schema: dict[str, Any]) -> Errors:
    """Return a function that lists what is wrong with an instance."""
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return lambda instance: sorted(validator.iter_errors(instance), key=lambda one: list(map(str, one.absolute_path)))


def fit_connect_errors() -> Errors:
    """Return a check against the public metadata schema of FIT-Connect."""
    path = Path(__file__).parent / "handover" / "fit_connect_metadata_1.0.0.json"
    return errors_of(json.loads(path.read_text(encoding="utf-8")))


class Everything(BaseModel):
    """One question of each kind that a condition may look at."""

    zahl: int = ask("Zahl?", ge=0, le=9, unknown=True)
    betrag: euro = ask("Betrag?", gt=0, le=100)
    anteil: decimal | None = ask("Anteil?")
    ja: bool = ask("Ja?", unknown=True)
    art: Literal["a", "b", "c"] = ask("Art?", unknown=True)
    mehrere: list[Literal["x", "y", "z"]] = ask("Mehrere?")
    tag: date = ask("Tag?", ge=date(2020, 1, 1))
    gefragt: str = ask("Gefragt?", when=(answer.art == "a") & (answer.zahl + 1 >= 3))
    spaet: str = ask("Spät?", when=answer.tag >= date(2025, 1, 1), max_length=5)
    danach: str = ask("Danach?")


def make_service() -> Service:
    """Return a service with all kinds of conditions, two ends and two rules."""
    return Service(
        "alles", "Alles", Everything,
        pages=[
            Page("eins", "Eins", "zahl", "betrag", "anteil", "ja", "art", "mehrere", "tag"),
            Page("zwei", "Zwei", "gefragt", "spaet"),
            ConfirmationPage("ende_b", when=answer.art == "b"),
            Page("drei", "Drei", "danach"),
            ConfirmationPage("done"),
        ],
        tasks=[Task("alles", "Alles", persona={"zahl": 2, "art": "a", "betrag": 7}, ends="done")],
        rules=[
            Rule("klein", answer.betrag <= 50, "Der Betrag ist zu hoch.", at="betrag"),
            Rule("gerade", lambda a: (a.zahl or 0) % 2 == 0, "Die Zahl ist ungerade.", at="zahl"),
        ],
    )  # fmt: skip


class Child(BaseModel):
    """One entry of a group."""

    alter: int = ask("Alter?", ge=0, le=17)
    schule: str = ask("Schule?", when=answer.alter >= 6)
    bonus: euro = ask("Bonus?", when=answer.reich)
    zeugnis: upload = ask("Zeugnis?")


class Groups(BaseModel):
    """Groups with a number of their own, and with a counted one."""

    reich: bool = ask("Reich?", unknown=True)
    zahl: int = ask("Zahl?", ge=0, le=3)
    kinder: list[Child] = ask("Kinder?", min_length=2, max_length=4, item="Kind")
    gezaehlt: list[Child] = ask("Gezählt?", count=answer.zahl, item="Kind")


def make_groups() -> Service:
    """Return a service with groups; children of two ages."""
    children = [{"alter": 7, "schule": "Linde"}, {"alter": 3}]
    two, none = ({"kinder": children, "zahl": number} for number in (2, 0))
    return Service(
        "gruppen", "Gruppen", Groups,
        pages=[Page("eins", "Eins", "reich", "zahl"), Page("zwei", "Zwei", "kinder"), Page("drei", "Drei", "gezaehlt")],
        tasks=[Task("a", "A", persona=two), Task("b", "B", persona=none)],
    )  # fmt: skip


OWN = {"alles": make_service, "gruppen": make_groups}


def service_of(name: str) -> Service:
    """Return a shipped service, or one of these."""
    return OWN[name]() if name in OWN else shipped(name)
