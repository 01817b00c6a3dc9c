"""How the program meets OWASP ASVS level 2, by its own authors' judgement; the answers stand in `asvs.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

State = Literal["met", "partly", "not met", "operator", "not applicable", "not checked"]
FILE = Path(__file__).with_name("asvs.toml")


@dataclass(frozen=True)
class Requirement:
    """A requirement: what it asks in our own words, whether and how the program meets it, which tests show it."""

    id: str
    asks: str
    state: State
    how: str
    tests: tuple[str, ...]


def read_table() -> dict[str, Any]:
    """Return the file with the answers."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def version_of() -> str:
    """Return the version of the standard."""
    return str(read_table()["version"])


def all_ids() -> list[str]:
    """Return the ids of all requirements of levels 1 and 2, in the order of the standard."""
    sections = (entry.split(":") for entry in read_table()["levels_1_and_2"])
    return [f"{section}.{number}" for section, last in sections for number in range(1, int(last) + 1)]


def load_requirements() -> list[Requirement]:
    """Return all requirements of levels 1 and 2; those without an answer are not checked."""
    answers = {one: entry for entry in read_table()["requirement"] for one in entry["ids"]}
    return [
        Requirement(one, found["asks"], found["state"], found["how"], tuple(found["tests"]))
        if (found := answers.get(one))
        else Requirement(one, "", "not checked", "", ())
        for one in all_ids()
    ]
