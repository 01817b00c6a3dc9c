"""Mistakes in invented data: personas and scripted walks that name what does not exist."""

from collections.abc import Iterable, Mapping
from typing import Any

from feedback.errors import nearest
from labs.conditions import Source
from labs.messages import message
from labs.questions import Question, is_empty, raw_of, read
from labs.service.complaints import Complaints
from labs.service.declaration import Service
from labs.service.tracing import find_question


def check_values(
    complaints: Complaints,
    answers: Mapping[str, Any],
    source: Source,
    where: str,
    questions: Mapping[str, Question],
) -> None:
    """Note unknown fields, and values that the question itself would refuse."""
    for name, value in answers.items():
        question = find_question(questions, name)
        if question is None:
            complaints.unknown("field-unknown", source, f"{where} names the field", name, questions)
        elif question.kind == "group":
            entries = value if isinstance(value, list | tuple) else ()
            if not entries:
                what = f"{where} gives {value!r} for the group `{name}`."
                complaints.add("value-wrong", source, what, "Give a list of entries: `[{...}, {...}]`.")
            for index, entry in enumerate(entries):
                items = {item.id: item for item in question.item_questions}
                check_values(complaints, entry, source, f"{where}, `{name}` {index + 1},", items)
        else:
            _check_value(complaints, question, value, source, where)


def _check_value(complaints: Complaints, question: Question, value: Any, source: Source, where: str) -> None:
    raw = raw_of(question, value)
    reading = read(question, raw, None)
    if not reading.rule or (is_empty(raw) and question.optional):
        return
    what = f"{where} gives {value!r} for `{question.id}`, which the question refuses."
    if question.options:
        fix = nearest(str(value), question.values)
    else:
        fix = message(reading.rule, question.kind, question.id, limit=reading.limit, language="en", item=question.item)
    complaints.add("value-wrong", source, what, fix)


def check_invented(
    complaints: Complaints, service: Service, questions: Mapping[str, Question], pages: Iterable[str]
) -> None:
    """Note the mistakes of personas, tasks and walks; `pages` are the ids of all pages of all variants."""
    known = list(pages)
    for persona in service.personas:
        check_values(complaints, persona.answers, persona.source, f"The persona `{persona.id}`", questions)
    for task in service.tasks:
        complaints.unknown("page-unknown", task.source, f"The task `{task.id}` ends on the page", task.ends, known)
        if task.starts:
            complaints.unknown(
                "page-unknown", task.source, f"The task `{task.id}` starts on the page", task.starts, known
            )
        check_values(complaints, task.role.answers, task.source, f"The persona of the task `{task.id}`", questions)
        check_values(complaints, task.goal, task.source, f"The goal of the task `{task.id}`", questions)
    for walk in service.walks:
        where = f"The walk `{walk.name}`"
        if walk.variant:
            complaints.unknown(
                "variant-unknown",
                walk.source,
                f"{where} names the variant",
                walk.variant,
                service.variant_ids,
            )
        check_values(complaints, walk.answers, walk.source, where, questions)
        for page in walk.expect:
            complaints.unknown("page-unknown", walk.source, f"{where} expects the page", page, known)
