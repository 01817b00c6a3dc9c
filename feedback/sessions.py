"""From the store to the facts of sessions."""

from feedback.events import Event
from feedback.replay import IDLE_MS, Problem, SessionFacts, TaskFacts, replay
from feedback.store.protocol import Store

__all__ = ["IDLE_MS", "Problem", "SessionFacts", "TaskFacts", "load_facts", "replay"]


def load_facts(store: Store, study_id: str, *, now_ms: int) -> tuple[SessionFacts, ...]:
    """Return the facts of all sessions of a study, by start."""
    events: dict[str, list[tuple[int, Event]]] = {}
    for session_id, seq, event in store.events_of_study(study_id):
        events.setdefault(session_id, []).append((seq, event))
    sessions = store.sessions(study_id)
    flows = {content_hash: store.flow(content_hash) for content_hash in {s.content_hash for s in sessions}}
    return tuple(
        replay(session, events.get(session.session_id, ()), flows[session.content_hash], now_ms=now_ms)
        for session in sessions
    )
