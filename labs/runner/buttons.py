"""The buttons around a prototype."""

from collections.abc import Callable

import streamlit as st

from labs.runner.fields import plain
from labs.runner.words import say
from labs.visit import Visit


def draw_button(
    visit: Visit, words: str, act: Callable[[], None], *, primary: bool = False, language: str | None = None
) -> None:
    """Draw a button with these words; its key names the turn, so that a click from an old page does nothing."""
    pressed = st.button(
        plain(say(words, language or visit.flow.language)),
        key=f"{words}{visit.turn}",
        type="primary" if primary else "secondary",
        on_click=act,
    )
    make_up_for(pressed, act)


def make_up_for(pressed: bool, act: Callable[[], object]) -> None:
    """Act on a press whose callback was not called, then draw the page anew.

    After a restart of the server the browser shows the old page, and its first press reaches a run that knew of no
    button yet: Streamlit says that it is pressed, but calls nothing. After a callback the turn has gone on, and the
    button with the new turn's key is not pressed.
    """
    if pressed:
        act()
        st.rerun()
