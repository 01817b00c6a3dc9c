"""From a question or a page to what a schema says of it: the data field, and a note for what has no element there."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from labs.conditions import Condition, Field
from labs.fim.asking import MISSING_LIST, Asked, kind_of, value_of
from labs.fim.conditions import plain_condition
from labs.fim.model import Code, DataField
from labs.pages import ResolvedPage
from labs.questions import Question
from labs.service import Flow
from labs.wording import word

_TYPES = {
    "integer": "num_int", "euro": "num_currency", "decimal": "num", "date": "date", "yesno": "bool",
    "declaration": "bool", "upload": "file",
}  # fmt: skip
_STEPS = {"integer": Decimal(1), "euro": Decimal("0.01"), "decimal": Decimal(0)}
_TEXTS = {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"}
_RANGES = {"ge": "minValue", "gt": "minValue", "le": "maxValue", "lt": "maxValue"}
_LIMITS = (*_TEXTS, *_RANGES)
_EXTRAS = ("who", "documents", "duration", "cost", "legal_basis", "next_steps")


def data_field_of(
    question: Question,
    identity: tuple[str, str],
    base: DataField | None = None,
    asked: Asked | None = None,
    needs: bool = False,
) -> DataField:
    """Return the data field of a question; what the import wrote (`base`, `asked`) stays where the lab left it."""
    listed = question.kind in ("one_of", "several_of")
    kind = "one_of" if listed else question.kind
    same = base is not None and kind_of(base) == kind
    limits, note = ({}, {}) if listed else _limits(question)
    codes = _codes(question) if listed else ()
    if base is not None and asked is not None and same and not listed and _as_imported(question, asked):
        limits = dict(base.limits)
        note = {name: base.note[name] for name in ("gt", "lt", "multiple_of", "replaced") if name in base.note}
    if listed and base is not None and same:
        limits = dict(base.limits)
    one = DataField(
        *identity,
        name=base.name if base else question.label,
        label=question.label,
        hint=question.hint,
        law=question.law,
        art=base.art if base and same else "select" if listed else "input",
        datatype=base.datatype if base and same else _TYPES.get(question.kind, "text"),
        limits=limits,
        content=base.content if base else "",
        codes=codes,
        code_list=base.code_list if base and same else "",
        rules=base.rules if base else (),
        level=base.level if base else "",
    )
    note = {**note_of(question, required=needs), **note}
    if kind_of(one) != kind:
        note["kind"] = question.kind
    if codes and all(type(value) is int for value in question.values.values()):
        note["numbers"] = True
    return DataField(**{**vars(one), "note": note})


def _codes(question: Question) -> tuple[Code, ...]:
    codes = tuple(Code(option.value, option.label) for option in question.options)
    return () if [code.code for code in codes] == [MISSING_LIST] else codes


def _as_imported(question: Question, asked: Asked) -> bool:
    before = {name: value_of(text) for name, text in asked.arguments.items() if name in _LIMITS}
    return before == {name: limit for name, limit in question.limits.items() if name in _LIMITS}


def _limits(question: Question) -> tuple[dict[str, str], dict[str, Any]]:
    """Return a question's limits by the standard's names, and a note of those that it has no name for."""
    limits: dict[str, str] = {}
    note: dict[str, Any] = {}
    for name, limit in question.limits.items():
        if name in _TEXTS:
            limits[_TEXTS[name]] = str(limit)
            continue
        if name not in ("ge", "le"):
            note[name] = _written(limit)
        if name in _RANGES:
            limits.setdefault(_RANGES[name], _written(_inclusive(question, name, limit)))
            if name in ("gt", "lt"):
                note.setdefault("replaced", []).append("ge" if name == "gt" else "le")
    return limits, note


def _inclusive(question: Question, name: str, limit: Any) -> Any:
    """Return the limit itself where it may be reached, else the next value inside."""
    sign = {"gt": 1, "lt": -1}.get(name, 0)
    if isinstance(limit, date):
        return limit + timedelta(days=sign)
    return Decimal(str(limit)) + sign * _STEPS.get(question.kind, Decimal(0))


def _written(limit: Any) -> str:
    if isinstance(limit, date):
        return limit.isoformat()
    number = Decimal(str(limit))
    return str(int(number)) if number == number.to_integral_value() else f"{number:f}"


def note_of(question: Question, *, required: bool = False) -> dict[str, Any]:
    """Return what a question says that the standard has no element for."""
    count = question.count
    said: dict[str, Any] = {
        "name": question.id,
        "required": required,
        "fewest": question.limits.get("min_length") if required and question.kind in ("group", "several_of") else None,
        "unknown": question.allows_unknown,
        "error": dict(question.error) if isinstance(question.error, Mapping) else question.error,
        "called": question.called,
        "item": question.item if question.kind == "group" else "",
        "autocomplete": question.autocomplete,
        "past": question.past,
        "future": question.future,
        "count": {"field": count.name, "plus": count.plus} if isinstance(count, Field) else count,
    }
    return {name: value for name, value in said.items() if value not in ("", False, None, {})}


def note_pages(
    flow: Flow, certain: Callable[[Condition | None], tuple[str, ...]], left_out: list[str]
) -> list[dict[str, Any]]:
    """Return a note of every page; pages and texts that are computed are named in `left_out`."""
    found = [said for page in flow.pages if (said := _note_page(page, flow.language, certain, left_out)) is not None]
    every = [one for group in flow.questions.values() for one in (group, *group.item_questions)]
    computed = [one for one in every if one.when is not None and plain_condition(one.when) is None]
    left_out += [f"The condition of `{one.id}` is computed: {one.when}." for one in computed]
    return found


def _note_page(
    page: ResolvedPage, language: str, certain: Callable[[Condition | None], tuple[str, ...]], left_out: list[str]
) -> dict[str, Any] | None:
    if page.kind == "custom":
        left_out.append(f"The page `{page.id}` draws itself.")
        return None
    standard = {"check": "check_title", "confirmation": "done_title"}.get(page.kind)
    title = "" if standard and page.title == word(standard, language) else page.title
    said: dict[str, Any] = {"id": page.id, "title": title, "kind": page.kind}
    said |= {"fields": list(page.question_ids)} if page.question_ids else {}
    said |= {name: value for name in _EXTRAS if (value := getattr(page, name))}
    if callable(page.text):
        left_out.append(f"The text of the page `{page.id}` is computed.")
        if not page.question_ids:
            return None
    elif page.text:
        said["text"] = page.text
    if page.when is not None:
        if certain(page.when):
            said["when"] = list(certain(page.when))
        elif plain_condition(page.when) is None:
            left_out.append(f"The condition of the page `{page.id}` is computed: {page.when}.")
            if not page.question_ids:
                return None
        elif not page.question_ids:
            said["condition"] = plain_condition(page.when)
    return said
