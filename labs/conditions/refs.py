"""`answer`: how an author names a field in a condition."""

from __future__ import annotations

from typing import Any, NoReturn

from .answers import UNKNOWN
from .expressions import Answered, Comparison, Condition, Conditional, Field, When, refuse


class Ref(Conditional):
    """`answer.wohnform`: a field named in a condition. Comparing it gives a Condition."""

    __slots__ = ("_field",)

    def __init__(self, field: Field) -> None:
        self._field = field

    def condition(self) -> Condition:
        """Return: the answer is yes."""
        return Comparison(self._field, "==", True)

    @property
    def answered(self) -> Condition:
        """Holds as soon as the field has an answer, even "weiß ich noch nicht"."""
        return Answered(self._field.name)

    @property
    def unknown(self) -> Condition:
        """Holds where the answer is "weiß ich noch nicht"."""
        return Comparison(self._field, "==", UNKNOWN)

    def is_in(self, *values: Any) -> Condition:
        """Holds where the answer is one of the values: `answer.land.is_in("BE", "BB")`."""
        plain = values[0] if len(values) == 1 and isinstance(values[0], list | tuple | set | frozenset) else values
        return Comparison(self._field, "in", tuple(plain))

    def contains(self, value: Any) -> Condition:
        """Holds where a question with several answers was answered with this one, too."""
        return Comparison(self._field, "contains", value)

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]
        return ~self.answered if other is None else Comparison(self._field, "==", _operand(other))

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]
        return self.answered if other is None else Comparison(self._field, "!=", _operand(other))

    def __lt__(self, other: Any) -> Condition:
        return Comparison(self._field, "<", _operand(other))

    def __le__(self, other: Any) -> Condition:
        return Comparison(self._field, "<=", _operand(other))

    def __gt__(self, other: Any) -> Condition:
        return Comparison(self._field, ">", _operand(other))

    def __ge__(self, other: Any) -> Condition:
        return Comparison(self._field, ">=", _operand(other))

    def __add__(self, number: int) -> Ref:
        return Ref(Field(self._field.name, self._field.plus + number))

    def __sub__(self, number: int) -> Ref:
        return self + -number

    def __and__(self, other: When) -> Condition:
        return self.condition() & other

    def __or__(self, other: When) -> Condition:
        return self.condition() | other

    def __rand__(self, other: object) -> NoReturn:
        refuse(
            "condition-parentheses", "`&` and `|` bind more tightly than `==`.",
            'Put each comparison in parentheses: `(answer.a == "x") & (answer.b == "y")`.',
        )  # fmt: skip

    __ror__ = __rand__

    def __invert__(self) -> Condition:
        return Comparison(self._field, "==", False)

    __bool__ = Condition.__bool__

    def __hash__(self) -> int:
        return hash(self._field)

    def __repr__(self) -> str:
        return f"answer.{self._field}"


class Answer:
    """`answer.FIELD` names a field in a condition: `answer.wohnform == "Miete"`, `~answer.allein`."""

    def __getattr__(self, field: str) -> Ref:
        if field.startswith("__"):
            raise AttributeError(field)
        return Ref(Field(field))

    def __getitem__(self, field: str) -> Ref:
        return Ref(Field(field))


answer = Answer()


def _operand(value: Any) -> Any:
    return value._field if isinstance(value, Ref) else value
