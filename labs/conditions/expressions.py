"""Conditions as objects: they can be evaluated, printed, compared and drawn.

Unanswered is not false but unknown, as NULL is in SQL: a comparison with an unanswered field does not hold,
and neither does its opposite. `~` therefore turns each comparison round instead of negating the result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from feedback.errors import AuthorError, Finding

from .answers import UNKNOWN, Answers
from .sources import constants_in, declared_at, names_in, source_of, text_of

Operation = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "not contains"]
_OPPOSITE: dict[Operation, Operation] = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    "in": "not in", "not in": "in", "contains": "not contains", "not contains": "contains",
}  # fmt: skip
_HOLDS: dict[Operation, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
    "in": lambda left, right: left in right, "not in": lambda left, right: left not in right,
    "contains": lambda left, right: right in left, "not contains": lambda left, right: right not in left,
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field whose answer is read, plus a whole number: `answer.personen - 1`."""

    name: str
    plus: int = 0

    def value(self, answers: Mapping[str, Any]) -> Any:
        """Return the answer, or None where there is none or it is not known yet."""
        found = answers.get(self.name)
        if found is None or found is UNKNOWN or not self.plus:
            return None if found is UNKNOWN else found
        return found + self.plus

    def __str__(self) -> str:
        return self.name + (f" {'+' if self.plus > 0 else '-'} {abs(self.plus)}" if self.plus else "")


class Conditional:
    """What an author may write as a condition, other than a function."""

    def condition(self) -> Condition:
        """Return the condition that is meant."""
        raise NotImplementedError


class Condition(Conditional):
    """Something that holds or does not, given the answers. Combine with `&`, `|` and `~`."""

    def condition(self) -> Condition:
        """Return itself."""
        return self

    @property
    def fields(self) -> frozenset[str]:
        """The fields whose answers decide."""
        raise NotImplementedError

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the condition holds for typed answers by field."""
        raise NotImplementedError

    def opposite(self) -> Condition:
        """Return the condition that holds where this one is answered and does not."""
        raise NotImplementedError

    def leaves(self) -> tuple[Condition, ...]:
        """Return the comparisons of which the condition is made."""
        return (self,)

    def canonical(self) -> str:
        """Return a text that changes exactly when the condition does, for content hashes."""
        return repr(self)

    def __and__(self, other: When) -> Condition:
        return All((*_parts(self, All), *_parts(as_condition(other), All)))

    def __or__(self, other: When) -> Condition:
        return Either((*_parts(self, Either), *_parts(as_condition(other), Either)))

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> Condition:
        return self.opposite()

    def __bool__(self) -> NoReturn:
        refuse(
            "condition-operator",
            "A condition is true or false only in a journey, not in the file.",
            "Write `&`, `|`, `~` for `and`, `or`, `not`, and `(a > 1) & (a < 5)` for `1 < a < 5`.",
        )

    def __str__(self) -> str:
        from .printing import describe

        return describe(self)


@dataclass(frozen=True)
class Comparison(Condition):
    """An answer compared with a value or with another answer."""

    left: Field
    operation: Operation
    right: Any

    @property
    def fields(self) -> frozenset[str]:
        """Both fields, where two are compared."""
        return frozenset({self.left.name} | ({self.right.name} if isinstance(self.right, Field) else set()))

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Compare; unanswered and incomparable answers do not hold (`check` finds what can never be
        compared).
        """
        if self.right is UNKNOWN:
            found = answers.get(self.left.name)
            return found is not None and _HOLDS[self.operation](found, UNKNOWN)
        right = self.right.value(answers) if isinstance(self.right, Field) else self.right
        try:
            left = self.left.value(answers)
            return left is not None and right is not None and bool(_HOLDS[self.operation](left, right))
        except TypeError:
            return False

    def opposite(self) -> Condition:
        """Return the comparison turned round; for yes/no, the other answer."""
        if isinstance(self.right, bool):
            return Comparison(self.left, self.operation, not self.right)
        return Comparison(self.left, _OPPOSITE[self.operation], self.right)


