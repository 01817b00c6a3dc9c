"""Mistakes that show only on the way: pages that nobody reaches, ways that do not end, texts that fail."""

import random
from collections.abc import Iterator
from datetime import date

from feedback.errors import Finding
from labs.conditions import Answers, Condition, Field, Source, source_of
from labs.questions import Question
from labs.service import Flow, Service, Trace, typed
from labs.walk import branches, invent


def check_flow(service: Service, flow: Flow, today: date) -> Iterator[Finding]:
    """Yield what is wrong with the ways through one variant; its conditions must not raise."""
    traces = [flow.trace(typed(flow.questions, branch.answers, today)) for branch in branches(flow, today=today)]
    yield from _asked_too_late(flow, set(service.model.model_fields))
    yield from _unreachable(flow, traces)
    yield from _dead_ends(flow, traces)
    yield from _unanswerable(service, flow, today)
    yield from _twice(flow, traces)
    yield from _failing_texts(flow, traces)
    reached = {page for trace in traces for page in trace.path}
    for task in service.tasks:
        if flow.has_page(task.ends) and task.ends not in reached:
            what = f"The task `{task.id}` ends on `{task.ends}`, which variant `{flow.variant}` never shows."
            yield Finding("end-unreachable", "error", str(task.source), what, "End it on a page that is shown.")
        elif not flow.has_page(task.ends):
            what = f"The task `{task.id}` ends on `{task.ends}`, which variant `{flow.variant}` does not have."
            yield Finding("end-unreachable", "error", str(task.source), what, f"Known: {', '.join(reached)}.")


def _asked_too_late(flow: Flow, fields: set[str]) -> Iterator[Finding]:
    """A condition sees only what was asked before it: what it names later can never make it true."""
    open_fields = set(fields)
    for page, questions in flow.steps:
        if page.when is not None:
            yield from _late(flow, page.when, open_fields, page.source, f"The page `{page.id}`")
        for question in questions:
            where = f"The question `{question.id}`"
            if question.when is not None:
                yield from _late(flow, question.when, open_fields, question.source, where)
            if isinstance(question.count, Field) and question.count.name in open_fields:
                yield _late_finding(flow, question.count.name, question.source, f"The group `{question.id}`")
            yield from _late_items(flow, question, open_fields)
            open_fields.discard(question.id)


def _late_items(flow: Flow, group: Question, open_fields: set[str]) -> Iterator[Finding]:
    items = [item.id for item in group.item_questions]
    for position, item in enumerate(group.item_questions):
        if item.when is not None:
            where = f"The question `{group.id}.{item.id}`"
            yield from _late(flow, item.when, open_fields - set(items) | set(items[position:]), item.source, where)


def _late(flow: Flow, condition: Condition, open_fields: set[str], source: Source, where: str) -> Iterator[Finding]:
    for leaf in condition.leaves():
        for name in sorted(leaf.fields & open_fields):
            yield _late_finding(flow, name, source, where)


def _late_finding(flow: Flow, name: str, source: Source, where: str) -> Finding:
    if not any(name in page.question_ids for page in flow.pages):
        what = f"{where} depends on `{name}`, for which variant `{flow.variant}` never asks."
        return Finding("field-not-asked", "error", str(source), what, f"Ask for `{name}` on a page before it.")
    what = f"{where} depends on `{name}`, which variant `{flow.variant}` asks for only later."
    return Finding("asked-later", "error", str(source), what, f"Ask for `{name}` on a page before it.")


def _unreachable(flow: Flow, traces: list[Trace]) -> Iterator[Finding]:
    reached = {page for trace in traces for page in trace.path}
    seen = {question.id for trace in traces for asked in trace.visible.values() for question in asked}
    for page, questions in flow.steps:
        if page.id not in reached:
            what = f"Nobody reaches the page `{page.id}` in variant `{flow.variant}`."
            fix = (
                f"Its condition never holds: {page.when}."
                if page.when is not None
                else "A page before it is always the end."
            )
            yield Finding("page-unreachable", "error", str(page.source), what, fix)
            continue
        for question in questions:
            if question.id not in seen:
                what = f"Nobody is asked for `{question.id}` in variant `{flow.variant}`."
                yield Finding("question-unreachable", "error", str(question.source), what, f"Look at {question.when}.")


def _dead_ends(flow: Flow, traces: list[Trace]) -> Iterator[Finding]:
    for trace in traces:
        if not trace.path or flow.page(trace.path[-1]).kind != "confirmation":
            page = flow.page(trace.path[-1]) if trace.path else flow.pages[0]
            what = f"In variant `{flow.variant}` a way ends on `{page.id}`, not on a confirmation page."
            fix = "Give the last `ConfirmationPage` no condition."
            yield Finding("dead-end", "error", str(page.source), what, fix)


def _unanswerable(service: Service, flow: Flow, today: date) -> Iterator[Finding]:
    """A question without a possible answer ends the way, whatever the page graph says."""
    rng = random.Random(0)  # noqa: S311 - bots, not secrets
    given = {name for persona in service.all_personas.values() for name in persona.answers}
    given |= {name for walk in service.walks for name in walk.answers}
    for question in flow.questions.values():
        for one in (*question.item_questions, *([question] if question.kind != "group" else [])):
            if not one.optional and one.id not in given and invent(one, rng, today) is None:
                what = f"No answer to `{one.id}` was found that its limits allow, so the way ends there."
                fix = "Widen the limits, or give an answer in a persona."
                yield Finding("dead-end", "error", str(one.source), what, fix)


def _twice(flow: Flow, traces: list[Trace]) -> Iterator[Finding]:
    for trace in traces:
        asked: dict[str, str] = {}
        for page, questions in trace.visible.items():
            for question in questions:
                if asked.setdefault(question.id, page) != page:
                    what = f"`{question.id}` is asked for on `{asked[question.id]}` and again on `{page}`."
                    fix = "Ask once, or make the two pages exclude each other."
                    yield Finding("field-twice", "error", str(flow.page(page).source), what, fix)


def _failing_texts(flow: Flow, traces: list[Trace]) -> Iterator[Finding]:
    for page in flow.pages:
        if not callable(page.text):
            continue
        for answers in (Answers(), *(trace.answers for trace in traces)):
            try:
                said = page.says(answers)
            except Exception as error:
                wrong = f"raises {type(error).__name__}: {error}"
            else:
                if isinstance(said, str):
                    continue
                wrong = f"returns {type(said).__name__}, not text"
            what = f"The text of the page `{page.id}` {wrong}."
            fix = "Missing answers are None: write `(a.miete or 0)`."
            yield Finding("text-fails", "error", str(source_of(page.text)), what, fix)
            break
