"""May somebody be quoted? Only who agreed to exactly that, and has not taken it back."""

from feedback.events import ConsentGiven, ConsentWithdrawn
from feedback.findings.model import RefusedError
from feedback.store import Store

QUOTES = "quotes"
"""The scope of the consent that allows to show what a participant said."""
REFUSED = "Diese Person hat Zitaten nicht zugestimmt. Beschreiben Sie es in eigenen Worten."


def may_quote(store: Store, session_id: str) -> bool:
    """Return whether the participant of a session agrees to be quoted, as of now."""
    session = store.session(session_id)
    if session is None:
        return False
    allowed = QUOTES in session.consent_scopes
    for _, event in store.events(session_id):
        if isinstance(event, ConsentGiven) and QUOTES in event.scopes:
            allowed = True
        elif isinstance(event, ConsentWithdrawn) and QUOTES in event.scopes:
            allowed = False
    return allowed


def require_quotable(store: Store, session_id: str) -> None:
    """Raise RefusedError unless the participant agrees to be quoted."""
    if not may_quote(store, session_id):
        raise RefusedError(REFUSED)
