"""Signing in with an account of the house (OpenID Connect, through `st.login`), where the lab has set that up.

Streamlit keeps what the provider said in a cookie of its own. Who is in, and until when, we keep ourselves, so that
signing out ends it everywhere.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from feedback.audit import note
from feedback.office.access import COOKIE_AGE_S
from feedback.office.desk import Desk
from feedback.office.layout import open_page, paragraphs, text_block
from feedback.office.visitor import Visitor, visitor_signed_in
from feedback.store import SignIn
from feedback.tokens import account_key

TOLD = "login-refused"


def read_claims() -> dict[str, Any]:
    """Return what the provider said about whoever has signed in with an account; nothing for nobody."""
    return st.user.to_dict() if st.user.is_logged_in else {}


def visitor_with(desk: Desk, claims: Mapping[str, Any]) -> Visitor | None:
    """Return who it is by what the provider said.

    None for an address that the provider has not verified or that has no role in `lab.toml`, for a sign-in older than
    12 hours, and for one that was ended.
    """
    address, since_s = claims.get("email"), claims.get("iat")
    if claims.get("email_verified") is not True or not isinstance(address, str) or not isinstance(since_s, int):
        return None
    roles, now_ms = desk.lab.office.roles_of(address), desk.clock_ms()
    expires_ms = (since_s + COOKIE_AGE_S) * 1000
    if not roles or expires_ms <= now_ms:
        return None
    key = account_key(desk.secret, *(str(claims.get(name, "")) for name in ("iss", "sub", "iat")))
    who = Visitor(str(claims.get("name") or address), roles, key, by_account=True)
    if visitor_signed_in(desk.store, key, now_ms):
        return who
    if not desk.store.add_sign_in(key, SignIn(who.name, roles, expires_ms), now_ms):
        return None
    note(desk.store, "signed_in", now_ms, actor=who.name, role=who.role)
    return who


def leave(desk: Desk) -> None:
    """Sign out whoever came with an account: here, in every process, and at the provider."""
    if desk.store.end_sign_in(desk.visitor.sign_in, desk.clock_ms()):
        desk.note("signed_out")
    st.logout()


def draw_button() -> None:
    """Draw the way to the provider of accounts."""
    if st.button("Mit Ihrem Dienstkonto anmelden", type="primary", key="login"):
        st.login()


def draw_stranger(desk: Desk, claims: Mapping[str, Any]) -> None:
    """Draw for somebody with an account that opens nothing here."""
    if not st.session_state.get(TOLD):
        st.session_state[TOLD] = True
        note(desk.store, "sign_in_refused", desk.clock_ms(), actor=str(claims.get("email", "")))
    open_page("Ihr Konto öffnet dieses Büro nicht")
    text_block(
        paragraphs(
            "Ihre Anmeldung ist abgelaufen, oder Ihr Konto hat hier keine Rolle.",
            f"Fragen Sie {desk.lab.name}: {desk.lab.contact}.",
        )
    )
    if st.button("Abmelden und neu anmelden", type="primary", key="logout"):
        st.logout()
