"""The raw tables of a plan, read before it is known to be sound."""

from typing import Any


def rows(data: dict[str, Any], table: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the numbered entries of a table such as `[[arm]]`, as far as they are tables."""
    found = data.get(table)
    return [(i, row) for i, row in enumerate(found) if isinstance(row, dict)] if isinstance(found, list) else []


def ids(data: dict[str, Any], table: str) -> list[str]:
    """Return the ids in a table."""
    return [row["id"] for _, row in rows(data, table) if isinstance(row.get("id"), str)]
