"""The stand-ins for other people's systems: what happens at each try, and what they fill in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from labs.journey.drafts import plain, told
from labs.journey.memory import Memory
from labs.journey.steps import Problem
from labs.journey.validation import same
from labs.pages import ResolvedPage
from labs.questions import Question
from labs.service import Flow, flatten
from labs.wording import word


@dataclass
class StandIns:
    """What is left to happen, by stand-in, and what the register knows of the citizen, raw by field."""

    script: dict[str, list[str]] = field(default_factory=dict)
    register: dict[str, Any] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, flow: Flow, script: Mapping[str, Sequence[str]], role: Mapping[str, Any]) -> "StandIns":
        """Return the stand-ins of a flow at the beginning."""
        if not flow.mocks:
            return cls()
        known, _ = flatten(flow.questions, role)
        asked = {name for mock in flow.mocks for name in mock.fills}
        ours = {mock.id: list(script[mock.id]) for mock in flow.mocks if mock.id in script}
        return cls(ours, {name: raw for name, raw in known.items() if name in asked})

    @classmethod
    def resume(cls, draft: Any) -> "StandIns":
        """Return the stand-ins that `draft()` described."""
        if not isinstance(draft, Mapping):
            return cls()
        return cls(dict(draft["script"]), told(draft["register"]), set(draft["filled"]))

    def draft(self) -> dict[str, Any]:
        """Return the state as JSON-safe data."""
        script = {name: list(left) for name, left in self.script.items()}
        register = {name: plain(raw) for name, raw in self.register.items()}
        return {"script": script, "register": register, "filled": sorted(self.filled)}

    def play(self, page: ResolvedPage, memory: Memory, language: str) -> tuple[Problem, ...]:
        """Let the page's stand-in do what its script says next; return its failure, if that is what happens."""
        mock = page.mock
        if mock is None or (mock.at and memory.trace.answers[mock.at] in (None, False)):
            return ()
        left = self.script.get(mock.id)
        outcome = left.pop(0) if left else ""
        if outcome in mock.failures:
            if mock.at and memory.flow.questions[mock.at].kind == "upload":
                memory.drop(mock.at)  # what was refused has to be given anew
            return (_problem(mock.at or mock.id, outcome, mock.failures[outcome][language]),)
        known = {name: self.register[name] for name in mock.fills if name in self.register}
        self.filled |= {name for name in known if memory.raw.get(name) in (None, "")}
        memory.fill(known)
        return ()

    def marked(self, asked: Iterable[Question], raw: Mapping[str, Any], language: str) -> tuple[Question, ...]:
        """Return the questions, with a word in the hint where the answer is still the register's."""
        note = word("from_register", language)
        return tuple(
            replace(one, hint=f"{one.hint} {note}".strip())
            if one.id in self.filled and same(raw.get(one.id), self.register[one.id])
            else one
            for one in asked
        )


def _problem(where: str, outcome: str, message: str) -> Problem:
    return Problem(where, f"mock.{outcome}", message, where)
