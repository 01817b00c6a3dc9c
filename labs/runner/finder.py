"""The finder: the page where citizens search for a service before the prototype opens.

What is typed lives in the browser's session only; the visit is told which services were found.
"""

import functools
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from labs.catalogue import KEYS_AS_OF, Finder, PlaceMatch, services
from labs.journey import Problem
from labs.runner.buttons import draw_button, make_up_for
from labs.runner.fields import key_of, plain
from labs.runner.frame import frame, paragraphs, text_block
from labs.runner.words import say
from labs.visit import Seeking, Visit
from labs.wording import word

_WORDS, _PLACE = "finder-words", "finder-place"
_PLACE_FOUND, _EMPTY = "finder-place-found", "finder-empty"


@functools.cache
def finder() -> Finder:
    """Return the finder of the process; its index is built at the first search."""
    return Finder()


def draw_finder(visit: Visit, seeking: Seeking, draw_below: Callable[[], None]) -> None:
    """Draw the search with what was found, or the page of a service that is not there."""
    if seeking.elsewhere is not None:
        _draw_elsewhere(visit, seeking.elsewhere)
    else:
        _draw_search(visit, seeking)
    draw_below()


def _draw_search(visit: Visit, seeking: Seeking) -> None:
    language, turn = visit.flow.language, visit.turn
    problems = _problems(language) if st.session_state.get(_EMPTY) == turn else []
    heading = _heading(seeking, language)
    frame(heading, turn=_marked(turn, bool(problems)), language=language, above=_head(language), problems=problems)
    with st.form(f"finder{turn}", border=False, enter_to_submit=True):
        typed = {} if seeking.found is None and not problems else st.session_state
        _draw_field(_WORDS, "finder_words", typed.get(_WORDS, ""), turn, language, problems)
        _draw_field(_PLACE, "finder_place", typed.get(_PLACE, ""), turn, language)
        search = functools.partial(_search, visit, turn)
        make_up_for(
            st.form_submit_button(say("finder_search", language), type="primary", key=f"find{turn}", on_click=search),
            search,
        )
    if seeking.found is not None:
        _draw_found(visit, seeking.found)
    text_block(paragraphs(say("finder_as_of", language, year=KEYS_AS_OF)))


def _heading(seeking: Seeking, language: str) -> str:
    """Return what the page says first: the question, or how much was found, which a screen reader then reads."""
    if seeking.found is None:
        return say("finder", language)
    count = len(seeking.found)
    if not count:
        return say("finder_nothing", language)
    return say("finder_result", language) if count == 1 else say("finder_results", language, count=count)


def _draw_field(name: str, words: str, typed: str, turn: int, language: str, problems: Sequence[Problem] = ()) -> None:
    key = key_of(turn, name)
    optional = "" if name == _WORDS else f' <span class="pl-optional">({word("optional", language)})</span>'
    error = "".join(f'<span class="pl-error" id="e-{key}">{escape(one.message)}</span>' for one in problems)
    hint = "" if typed else f'<span class="pl-hint" id="h-{key}">{escape(say(f"{words}_hint", language))}</span>'
    st.html(
        f'<div class="pl-question" data-for="{key}" data-required="{"no" if optional else "yes"}">'
        f'<span class="pl-label" id="l-{key}" data-to="{key}">{escape(say(words, language))}{optional}</span>'
        f"{hint}{error}</div>"
    )
    label = say(words, language)
    st.text_input(label, typed, key=key, max_chars=200, autocomplete="off", label_visibility="collapsed")


def _search(visit: Visit, turn: int) -> None:
    """Search for what stands in the fields. An empty search is no search: it says what to do."""
    for name in (_WORDS, _PLACE):
        st.session_state[name] = st.session_state.get(key_of(turn, name)) or ""
    if not st.session_state[_WORDS].strip():
        st.session_state[_EMPTY] = turn
        return
    st.session_state.pop(_EMPTY, None)
    found = finder().find(st.session_state[_WORDS], st.session_state[_PLACE])
    st.session_state[_PLACE_FOUND] = found.place
    visit.search(turn, found.ids)


def _draw_found(visit: Visit, found: Sequence[str]) -> None:
    language, turn = visit.flow.language, visit.turn
    place: PlaceMatch | None = st.session_state.get(_PLACE_FOUND)
    typed = st.session_state.get(_PLACE, "").strip()
    told = ""
    if place is not None:
        told = say("finder_place_known" if place.exact else "finder_place_guessed", language, place=place.place.title)
    elif typed:
        told = say("finder_place_unknown", language)
    text_block(paragraphs(told) + ("" if found else paragraphs(say("finder_nothing_text", language))))
    with st.container(key="pl-found"):
        for ozg in found:
            choose = functools.partial(visit.choose, turn, ozg)
            name = plain(services()[ozg].name)
            with st.container(gap=None):
                make_up_for(st.button(name, key=f"service{turn}-{ozg}", type="tertiary", on_click=choose), choose)
                st.html(f'<p class="pl-hint">{escape(services()[ozg].situation)}</p>')


def _draw_elsewhere(visit: Visit, ozg: str) -> None:
    language, turn = visit.flow.language, visit.turn
    frame(say("finder_elsewhere", language), turn=turn, language=language, above=_head(language))
    text_block(paragraphs(say("finder_elsewhere_text", language, service=services()[ozg].name)))
    draw_button(visit, "finder_back", lambda: visit.search_again(turn), primary=True)


def _head(language: str) -> str:
    site, notice = escape(say("finder_site", language)), escape(say("finder_notice", language))
    return f'<p class="pl-head"><strong>{site}</strong> <span class="pl-notice">{notice}</span></p>'


def _problems(language: str) -> list[Problem]:
    return [Problem(_WORDS, "required", say("finder_words_missing", language), _WORDS)]


def _marked(turn: int, wrong: bool) -> str:
    """Return the mark of the page's turn, another one once a mistake is shown, so that the focus goes there."""
    return f"{turn}.empty" if wrong else str(turn)
