"""Collects findings: one line for each kind of mistake."""

from collections import Counter
from collections.abc import Iterable

from feedback.errors import Finding, Level, nearest
from labs.conditions import Source


class Complaints:
    """The findings so far, each only once."""

    def __init__(self) -> None:
        self.findings: dict[Finding, None] = {}

    def add(self, code: str, source: Source, what: str, fix: str, level: Level = "error") -> None:
        """Note one mistake."""
        self.findings[Finding(code, level, str(source), what, fix)] = None

    def unknown(self, code: str, source: Source, what: str, name: str, known: Iterable[str]) -> bool:
        """Note a name that does not exist, with the nearest that does; tell whether it was unknown."""
        names = list(known)
        if name in names:
            return False
        self.add(code, source, f"{what} `{name}`, which does not exist.", nearest(name, names))
        return True

    def duplicates(self, code: str, what: str, named: Iterable[tuple[str, Source]]) -> None:
        """Note every name that is given twice, at its second place."""
        seen: Counter[str] = Counter()
        for name, source in named:
            seen[name] += 1
            if seen[name] == 2:
                self.add(code, source, f"{what} `{name}` is there twice.", "Give each its own name.")
