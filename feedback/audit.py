"""The audit log: who did what in the office or by command, and whether somebody changed the log.

Nothing in it is about a citizen: no receipt code, no name of an invited person, no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from feedback.errors import Finding
from feedback.store import AuditEntry, Deed, Store
from feedback.store.records import GENESIS

Action = Literal[
    "signed_in", "signed_out", "sign_in_refused", "page_refused", "page_seen", "verdict_seen", "invited",
    "finding_changed", "finding_rated", "help_given", "observed", "decision_signed", "report_downloaded", "exported",
    "queried", "code_issued", "erased", "retention_applied", "backed_up", "restored", "store_migrated", "log_read",
]  # fmt: skip
COMMAND, UNNAMED = "Befehlszeile", "ohne Namen"
MY_SESSION = "Meine Sitzung"
"""Stands for a participant, who acts on that page and is not named."""
MOST_OBJECT = 120
MEND = "Put back the backup of the database from before the change."


def note(
    store: Store,
    action: Action,
    now_ms: int,
    *,
    actor: str = COMMAND,
    role: str = "",
    study: str = "",
    about: str = "",
) -> AuditEntry:
    """Write down what was done and return the entry; `about` is a short name of the thing, such as `finding 3`."""
    return store.append_deed(Deed(now_ms, actor or UNNAMED, role, action, study, about[:MOST_OBJECT]))


@dataclass(frozen=True)
class AuditCheck:
    """What a check of the log found: `head` is the hash of the last entry, to be kept outside of the lab."""

    entries: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was changed."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf audit verify`."""
        found = [{"code": one.code, "entry": one.place, "what": one.what} for one in self.findings]
        return {"entries": self.entries, "head": self.head, "intact": self.intact, "findings": found}


def verify_audit(entries: Sequence[AuditEntry], kept_head: str | None = None) -> AuditCheck:
    """Return what is wrong with the log, oldest first.

    An edited entry no longer has its hash; where one is missing or moved, the next holds the hash of another one.
    The last entries can go without a trace in the database: only a hash kept elsewhere (`kept_head`) shows that.
    """
    findings: list[Finding] = []
    expected_number, expected_hash = 1, GENESIS

    def found(code: str, place: str, what: str) -> None:
        findings.append(Finding(f"audit.{code}", "error", place, what, MEND))

    for entry in entries:
        place = f"entry {entry.number}"
        if entry.computed_hash() != entry.entry_hash:
            found("edited", place, "Its text or its hash was edited.")
        if entry.number != expected_number:
            found("missing", place, f"It should be entry {expected_number}: what stood between was removed.")
        if entry.previous_hash != expected_hash:
            found("order", place, "The entry before it is not the one that stood there when it was written.")
        expected_number, expected_hash = entry.number + 1, entry.entry_hash
    if kept_head is not None and kept_head not in {GENESIS, *(entry.entry_hash for entry in entries)}:
        found("head", "last entry", f"No entry has the kept hash {kept_head}: it was removed or edited.")
    return AuditCheck(len(entries), expected_hash, tuple(findings))
