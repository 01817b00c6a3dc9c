"""The branches of a flow: answers that lead along each different path, found from the conditions."""

import itertools
import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from labs.conditions import UNKNOWN, Comparison, Computed, Condition, Field
from labs.questions import Question, raw_of, read
from labs.service import Flow, typed
from labs.walk.inventing import invent

MOST_COMBINATIONS = 600
_RANDOM_COMBINATIONS = 200


@dataclass(frozen=True)
class Branch:
    """Raw answers by field that decide which way a journey goes, and the path that they lead along."""

    answers: dict[str, Any]
    path: tuple[str, ...]


def branches(flow: Flow, *, today: date, seed: int = 0) -> list[Branch]:
    """Return one branch for each different path and set of questions.

    All combinations of the deciding answers are tried; where they are more than `MOST_COMBINATIONS`, those
    of each single condition and some at random (with `seed`).
    """
    return list(_Explorer(flow, today, seed).branches().values())


class _Explorer:
    def __init__(self, flow: Flow, today: date, seed: int) -> None:
        self.flow, self.today = flow, today
        self.rng = random.Random(seed)  # noqa: S311 - bots, not secrets

    @cached_property
    def conditions(self) -> list[Condition]:
        found = [page.when for page in self.flow.pages]
        for question in self.flow.questions.values():
            found += [question.when, *(item.when for item in question.item_questions)]
        return [condition for condition in found if condition is not None]

    @cached_property
    def choices(self) -> dict[str, list[Any]]:
        """The interesting raw answers of every field that decides something."""
        leaves = [leaf for condition in self.conditions for leaf in condition.leaves()]
        counts = {one.count.name for one in self.flow.questions.values() if isinstance(one.count, Field)}
        deciding = counts.union(*(condition.fields for condition in self.conditions))
        return {
            name: self._answers(question, leaves, name in counts)
            for name, question in self.flow.questions.items()
            if name in deciding and question.kind != "group"
        }

    def branches(self) -> dict[Any, Branch]:
        found: dict[Any, Branch] = {}
        for answers in self._combinations():
            trace = self.flow.trace(typed(self.flow.questions, answers, self.today))
            shape = tuple((page, tuple(one.id for one in asked)) for page, asked in trace.visible.items())
            relevant = {name: raw for name, raw in answers.items() if name in trace.answers or raw is None}
            found.setdefault(shape, Branch(relevant, trace.path))
        return found

    def _combinations(self) -> Iterator[dict[str, Any]]:
        if math.prod(len(values) for values in self.choices.values()) <= MOST_COMBINATIONS:
            yield from _product(self.choices)
            return
        for condition in self.conditions:
            own = {name: self.choices[name] for name in condition.fields if name in self.choices}
            for decided in itertools.islice(_product(own), MOST_COMBINATIONS):
                yield {**self._random(), **decided}
        for name, values in self.choices.items():
            yield from ({**self._random(), name: value} for value in values)
        yield from (self._random() for _ in range(_RANDOM_COMBINATIONS))

    def _random(self) -> dict[str, Any]:
        return {name: self.rng.choice(values) for name, values in self.choices.items()}

    def _answers(self, question: Question, leaves: list[Condition], counts: bool) -> list[Any]:
        values: list[Any] = [invent(question, self.rng, self.today) for _ in range(3)]
        if question.kind in ("one_of", "several_of"):
            values = [[value] if question.kind == "several_of" else value for value in question.values]
        elif question.kind == "yesno":
            values = [True, False]
        else:
            values += [_near(value, by) for value in _constants(question.id, leaves) for by in (-1, 0, 1)]
        if counts:
            low = question.limits.get("ge", question.limits.get("gt", 0))
            values += [low, low + 1, low + 2]
        if question.optional:
            values.append(None)
        if question.allows_unknown:
            values.append(UNKNOWN)
        return self._valid(question, values)

    def _valid(self, question: Question, values: Iterable[Any]) -> list[Any]:
        kept: list[Any] = []
        for value in values:
            raw = raw_of(question, value)
            if raw not in kept and not read(question, raw, self.today).rule:
                kept.append(raw)
        return kept or [None]


def _product(choices: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    return (dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values()))


def _constants(field: str, leaves: list[Condition]) -> Iterator[Any]:
    """Yield the values with which a field is compared, functions' numbers and texts included."""
    for leaf in leaves:
        if isinstance(leaf, Comparison) and leaf.left.name == field:
            for value in leaf.right if isinstance(leaf.right, tuple) else (leaf.right,):
                if value is not UNKNOWN and not isinstance(value, Field):
                    yield _near(value, -leaf.left.plus)
        elif isinstance(leaf, Computed) and field in leaf.fields:
            yield from leaf.constants


def _near(value: Any, by: int) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=by)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value + by
    return value
