"""From numbered events to the facts of a session."""

from collections.abc import Iterable

from feedback.events import (
    LANE,
    Assisted,
    ConsentGiven,
    ConsentWithdrawn,
    EndReason,
    Event,
    FlowSnapshot,
    GapFound,
    Session,
    SessionEnded,
)
from feedback.replay.facts import SessionFacts
from feedback.replay.probing import sum_up
from feedback.replay.tasks import collect_answers, describe_task, measure_stays, split_by_task

IDLE_MS = 30 * 60 * 1000
OPTIONAL_SCOPES = frozenset({"probe", "quotes", "contact"})
"""Scopes of the consent that somebody may take back without leaving the study."""

Numbered = dict[int, Event]


def replay(
    session: Session, events: Iterable[tuple[int, Event]], flow: FlowSnapshot | None, *, now_ms: int
) -> SessionFacts:
    """Return the facts of a session from its numbered events, in whatever order and however often they come.

    A session without an end that has been silent for more than half an hour before `now_ms` (epoch) timed
    out. Of a task only the first attempt counts, up to its end. Tasks and answers rest on the server's events alone:
    what the probe or the staff record beside may come, go or be late.
    """
    numbered = drop_duplicates(events)
    server, staff, probe = split_lanes(numbered)
    everything = [event for _, event in sorted(numbered.items(), key=lambda one: (one[1].t_ms, one[0]))]
    ordered = [server[seq] for seq in sorted(server)]
    reason = find_end(session, ordered, everything, now_ms)
    answers, wordings = collect_answers(ordered)
    helped = {event.task for event in staff.values() if isinstance(event, Assisted)}
    given, ever = find_consent(session, everything)
    return SessionFacts(
        session=session,
        end_reason=reason,
        tasks=tuple(
            describe_task(task, span, reason, flow, is_last=is_last, helped=task in helped)
            for task, (span, is_last) in split_by_task(ordered).items()
        ),
        answers=answers,
        wordings=wordings,
        events=len(server) + len(staff),
        missing=count_missing(server) + count_missing(staff),
        withdrawn=bool(ever - given - OPTIONAL_SCOPES),
        flow=flow,
        stays_ms=measure_stays(ordered),
        sources=frozenset(event.source for event in everything),
        probe_events=len(probe),
        probe_missing=count_missing(probe),
        probe=sum_up(probe.values()) if "probe" not in ever - given else {},
    )


def drop_duplicates(events: Iterable[tuple[int, Event]]) -> Numbered:
    """Return one event a number; should two differ, the choice does not depend on their order."""
    kept: Numbered = {}
    for seq, event in events:
        known = kept.setdefault(seq, event)
        if event is not known and event != known and repr(event) < repr(known):
            kept[seq] = event
    return kept


def split_lanes(numbered: Numbered) -> tuple[Numbered, Numbered, Numbered]:
    """Return the events of the server, of the staff and of all loads of the probe."""
    lanes: tuple[Numbered, Numbered, Numbered] = ({}, {}, {})
    for seq, event in numbered.items():
        lanes[min(seq // LANE, 2)][seq] = event
    return lanes


def count_missing(numbered: Numbered) -> int:
    """Return how many events of these lanes got lost: numbers that are missing, and gaps that were noted.

    >>> count_missing({0: GapFound(t_ms=1, missing=2), 3: SessionEnded(t_ms=9, reason="finished")})
    4
    """
    last: dict[int, int] = {}
    for seq in numbered:
        last[seq // LANE] = max(last.get(seq // LANE, 0), seq % LANE)
    holes = sum(last.values()) + len(last) - len(numbered)
    return holes + sum(event.missing for event in numbered.values() if isinstance(event, GapFound))


def find_end(session: Session, ordered: list[Event], everything: list[Event], now_ms: int) -> EndReason | None:
    """Return why the session ended, None while it runs; any event is a sign of life."""
    if session.end_reason is not None:
        return session.end_reason
    ends = [event.reason for event in ordered if isinstance(event, SessionEnded)]
    if ends:
        return ends[0]
    last_ms = session.started_ms + (everything[-1].t_ms if everything else 0)
    return "timed_out" if now_ms - last_ms > IDLE_MS else None


def find_consent(session: Session, everything: list[Event]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the scopes of the consent that hold at the end, and all that were ever spoken about."""
    given = ever = frozenset(session.consent_scopes)
    for event in everything:
        if isinstance(event, ConsentGiven):
            given, ever = given | set(event.scopes), ever | set(event.scopes)
        elif isinstance(event, ConsentWithdrawn):
            given, ever = given - set(event.scopes), ever | set(event.scopes)
    return given, ever
