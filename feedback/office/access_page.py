"""The page on which administrators let people into the office, and end what they hold."""

from html import escape

import streamlit as st

from feedback.findings import RefusedError
from feedback.findings.model import MOST_AUTHOR
from feedback.lab import ROLES, Role
from feedback.office.access import CODE_AGE_MS, issue_code
from feedback.office.desk import Desk
from feedback.office.layout import Link, open_page, paragraphs, section, table, text_block
from feedback.office.permissions import ROLE_NAMES, tell_roles
from feedback.office.signing_page import tell_time
from feedback.office.workbench import key, save, take_message
from feedback.store import SignIn

NO_ROLE, NO_NAME = "Wählen Sie mindestens eine Rolle.", "Geben Sie an, für wen der Code ist."
GONE = "Diese Person ist nicht mehr angemeldet."


def draw_access(desk: Desk, links: tuple[Link, ...]) -> None:
    """Draw who is signed in, and the form for a new code."""
    open_page("Zugänge", links=links)
    take_message()
    draw_code_form(desk)
    draw_sign_ins(desk, desk.store.sign_ins(desk.clock_ms()))


def draw_code_form(desk: Desk) -> None:
    """Draw the form for a one-time code; the code is shown once."""
    days = CODE_AGE_MS // (24 * 3600 * 1000)
    hint = f"Der Code gilt einmal und {days * 24} Stunden. Der Name steht danach im Protokoll."
    text_block(section("Neuer Zugangscode", paragraphs(hint)))
    with st.form(key("code"), border=False):
        name = st.text_input("Für wen?", key=key("code-name"), max_chars=MOST_AUTHOR, autocomplete="off")
        roles = st.multiselect(
            "Welche Rollen?",
            ROLES,
            key=key("code-roles"),
            format_func=lambda role: ROLE_NAMES[role],
            placeholder="Rolle wählen",
        )
        if st.form_submit_button("Code erstellen", type="primary"):
            save(lambda: make_code(desk, name or "", tuple(roles)), "Der neue Zugangscode: {}")


def make_code(desk: Desk, name: str, roles: tuple[Role, ...]) -> str:
    """Return a new code for somebody; RefusedError when it does not say for whom or what for."""
    desk.require("manage access")
    name = " ".join(name.split())
    wrong = [sentence for sentence, missing in ((NO_NAME, not name), (NO_ROLE, not roles)) if missing]
    if wrong:
        raise RefusedError(*wrong)
    return issue_code(desk.store, desk.secret, roles, desk.clock_ms(), name, by=desk.visitor)


def draw_sign_ins(desk: Desk, found: list[tuple[str, SignIn]]) -> None:
    """Draw who is signed in, and how to end that."""
    rows = [
        [escape(one.name or "ohne Namen"), escape(tell_roles(one.roles)), escape(tell_time(one.expires_ms))]
        for _, one in found
    ]
    listed = table("Angemeldet", ["Wer", "Rollen", "Bis"], rows) if rows else paragraphs("Niemand ist angemeldet.")
    text_block(section("Wer angemeldet ist", listed))
    named = {sign_in: f"{one.name or 'ohne Namen'}, bis {tell_time(one.expires_ms)}" for sign_in, one in found}
    if not named:
        return
    with st.form(key("end"), border=False):
        chosen = st.selectbox(
            "Wen abmelden?",
            list(named),
            index=None,
            key=key("end-who"),
            format_func=lambda one: named[one],
            placeholder="Person wählen",
        )
        if st.form_submit_button("Abmelden"):
            save(lambda: end(desk, chosen), "Die Person ist abgemeldet.")


def end(desk: Desk, sign_in: str | None) -> None:
    """Sign somebody out, wherever he or she is."""
    desk.require("manage access")
    who = desk.store.end_sign_in(sign_in, desk.clock_ms()) if sign_in else None
    if who is None:
        raise RefusedError(GONE)
    desk.note("signed_out", about=who.name)
