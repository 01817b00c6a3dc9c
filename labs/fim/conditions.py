"""Conditions in an export: in words for people, and noted at the rule, so that Probelauf reads them back exactly."""

import zlib
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from labs.conditions import UNKNOWN, All, Answered, Comparison, Condition, Either, Field
from labs.conditions.expressions import Operation
from labs.fim.asking import quoted

_DEEPEST = 8
_WRITTEN = {
    "in": "answer.{field}.is_in{value}", "contains": "answer.{field}.contains({value})",
    "not in": "~answer.{field}.is_in{value}", "not contains": "~answer.{field}.contains({value})",
}  # fmt: skip


def digest(text: str) -> int:
    """Return a number that changes when a rule's text does: a note of another text is not believed."""
    return zlib.crc32(" ".join(text.split()).encode())


def plain_condition(condition: Condition) -> dict[str, Any] | None:
    """Return a condition as plain JSON; None where it is, or has, a function."""
    match condition:
        case All(parts) | Either(parts):
            inner = [plain_condition(part) for part in parts]
            name = "all" if isinstance(condition, All) else "any"
            return None if None in inner else {name: inner}
        case Answered(name, expected):
            return {"answered": name, "expected": expected}
        case Comparison(left, operation, right):
            found = _plain(right)
            return None if found is None else {"field": left.name, "plus": left.plus, "is": operation, "to": found}
    return None


def _plain(value: Any) -> dict[str, Any] | None:
    if value is UNKNOWN:
        return {"unknown": True}
    if isinstance(value, Field):
        return {"field": value.name, "plus": value.plus}
    if isinstance(value, tuple):
        inner = [_plain(one) for one in value]
        return None if None in inner else {"several": inner}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal | float):
        return {"number": str(value)}
    return {"value": value} if isinstance(value, str | int) else None


def write_condition(plain: Any, names: Collection[str], depth: int = 0) -> str | None:
    """Return the source text of a condition that was noted; None where it is none, or names an unknown field."""
    if not isinstance(plain, Mapping) or depth > _DEEPEST:
        return None
    for name, sign in (("all", " & "), ("any", " | ")):
        if isinstance(plain.get(name), list) and plain[name]:
            inner = [write_condition(one, names, depth + 1) for one in plain[name]]
            return None if None in inner else sign.join(f"({one})" for one in inner)
    if plain.get("answered") in names:
        return f"{'' if plain.get('expected') is True else '~'}answer.{plain['answered']}.answered"
    field, operation, value = _field(plain, names), plain.get("is"), _value(plain.get("to"), names)
    if field is None or operation not in get_args(Operation) or value is None:
        return None
    if operation in _WRITTEN:
        listed = value if value.startswith("(") else f"({value})"
        return _WRITTEN[operation].format(field=field, value=listed if operation.endswith("in") else value)
    if (operation, value) in (("==", "True"), ("==", "False")):
        return f"{'' if value == 'True' else '~'}answer.{field}"
    return f"answer.{field} {operation} {value}"


def _field(plain: Any, names: Collection[str]) -> str | None:
    name, plus = plain.get("field"), plain.get("plus", 0)
    if name not in names or type(plus) is not int:
        return None
    return f"{name}{f' {chr(43) if plus > 0 else chr(45)} {abs(plus)}' if plus else ''}"


def _value(plain: Any, names: Collection[str]) -> str | None:
    if not isinstance(plain, Mapping):
        return None
    match dict(plain):
        case {"unknown": True}:
            return "UNKNOWN"
        case {"several": list(inner)}:
            texts = [_value(one, names) for one in inner]
            return None if None in texts else f"({''.join(f'{text}, ' for text in texts)})".replace(", )", ")")
        case {"date": str(day)}:
            return _date(day)
        case {"number": str(number)}:
            return _number(number)
        case {"value": str(text)}:
            return quoted(text)
        case {"value": bool() | int() as value}:
            return str(value)
    field = _field(plain, names)
    return None if field is None else f"answer.{field}"


def _date(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return f"date({day.year}, {day.month}, {day.day})"


def _number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return f'Decimal("{number}")' if number.is_finite() else None
