"""What a journey has been told so far: raw values as typed, and the typed answers that they make."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from labs.journey.steps import Problem
from labs.journey.validation import broken_rules, problem_of, same
from labs.questions import Question, is_empty, read
from labs.service import Flow, Trace, find_question, flatten, typed


class Memory:
    """Raw values and typed answers by id, the numbers of entries of groups, and the path that follows from
    them.
    """

    def __init__(self, flow: Flow, today: date, answers: Mapping[str, Any]) -> None:
        self.flow, self.today = flow, today
        self.raw, self.numbers = flatten(flow.questions, answers)
        self.values = typed(flow.questions, self.raw, today)
        self._trace: Trace | None = None

    @property
    def trace(self) -> Trace:
        """The path that the answers lead along, computed once for each change."""
        if self._trace is None:
            self._trace = self.flow.trace(self.values, self.numbers)
        return self._trace

    def set_number(self, group: str, number: int) -> None:
        """Set the number of entries of a group."""
        self.numbers[group] = number
        self._trace = None

    def preview(self, raw: Mapping[str, Any] | None) -> Trace:
        """Return the path as if these raw values were given, too. Nothing is kept."""
        if not raw:
            return self.trace
        values = dict(self.values)
        for name, value in raw.items():
            question = find_question(self.flow.questions, name) if isinstance(name, str) else None
            if question is not None and question.kind != "group":
                found = read(question, value, self.today)
                values.pop(name, None)
                if not found.rule and found.value is not None:
                    values[name] = found.value
        return self.flow.trace(values, self.numbers)

    def asked(self, page: str, trace: Trace | None = None) -> list[Question]:
        """Return the visible questions of a page, groups followed by the questions of their entries."""
        seen = trace or self.trace
        asked: list[Question] = []
        for question in seen.visible.get(page, ()):
            asked.append(question)
            if question.kind == "group":
                asked += [item for entry in seen.entries[question.id] for item in entry]
        return asked

    def keep(self, page: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """Keep what stands on a page without judging it; return the fields whose raw value changed."""
        changed: dict[str, None] = {}
        for question in self.asked(page, self.preview(given)):
            if question.kind != "group" and question.id in given:
                if not same(self.raw.get(question.id), given[question.id]):
                    changed[question.field] = None
                self.raw[question.id] = given[question.id]
        return tuple(changed)

    def take(self, page: str, given: Mapping[str, Any]) -> tuple[tuple[Problem, ...], tuple[str, ...], tuple[str, ...]]:
        """Take the answers of a page; return its problems, the changed fields and the revealed questions.

        Questions that become due by these answers are taken in further rounds, until no more appear. Those
        that were not on the screen are revealed, not blamed.
        """
        shown = {one.id for one in self.asked(page)}
        problems: dict[str, Problem] = {}
        changed: dict[str, None] = {}
        taken: set[str] = set()
        while fresh := [one for one in self.asked(page) if one.id not in taken]:
            taken |= {one.id for one in fresh}
            for question in fresh:
                if question.kind != "group":
                    self._take_one(question, given.get(question.id), problems, changed)
            self._trace = None
        asked = self.asked(page)
        new = [one.id for one in asked if one.kind != "group" and one.id not in shown and one.id not in given]
        left = [problems[one.id] for one in asked if one.id in problems and one.id not in new]
        if not left and not new:
            left = broken_rules(self.flow, asked, self.trace.answers)
        return tuple(left), tuple(changed), tuple(new)

    def fill(self, given: Mapping[str, Any]) -> None:
        """Take raw values from elsewhere for fields that are empty still."""
        new = {name: value for name, value in given.items() if is_empty(self.raw.get(name))}
        self.raw |= new
        self.values |= typed(self.flow.questions, new, self.today)
        self._trace = None

    def drop(self, question: str) -> None:
        """Forget the answer to a question."""
        self.raw.pop(question, None)
        self.values.pop(question, None)
        self._trace = None

    def _take_one(self, question: Question, raw: Any, problems: dict[str, Problem], changed: dict[str, None]) -> None:
        if not same(self.raw.get(question.id), raw):
            changed[question.field] = None
        self.raw[question.id] = raw
        self.values.pop(question.id, None)
        found = read(question, raw, self.today)
        if found.rule:
            problems[question.id] = problem_of(question, found.rule, found.limit, self.flow.language)
        elif found.value is not None:
            self.values[question.id] = found.value

    def remove_entry(self, group: Question, index: int, number: int) -> None:
        """Remove one of `number` entries; the later ones move up."""
        for store in (self.raw, self.values):
            for at in range(index, number):
                for here, following in zip(group.of_entry(at), group.of_entry(at + 1), strict=True):
                    store.pop(here.id, None)
                    if at + 1 < number and following.id in store:
                        store[here.id] = store[following.id]
        self.set_number(group.id, number - 1)
