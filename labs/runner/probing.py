"""What the served page tells the probe: its token, and which page, task and fields are before the citizen.

A token is made anew with every turn, so that one which is in use does not grow old; its lane stays, as long as the
tab does.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

import streamlit as st

from feedback.probe import SCOPE, new_lane
from feedback.tokens import ProbeTicket, seal_probe
from labs.questions import Question
from labs.visit import Visit

_KEPT = "probelauf-probe"


class _Kept(NamedTuple):
    """What was told last."""

    session_id: str
    turn: int
    lane: int
    told: str


def probe_attributes(visit: Visit, secret: str) -> str:
    """Return the HTML attributes by which the probe on the page is told what to do; empty without consent to it."""
    session, journey = visit.session, visit.journey
    if session is None or journey is None or SCOPE not in session.consent_scopes:
        return ""
    where = {"page": journey.page.id, "task": visit.task.id, "fields": " ".join(_fields(journey.questions()))}
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in where.items())
    return f' data-probe="{_told_token(visit, session.session_id, secret)}"{told}'


def _fields(questions: Sequence[Question]) -> Iterator[str]:
    """Yield the names of the fields on a page, those of a group's entries once."""
    for question in questions:
        yield question.id
        yield from (f"{question.id}.{item.id}" for item in question.item_questions)


def _told_token(visit: Visit, session_id: str, secret: str) -> str:
    """Return lane, session time in milliseconds, and token, with blanks between; the same within one turn."""
    turn = visit.turn
    kept: _Kept | None = st.session_state.get(_KEPT)
    if kept is None or (kept.session_id, kept.turn) != (session_id, turn):
        lane = kept.lane if kept is not None and kept.session_id == session_id else new_lane()
        token = seal_probe(secret, ProbeTicket(session_id, lane))
        told = f"{lane} {visit.t_ms} {token}"
        kept = st.session_state[_KEPT] = _Kept(session_id, turn, lane, told)
    return kept.told
