"""A chain of hashes: each link holds the hash of the one before, so that what was changed or taken away shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from feedback.errors import Finding

Kind = Literal["record", "entry"]
MANY: dict[Kind, str] = {"record": "records", "entry": "entries"}
GENESIS = "0" * 64
"""What the first link of a chain has in the place of a hash before it."""
MEND = "Put back the backup of the database from before the change."


@dataclass(frozen=True)
class Link:
    """One link: its place (counted from 1), the hash before it, its own, and what is wrong with it by itself.

    `wrong` holds codes and sentences.
    """

    number: int
    previous_hash: str
    own_hash: str
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChainCheck:
    """What a check of a chain found. `kind` says what the links are, `links` how many there are.

    `head` is the hash of the last one, to be kept outside of the lab.
    """

    kind: Kind
    links: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was changed."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return the check for a JSON answer."""
        found = [{"code": one.code, self.kind: one.place, "what": one.what} for one in self.findings]
        return {MANY[self.kind]: self.links, "head": self.head, "intact": self.intact, "findings": found}


def check_chain(kind: Kind, code: str, links: Sequence[Link], kept_head: str | None = None) -> ChainCheck:
    """Return what is wrong with a chain, oldest link first; the findings' codes begin with `code`.

    An edited link no longer has its hash; where one is missing or moved, the next holds the hash of another one. The
    last links can go without a trace in the database: only a hash kept elsewhere (`kept_head`) shows that.

    >>> check_chain("entry", "audit", [Link(2, GENESIS, "b")]).findings[0].what
    'It should be entry 1: what stood between was removed.'
    """
    findings: list[Finding] = []
    expected_number, expected_hash = 1, GENESIS

    def found(what_code: str, place: str, what: str) -> None:
        findings.append(Finding(f"{code}.{what_code}", "error", place, what, MEND))

    for link in links:
        place = f"{kind} {link.number}"
        for wrong, what in link.wrong:
            found(wrong, place, what)
        if link.number != expected_number:
            found("missing", place, f"It should be {kind} {expected_number}: what stood between was removed.")
        if link.previous_hash != expected_hash:
            found("order", place, f"The {kind} before it is not the one that stood there when it was written.")
        expected_number, expected_hash = link.number + 1, link.own_hash
    if kept_head is not None and kept_head not in {GENESIS, *(link.own_hash for link in links)}:
        found("head", f"last {kind}", f"No {kind} has the kept hash {kept_head}: it was removed or edited.")
    return ChainCheck(kind, len(links), expected_hash, tuple(findings))
