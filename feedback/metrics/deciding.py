"""The sessions that a verdict rests on: the first ones of each arm. However many follow, no more are read."""

from collections.abc import Mapping

from feedback.events import FlowSnapshot, Session
from feedback.metrics.selection import select
from feedback.replay import SessionFacts, replay, unpack
from feedback.store import Store
from feedback.study import Study

PORTION = 60
"""Sessions read at once for each arm."""


def load_deciding(store: Store, study: Study, *, now_ms: int) -> tuple[SessionFacts, ...]:
    """Return the facts of the first sessions of a study by start: so many that every arm has what its last look needs,
    or a session that still runs and holds up its looks. With fewer sessions these are all.

    Whatever `feedback.decision.gather` finds in them, it finds in all sessions of the study.
    """
    facts: list[SessionFacts] = []
    flows: dict[str, FlowSnapshot | None] = {}
    after, portion = (-1, ""), PORTION * len(study.arms)
    while True:
        visits = store.visits(study.id, after=after, limit=portion)
        for session, packed in visits:
            if session.content_hash not in flows:
                flows[session.content_hash] = store.flow(session.content_hash)
            facts.append(read_facts(store, session, packed, flows, now_ms))
        if len(visits) < portion or settles(study, facts):
            return tuple(facts)
        last = visits[-1][0]
        after = (last.started_ms, last.session_id)


def read_facts(
    store: Store, session: Session, packed: str | None, flows: Mapping[str, FlowSnapshot | None], now_ms: int
) -> SessionFacts:
    """Return the facts of a session: as rolled up, or else (it runs, or is withdrawn) from its events."""
    flow = flows[session.content_hash]
    if packed is not None:
        return unpack(packed, session, flow)
    return replay(session, store.events(session.session_id), flow, now_ms=now_ms)


def settles(study: Study, facts: list[SessionFacts]) -> bool:
    """Return whether no later session can change a look."""
    last = study.looks[-1]
    return all(len(arm.usable) >= last or arm.running for arm in select(study, facts).values())
