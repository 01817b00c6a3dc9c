"""Mistakes in conditions: fields, options and types that do not exist."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from feedback.errors import AuthorError, nearest
from labs.conditions import UNKNOWN, Answers, Comparison, Computed, Condition, Field, Source
from labs.questions import Question
from labs.service.complaints import Complaints

_NUMBERS = ("integer", "euro", "decimal")
_TEXTS = ("text", "longtext", "email", "iban", "postcode", "upload")


def check_condition(
    complaints: Complaints,
    condition: Condition,
    source: Source,
    where: str,
    questions: Mapping[str, Question],
    *,
    empty: bool = True,
) -> None:
    """Note what is wrong with one condition, `where` being the thing that it belongs to.

    `empty` tries functions on empty answers, too: rules never see those, as they wait for all their fields.
    """
    for leaf in condition.leaves():
        if isinstance(leaf, Computed):
            if empty:
                _run_empty(complaints, leaf)
            continue
        named = [complaints.unknown("field-unknown", source, f"{where} names the field", name, questions)
                 for name in sorted(leaf.fields)]  # fmt: skip
        if isinstance(leaf, Comparison) and not any(named):
            _check_comparison(complaints, leaf, source, where, questions)


def check_count(complaints: Complaints, group: Question, questions: Mapping[str, Question]) -> None:
    """Note a group whose number of entries comes from something that is no whole number."""
    if not isinstance(group.count, Field):
        return
    what = f"The group `{group.id}` counts by the field"
    if complaints.unknown("field-unknown", group.source, what, group.count.name, questions):
        return
    kind = questions[group.count.name].kind
    if kind != "integer":
        numbers = [name for name, question in questions.items() if question.kind == "integer"]
        what = f"The group `{group.id}` counts by `{group.count.name}`, no whole number but {kind}."
        complaints.add("count-no-number", group.source, what, nearest(group.count.name, numbers) or "Ask for an int.")


def _run_empty(complaints: Complaints, condition: Computed) -> None:
    try:
        condition.holds(Answers())
    except AuthorError as error:
        for finding in error.findings:
            complaints.findings[finding] = None


def _check_comparison(
    complaints: Complaints, leaf: Comparison, source: Source, where: str, questions: Mapping[str, Question]
) -> None:
    question = questions[leaf.left.name]
    name = leaf.left.name
    if leaf.right is UNKNOWN:
        if not question.allows_unknown:
            what = f"{where} asks whether `{name}` is unknown, which that question does not offer."
            complaints.add("unknown-not-offered", source, what, "Write `ask(..., unknown=True)`.")
        return
    if (question.kind == "several_of") is not (leaf.operation in ("contains", "not contains")):
        fix = (
            f"Write `answer.{name}.contains(...)`."
            if question.kind == "several_of"
            else f"Write `answer.{name} == ...`."
        )
        complaints.add("condition-type", source, f"{where} compares `{name}` by `{leaf.operation}`.", fix)
        return
    for value in leaf.right if leaf.operation in ("in", "not in") else (leaf.right,):
        _check_value(complaints, question, value, source, where, questions)


def _check_value(
    complaints: Complaints,
    question: Question,
    value: Any,
    source: Source,
    where: str,
    questions: Mapping[str, Question],
) -> None:
    if isinstance(value, Field):
        other = questions[value.name]
        if _family(question.kind) != _family(other.kind):
            what = f"{where} compares `{question.id}` ({question.kind}) with `{other.id}` ({other.kind})."
            complaints.add("condition-type", source, what, "Compare answers of one kind.")
        return
    if question.kind in ("one_of", "several_of"):
        if value not in question.values.values():
            what = f"{where} compares `{question.id}` with {value!r}, which is not among its answers."
            complaints.add("option-unknown", source, what, nearest(str(value), question.values))
        return
    expected: dict[str, tuple[type, ...]] = {
        "number": (int, float, Decimal),
        "text": (str,),
        "truth": (bool,),
        "date": (date,),
    }
    family = _family(question.kind)
    if isinstance(value, bool) is not (family == "truth") or not isinstance(value, expected.get(family, (object,))):
        what = f"{where} compares `{question.id}` ({question.kind}) with {value!r}: never the same."
        complaints.add("condition-type", source, what, f"Compare it with a {family}.")


def _family(kind: str) -> str:
    if kind in _NUMBERS:
        return "number"
    if kind in ("yesno", "declaration"):
        return "truth"
    return "text" if kind in _TEXTS else kind
