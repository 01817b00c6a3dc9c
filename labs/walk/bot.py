"""A bot: something that fills in a journey's pages as a careful citizen would."""

import random
from collections.abc import Mapping
from typing import Any

from labs.journey import Journey, Step
from labs.questions import Question, read
from labs.service import Flow, flatten
from labs.walk.inventing import invent, wrong

_TRIES = 40


class Bot:
    """Fills in pages with valid raw answers: those of the persona where it has some, else invented ones.

    Randomness comes from `rng` alone, so the same seed gives the same citizen.
    """

    def __init__(self, flow: Flow, rng: random.Random, persona: Mapping[str, Any] | None = None) -> None:
        self.flow, self.rng = flow, rng
        self.given, self._numbers = flatten(flow.questions, persona or {})

    def answers(self, journey: Journey) -> dict[str, Any]:
        """Return raw answers for all questions of the page, those that become due by them included.

        An answer that nothing could be invented for is left out.
        """
        raw: dict[str, Any] = {}
        while fresh := [question for question in journey.asked(raw) if question.id not in raw]:
            for question in fresh:
                raw[question.id] = self.answer(question, journey)
        return {name: value for name, value in raw.items() if value is not None}

    def answer(self, question: Question, journey: Journey) -> Any:
        """Return a raw answer to one question."""
        if question.id in self.given and not read(question, self.given[question.id], journey.today).rule:
            return self.given[question.id]
        return invent(question, self.rng, journey.today)

    def wanted_entries(self, journey: Journey) -> dict[str, int]:
        """Return how many entries the persona has for each group of the page that can be added to."""
        return {
            question.id: self._numbers[question.id]
            for question in journey.questions()
            if question.kind == "group" and question.count is None and question.id in self._numbers
        }

    def mistakes(self, journey: Journey) -> dict[str, Any]:
        """Return wrong raw answers for those questions of the page that can be answered wrongly."""
        found = {question.id: wrong(question, journey.today) for question in journey.asked()}
        return {name: self.rng.choice(answers) for name, answers in found.items() if answers}

    def step(self, journey: Journey) -> Step:
        """Fill in the page and go on. Where a rule objects, other answers are tried."""
        for group, number in self.wanted_entries(journey).items():
            while journey.entries(group) < number and journey.add_entry(group).changed:
                pass
        step = journey.submit(self.answers(journey))
        for _ in range(_TRIES):
            if step.moved or not step.problems:
                break
            step = journey.submit(self.answers(journey))
        return step
