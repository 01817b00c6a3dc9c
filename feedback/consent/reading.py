"""Reads the consent texts, which lie beside as data: one file for each version, never changed once shipped."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from feedback.errors import InternalError
from feedback.lab import Lab
from feedback.study import Study

TEXTS = Path(__file__).with_name("texts")
VERSION = "2026-11-2"
"""The version that participants read now."""

ConsentLanguage = Literal["de", "de-leicht", "en"]
LANGUAGES: tuple[ConsentLanguage, ...] = get_args(ConsentLanguage)

ELEMENTS = (
    *("purpose", "no_application", "voluntary", "stop", "recorded", "not_recorded", "observers", "own_staff"),
    *("kept", "rights", "who", "complaint"),
)
"""What every text says, in this order."""

_TASKS: Mapping[str, tuple[str, ...]] = {
    "de": ("eine Aufgabe", "zwei Aufgaben", "drei Aufgaben", "{n} Aufgaben"),
    "de-leicht": ("eine Aufgabe", "zwei Aufgaben", "drei Aufgaben", "{n} Aufgaben"),
    "en": ("one task", "two tasks", "three tasks", "{n} tasks"),
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(_Part):
    """One element of the text. `alone` or `moderated` follows the text, by whether somebody watches, and `finder`
    where the tasks begin at the search for the service.
    """

    id: str
    heading: str
    text: str = ""
    alone: str = ""
    moderated: str = ""
    finder: str = ""


class Guardian(_Part):
    """What an adult reads and ticks when somebody younger wants to take part."""

    heading: str
    text: str
    agree: str


class Consent(_Part):
    """A consent text in one language; a line of a text is a paragraph.

    `scopes` has the sentence of each optional scope, `age` the question for the age. A text read with
    `read_consent` has its gaps filled.
    """

    lead: str
    points: tuple[Point, ...] = Field(alias="point")
    age: str = ""
    scopes: Mapping[str, str] = {}
    guardian: Guardian | None = None


def shipped_versions() -> tuple[str, ...]:
    """Return all versions that were ever shown, oldest first.

    >>> shipped_versions()[:2]
    ('2026-11-1', '2026-11-2')
    """
    return tuple(sorted(path.stem for path in TEXTS.glob("*.toml")))


def languages_of(version: str) -> tuple[str, ...]:
    """Return the languages of a version.

    >>> languages_of("2026-11-1"), languages_of("2026-11-2")
    (('de', 'en'), ('de', 'de-leicht', 'en'))
    """
    return tuple(language for language in LANGUAGES if language in _texts(version))


def version_read(language: str) -> str:
    """Return what is recorded as the version: the text's, and the language in which it was read.

    >>> version_read("de-leicht")
    '2026-11-2-de-leicht'
    """
    return f"{VERSION}-{language}"


@cache
def _texts(version: str) -> Mapping[str, Consent]:
    path = TEXTS / f"{version}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InternalError(f"There is no consent text of version {version}.") from error
    return {language: Consent.model_validate(text) for language, text in data.items()}


def read_consent(lab: Lab, study: Study, language: str, version: str = VERSION) -> Consent:
    """Return the text with the details of the lab and the study filled in.

    InternalError for a version or language that was never shipped.
    """
    texts = _texts(version)
    if language not in texts:
        raise InternalError(f"The consent text {version} has no language `{language}`.")
    text, gaps = texts[language], _gaps(lab, study, language)
    points = tuple(
        Point(
            id=point.id,
            heading=point.heading,
            text=" ".join(filter(None, _parts(point, study))).format(**gaps),
        )
        for point in text.points
    )
    return text.model_copy(update={"points": points, "age": text.age.format(**gaps)})


def _parts(point: Point, study: Study) -> tuple[str, ...]:
    watched = point.moderated if study.mode == "moderated" else point.alone
    return point.text, watched, point.finder if study.start == "finder" else ""


def _gaps(lab: Lab, study: Study, language: str) -> dict[str, object]:
    tasks = _TASKS[language][min(len(study.tasks), 4) - 1].format(n=len(study.tasks))
    return {
        "lab": lab.name,
        "authority": lab.authority,
        "contact": lab.contact,
        "officer": lab.data_protection_officer,
        "supervisor": lab.supervisory_authority,
        "days": study.retention_days or lab.retention_days,
        "tasks": tasks,
        "age": study.min_age,
    }
