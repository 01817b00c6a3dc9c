"""From a data field to the line that asks for it: annotation and arguments, as the text of Python source."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from labs.fim.model import FILE_LIMITS, Code, DataField, Use
from labs.questions import Question, QuestionKind
from labs.walk import TODAY, invent

MISSING_LIST = "(Codeliste fehlt)"
"""The one option of a select whose code list is not there: visible, and never an invented value."""
_SHORT_LIST = 12
_LONG_TEXT = 255
_TYPES: dict[str, tuple[str, QuestionKind]] = {
    "text": ("str", "text"), "text_latin": ("str", "text"), "date": ("date", "date"), "bool": ("bool", "yesno"),
    "num": ("decimal", "decimal"), "num_int": ("int", "integer"), "num_currency": ("euro", "euro"),
    "file": ("upload", "upload"), "obj": ("upload", "upload"), "time": ("str", "text"), "datetime": ("str", "text"),
}  # fmt: skip
_PATTERNS = {
    "time": r"^([01]\d|2[0-3]):[0-5]\d$",
    "datetime": r"^\d{2}\.\d{2}\.\d{4} ([01]\d|2[0-3]):[0-5]\d$",
}
_MARKED: dict[str, tuple[str, QuestionKind]] = {
    "text": ("str", "text"), "longtext": ("longtext", "longtext"), "email": ("email", "email"),
    "iban": ("iban", "iban"), "postcode": ("postcode", "postcode"), "upload": ("upload", "upload"),
    "declaration": ("declaration", "declaration"),
}  # fmt: skip
_LENGTHS = {"minLength": "min_length", "maxLength": "max_length"}
_BOUNDS = {"minValue": "ge", "maxValue": "le"}
_NOTED: dict[str, type | tuple[type, ...]] = {
    "unknown": bool, "error": (str, dict), "called": str, "item": str, "autocomplete": str, "past": bool,
    "future": bool, "gt": str, "lt": str, "multiple_of": str,
}  # fmt: skip
_NUMBERS = ("gt", "lt", "multiple_of")


@dataclass
class Asked:
    """One field of a model: its name, its annotation and the arguments of `ask`, all as source text."""

    name: str
    annotation: str
    arguments: dict[str, str]
    path: str = ""


@dataclass
class Problems:
    """What of one data field could not be taken over, with the reason."""

    found: list[str] = field(default_factory=list)

    def add(self, reason: str) -> None:
        """Note one thing that was left out."""
        self.found.append(reason)


def quoted(text: str) -> str:
    """Return a text as a Python literal in double quotes.

    >>> quoted('Größe "M"')
    '"Größe \\\\"M\\\\""'
    """
    return json.dumps(text, ensure_ascii=False)


def ask_field(
    use: Use, one: DataField, codes: Sequence[Code], constants: dict[str, str], problems: Problems
) -> tuple[str, dict[str, str]]:
    """Return annotation (without `| None`) and arguments for a data field; long lists go into `constants`."""
    arguments = {"label": quoted(one.label)}
    if one.hint:
        arguments["hint"] = quoted(one.hint)
    if one.art == "select":
        annotation = _select(use, one, codes, constants, arguments)
        if one.limits:
            problems.add("A select takes no limits: " + ", ".join(f"{name} {it}" for name, it in one.limits.items()))
    else:
        if one.datatype not in _TYPES:
            problems.add(f"The Datentyp `{one.datatype}` is not known; asked for as text.")
        annotation, kind = _type_of(one)
        arguments |= _limits(one, kind, problems)
    arguments |= noted(one.note)
    arguments["fim"] = quoted(f"{one.id} {one.version}".strip())
    law = "; ".join(dict.fromkeys(filter(None, (use.law, one.law))))
    if law:
        arguments["law"] = quoted(law)
    return annotation, arguments


def _type_of(one: DataField) -> tuple[str, QuestionKind]:
    """Return the annotation and the kind of question for a data field that is typed in."""
    marked = one.note.get("kind")
    if isinstance(marked, str) and marked in _MARKED:
        return _MARKED[marked]
    annotation, kind = _TYPES.get(one.datatype, ("str", "text"))
    if kind == "text" and _digits(one.limits.get("maxLength", "")) > _LONG_TEXT:
        return "longtext", "longtext"
    return annotation, kind


def kind_of(one: DataField) -> QuestionKind:
    """Return the kind of question that a data field becomes, apart from lists."""
    return "one_of" if one.art == "select" else _type_of(one)[1]


def fewest_of(note: Mapping[str, Any], use: Use) -> int:
    """Return the fewest entries or choices: as an export noted them, where a condition makes the schema say none."""
    fewest = note.get("fewest")
    return fewest if isinstance(fewest, int) and not isinstance(fewest, bool) and fewest > 0 else use.least


def noted(note: Mapping[str, Any]) -> dict[str, str]:
    """Return what an export noted of a question, as arguments; anything of the wrong type is passed over."""
    found: dict[str, str] = {}
    for name, kind in _NOTED.items():
        value: Any = note.get(name)
        fits: bool = isinstance(value, kind)
        if not fits:
            continue
        if name in _NUMBERS:
            number = _bound(value, "decimal") or _bound(value, "date")
            if number is not None:
                found[name] = number
        else:
            found[name] = repr(value) if isinstance(value, bool | dict) else quoted(value)
    return found


def _select(
    use: Use, one: DataField, codes: Sequence[Code], constants: dict[str, str], arguments: dict[str, str]
) -> str:
    values = {code.code: code.name or code.code for code in codes} or {MISSING_LIST: MISSING_LIST}
    numbers = one.note.get("numbers") is True and all(value.isdecimal() for value in values)
    shown = [value if numbers else quoted(value) for value in values]
    options = dict(zip(shown, map(quoted, values.values()), strict=True))
    differ = any(value != label for value, label in values.items())
    if len(values) <= _SHORT_LIST or numbers:
        annotation = f"Literal[{', '.join(shown)}]"
        if differ:
            arguments["options"] = _dict(options)
    else:
        annotation = "str"
        arguments["options"] = _constant(one, _dict(options), constants)
    if not use.repeats or not codes:
        return annotation
    if fewest_of(one.note, use) > 1:
        arguments["min_length"] = str(fewest_of(one.note, use))
    if use.most is not None:
        arguments["max_length"] = str(use.most)
    return f"list[{annotation}]"


def _constant(one: DataField, text: str, constants: dict[str, str]) -> str:
    last = re.sub(r"_[\d.\-]+$", "", one.code_list).rpartition(":")[2] or one.name
    base = re.sub(r"\W+", "_", last, flags=re.ASCII).strip("_").upper() or "LISTE"
    base = f"LISTE_{base}" if base[0].isdigit() else base
    name, number = base, 1
    while constants.get(name, text) != text:
        number += 1
        name = f"{base}_{number}"
    constants[name] = text
    return name


def _dict(options: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{value}: {label}" for value, label in options.items()) + "}"


def _limits(one: DataField, kind: QuestionKind, problems: Problems) -> dict[str, str]:
    """Return the limits as arguments, only those that some answer keeps to."""
    found: dict[str, str] = {}
    if one.datatype in _PATTERNS and kind == "text":
        found["pattern"] = _raw(_PATTERNS[one.datatype])
    textual = kind in ("text", "longtext", "email", "iban", "upload")
    for name, said in one.limits.items():
        limit: str | None = None
        if name in FILE_LIMITS:
            problems.add(f"A prototype reads no files: {name} `{said}` is not looked at.")
            continue
        if name in _LENGTHS and textual:
            limit = said if said.isdecimal() else None
            if limit is not None and int(limit) == 0:
                continue
            name_here = _LENGTHS[name]
        elif name in _BOUNDS:
            limit, name_here = _bound(said, kind), _BOUNDS[name]
            if name_here in list(one.note.get("replaced") or ()):
                continue
        elif name == "pattern" and textual:
            limit, name_here = _raw(whole(said)) if _compiles(said) else None, "pattern"
        if limit is None:
            problems.add(f"The limit {name} `{said}` is none for the Datentyp `{one.datatype}`.")
        else:
            found[name_here] = limit
    return _kept(kind, found, problems)


def _kept(kind: QuestionKind, found: dict[str, str], problems: Problems) -> dict[str, str]:
    """Leave out limits until some answer can be found that keeps to all of them."""
    for name in ("", "pattern", "max_length", "le", "min_length", "ge"):
        if name in found:
            problems.add(f"The limit {name} `{found[name]}` leaves no answer that Probelauf can find.")
            del found[name]
        if not found or _answerable(kind, tuple(found.items())):
            break
    return found


@lru_cache(maxsize=1000)
def _answerable(kind: QuestionKind, found: tuple[tuple[str, str], ...]) -> bool:
    limits = {name: value_of(text) for name, text in found}
    try:
        return invent(Question("x", "x", kind, limits=limits), random.Random(0), TODAY) is not None  # noqa: S311
    except Exception:  # the validator's own library does not know every regular expression
        return False


def value_of(text: str) -> Any:
    """Return the limit that a piece of our own source text stands for."""
    if text.startswith('r"'):
        return text[2:-1]
    if text.startswith("date("):
        return date(*map(int, text[5:-1].split(",")))
    if text.startswith("Decimal("):
        return Decimal(text[9:-2])
    return json.loads(text) if text.startswith('"') else int(text)


def _bound(said: str, kind: str) -> str | None:
    if kind == "date":
        try:
            day = date.fromisoformat(said)
        except ValueError:
            return None
        return f"date({day.year}, {day.month}, {day.day})"
    if kind not in ("integer", "decimal", "euro"):
        return None
    try:
        number = Decimal(said.replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 25:
        return None
    if number == number.to_integral_value():
        return str(int(number))
    return None if kind == "integer" else f'Decimal("{number}")'


def whole(pattern: str) -> str:
    """Return a regular expression that stands for the whole text, as the standard means it.

    >>> whole(r"\\d{5}"), whole("^a$")
    ('^(?:\\\\d{5})$', '^a$')
    """
    return pattern if pattern.startswith("^") and pattern.endswith("$") else f"^(?:{pattern})$"


def _raw(pattern: str) -> str:
    plain = '"' not in pattern and "\n" not in pattern and not pattern.endswith("\\")
    return f'r"{pattern}"' if plain else quoted(pattern)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return len(pattern) < 2000


def _digits(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
