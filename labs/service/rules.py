"""Which rules an answer can break: the vocabulary of problems in recordings and messages."""

from collections.abc import Iterable

from labs.pages import Mock
from labs.questions import Question
from labs.service.declaration import Rule

_BY_KIND: dict[str, tuple[str, ...]] = {
    "text": ("format", "too_long"),
    "longtext": ("format", "too_long"),
    "integer": ("number", "whole_number"),
    "euro": ("number", "decimal_places"),
    "decimal": ("number",),
    "date": ("date", "date_unreal"),
    "yesno": ("option",),
    "one_of": ("option",),
    "several_of": ("option", "too_few", "too_many"),
    "email": ("format", "email", "too_long"),
    "iban": ("format", "iban"),
    "postcode": ("postcode",),
    "upload": ("format", "upload", "too_long"),
    "declaration": ("declaration", "option"),
    "group": ("too_few", "too_many"),
}
_BY_LIMIT = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "multiple_of": "multiple_of",
    "pattern": "format",
    "min_length": "too_short",
    "max_length": "too_long",
}


def rule_ids(questions: Iterable[Question], rules: Iterable[Rule]) -> list[str]:
    """Return the ids of all rules that answers to these questions can break, sorted, then the author's
    rules.
    """
    found = {"required"}
    for question in questions:
        found |= set(_BY_KIND[question.kind]) | {_BY_LIMIT[name] for name in question.limits if name in _BY_LIMIT}
        found |= ({"date_past"} if question.past else set()) | ({"date_future"} if question.future else set())
        found |= set(rule_ids(question.item_questions, ()))
    return sorted(found) + [rule.id for rule in rules]


def mock_rules(mocks: Iterable[Mock]) -> list[str]:
    """Return the ids under which the failures of stand-ins are recorded, sorted."""
    return sorted({f"mock.{failure}" for mock in mocks for failure in mock.failures})
