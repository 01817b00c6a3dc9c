"""What is recorded, said in plain words: one sentence for each event, in German or English.

The texts lie beside as data.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

from feedback.events import (
    Answered,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    FieldTimed,
    GapFound,
    Idled,
    SessionEnded,
    TaskEnded,
    VisibilityChanged,
)
from feedback.instruments import INSTRUMENTS
from feedback.rights.overview import Recorded

TEXTS = Path(__file__).with_name("words.toml")
ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Line:
    """One thing that happened: the time of day as read in Germany, and a sentence."""

    time: str
    text: str


@dataclass(frozen=True)
class Answer:
    """An answer to a questionnaire: the question as it was read, and what was answered."""

    question: str
    value: str


def words(language: str) -> Mapping[str, str]:
    """Return the texts of a language by key."""
    return _words()["en" if language == "en" else "de"]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def tell_events(recorded: Recorded, language: str) -> list[Line]:
    """Return what happened in a session, in order of time; answers to questionnaires are told by `tell_answers`."""
    ordered = sorted(recorded.events, key=lambda numbered: (numbered[1].t_ms, numbered[0]))
    return [
        Line(tell_clock(recorded.session.started_ms + event.t_ms), tell_event(event, recorded, language))
        for _, event in ordered
        if not isinstance(event, Answered)
    ]


def tell_event(event: Event, recorded: Recorded, language: str) -> str:
    """Return the sentence for one event."""
    texts, kind = words(language), event.type
    gaps: dict[str, object] = {**_names(event, recorded)}
    match event:
        case SessionEnded():
            kind = f"{kind}_{event.reason}"
        case TaskEnded():
            kind = f"{kind}_{event.outcome}"
        case ConsentGiven() | ConsentWithdrawn():
            named = [texts[f"scope_{scope}"] for scope in event.scopes if f"scope_{scope}" in texts]
            gaps["scopes"] = ", ".join(named) or ", ".join(event.scopes)
        case FieldTimed():
            gaps |= {"dwell": tell_seconds(event.dwell_ms, language), "edits": event.edits}
            gaps["hesitation"] = tell_seconds(event.hesitation_ms or 0, language)
        case VisibilityChanged():
            kind = f"{kind}_{'shown' if event.visible else 'hidden'}"
        case Idled():
            gaps["seconds"] = tell_seconds(event.duration_ms, language)
        case GapFound():
            gaps["missing"] = event.missing
    return texts[kind].format(**gaps)


def _names(event: Event, recorded: Recorded) -> dict[str, object]:
    """Return page, field and task by the names that the citizen saw; by their ids where the flow is not known."""
    flow = recorded.flow
    pages = {page.id: page.title for page in flow.pages} if flow else {}
    fields = {field.id: field.label for field in flow.fields} if flow else {}
    tasks = {task.id: task.title for task in flow.tasks} if flow else {}
    return {
        "page": pages.get(event.page or "", event.page or ""),
        "field": fields.get(event.target or "", event.target or ""),
        "task": tasks.get(event.task or "", event.task or ""),
    }


def tell_answers(recorded: Recorded, language: str) -> list[Answer]:
    """Return the answers to the questionnaires, with the questions as they were worded."""
    texts = words(language)
    title = recorded.flow.title if recorded.flow else ""
    service = f"“{title}”" if language == "en" else f"„{title}“"
    told = []
    for _, event in recorded.events:
        if not isinstance(event, Answered):
            continue
        instrument = INSTRUMENTS.get(event.instrument)
        item = next((one for one in instrument.items if one.id == event.item), None) if instrument else None
        question = item.text.show(language, service) if item else event.item
        value = texts["no_answer"]
        if event.value is not None:
            low, high = (instrument.low, instrument.high) if instrument else ("?", "?")
            value = texts["answer"].format(value=event.value, low=low, high=high)
        told.append(Answer(question, value))
    return told


def tell_clock(epoch_ms: int) -> str:
    """Return a time of day, as on a clock in Germany.

    >>> tell_clock(1_800_000_000_000)
    '09:00'
    """
    return datetime.fromtimestamp(epoch_ms / 1000, ZONE).strftime("%H:%M")


def tell_day(epoch_ms: int, language: str) -> str:
    """Return a day as it is read.

    >>> tell_day(1_800_000_000_000, "de"), tell_day(1_800_000_000_000, "en")
    ('15. Januar 2027', '15 January 2027')
    """
    moment = datetime.fromtimestamp(epoch_ms / 1000, ZONE)
    return format_datetime(moment, "d. MMMM y" if language != "en" else "d MMMM y", locale=_locale(language))


def tell_seconds(milliseconds: int, language: str) -> str:
    """Return a time span in seconds.

    >>> tell_seconds(2340, "de"), tell_seconds(2340, "en")
    ('2,3', '2.3')
    """
    return str(format_decimal(round(milliseconds / 1000, 1), locale=_locale(language)))


def _locale(language: str) -> str:
    return "en" if language == "en" else "de"
