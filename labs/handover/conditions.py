"""Conditions as JSON Schema, where they can be said in it.

Answers of pages off the path are no part of a submission, so "unanswered" is "absent", and a comparison with an absent
or unknown answer holds neither way: every comparison demands that the property is there.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from labs.conditions import UNKNOWN, All, Answered, Comparison, Condition, Either, Field
from labs.questions import Question

JsonSchema = dict[str, Any]
NEVER: JsonSchema = {"not": {}}
_NUMBERS = ("integer", "euro", "decimal")
_BOUNDS = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}


def plain(value: Any) -> Any:
    """Return a typed value as JSON.

    >>> plain(Decimal("96.50")), plain(Decimal(3)), plain(date(2026, 1, 15)), plain(UNKNOWN)
    (96.5, 3, '2026-01-15', 'unknown')
    """
    if value is UNKNOWN:
        return UNKNOWN.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return [plain(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else value


def say_condition(condition: Condition, questions: Mapping[str, Question]) -> JsonSchema | None:
    """Return a schema that a submission fits exactly where the condition holds; None where none can say it.

    Functions, comparisons of two answers and comparisons of dates by size are of the second kind.
    """
    match condition:
        case All(parts) | Either(parts):
            said = [say_condition(part, questions) for part in parts]
            return None if None in said else {"allOf" if isinstance(condition, All) else "anyOf": said}
        case Answered(name, expected):
            if name in questions and questions[name].kind == "group":
                return None
            there: JsonSchema = {"required": [name]}
            return there if expected else {"not": there}
        case Comparison(left, _, _):
            if left.name not in questions:
                return NEVER
            value = _compared(condition, questions[left.name])
            return None if value is None else {"required": [left.name], "properties": {left.name: value}}
    return None


def _compared(one: Comparison, question: Question) -> JsonSchema | None:
    """Return the schema of the one value; None where a schema cannot compare so."""
    right, unknown = one.right, UNKNOWN.value
    if isinstance(right, Field) or question.kind == "group":
        return None
    if one.left.plus:
        if not isinstance(right, int | Decimal) or isinstance(right, bool):
            return None
        right -= one.left.plus
    if one.operation in _BOUNDS:
        return {"type": "number", _BOUNDS[one.operation]: plain(right)} if question.kind in _NUMBERS else None
    if one.operation in ("contains", "not contains"):
        if question.kind != "several_of":
            return None
        holds: JsonSchema = {"contains": {"const": plain(right)}}
        return {"type": "array", **(holds if one.operation == "contains" else {"not": holds})}
    if one.operation in ("in", "not in") and not isinstance(right, tuple | list | set | frozenset):
        return None
    values = plain(right) if one.operation in ("in", "not in") else [plain(right)]
    if one.operation in ("==", "in"):
        return {"enum": values}
    return {"not": {"enum": [*values, *([] if right is UNKNOWN else [unknown])]}}
