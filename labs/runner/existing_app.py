"""Runs an existing Streamlit app within our page. What citizens type into it stays in Streamlit; nobody looks."""

import functools
import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from feedback.errors import AuthorError, Finding, nearest
from labs.conditions import declared_at
from labs.runner.frame import frame
from labs.runner.prototype import Screen, draw_page, explaining, head_line
from labs.service import listening

log = logging.getLogger("probelauf")
_RUNNING = "probelauf-app"


def draw_prototype(screen: Screen, draw_below: Callable[[], None]) -> None:
    """Draw the current page of a prototype: declared ones as pages, an existing app by running its script."""
    app = screen.journey.flow.app
    if app is None:
        draw_page(screen, draw_below)
    else:
        _draw_app(screen, app, draw_below)


def _draw_app(screen: Screen, app: Path, draw_below: Callable[[], None]) -> None:
    """Draw head, app and what stands below. The app comes last, though it stands between: it may stop the script."""
    _begin_anew(screen)
    head, place = st.empty(), st.container()
    before = screen.journey.page.id
    _draw_head(head, screen)
    draw_below()
    try:
        with place, explaining(screen), listening(functools.partial(_reach, screen)):
            _run(app)
    finally:
        if screen.journey.page.id != before:
            _draw_head(head, screen)


def _draw_head(place: DeltaGenerator, screen: Screen) -> None:
    """Draw the frame's head; each step is a turn of its own for the page's script, which then moves the focus."""
    flow, here = screen.journey.flow, screen.journey.page
    number = [page.id for page in flow.pages].index(here.id)
    with place:
        frame(
            flow.title,
            turn=f"{screen.turn}.{number}",
            language=screen.language,
            above=head_line(screen),
            probe=re.sub(r' data-page="[^"]*"', f' data-page="{here.id}"', screen.probe),
        )


def _begin_anew(screen: Screen) -> None:
    """Let no task see what was typed in the one before."""
    if st.session_state.get(_RUNNING) is not screen.journey:
        for key in [key for key in st.session_state if not str(key).startswith("probelauf")]:
            del st.session_state[key]
        st.session_state[_RUNNING] = screen.journey


def _reach(screen: Screen, name: str) -> None:
    """Be at a step. A name that was not declared may hold what a citizen typed, so that it is not even logged."""
    known = [page.id for page in screen.journey.flow.pages]
    if name in known:
        screen.actions.reach(name)
        return
    place = declared_at()
    if screen.author:
        what = f"The step `{name}` is not among the `steps` of the service."
        raise AuthorError([Finding("step-unknown", "error", str(place), what, nearest(str(name), known))])
    log.warning("An existing app named a step that is not declared.", extra={"places": [str(place)]})


def _run(app: Path) -> None:
    """Run the script as `streamlit run` would."""
    folder = str(app.parent)
    if folder not in sys.path:
        sys.path.append(folder)
    try:
        exec(_compiled(app, app.stat().st_mtime_ns), {"__name__": "__main__", "__file__": str(app)})  # noqa: S102 - the lab's own script
    except SystemExit:
        return


@functools.lru_cache(maxsize=32)
def _compiled(app: Path, _version: int) -> CodeType:
    return compile(app.read_bytes(), str(app), "exec", dont_inherit=True)