@dataclass(frozen=True)
class Answered(Condition):
    """A field is answered, or is not. `UNKNOWN` is an answer."""

    name: str
    expected: bool = True

    @property
    def fields(self) -> frozenset[str]:
        """The one field."""
        return frozenset({self.name})

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether an answer is there."""
        return (answers.get(self.name) is not None) is self.expected

    def opposite(self) -> Condition:
        """Return answered for unanswered and the reverse."""
        return Answered(self.name, not self.expected)


@dataclass(frozen=True)
class _Several(Condition):
    conditions: tuple[Condition, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of all parts."""
        return frozenset().union(*(part.fields for part in self.conditions))

    def leaves(self) -> tuple[Condition, ...]:
        """Return the comparisons of all parts."""
        return tuple(leaf for part in self.conditions for leaf in part.leaves())

    def canonical(self) -> str:
        """Return the parts' texts, named by how they are combined."""
        return f"{type(self).__name__}({', '.join(part.canonical() for part in self.conditions)})"


@dataclass(frozen=True)
class All(_Several):
    """All conditions hold."""

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether all parts hold."""
        return all(part.holds(answers) for part in self.conditions)

    def opposite(self) -> Condition:
        """Return: one of the opposites holds."""
        return Either(tuple(part.opposite() for part in self.conditions))


@dataclass(frozen=True)
class Either(_Several):
    """At least one condition holds."""

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether a part holds."""
        return any(part.holds(answers) for part in self.conditions)

    def opposite(self) -> Condition:
        """Return: all the opposites hold."""
        return All(tuple(part.opposite() for part in self.conditions))


@dataclass(frozen=True)
class Computed(Condition):
    """A function of the answers. It must cope with missing answers, which are None."""

    function: Callable[[Answers], Any]
    expected: bool = True

    @property
    def fields(self) -> frozenset[str]:
        """All names in the function's code: a superset of the fields that it reads."""
        return names_in(self.function)

    def canonical(self) -> str:
        """Return the function's normalised source."""
        return f"{text_of(self.function)} is {self.expected}"

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Call the function. What it raises is the author's to mend, so it comes as an AuthorError with its
        place.
        """
        try:
            found = self.function(answers if isinstance(answers, Answers) else Answers(answers))
        except Exception as error:
            raise AuthorError([self.failure(error)]) from error
        return bool(found) is self.expected

    @property
    def constants(self) -> tuple[Any, ...]:
        """The numbers and texts in the function's code, near which its answer may change."""
        return constants_in(self.function)

    def failure(self, error: Exception) -> Finding:
        """Return the finding that describes what the function raised."""
        return Finding(
            "condition-fails", "error", str(source_of(self.function)),
            f"The condition raises {type(error).__name__}: {error}.",
            "Missing answers are None: write `(a.miete or 0) > 500`, or use `answer.miete > 500`.",
        )  # fmt: skip

    def opposite(self) -> Condition:
        """Return: the function says no."""
        return Computed(self.function, not self.expected)


When = Conditional | Callable[[Answers], Any]
"""A condition, a yes/no field (`answer.allein`), or a function of the answers."""


def as_condition(when: When) -> Condition:
    """Return a condition for what an author may write: a condition, a yes/no field, or a function of the
    answers.
    """
    if isinstance(when, Conditional):
        return when.condition()
    if callable(when):
        return Computed(when)
    return refuse(
        "condition-type",
        f"{when!r} is no condition.",
        'Write `answer.FIELD == "value"`, or a function of the answers.',
    )


def _parts(condition: Condition, kind: type[_Several]) -> tuple[Condition, ...]:
    return condition.conditions if isinstance(condition, kind) else (condition,)


def refuse(code: str, what: str, fix: str) -> NoReturn:
    """Raise the AuthorError for what cannot be a condition, at the author's line."""
    raise AuthorError([Finding(code, "error", str(declared_at()), what, fix)])
