"""Problems of a page, with the message that says what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.conditions import UNKNOWN, Answers
from labs.journey.steps import Problem
from labs.messages import message
from labs.questions import Question, is_empty
from labs.service import Flow


def problem_of(question: Question, rule: str, limit: Any, language: str) -> Problem:
    """Return the problem of a broken rule, in the author's own words where there are some."""
    own = question.error
    missing = rule in ("required", "declaration", "upload")
    text = own.get(rule, "") if isinstance(own, Mapping) else "" if missing else own
    text = text or message(
        rule, question.kind, question.label,
        called=question.called, limit=limit, language=language, item=question.item,
    )  # fmt: skip
    return Problem(question.field, rule, text, question.id)


def broken_rules(flow: Flow, asked: Sequence[Question], answers: Answers) -> list[Problem]:
    """Return the author's rules that do not hold, of those that read a question of this page.

    A rule waits until all its fields are answered and known.
    """
    here = [question.id for question in asked]
    found: dict[str, Problem] = {}
    for rule in (rule for name in here for rule in flow.rules_of.get(name, ())):
        fields = [name for name in rule.holds.fields if name in flow.questions]
        waits = any(answers[name] is None or answers[name] is UNKNOWN for name in fields)
        if not waits and not rule.holds.holds(answers):
            anchor = rule.at if rule.at in here else next(name for name in here if name in fields)
            found[rule.id] = Problem(anchor, rule.id, rule.message, anchor)
    return list(found.values())


def same(before: Any, now: Any) -> bool:
    """Tell whether two raw values say the same, nothing being the same as an empty text.

    >>> same(None, " "), same("2", " 2 "), same("2", "3")
    (True, True, False)
    """
    if is_empty(before) and is_empty(now):
        return True
    if isinstance(before, str) and isinstance(now, str):
        return before.strip() == now.strip()
    return type(before) is type(now) and bool(before == now)
