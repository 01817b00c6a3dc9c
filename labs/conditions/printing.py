"""Conditions in words, for the journey map, for diffs and for people who do not program."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .answers import UNKNOWN
from .expressions import All, Answered, Comparison, Computed, Condition, Either, Field
from .sources import source_of

_VERBS = {
    "de": {
        "==": "ist", "!=": "ist nicht", "<": "ist kleiner als", "<=": "ist höchstens", ">": "ist größer als",
        ">=": "ist mindestens", "in": "ist", "not in": "ist nicht", "contains": "enthält",
        "not contains": "enthält nicht", "answered": "ist beantwortet", "open": "ist nicht beantwortet",
        "and": "und", "or": "oder", "not": "nicht", "yes": "ja", "no": "nein",
        "unknown": "noch nicht bekannt", "computed": "berechnet",
    },
    "en": {
        "==": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is more than",
        ">=": "is at least", "in": "is", "not in": "is not", "contains": "contains",
        "not contains": "does not contain", "answered": "is answered", "open": "is not answered",
        "and": "and", "or": "or", "not": "not", "yes": "yes", "no": "no", "unknown": "not known yet",
        "computed": "computed",
    },
}  # fmt: skip


def name_of(field: str) -> str:
    """Return a field's name as a word.

    >>> name_of("kalt_miete")
    'Kalt miete'
    """
    return field[:1].upper() + field[1:].replace("_", " ")


def describe(
    condition: Condition,
    language: str = "de",
    label: Callable[[str], str] = name_of,
    option: Callable[[str, Any], str | None] = lambda field, value: None,
) -> str:
    """Return a condition in words. `label` names a field, `option` the label of one of its answers.

    >>> from labs.conditions import answer
    >>> describe((answer.wohnform == "Miete") & (answer.personen >= 3))
    'Wohnform ist Miete und Personen ist mindestens 3'
    """
    return _Printer(language, label, option).say(condition)


@dataclass(frozen=True)
class _Printer:
    language: str
    label: Callable[[str], str]
    option: Callable[[str, Any], str | None]

    @property
    def words(self) -> dict[str, str]:
        return _VERBS[self.language]

    def say(self, part: Condition, inner: bool = False) -> str:
        match part:
            case Comparison(left, operation, right):
                return f"{self.field(left)} {self.words[operation]} {self.value(left.name, right)}"
            case Answered(name, expected):
                return f"{self.label(name)} {self.words['answered' if expected else 'open']}"
            case Computed(function, expected):
                return ("" if expected else self.words["not"] + " ") + self.function(function)
            case All(parts):
                return f" {self.words['and']} ".join(self.say(one, True) for one in parts)
            case Either(parts):
                text = f" {self.words['or']} ".join(self.say(one, True) for one in parts)
                return f"({text})" if inner else text
        raise TypeError(f"no words for {type(part).__name__}")

    def field(self, field: Field) -> str:
        return self.label(field.name) + str(field)[len(field.name) :]

    def value(self, field: str, found: Any) -> str:
        if isinstance(found, Field):
            return self.field(found)
        if isinstance(found, tuple):
            return f" {self.words['or']} ".join(self.value(field, one) for one in found)
        if isinstance(found, bool):
            return self.words["yes" if found else "no"]
        if found is UNKNOWN:
            return self.words["unknown"]
        shown = self.option(field, found) or _plain(found, self.language)
        return f"„{shown}“" if isinstance(found, str) and " " in shown else shown

    def function(self, function: Callable[..., Any]) -> str:
        said = (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        name = getattr(function, "__name__", "<lambda>")
        if said:
            return said
        return f"{self.words['computed']} (:{source_of(function).line})" if name == "<lambda>" else name_of(name)


def _plain(found: Any, language: str) -> str:
    if isinstance(found, date):
        return found.strftime("%d.%m.%Y" if language == "de" else "%Y-%m-%d")
    if isinstance(found, int | float | Decimal):
        text = f"{found:,}"
        return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
    return str(found)
