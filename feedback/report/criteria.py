"""The points of a standard that a study can give evidence for, read from `criteria.toml`."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("criteria.toml")

Evidence = Literal["testing", "figures", "problems", "accessibility", "feedback", "usage", "further"]


class Topic(BaseModel):
    """A short name in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    de: str
    en: str


class Point(BaseModel):
    """A numbered point; `verbatim` says that the topic is the wording of the standard, not our own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    topic: Topic
    evidence: Evidence
    verbatim: bool


class Standard(BaseModel):
    """A standard with its points, where they come from, and when they were noted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: str
    source: str
    noted: date
    points: tuple[Point, ...] = Field(alias="point")


def read_standard() -> Standard:
    """Return the standard with its points.

    >>> [point.number for point in read_standard().points][:3]
    ['5.4.3', '5.4.4', '5.6.2']
    """
    return Standard.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
