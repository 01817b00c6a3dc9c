"""Exceptions by who must act, and findings, which describe a mistake so that it can be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "hint"]


@dataclass(frozen=True)
class Finding:
    """One mistake: what is wrong, where, and how to mend it.

    `place` is `file:line` where that is known, else the name of the thing.
    """

    code: str
    level: Level
    place: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.what} {self.fix}".rstrip()


class ProbelaufError(Exception):
    """The base of all errors that Probelauf raises on purpose."""


class AuthorError(ProbelaufError):
    """A declaration (prototype, study, lab file) is wrong; its author must act. Carries all findings at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class OperatorError(ProbelaufError):
    """The machine, a file or a setting is in the way; whoever runs the program must act. One clear sentence."""


class InternalError(ProbelaufError):
    """Probelauf itself is wrong; its developers must act."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `Did you mean ...?` for the nearest known name, or the list of known names.

    >>> nearest("wonform", ["wohnform", "miete"])
    'Did you mean `wohnform`?'
    >>> nearest("x", ["b", "a"])
    'Known: a, b.'
    """
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"Known: {', '.join(names)}." if names else ""
