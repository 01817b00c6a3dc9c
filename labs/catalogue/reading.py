"""What the catalogue knows: services, their keys, and places. Read once a process from the files in `data`."""

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
KEYS_AS_OF = "2019"
"""The year of the lists. Names and keys have changed since: wherever one is shown, the year stands beside it."""

_SAYS_KIND = re.compile(r"kreis|region", re.IGNORECASE)


@dataclass(frozen=True)
class CatalogueService:
    """An OZG service: its id, its name, the situation of life and the field of topics it is filed under."""

    ozg: str
    name: str
    situation: str
    field: str


@dataclass(frozen=True)
class ServiceKey:
    """A LeiKa key of 14 digits with its name, the OZG service it belongs to, and the law (empty where unknown)."""

    leika: str
    name: str
    ozg: str
    law: str


@dataclass(frozen=True)
class Place:
    """A state, a district or a municipality by its regional key of 2, 5 or 12 digits; "" is the whole of Germany.

    `invented` places are for trying things out; they lie in the state 99, which does not exist.
    """

    key: str
    name: str
    kind: str
    population: int
    invented: bool = False

    @property
    def title(self) -> str:
        """The name with what kind of district it is, where the name alone does not say so: `Landkreis München`."""
        plain = self.kind in ("Kreis", "Landkreis") and not _SAYS_KIND.search(self.name)
        return f"{self.kind} {self.name}" if plain else self.name


@cache
def services() -> dict[str, CatalogueService]:
    """Return the OZG services by id."""
    return {row["ozg_id"]: CatalogueService(*row.values()) for row in _rows("ozg_services.csv")}


@cache
def service_keys() -> dict[str, ServiceKey]:
    """Return the LeiKa keys."""
    return {row["leika_key"]: ServiceKey(*row.values()) for row in _rows("leika_keys.csv")}


@cache
def places() -> dict[str, Place]:
    """Return all places by regional key: states, districts, and the invented ones."""
    found = [Place(row["key"], row["name"], "Bundesland", int(row["population"])) for row in _rows("states.csv")]
    found += [Place(row["key"], row["name"], row["kind"], int(row["population"])) for row in _rows("districts.csv")]
    found += [
        Place(row["key"], row["name"], row["kind"], int(row["population"]), invented=True)
        for row in _rows("invented_places.csv")
    ]
    return {place.key: place for place in found}


@cache
def everyday_words() -> dict[str, tuple[str, ...]]:
    """Return what people call the services in everyday life, by OZG id."""
    return {ozg: tuple(phrases) for ozg, phrases in _table("everyday_words.toml").items()}


@cache
def same_meaning() -> tuple[tuple[str, ...], ...]:
    """Return groups of words that mean the same in a search."""
    return tuple(tuple(group) for group in _table("same_meaning.toml")["groups"])


@cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing in a search."""
    return frozenset((DATA / "stop_words.txt").read_text(encoding="utf-8").split())


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
