"""The typed answers of a journey, as conditions, rules and callable texts read them."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final


class Unknown(Enum):
    """The answer "weiß ich noch nicht": given, valid where the author allows it, and no value."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


class Answers(Mapping[str, Any]):
    """Typed answers by field; a missing one is None, by attribute and by item.

    >>> answers = Answers({"personen": 2})
    >>> answers.personen, answers["miete"], answers.miete
    (2, None, None)
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: Mapping[str, Any] = values if values is not None else {}

    def __getattr__(self, field: str) -> Any:
        if field.startswith("__"):  # so that copy and pickle see an ordinary object
            raise AttributeError(field)
        return self._values.get(field)

    def __getitem__(self, field: str) -> Any:
        return self._values.get(field)

    def __contains__(self, field: object) -> bool:
        return field in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Answers({dict(self._values)!r})"
