"""One difference, and what two things have to say for themselves when they are compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labs.conditions import Condition, text_of

_ELSEWHERE = {"source", "language", "adapter", "entries", "_of_entries"}


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, the id of the page, field, rule or task, and a German sentence."""

    kind: str
    subject: str
    sentence: str


def plain(thing: Any) -> Any:
    """Return a thing as data that can be compared: conditions and functions are their source, without line numbers."""
    if isinstance(thing, Condition):
        return thing.canonical()
    if hasattr(thing, "__dataclass_fields__"):
        return {name: plain(value) for name, value in vars(thing).items() if name not in _ELSEWHERE}
    if isinstance(thing, Mapping):
        return {str(name): plain(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(value) for value in thing]
    return text_of(thing) if callable(thing) else thing


def differing(before: Any, after: Any, *, without: Iterable[str] = ()) -> list[str]:
    """Return the names of the attributes in which two things of one type differ."""
    one, two = plain(before), plain(after)
    return [name for name in dict.fromkeys((*one, *two)) if name not in without and one.get(name) != two.get(name)]


def moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the fewest ids that have to move to turn one order of the same ids into the other.

    >>> moved(["a", "b", "c", "d"], ["d", "a", "b", "c"])
    ['d']
    """
    place = {name: number for number, name in enumerate(before)}
    longest: list[list[str]] = []  # the longest run in the old order that ends with each id
    for name in after:
        runs = [run for run in longest if place[run[-1]] < place[name]]
        longest.append([*_last_longest(runs), name])
    kept = set(_last_longest(longest))
    return [name for name in after if name not in kept]


def _last_longest(runs: list[list[str]]) -> list[str]:
    return max(reversed(runs), key=lambda run: len(run), default=[])


def listed(names: Iterable[str]) -> str:
    """Return names in quotes, as one says them.

    >>> listed(["A", "B", "C"])
    '„A“, „B“ und „C“'
    """
    *most, last = [f"„{name}“" for name in names] or [""]
    return f"{', '.join(most)} und {last}" if most else last
