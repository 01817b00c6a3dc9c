"""Conditions that an earlier export noted: believed only while the rule still says what it said then."""

from collections.abc import Iterable
from dataclasses import dataclass

from labs.fim.asking import Asked, quoted
from labs.fim.conditions import digest, write_condition
from labs.fim.model import Rule
from labs.fim.paging import PlannedPage


@dataclass
class Waiting:
    """A question whose condition is written when all pages are known."""

    asked: Asked
    own: tuple[str, ...]
    model: str = ""


def believe_notes(
    rules: tuple[Rule, ...], waiting: list[Waiting], pages: list[PlannedPage], places: Iterable[str]
) -> tuple[tuple[Rule, ...], list[str]]:
    """Set the conditions that an export noted at its rules; return the rules left over, and the service's own checks.

    A note is believed only while the rule's text is the one that it was written for.
    """
    names = {name.partition(".")[0] for name in places}
    questions = {f"{one.model}.{one.asked.name}" if one.model else one.asked.name: one for one in waiting}
    by_page = {page.id: page for page in pages}
    checks: list[str] = []
    for page in pages:
        if page.condition is not None and (when := write_condition(page.condition, names)):
            page.arguments["when"] = when
    left: list[Rule] = []
    for rule in rules:
        note = rule.note if rule.note.get("text") == digest(rule.text) else {}
        question = questions.get(str(note.get("question")))
        inner = {one.asked.name for one in waiting if question is not None and one.model == question.model}
        when = write_condition(note.get("when"), names | inner)
        if when and question is not None:
            question.asked.arguments = with_when(question.asked.arguments, when)
        elif when and note.get("page") in by_page:
            by_page[note["page"]].arguments["when"] = when
        elif when and isinstance(note.get("rule"), str) and isinstance(note.get("message"), str):
            at = f", at={quoted(note['at'])}" if note.get("at") in names else ""
            checks.append(f"Rule({quoted(note['rule'])}, {when}, {quoted(note['message'])}{at})")
        else:
            left.append(rule)
    return tuple(left), checks


def with_when(arguments: dict[str, str], when: str) -> dict[str, str]:
    """Return the arguments of `ask` with a condition right behind the label."""
    return {"label": arguments["label"], "when": when, **{k: v for k, v in arguments.items() if k != "label"}}
