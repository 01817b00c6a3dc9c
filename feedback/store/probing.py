"""What has to be known about a session before the probe's events are taken."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.events import FIRST_PROBE_LANE, LANE, Session
from feedback.store.recordings import read_session

if TYPE_CHECKING:
    from feedback.store.engine import Connection


@dataclass(frozen=True)
class ProbeStanding:
    """A session, the consent scopes it still has, how many events of the probe are stored, and which of those asked."""

    session: Session
    scopes: frozenset[str]
    events: int
    stored: frozenset[int]


def read_probe_standing(connection: "Connection", session_id: str, first: int, last: int) -> ProbeStanding | None:
    """Return where a session stands with the probe, None when there is no such session.

    `stored` are the numbers from `first` to `last` under which an event stands.
    """
    session = read_session(connection, session_id)
    if session is None:
        return None
    withdrawn = connection.execute(
        "SELECT attrs FROM event WHERE session_id = ? AND seq < ? AND type = ?",
        (session_id, LANE * FIRST_PROBE_LANE, "consent_withdrawn"),
    )
    gone = {scope for (attrs,) in withdrawn for scope in json.loads(attrs)["scopes"]}
    count = connection.execute(
        "SELECT count(*) FROM event WHERE session_id = ? AND seq >= ?", (session_id, LANE * FIRST_PROBE_LANE)
    ).fetchone()
    stored = connection.execute(
        "SELECT seq FROM event WHERE session_id = ? AND seq >= ? AND seq <= ?", (session_id, first, last)
    )
    scopes = frozenset(session.consent_scopes) - gone
    return ProbeStanding(session, scopes, int(count[0]), frozenset(int(seq) for (seq,) in stored))
