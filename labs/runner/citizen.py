"""The citizen's page: who comes with which invitation, and what this person sees."""

import secrets
from html import escape

import streamlit as st

from feedback.tokens import open_invitation, open_visitor
from labs.runner.faults import log_places
from labs.runner.frame import frame, paragraphs, text_block
from labs.runner.html import VISITOR_COOKIE
from labs.runner.probing import probe_attributes
from labs.runner.shell import Shell, current
from labs.runner.stages import draw
from labs.runner.words import say
from labs.visit import Visit

INVITATION = "einladung"
_VISIT = "probelauf-visit"


def run() -> None:
    """Draw the page of the citizen whose browser asks. Called at every run of the script."""
    shell = current()
    place = st.empty()
    try:
        with place.container():
            visit = _visit(shell)
            if visit is None:
                _draw_uninvited(shell)
            else:
                draw(visit, shell.lab, shell.receipt(visit), probe_attributes(visit, shell.secret))
    except Exception as error:
        place.empty()
        draw_broken(error)


def _visit(shell: Shell) -> Visit | None:
    """Return the visit that belongs to this browser and link; None without a valid invitation."""
    token = st.query_params.get(INVITATION, "")
    kept = st.session_state.get(_VISIT)
    if kept is not None and kept[0] == token and not kept[1].overtaken:
        visit: Visit = kept[1]
        return visit
    invitation = open_invitation(shell.secret, token)
    if invitation is None:
        return None
    visit = shell.visit(invitation, _visitor(shell))
    visit.superseded = kept is not None and kept[1].overtaken  # said once, as after a double click
    st.session_state[_VISIT] = (token, visit)
    return visit


def _visitor(shell: Shell) -> str:
    """Return who the browser says it is; without a cookie, somebody new for as long as the tab is open."""
    cookie = st.context.cookies.get(VISITOR_COOKIE, "")
    return open_visitor(shell.secret, cookie) or secrets.token_hex(16)


def _draw_uninvited(shell: Shell) -> None:
    frame(say("uninvited"), turn="uninvited", language="de")
    text_block(paragraphs(say("uninvited_text")) + f"<p>{escape(say('contact'))}: {escape(shell.lab.contact)}</p>")


def draw_broken(error: Exception) -> bool:
    """Draw the calm page after an error of ours; the visit itself is kept. True: Streamlit need not show the error."""
    log_places(error)
    frame(say("broken"), turn="broken", language="de")
    text_block(paragraphs(say("broken_text")))
    return True
