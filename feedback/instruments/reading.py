"""Tables of a TOML file, read key by key: each mistake becomes a finding, and reading goes on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from feedback.errors import Finding, nearest

Lines: TypeAlias = Mapping[tuple[str, ...], int]

HEADER = re.compile(r"\s*\[\[?\s*([\w\-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"\s*([\w\-]+)\s*=")


def find_lines(text: str) -> Lines:
    """Return the line, counted from 1, of each key and each table; entries of a list of tables are counted.

    >>> find_lines('id = "x"\\n[[item]]\\nid = "x_1"\\n')
    {('id',): 1, ('item', '0'): 2, ('item',): 2, ('item', '0', 'id'): 3}
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            listed = line.lstrip().startswith("[[")
            entries = sum(path[0] == header[1] and len(path) == 2 for path in lines)
            table = (header[1], str(entries)) if listed else (header[1],)
            lines.setdefault(table, number)
            lines.setdefault(table[:1], number)
        elif key := KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


@dataclass(frozen=True)
class Table:
    """A table with the keys that may stand in it; what is wrong is added to `findings`."""

    data: dict[str, Any]
    keys: Sequence[str]
    place: str
    lines: Lines
    findings: list[Finding]
    path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key in self.data:
            if key not in self.keys:
                self.report(key, f"`{key}` is not a key here.", nearest(key, self.keys), "unknown-key")

    def report(self, key: str, what: str, fix: str = "", code: str = "value") -> None:
        """Add a finding at the line of `key`, or of the table where the key is missing."""
        path = (*self.path, key)
        while path and path not in self.lines:
            path = path[:-1]
        where = f"{self.place}:{self.lines.get(path, 1)}"
        self.findings.append(Finding(f"instrument.{code}", "error", where, what, fix))

    def read(self, key: str, kind: tuple[type, ...], needed: str, default: Any) -> Any:
        """Return the value of `key`; where it is missing (a default of None) or of another kind, report it."""
        value = self.data.get(key)
        if value is None:
            if default is None:
                self.report(key, f"`{key}` is missing.", f"Add `{key} = ...` here.", "missing-key")
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kind):
            self.report(key, f"`{key} = {value!r}` is not {needed}.")
            return default
        return value

    def words(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.read(key, (str,), "a text", None)
        if value is not None and not value.strip():
            self.report(key, f"`{key}` is empty.")
        return value or ""

    def whole(self, key: str, instead: int, optional: bool = False) -> int:
        """Return a whole number, or `instead`."""
        value = self.read(key, (int,), "a whole number", instead if optional else None)
        return instead if value is None else int(value)

    def number(self, key: str, default: float) -> float:
        """Return a number, or the default."""
        return float(self.read(key, (int, float), "a number", default))

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is missing."""
        return bool(self.read(key, (bool,), "true or false", False))

    def inner(self, key: str, keys: Sequence[str]) -> "Table":
        """Return the table in `key`; where it is missing or none, only that is reported."""
        value = self.read(key, (dict,), f"a table of {', '.join(keys)}", None)
        findings = self.findings if value is not None else []
        return Table(value or {}, keys, self.place, self.lines, findings, (*self.path, key))

    def rows(self, key: str, keys: Sequence[str]) -> "Iterator[Table]":
        """Yield the tables `[[key]]`, of which there is at least one."""
        value = self.read(key, (list,), f"a list of tables [[{key}]]", None)
        if value == []:
            self.report(key, f"There is no [[{key}]].")
        for index, row in enumerate(value or []):
            path = (*self.path, key, str(index))
            if isinstance(row, dict):
                yield Table(row, keys, self.place, self.lines, self.findings, path)
            else:
                self.report(key, f"`{row!r}` is not a table [[{key}]].")
