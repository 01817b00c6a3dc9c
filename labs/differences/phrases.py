"""Phrases that pages and questions share: conditions, texts, limits."""

from datetime import date
from typing import Any

from labs.conditions import Condition, describe
from labs.service import Flow

LIMITS = {
    "ge": "mindestens",
    "gt": "mehr als",
    "le": "höchstens",
    "lt": "weniger als",
    "multiple_of": "in Schritten von",
    "pattern": "nach dem Muster",
    "min_length": "kürzeste Länge",
    "max_length": "größte Länge",
}
_LONGEST = 160


def condition(when: Condition | None, flow: Flow) -> str:
    """Return a condition in German words, with the labels of options; empty where there is none."""
    options = {name: dict(question.options) for name, question in flow.questions.items()}
    if when is None:
        return ""
    return describe(when, option=lambda field, value: options.get(field, {}).get(str(value)))


def said(before: Any, after: Any) -> str:
    """Return how a text changed, as the end of a sentence; long texts and computed ones are not repeated."""
    if not before or not after:
        return "fehlt jetzt." if before else "ist neu."
    if isinstance(after, str) and len(after) <= _LONGEST:
        text = " ".join(after.split())
        return f"lautet jetzt: „{text}“" + ("" if text[-1] in ".!?" else ".")
    return "ist anders."


def bound(limit: Any) -> str:
    """Return a limit as people write it."""
    return limit.strftime("%d.%m.%Y") if isinstance(limit, date) else str(limit)
