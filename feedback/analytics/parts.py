"""The recordings of a lab, some sessions at a time, with running numbers in place of pseudonyms."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from feedback.events import LANE, Event, from_row
from feedback.events.names import FIRST_PROBE_LANE
from feedback.replay import OPTIONAL_SCOPES
from feedback.replay.replaying import find_consent
from feedback.store import Store
from feedback.store.bulk import EVENT_ROW, FIRST, SESSION_ROW
from feedback.store.rows import session_from_row

AT_ONCE = 100
"""Sessions read at once: with a hundred events each, a few megabytes."""
DAY_S = 86_400
_ID, _STARTED, _FLOW = (SESSION_ROW.index(name) for name in ("session_id", "started_ms", "content_hash"))
_SEQ, _T, _TYPE = (EVENT_ROW.index(name) for name in ("seq", "t_ms", "type"))

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """Some sessions in the order of the columns `SESSION`, and their events in the order of `EVENT_ROW`, with
    the session's running number in the first place.

    `numbers` are the running numbers by session id, `read` counts the sessions that were read for it.
    """

    sessions: Rows
    events: Rows
    numbers: dict[str, int]
    read: int


@dataclass
class Numbers:
    """Running numbers for people and sessions of a lab; who is who is known only while a snapshot is written."""

    sessions: int = 0
    people: dict[str, int] = field(default_factory=dict)

    def next_session(self) -> int:
        """Return the number of the next session."""
        self.sessions += 1
        return self.sessions

    def person(self, participant: str) -> int:
        """Return the number of a person."""
        return self.people.setdefault(participant, len(self.people) + 1)


def read_parts(store: Store, study: str, numbers: Numbers, flows: set[str]) -> Iterator[Part]:
    """Yield the sessions of a study with their events; left out are those with withdrawn consent, and what
    the probe saw where that was withdrawn.

    `flows` gets the hashes of the versions of prototypes that were tried.
    """
    after = FIRST
    while rows := store.session_rows(study, after, AT_ONCE):
        after = (rows[-1][_STARTED], rows[-1][_ID])
        events = store.event_rows([row[_ID] for row in rows])
        withdrawn = find_withdrawn(rows, events)
        gone = {session_id for session_id, scopes in withdrawn.items() if scopes - OPTIONAL_SCOPES}
        unseen = {session_id for session_id, scopes in withdrawn.items() if "probe" in scopes}
        flows.update(row[_FLOW] for row in rows)
        counted = {row[_ID]: numbers.next_session() for row in rows if row[_ID] not in gone}
        yield Part(
            [flatten_session(row, counted[row[_ID]], numbers) for row in rows if row[_ID] in counted],
            [
                (counted[row[0]], *row[1:])
                for row in events
                if row[0] in counted and not (row[0] in unseen and row[_SEQ] >= FIRST_PROBE_LANE * LANE)
            ],
            counted,
            len(rows),
        )


def find_withdrawn(sessions: Rows, events: Rows) -> dict[str, frozenset[str]]:
    """Return the scopes that were taken back, by session, where there are any."""
    talks: dict[str, list[Event]] = {}
    for row in sorted(events, key=lambda row: (row[_T], row[_SEQ])):
        if row[_TYPE].startswith("consent_"):
            talks.setdefault(row[0], []).append(from_row(row[2:]))
    found = {}
    for row in sessions:
        if row[_ID] in talks:
            given, ever = find_consent(session_from_row(row), talks[row[_ID]])
            found[row[_ID]] = ever - given
    return found


def flatten_session(row: tuple[Any, ...], number: int, numbers: Numbers) -> tuple[Any, ...]:
    """Return the row of a session in the order of the columns `SESSION`."""
    known = dict(zip(SESSION_ROW, row, strict=True))
    started_ms, ended_ms = known["started_ms"], known["ended_ms"]
    day = datetime.fromtimestamp(started_ms // 1000 // DAY_S * DAY_S, tz=UTC).date().isoformat()
    known |= {
        "session_id": number,
        "participant": numbers.person(known["participant"]),
        "consent_scopes": ";".join(json.loads(known["consent_scopes"])),
        "synthetic": int(known["synthetic"]),
        "started_ms": day,
        "ended_ms": None if ended_ms is None else max(ended_ms - started_ms, 0),
    }
    del known["study"]
    return tuple(known.values())
