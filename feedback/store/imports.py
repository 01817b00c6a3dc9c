"""Sessions that were recorded elsewhere: stored all together or not at all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.events import Event, FlowSnapshot, Session
from feedback.store.rollup import reroll_ended
from feedback.store.rows import INSERT_SESSION, insert_some, session_to_row, stored_events

if TYPE_CHECKING:
    from feedback.store.engine import Connection


@dataclass(frozen=True)
class WholeSession:
    """A session that is over, with its flow and all its events; the event's place is its number."""

    session: Session
    flow: FlowSnapshot
    events: tuple[Event, ...]


def insert_sessions(connection: "Connection", sessions: Sequence[WholeSession]) -> None:
    """Insert sessions that are not there yet, and count their people in the balance of arms."""
    for whole in sessions:
        session, flow = whole.session, whole.flow
        connection.execute(
            "INSERT INTO flow (content_hash, prototype, variant, snapshot) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (flow.content_hash, flow.prototype, flow.variant, flow.model_dump_json()),
        )
        connection.execute(INSERT_SESSION, session_to_row(session))
        insert_some(connection, stored_events(session.session_id, list(enumerate(whole.events))))
    reroll_ended(connection, [whole.session.session_id for whole in sessions])
    orders: dict[tuple[str, str], list[Session]] = {}
    for whole in sessions:
        orders.setdefault((whole.session.study, whole.session.participant), []).append(whole.session)
    for (study, participant), visits in orders.items():
        ordered = sorted(visits, key=lambda session: (session.started_ms, session.session_id))
        connection.execute(
            "INSERT INTO enrolment (study, participant, arm_order, synthetic, enrolled_ms) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (
                study,
                participant,
                json.dumps(list(dict.fromkeys(session.arm for session in ordered))),
                int(ordered[0].synthetic),
                ordered[0].started_ms,
            ),
        )
