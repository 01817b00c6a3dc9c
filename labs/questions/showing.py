"""Turns typed answers back into words for people, and into what a person would have typed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from labs.conditions import UNKNOWN
from labs.messages import write_number
from labs.questions.question import Question
from labs.wording import word


def show(question: Question, value: Any, language: str = "de") -> str:
    """Return an answer as a person reads it, for check-your-answers and persona cards.

    >>> show(Question("miete", "Miete", "euro"), Decimal("1234.5"))
    '1.234,50\\xa0€'
    """
    if value is None:
        return word("not_given", language)
    if value is UNKNOWN:
        return word("unknown", language)
    match question.kind:
        case "euro" | "decimal" | "integer":
            return write_number(value, language, money=question.kind == "euro")
        case "date":
            return (
                value.strftime("%d.%m.%Y" if language == "de" else "%d/%m/%Y")
                if isinstance(value, date)
                else str(value)
            )
        case "yesno":
            return word("yes" if value else "no", language)
        case "declaration":
            return word("confirmed" if value else "no", language)
        case "one_of":
            return dict(question.options).get(str(value), str(value))
        case "several_of":
            return ", ".join(dict(question.options).get(str(one), str(one)) for one in value)
        case "iban":
            return " ".join(str(value)[at : at + 4] for at in range(0, len(str(value)), 4))
    return str(value)


def raw_of(question: Question, value: Any) -> Any:
    """Return what a person would have typed or chosen for a typed value: the raw value of a widget.

    Values that are raw already pass through, so a persona may say `"512,50"` or `512.5`. Groups: a list of
    entries, each a mapping of raw values.
    """
    if value is None or value is UNKNOWN or isinstance(value, bool):
        return value
    match question.kind:
        case "group":
            known = {item.id: item for item in question.item_questions}
            return [_raw_entry(known, entry) for entry in value] if isinstance(value, list | tuple) else value
        case "several_of":
            return [str(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else value
        case "date":
            return (
                {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
                if isinstance(value, date)
                else value
            )
        case "euro" | "decimal" | "integer" if isinstance(value, int | float | Decimal):
            return f"{Decimal(str(value)):f}".replace(".", ",")
        case "one_of" | "postcode":
            return str(value)
    return value


def _raw_entry(known: Mapping[str, Question], entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    return {name: raw_of(known[name], one) if name in known else one for name, one in entry.items()}
