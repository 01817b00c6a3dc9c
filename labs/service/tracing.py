"""Which pages and questions a set of answers leads to: one pass from the first page to the last.

A condition sees only what was asked before it, on pages and questions that were themselves due. So answers of
pages that vanished do not count, and every path is finite.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from labs.conditions import Answers, Field
from labs.questions import Question, raw_of, read

if TYPE_CHECKING:
    from labs.service.flow import Flow


@dataclass(frozen=True)
class Trace:
    """The path that given answers lead along.

    `visible` holds the questions of each page of the path, `entries` the questions of each entry of each
    group, `unanswered` the ids of required questions without an answer by page, `answers` all answers that
    count.
    """

    path: tuple[str, ...]
    visible: dict[str, tuple[Question, ...]]
    entries: dict[str, tuple[tuple[Question, ...], ...]]
    unanswered: dict[str, tuple[str, ...]]
    answers: Answers


class _Tracer:
    """Collects one trace. `values` are typed answers by id, `numbers` the entries of groups without a
    count.
    """

    def __init__(self, values: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        self.values, self.numbers = values, numbers
        self.known: dict[str, Any] = {}
        self.answers = Answers(self.known)
        self.entries: dict[str, tuple[tuple[Question, ...], ...]] = {}

    def due(self, question: Question) -> bool:
        """Tell whether a question is to be asked, and take its answer into account if so."""
        if question.when is not None and not question.when.holds(self.answers):
            return False
        if question.kind == "group":
            return self._group(question)
        if question.id in self.values:
            self.known[question.id] = self.values[question.id]
        return True

    def _group(self, group: Question) -> bool:
        number = self._number(group)
        asked: list[tuple[Question, ...]] = []
        filled: list[Answers] = []
        for index in range(number):
            entry: dict[str, Any] = {}
            scope = Answers(ChainMap(entry, self.known))
            due: list[Question] = []
            for item, short in zip(group.of_entry(index), group.item_questions, strict=True):
                if item.when is None or item.when.holds(scope):
                    due.append(item)
                    if item.id in self.values:
                        entry[short.id] = self.values[item.id]
            asked.append(tuple(due))
            filled.append(Answers(entry))
        self.entries[group.id] = tuple(asked)
        self.known[group.id] = filled
        return number > 0 or group.count is None

    def _number(self, group: Question) -> int:
        _, most = group.entries
        wanted: Any = group.count
        if isinstance(wanted, Field):
            wanted = wanted.value(self.answers)
        elif wanted is None:
            wanted = self.numbers.get(group.id, group.entries[0])
        return max(0, min(int(wanted), most)) if isinstance(wanted, int) else 0

    def unanswered(self, question: Question) -> list[str]:
        """Return the ids of what is still to be answered in one visible question."""
        asked = (
            [item for entry in self.entries[question.id] for item in entry] if question.kind == "group" else [question]
        )
        return [one.id for one in asked if not one.optional and one.id not in self.values]


def trace(flow: "Flow", values: Mapping[str, Any], numbers: Mapping[str, int]) -> Trace:
    """Return the path through a flow. `values` are typed answers by id, `numbers` the entries of open
    groups.
    """
    tracer = _Tracer(values, numbers)
    visible: dict[str, tuple[Question, ...]] = {}
    unanswered: dict[str, tuple[str, ...]] = {}
    for page, questions in flow.steps:
        if page.when is not None and not page.when.holds(tracer.answers):
            continue
        due = tuple(question for question in questions if tracer.due(question))
        if questions and not due and page.kind == "form":
            continue  # nothing on it is to be asked
        visible[page.id] = due
        unanswered[page.id] = tuple(id_ for question in due for id_ in tracer.unanswered(question))
        if page.kind == "confirmation":
            break  # the end, though other ends may be listed behind it
    return Trace(tuple(visible), visible, tracer.entries, unanswered, tracer.answers)


def flatten(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return raw values by id, and the number of entries of each group, for answers as a persona gives them.

    Ids of entries (`mitglieder.0.name`) pass through; fields that are not known are left out.
    """
    raw: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    for name, value in answers.items():
        question = questions.get(name)
        if question is None:
            item = _entry_item(questions, name)
            if item is not None:
                raw[name] = raw_of(item, value)
                group, number, _ = name.split(".")
                numbers[group] = max(numbers.get(group, 0), int(number) + 1)
        elif question.kind != "group":
            raw[name] = raw_of(question, value)
        elif isinstance(value, list | tuple):
            entries = value[: question.entries[1]]
            numbers[name] = len(entries)
            for index, entry in enumerate(entries):
                given = entry if isinstance(entry, Mapping) else {}
                for item, short in zip(question.of_entry(index), question.item_questions, strict=True):
                    if short.id in given:
                        raw[item.id] = raw_of(item, given[short.id])
    return raw, numbers


def _entry_item(questions: Mapping[str, Question], name: str) -> Question | None:
    group, _, rest = name.partition(".")
    index = rest.partition(".")[0]
    question = questions.get(group)
    if question is None or question.kind != "group" or not index.isascii() or not index.isdigit() or len(index) > 4:
        return None
    if int(index) >= question.entries[1]:
        return None
    return next((one for one in question.of_entry(int(index)) if one.id == name), None)


def find_question(questions: Mapping[str, Question], name: str) -> Question | None:
    """Return the question with an id, `mitglieder.0.name` included; None where there is none."""
    return questions.get(name) or _entry_item(questions, name)


def typed(questions: Mapping[str, Question], raw: Mapping[str, Any], today: date | None) -> dict[str, Any]:
    """Return the typed answers by id of those raw values that are valid."""
    values: dict[str, Any] = {}
    for name, value in raw.items():
        question = find_question(questions, name)
        if question is not None and question.kind != "group":
            reading = read(question, value, today)
            if not reading.rule and reading.value is not None:
                values[name] = reading.value
    return values
