"""What somebody of the team works with on the board: the findings, the own sign, links, and what was just saved."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from feedback.findings import Board, Finding, Pen, RefusedError
from feedback.office.desk import Desk
from feedback.office.findings_view import Places
from feedback.office.layout import Link, address, anchor
from feedback.office.permissions import Permission
from feedback.sessions import SessionFacts
from feedback.study import Study

PAGE = "probleme"
MESSAGE, SAVED = "board-message", "board-saved"


@dataclass(frozen=True)
class Workbench:
    """The board of a study in the hands of one person; `sign` is empty until he or she has given one."""

    desk: Desk
    study: Study
    board: Board
    places: Places
    links: tuple[Link, ...]
    sign: str

    def address(self, *, sign: str | None = None, **asked: str) -> str:
        """Return the address of a view of the board, which keeps the sign."""
        named = bool(self.desk.visitor.name)
        kept = "" if named else self.sign if sign is None else sign
        more = {**asked, **({"kuerzel": kept} if kept else {})}
        return address(self.study.id, PAGE) + (f"&{urlencode(more)}" if more else "")

    def name(self, finding: Finding) -> str:
        """Return the title of a finding as HTML, with a link for whoever has given a sign."""
        title = f"{finding.number}. {finding.title}"
        return anchor(title, self.address(problem=str(finding.number))) if self.sign else escape(title)

    def pen(self, permission: Permission = "edit findings") -> Pen:
        """Return what this person writes with, now; ForbiddenError for whoever may not write any more."""
        self.desk.require(permission)
        return Pen.take(self.desk.store, self.study.id, self.sign, self.desk.clock_ms())

    def session_name(self, facts: SessionFacts) -> str:
        """Return a session for the team: its place in the study, its arm, and its shortened id."""
        place = 1 + [one.session.session_id for one in self.board.sessions].index(facts.session.session_id)
        invented = ", erfunden" if facts.session.synthetic else ""
        return f"Sitzung {place}, Variante {facts.session.arm}, {facts.session.session_id[:8]}{invented}"

    def session_names(self) -> dict[str, str]:
        """Return the names of all sessions by id, by start."""
        return {facts.session.session_id: self.session_name(facts) for facts in self.board.sessions}


def key(name: str) -> str:
    """Return the key of a widget: a new one after everything saved, so that the form is empty again."""
    return f"board-{name}-{st.session_state.get(SAVED, 0)}"


def save(work: Callable[[], Any], message: str, **go: str) -> None:
    """Do the work, then draw anew with the message; or say at once why it cannot be done.

    `go` are the parts of the address to change; an empty one goes away.
    """
    try:
        result = work()
    except RefusedError as error:
        refuse(*error.sentences)
        return
    st.session_state[MESSAGE] = message.format(result)
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    for name, value in go.items():
        if value:
            st.query_params[name] = value.format(result)
        elif name in st.query_params:
            del st.query_params[name]
    st.rerun()


def refuse(*sentences: str) -> None:
    """Say why something cannot be taken."""
    st.html("".join(f'<p role="alert" class="pl-error">{escape(sentence)}</p>' for sentence in sentences))


def take_message() -> None:
    """Say once what was saved."""
    message = st.session_state.pop(MESSAGE, "")
    if message:
        st.html(f'<p role="status" class="pl-saved">{escape(message)}</p>')
