"""Reads an author's model: each field becomes a question, each mistake a finding, all at once."""

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from feedback.errors import Finding, nearest
from labs.conditions import field_source
from labs.questions.asking import Asked
from labs.questions.kinds import Kind, QuestionKind
from labs.questions.question import Option, Question

_PLAIN: dict[Any, QuestionKind] = {
    str: "text", int: "integer", Decimal: "decimal", float: "decimal", date: "date", bool: "yesno",
}  # fmt: skip
_AUTOCOMPLETE: dict[QuestionKind, str] = {"email": "email", "postcode": "postal-code"}
_TYPES = "str, longtext, int, euro, decimal, date, bool, Literal, list, email, iban, postcode, upload, declaration"


def questions_of(
    model: type[BaseModel], overrides: Mapping[str, Asked] | None = None, group: str = ""
) -> tuple[dict[str, Question], list[Finding]]:
    """Return the questions of a model by field, and everything that is wrong with its fields.

    `overrides` replaces what `ask` said for some fields. A wrong field still becomes a question, so that one
    mistake does not hide the others.
    """
    questions: dict[str, Question] = {}
    findings: list[Finding] = []
    for name, info in model.model_fields.items():
        asked = (overrides or {}).get(name) or _asked(info) or Asked(name, source=field_source(model, name))
        question, wrong = _question(name, info, asked, group)
        questions[name] = question
        findings += [Finding(code, "error", str(asked.source), what, fix) for code, what, fix in wrong]
    for decorator in model.__pydantic_decorators__.field_validators.values():
        place = str(field_source(model, decorator.info.fields[0]))
        what = f"The validator of `{', '.join(decorator.info.fields)}` is never run."
        findings.append(Finding("validator-unused", "error", place, what, "Write `Rule(...)` or limits in `ask`."))
    return questions, findings


def _asked(info: FieldInfo) -> Asked | None:
    return next((note for note in info.metadata if isinstance(note, Asked)), None)


_Wrong = tuple[str, str, str]


def _question(name: str, info: FieldInfo, asked: Asked, group: str) -> tuple[Question, list[_Wrong]]:
    base, kind, optional = _unwrapped(info.annotation, list(info.metadata))
    wrong: list[_Wrong] = []
    if _asked(info) is None or not asked.label.strip():
        wrong.append(("label-missing", f"`{name}` has no question.", f'Write `{name}: ... = ask("...?")`.'))
    values: dict[str, Any] = {}
    items: dict[str, Question] = {}
    if kind is None:
        kind, values, items, found = _structure(name, base, asked, group)
        wrong += found
    unknown = [value for value in asked.options if values and str(value) not in values]
    wrong += [
        ("option-unknown", f"`options` of `{name}` names {value!r}, no answer.", nearest(str(value), values))
        for value in unknown
    ]
    labels = {str(value): label for value, label in asked.options.items()}
    return Question(
        id=name,
        label=asked.label,
        kind=kind,
        hint=asked.hint,
        optional=optional,
        allows_unknown=asked.unknown,
        options=tuple(Option(value, labels.get(value, value)) for value in values),
        item_questions=tuple(items.values()),
        item=asked.item,
        count=asked.count,
        autocomplete=asked.autocomplete or _AUTOCOMPLETE.get(kind, ""),
        when=asked.when,
        called=asked.called,
        error=asked.error,
        past=asked.past,
        future=asked.future,
        fim=asked.fim,
        law=asked.law,
        limits=asked.limits,
        values=values,
        source=asked.source,
    ), wrong


def _unwrapped(annotation: Any, notes: list[Any]) -> tuple[Any, QuestionKind | None, bool]:
    """Return the bare type, the marked kind if there is one, and whether None is allowed."""
    optional = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            notes += more
        elif origin in (Union, types.UnionType) and type(None) in get_args(annotation):
            optional = True
            rest = tuple(part for part in get_args(annotation) if part is not type(None))
            if len(rest) != 1:
                return annotation, None, optional
            annotation = rest[0]
        else:
            kind = next((note.name for note in notes if isinstance(note, Kind)), None)
            return annotation, kind, optional


def _structure(
    name: str, base: Any, asked: Asked, group: str
) -> tuple[QuestionKind, dict[str, Any], dict[str, Question], list[_Wrong]]:
    """Read an unmarked annotation: a plain type, one of several options, a list of options or of models."""
    several = get_origin(base) is list
    inner = get_args(base)[0] if several else base
    if get_origin(inner) is Literal:
        return (
            ("several_of" if several else "one_of"),
            {str(value): value for value in get_args(inner)},
            {},
            [],
        )
    if asked.options and inner in (str, int):
        return ("several_of" if several else "one_of"), {str(value): value for value in asked.options}, {}, []
    if several and isinstance(inner, type) and issubclass(inner, BaseModel):
        items, found = questions_of(inner, group=name)
        wrong = [(finding.code, finding.what, finding.fix) for finding in found]
        if group:
            wrong.append(("group-nested", f"`{name}` is a group within `{group}`.", "Ask for it on a page of its own."))
        return "group", {}, items, wrong
    if not several and base in _PLAIN:
        return _PLAIN[base], {}, {}, []
    what = f"`{name}` has the type {getattr(base, '__name__', base)}, for which there is no question."
    return (
        "text",
        {},
        {},
        [("type-unknown", what, f"Use one of: {_TYPES}; with `| None` for an optional one.")],
    )
