"""Draws the questions of a page as Streamlit widgets, and reads back what was typed.

A widget's key names the turn it was drawn in, so that the journey stays the only truth: after every accepted action
all widgets are new and start from what the journey knows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from labs.conditions import UNKNOWN
from labs.journey import Journey, Problem
from labs.questions import Question
from labs.wording import word

_INPUT_MODES = {
    "integer": "numeric",
    "euro": "decimal",
    "decimal": "decimal",
    "postcode": "numeric",
    "date": "numeric",
}
_UNKNOWN_OPTION = "\u2060unknown"  # a word joiner: no author's option has this value
_DATE_PARTS = ("day", "month", "year")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>])")


def key_of(turn: int, question_id: str, part: str = "") -> str:
    """Return the widget key of a question in one turn: letters, digits and hyphens, also usable as a CSS class.

    >>> key_of(3, "mitglieder.0.name", "day")
    'q3-mitglieder-0-name-day'
    """
    return f"q{turn}-{question_id.replace('.', '-')}" + (f"-{part}" if part else "")


def plain(text: str) -> str:
    """Return text so that Streamlit's markdown prints it as it stands.

    >>> plain("a*b")
    'a\\\\*b'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def each_question(journey: Journey) -> Iterator[Question]:
    """Yield the questions of the current page one by one; those of a group once for every entry."""
    for question in journey.questions():
        if question.kind == "group":
            for index in range(journey.entries(question.id)):
                yield from journey.entry_questions(question.id, index)
        else:
            yield question


def draw_questions(journey: Journey, problems: Sequence[Problem], turn: int) -> None:
    """Draw all questions of the current page, with the messages of `problems` at their fields."""
    messages = {problem.anchor: problem.message for problem in problems}
    language = journey.flow.language
    for question in journey.questions():
        if question.kind != "group":
            same = len(journey.questions()) == 1 and question.label == journey.page.title
            draw_question(question, journey.raw(question.id), messages.get(question.id), turn, language, titled=same)
            continue
        if question.label != journey.page.title or question.hint or question.id in messages:
            st.html(_label(question, messages.get(question.id), turn, language, titled=False, grouped=True))
        for index in range(journey.entries(question.id)):
            with st.container(key=f"entry{turn}-{question.id}-{index}"):
                st.html(f'<h2 class="pl-entry">{escape(question.item)} {index + 1}</h2>')
                for item in journey.entry_questions(question.id, index):
                    draw_question(item, journey.raw(item.id), messages.get(item.id), turn, language)


def draw_question(
    question: Question, raw: Any, message: str | None, turn: int, language: str, *, titled: bool = False
) -> None:
    """Draw one question: label, hint and message first, then the field.

    `titled` says that the heading of the page asks the question already.
    """
    key = key_of(turn, question.id)
    grouped = question.kind in ("date", "several_of")
    if question.kind != "declaration" or message:
        st.html(_label(question, message, turn, language, titled=titled, grouped=grouped))
    name = question.label + (f" ({word('optional', language)})" if question.optional else "")
    _draw_field(question, raw, name, key, language)
    if question.allows_unknown and question.kind not in ("yesno", "one_of"):
        st.checkbox(word("unknown", language), raw is UNKNOWN, key=f"{key}-unknown")


def _draw_field(question: Question, raw: Any, name: str, key: str, language: str) -> None:
    match question.kind:
        case "yesno" | "one_of":
            _draw_choice(question, raw, name, key, language)
        case "several_of":
            chosen = raw if isinstance(raw, list) else []
            with st.container(key=key):
                for option in question.options:
                    st.checkbox(
                        plain(option.label),
                        option.value in chosen,
                        key=f"{key}-{_slug(question, option.value)}",
                    )
        case "date":
            _draw_date(raw, key, language)
        case "declaration":
            st.checkbox(plain(name), raw is True, key=key)
        case "upload":
            st.file_uploader(name, key=key, label_visibility="collapsed")
            if isinstance(raw, str) and raw:
                st.html(f'<p class="pl-hint">{escape(raw)}</p>')
        case "longtext":
            st.text_area(name, _text(raw), key=key, label_visibility="collapsed")
        case _:
            auto = question.autocomplete or "off"
            st.text_input(name, _text(raw), key=key, autocomplete=auto, label_visibility="collapsed")


def read_questions(questions: Sequence[Question], turn: int, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw answers that stand in the widgets of one turn.

    An upload that was not renewed keeps the name that it has in `before`.
    """
    raw: dict[str, Any] = {}
    for question in questions:
        key = key_of(turn, question.id)
        if question.allows_unknown and st.session_state.get(f"{key}-unknown"):
            raw[question.id] = UNKNOWN
            continue
        match question.kind:
            case "several_of":
                ticked = (one.value for one in question.options if _state(f"{key}-{_slug(question, one.value)}"))
                raw[question.id] = list(ticked)
            case "date":
                raw[question.id] = {part: _state(f"{key}-{part}") or "" for part in _DATE_PARTS}
            case "upload":
                chosen = _state(key)
                raw[question.id] = chosen.name if chosen is not None else before.get(question.id)
            case "yesno" | "one_of":
                choice = _state(key)
                raw[question.id] = UNKNOWN if choice == _UNKNOWN_OPTION else choice
            case _:
                raw[question.id] = _state(key)
    return raw


def _state(key: str) -> Any:
    return st.session_state.get(key)


def _draw_choice(question: Question, raw: Any, name: str, key: str, language: str) -> None:
    labels: dict[Any, str]
    if question.kind == "yesno":
        labels = {True: word("yes", language), False: word("no", language)}
    else:
        labels = {option.value: option.label for option in question.options}
    if question.allows_unknown:
        labels[_UNKNOWN_OPTION] = word("unknown", language)
    values = list(labels)
    wanted = _UNKNOWN_OPTION if raw is UNKNOWN else raw
    st.radio(
        name,
        values,
        index=values.index(wanted) if wanted in values else None,
        format_func=lambda value: plain(labels[value]),
        key=key,
        label_visibility="collapsed",
    )


def _draw_date(raw: Any, key: str, language: str) -> None:
    parts = raw if isinstance(raw, Mapping) else {}
    with st.container(key=key, horizontal=True):
        for part in _DATE_PARTS:
            width = 110 if part == "year" else 80
            st.text_input(word(part, language), _text(parts.get(part)), key=f"{key}-{part}", width=width)


def _label(question: Question, message: str | None, turn: int, language: str, *, titled: bool, grouped: bool) -> str:
    """Return the label, hint and message of a question as HTML; our script ties them to the field."""
    key = key_of(turn, question.id)
    shown = ""
    if not titled and question.kind != "declaration":
        optional = f' <span class="pl-optional">({word("optional", language)})</span>' if question.optional else ""
        shown = f'<span class="pl-label" id="l-{key}" data-to="{key}">{escape(question.label)}{optional}</span>'
    if question.hint:
        shown += f'<span class="pl-hint" id="h-{key}">{escape(question.hint)}</span>'
    if message:
        shown += f'<span class="pl-error" id="e-{key}">{word("error", language)}: {escape(message)}</span>'
    wrong = " pl-wrong" if message else ""
    return (
        f'<div class="pl-question{wrong}" data-for="{key}" data-group="{"yes" if grouped else "no"}" '
        f'data-required="{"no" if question.optional else "yes"}" '
        f'data-inputmode="{_INPUT_MODES.get(question.kind, "")}">{shown}</div>'
    )


def _slug(question: Question, value: str) -> str:
    """Return a short name for an option within its question, safe in a key."""
    return f"o{[option.value for option in question.options].index(value)}"


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else ""
