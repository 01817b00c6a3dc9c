"""Notes of observers that are about no finding yet: each is a proposal for the team."""

from collections.abc import Iterable

from feedback.audit import note
from feedback.findings.candidates import Candidate
from feedback.findings.model import MOST_TITLE, Note
from feedback.sessions import SessionFacts
from feedback.store import Observation, Store

WATCHED = 0
"""The number that stands in a note which belongs to no finding yet."""


def note_id(observation: Observation) -> str:
    """Return the id of the proposal that a note is."""
    return f"note:{observation.session_id}:{observation.noted_ms}"


def tell_moment(t_ms: int | None) -> str:
    """Return a moment of a session in minutes and seconds.

    >>> tell_moment(125_000)
    '2:05'
    """
    return f"{(t_ms or 0) // 60_000}:{(t_ms or 0) // 1000 % 60:02d}"


def add_watched(store: Store, study: str, seen: Note, author: str, role: str, now_ms: int) -> None:
    """Store what an observer saw in a session, and say so in the audit log."""
    store.add_observation(study, Observation(WATCHED, seen.text, author, now_ms, seen.session_id, seen.t_ms))
    note(store, "observed", now_ms, actor=author, role=role, study=study)


def propose_notes(observations: Iterable[Observation], sessions: Iterable[SessionFacts]) -> list[Candidate]:
    """Return one proposal a note, oldest first; notes on sessions that may not be used are left out."""
    known = {facts.session.session_id: facts.session for facts in sessions}
    of = len({session.participant for session in known.values()})
    return [
        Candidate(
            id=note_id(one),
            kind="note",
            title=one.text[:MOST_TITLE],
            reason=f"{one.noted_by or 'Jemand'} sah das bei {tell_moment(one.t_ms)}: {one.text}",
            task=None,
            page=None,
            field=None,
            arm=None,
            sessions=(one.session_id,),
            persons=1,
            of=of,
        )
        for one in observations
        if one.number == WATCHED and one.session_id in known
    ]
