"""The mistakes that most people make."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from feedback.metrics.selection import select
from feedback.sessions import Problem, SessionFacts
from feedback.stats import Interval, NotEnoughData, wilson
from feedback.study import Study


@dataclass(frozen=True)
class Mistake:
    """A rule broken at a field: by `x` of the `n` persons who saw the page, `shown` times in all.

    `interval` is the Wilson interval of x of n. `label` is the question as shown, or the id of the field.
    """

    page: str
    target: str
    rule: str
    label: str
    x: int
    n: int
    shown: int
    interval: Interval


def top_mistakes(study: Study, facts: Iterable[SessionFacts], arm: str, limit: int = 10) -> tuple[Mistake, ...]:
    """Return the mistakes of an arm, those of most persons first."""
    return mistakes_of(select(study, facts)[arm].usable)[:limit]


def mistakes_of(sessions: tuple[SessionFacts, ...]) -> tuple[Mistake, ...]:
    """Return all mistakes in the given sessions of one arm."""
    persons: Counter[Problem] = Counter()
    shown: Counter[Problem] = Counter()
    visitors: Counter[str] = Counter()
    for facts in sessions:
        problems: Counter[Problem] = Counter()
        for task in facts.tasks:
            problems.update(task.problems)
        persons.update(problems.keys())
        shown.update(problems)
        seen = {page for task in facts.tasks for page in task.pages} | {page for page, _, _ in problems}
        visitors.update(seen)
    labels = field_labels(sessions)
    found = []
    for problem, x in persons.items():
        page, target, rule = problem
        interval = wilson(x, visitors[page])
        if not isinstance(interval, NotEnoughData):
            label = labels.get(target, target)
            found.append(Mistake(page, target, rule, label, x, visitors[page], shown[problem], interval))
    return tuple(sorted(found, key=lambda m: (-m.x, -m.shown, m.page, m.target, m.rule)))


def field_labels(sessions: Iterable[SessionFacts]) -> dict[str, str]:
    """Return the questions by field id, as worded in the newest flow."""
    return {field.id: field.label for facts in sessions if facts.flow for field in facts.flow.fields}
