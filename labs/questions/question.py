"""One question, as journeys, messages and screens read it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import Field as ModelField
from pydantic import TypeAdapter

from labs.conditions import Condition, Field, Source
from labs.questions.kinds import QuestionKind

_PYTHON: dict[QuestionKind, type] = {"integer": int, "euro": Decimal, "decimal": Decimal, "date": date}
LENGTHS: dict[QuestionKind, int] = {"text": 500, "longtext": 10_000, "email": 254, "upload": 255}
"""The longest answers taken where the author sets no limit, in characters."""
MOST_ENTRIES = 20
"""The most entries of a group where the author sets no limit."""


class Option(NamedTuple):
    """One possible answer: the value as text, and the words shown for it."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question, ready to be asked: what to print, what to accept.

    `id` is the field's name; for a question of a group's entry `mitglieder.0.name`, and its `field`, the same
    for all entries, is `mitglieder.name`. `limits` are the author's bounds by pydantic's names, `values` the
    typed value of each option. `fim` and `law` say where it comes from.
    """

    id: str
    label: str
    kind: QuestionKind
    hint: str = ""
    optional: bool = False
    allows_unknown: bool = False
    options: tuple[Option, ...] = ()
    item_questions: tuple["Question", ...] = ()
    item: str = ""
    count: Field | int | None = None
    autocomplete: str = ""
    when: Condition | None = None
    called: str = ""
    error: str | Mapping[str, str] = ""
    past: bool = False
    future: bool = False
    fim: str = ""
    law: str = ""
    limits: Mapping[str, Any] = default(default_factory=dict)
    values: Mapping[str, Any] = default(default_factory=dict, repr=False)
    name: str = ""  # the id without the entry's number; filled in by `of_entry`
    source: Source = default(default=Source("<unknown>", 0), compare=False, repr=False)

    @property
    def field(self) -> str:
        """The name by which recordings know the question: its id without the entry's number."""
        return self.name or self.id

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """The validator of one parsed answer; it knows the author's limits."""
        limits = {name: limit for name, limit in self.limits.items() if name not in ("min_length", "max_length")}
        if self.kind in ("text", "longtext", "email", "iban", "postcode", "upload"):
            limits = {"max_length": LENGTHS.get(self.kind, 100), **self.limits}
        annotation: Any = Annotated[_PYTHON.get(self.kind, str), ModelField(**limits)]
        return TypeAdapter(annotation)

    @cached_property
    def entries(self) -> tuple[int, int]:
        """The fewest and the most entries of a group, or choices of a question with several answers."""
        fewest = self.limits.get("min_length", 0 if self.optional else 1)
        return fewest, self.limits.get("max_length", len(self.options) or max(fewest, MOST_ENTRIES))

    @cached_property
    def _of_entries(self) -> dict[int, tuple["Question", ...]]:
        return {}

    def of_entry(self, index: int) -> tuple["Question", ...]:
        """Return the questions of one entry of a group, with ids such as `mitglieder.0.name`."""
        if index not in self._of_entries:
            self._of_entries[index] = tuple(self._entry_question(one, index) for one in self.item_questions)
        return self._of_entries[index]

    def _entry_question(self, one: "Question", index: int) -> "Question":
        entry = replace(one, id=f"{self.id}.{index}.{one.id}", name=f"{self.id}.{one.id}")
        entry.__dict__["adapter"] = one.adapter  # built once for all entries
        return entry
