"""A journey as JSON-safe data, so that a reload or a restart loses nothing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from labs.conditions import UNKNOWN

Draft = dict[str, Any]
_UNKNOWN = {"unknown": True}


def packed(raw: Mapping[str, Any], numbers: Mapping[str, int], at: str, done: list[str], returning: str) -> Draft:
    """Return the state of a journey as data that JSON can hold."""
    kept = {name: plain(value) for name, value in raw.items() if value is not None}
    return {"raw": kept, "numbers": dict(numbers), "at": at, "done": done, "returning": returning}


def unpacked(draft: Draft) -> tuple[dict[str, Any], dict[str, int], str, list[str], str]:
    """Return raw values, numbers of entries, page, pages done and the page being changed; nothing where
    unreadable.
    """
    raw, numbers = draft.get("raw"), draft.get("numbers")
    values = told(raw)
    counts = {
        str(name): number
        for name, number in (numbers.items() if isinstance(numbers, Mapping) else ())
        if isinstance(number, int)
    }
    done = [page for page in draft.get("done") or () if isinstance(page, str)]
    return values, counts, str(draft.get("at", "")), done, str(draft.get("returning", ""))


def plain(value: Any) -> Any:
    """Return a raw value as JSON can hold it."""
    if value is UNKNOWN:
        return dict(_UNKNOWN)
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return (
        value
        if isinstance(value, str | int | float | bool | None)
        else str(value)
        if isinstance(value, Decimal)
        else None
    )


def told(raw: Any) -> dict[str, Any]:
    """Return raw values from data that JSON held; nothing where unreadable."""
    pairs = raw.items() if isinstance(raw, Mapping) else ()
    return {str(name): UNKNOWN if value == _UNKNOWN else value for name, value in pairs}
