"""The audit log: who did what in the office or by command, and whether somebody changed the log.

Nothing in it is about a citizen: no receipt code, no name of an invited person, no answer.
"""

from collections.abc import Sequence
from typing import Literal

from feedback.chain import ChainCheck, Link, check_chain
from feedback.store import AuditEntry, Deed, Store

Action = Literal[
    "signed_in", "signed_out", "sign_in_refused", "page_refused", "page_seen", "verdict_seen", "invited",
    "finding_changed", "finding_rated", "help_given", "observed", "decision_signed", "report_downloaded", "exported",
    "queried", "code_issued", "erased", "retention_applied", "backed_up", "restored", "store_migrated", "log_read",
]  # fmt: skip
COMMAND, UNNAMED = "Befehlszeile", "ohne Namen"
MY_SESSION = "Meine Sitzung"
"""Stands for a participant, who acts on that page and is not named."""
MOST_OBJECT = 120


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


def verify_audit(entries: Sequence[AuditEntry], kept_head: str | None = None) -> ChainCheck:
    """Return what is wrong with the log, oldest first; `kept_head` is a hash that was kept elsewhere."""
    edited = (("edited", "Its text or its hash was edited."),)
    links = [
        Link(one.number, one.previous_hash, one.entry_hash, () if one.computed_hash() == one.entry_hash else edited)
        for one in entries
    ]
    return check_chain("entry", "audit", links, kept_head)
