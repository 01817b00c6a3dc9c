"""The Mietenstufe of a municipality: looked up where it is confirmed, else what the citizen says, else unknown."""

import tomllib
from pathlib import Path
from typing import cast

from labs import Answers

from .statute import RentLevel

_TABLE = tomllib.loads((Path(__file__).parent / "mietenstufen.toml").read_text(encoding="utf-8"))
RENT_LEVELS: dict[str, RentLevel] = {
    place: cast(RentLevel, level) for source in _TABLE["source"] for place, level in source["levels"].items()
}
"""The confirmed places of `mietenstufen.toml`, each with its level."""


def _plain(place: str) -> str:
    return " ".join(place.partition(",")[0].casefold().split())


_BY_NAME = {_plain(place): level for place, level in RENT_LEVELS.items()}


def level_of(place: str | None) -> RentLevel | None:
    """Return the level of a place as people write it; None where it is not confirmed.

    >>> level_of("weimar"), level_of("Leipzig, Stadt"), level_of("Nirgendwo")
    ('III', 'II', None)
    """
    return _BY_NAME.get(_plain(place)) if place else None


def place_is_unknown(answers: Answers) -> bool:
    """The level of the place is not in our list."""
    return answers.gemeinde is not None and level_of(answers.gemeinde) is None


def rent_level(answers: Answers) -> RentLevel | None:
    """Return the level to reckon with: that of the place, else the one that the citizen chose; None if unknown."""
    chosen = answers.mietenstufe
    return level_of(answers.gemeinde) or (cast(RentLevel, chosen) if isinstance(chosen, str) else None)
