"""Draws the end of a visit: the receipt code, the way to one's own data, and a contact where it is allowed."""

from html import escape

import streamlit as st
from email_validator import EmailNotValidError, validate_email

from labs.runner.frame import frame, paragraphs, text_block
from labs.runner.my_session_pages import MY_SESSION
from labs.runner.shell import current
from labs.runner.words import say
from labs.visit import Visit
from labs.wording import word

_KEPT, _WRONG = "probelauf-contact-kept", "probelauf-contact-wrong"


def draw_receipt(visit: Visit, receipt: str) -> None:
    """Draw the last page of a finished visit."""
    language = visit.flow.language
    frame(say("thanks", language), turn=visit.turn, language=language)
    text_block(
        paragraphs(say("thanks_text", language)) + receipt_block(receipt, language) + paragraphs(say("close", language))
    )
    if "contact" in visit.scopes:
        draw_contact(visit)


def draw_stopped(visit: Visit, receipt: str) -> None:
    """Draw the last page of a visit that was broken off: what was recorded until then can be seen and erased, too."""
    language = visit.flow.language
    frame(say("stopped", language), turn=visit.turn, language=language)
    text_block(paragraphs(say("stopped_text", language)) + receipt_block(receipt, language))


def receipt_block(receipt: str, language: str) -> str:
    """Return the receipt code, and the link to the page that it opens, as HTML."""
    address = MY_SESSION + ("?lang=en" if language == "en" else "")
    return (
        f"<h2>{escape(say('receipt', language))}</h2>"
        f'<p class="pl-receipt">{escape(receipt)}</p>'
        f"{paragraphs(say('receipt_text', language))}"
        f'<p><a href="{address}">{escape(say("my_session", language))}</a></p>'
    )


def draw_contact(visit: Visit) -> None:
    """Draw the field for an e-mail address, which is kept apart from the recording."""
    language, key = visit.flow.language, f"contact-{visit.turn}"
    text_block(f"<h2>{escape(say('contact_title', language))}</h2>{paragraphs(say('contact_text', language))}")
    if st.session_state.get(_KEPT):
        st.html(f'<p class="pl-sample" role="status">{escape(say("contact_kept", language))}</p>')
        return
    wrong = st.session_state.get(_WRONG)
    message = f'<span class="pl-error" id="e-{key}">{escape(say("contact_wrong", language))}</span>' if wrong else ""
    optional = f'<span class="pl-optional">({word("optional", language)})</span>'
    with st.form(f"form-{key}", border=False):
        st.html(
            f'<div class="pl-question{" pl-wrong" if wrong else ""}" data-for="{key}" data-required="no">'
            f'<span class="pl-label" id="l-{key}" data-to="{key}">{escape(say("contact_label", language))} {optional}'
            f"</span>{message}</div>"
        )
        st.text_input(say("contact_label", language), key=key, autocomplete="email", label_visibility="collapsed")
        st.form_submit_button(
            say("contact_send", language), type="primary", key=f"send-{key}", on_click=lambda: keep(visit, key)
        )


def keep(visit: Visit, key: str) -> None:
    """Keep the address that was typed, unless it is none."""
    try:
        found = validate_email(st.session_state.get(key) or "", check_deliverability=False)
    except EmailNotValidError:
        st.session_state[_WRONG] = True
        return
    current().keep_contact(visit, found.normalized)
    st.session_state[_KEPT] = True
