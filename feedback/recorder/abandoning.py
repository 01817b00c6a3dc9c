"""Ends the sessions that nobody came back to, so that their drafts go and their results count."""

from feedback.events import SessionEnded
from feedback.store import Store

ABANDONED_MS = 24 * 3600 * 1000


def end_abandoned(store: Store, now_ms: int) -> int:
    """End the sessions in which nothing happened for a day, as timed out; return how many.

    They end at their last moment. Doing it twice, or in two processes at once, changes nothing more.
    """
    found = store.abandoned(now_ms - ABANDONED_MS)
    for session_id, moment_ms in found:
        session = store.session(session_id)
        if session is None:
            continue
        ended = SessionEnded(t_ms=moment_ms - session.started_ms, reason="timed_out")
        numbered = [(store.last_seq(session_id) + 1, ended)]
        store.end_session(session_id, moment_ms, "timed_out", numbered).result()
    return len(found)
