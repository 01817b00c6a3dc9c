"""Draws the page of a prototype that a journey is on. The same code serves test citizens and the author's preview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import streamlit as st

from labs.journey import Journey
from labs.runner.fields import draw_questions, each_question, plain, read_questions
from labs.runner.frame import bullets, frame, paragraphs, text_block
from labs.runner.words import say
from labs.wording import word

Raw = Mapping[str, Any]


class Actions(Protocol):
    """What a citizen can do on a page of a prototype; a visit has these methods, and so has a preview."""

    def submit(self, turn: int, raw: Raw) -> None:
        """Press "Weiter"."""

    def back(self, turn: int, raw: Raw) -> None:
        """Press "Zurück"."""

    def jump(self, turn: int, page: str) -> None:
        """Follow a change link."""

    def add_entry(self, turn: int, group: str, raw: Raw) -> None:
        """Add an entry to a group."""

    def remove_entry(self, turn: int, group: str, index: int, raw: Raw) -> None:
        """Remove an entry of a group."""


@dataclass(frozen=True)
class Screen:
    """One page to draw: the journey, whose turn it is, and what the buttons do.

    `explain` draws what somebody is told when the author's own code (`render=`, a text function) fails on the page.
    """

    journey: Journey
    actions: Actions
    turn: int
    reference: str
    explain: Callable[[Exception], None]

    @property
    def language(self) -> str:
        """The language of the flow."""
        return self.journey.flow.language

    def raw(self) -> dict[str, Any]:
        """Return what stands in the widgets of this page."""
        questions = list(each_question(self.journey))
        return read_questions(questions, self.turn, {one.id: self.journey.raw(one.id) for one in questions})

    def word(self, key: str, **values: object) -> str:
        """Return a word of the shell in the flow's language."""
        return word(key, self.language, **values)


def draw_page(screen: Screen) -> None:
    """Draw the current page of the journey with its buttons."""
    journey, page = screen.journey, screen.journey.page
    frame(
        page.title,
        turn=screen.turn,
        language=screen.language,
        above=_above(screen),
        problems=journey.problems,
        site=journey.flow.title,
    )
    _draw_own(screen)
    text_block(_start_text(screen) if page.kind == "start" else "")
    {"check": _draw_check, "confirmation": _draw_confirmation}.get(page.kind, _draw_form)(screen)


def _draw_own(screen: Screen) -> None:
    """Draw what the author's own code makes. When it fails, the rest of the page still leads on."""
    try:
        text = screen.journey.text
        if text:
            st.markdown(text)
        if screen.journey.page.render is not None:
            screen.journey.page.render(screen.journey.answers)
    except Exception as error:
        screen.explain(error)


def _above(screen: Screen) -> str:
    flow, (position, total) = screen.journey.flow, screen.journey.progress
    progress = screen.word("progress", position=position, total=total) if position and total > 1 else ""
    at_end = screen.journey.at_end or not progress
    notice = flow.notice or screen.word("notice")
    return (
        f'<p class="pl-head"><strong>{escape(flow.title)}</strong> <span class="pl-notice">{escape(notice)}</span></p>'
        + ("" if at_end else f'<p class="pl-progress">{escape(progress)}</p>')
    )


def _start_text(screen: Screen) -> str:
    page = screen.journey.page
    parts = [
        ("who", paragraphs(page.who)),
        ("documents", bullets(page.documents)),
        ("duration", paragraphs(page.duration)),
        ("cost", paragraphs(page.cost)),
        ("legal_basis", paragraphs(page.legal_basis)),
    ]
    return "".join(f"<h2>{escape(screen.word(key))}</h2>{html}" for key, html in parts if html)


def _draw_form(screen: Screen) -> None:
    """Draw questions and buttons. "Weiter" comes first in the source, since Enter presses the first button."""
    journey, turn = screen.journey, screen.turn
    with st.form(f"page{turn}", border=False):
        draw_questions(journey, journey.problems, turn)
        _draw_group_buttons(screen)
        with st.container(horizontal=True, key=f"go{turn}"):
            _submit(screen, _forward(journey), "forward", _send, primary=True)
            if journey.can_go_back:
                _submit(screen, "back", "back", _send_back)


def _forward(journey: Journey) -> str:
    """Return the word on the button that leads on: start, continue, or send."""
    if journey.page.kind == "start":
        return "start"
    path = journey.path()
    following = path[path.index(journey.page.id) + 1 :][:1]
    return "submit" if following and journey.flow.page(following[0]).kind == "confirmation" else "next"


def _draw_check(screen: Screen) -> None:
    journey, turn = screen.journey, screen.turn
    rows = journey.summary()
    for page_id in dict.fromkeys(row.page for row in rows):
        title = journey.flow.page(page_id).title
        lines = "".join(
            f"<div><dt>{escape(f'{row.entry}: {row.label}' if row.entry else row.label)}</dt>"
            f"<dd>{escape(row.value)}</dd></div>"
            for row in rows
            if row.page == page_id
        )
        st.html(f'<div class="pl-text"><h2>{escape(title)}</h2><dl class="pl-answers">{lines}</dl></div>')
        label = say("change_page", screen.language, title=title)
        st.button(
            plain(label),
            key=f"change{turn}-{page_id}",
            type="tertiary",
            on_click=screen.actions.jump,
            args=(turn, page_id),
        )
    _draw_form(screen)


def _draw_confirmation(screen: Screen) -> None:
    page = screen.journey.page
    steps = f"<h2>{escape(screen.word('next_steps'))}</h2>{bullets(page.next_steps)}" if page.next_steps else ""
    text_block(
        f"<p>{escape(screen.word('reference'))}:</p>"
        f'<p class="pl-receipt">{escape(screen.journey.reference_number(screen.reference))}</p>{steps}'
    )


def _draw_group_buttons(screen: Screen) -> None:
    for group in screen.journey.questions():
        if group.kind != "group" or group.count is not None:
            continue
        fewest, most = group.entries
        number = screen.journey.entries(group.id)
        if number < most:
            label = screen.word("add", item=group.item)
            _group_button(screen, label, f"add-{group.id}", screen.actions.add_entry, group.id)
        for index in range(number if number > fewest else 0):
            label = screen.word("remove", item=f"{group.item} {index + 1}")
            _group_button(screen, label, f"remove-{group.id}-{index}", screen.actions.remove_entry, group.id, index)


def _group_button(screen: Screen, label: str, name: str, act: Callable[..., None], *args: object) -> None:
    def press() -> None:
        act(screen.turn, *args, screen.raw())

    st.form_submit_button(plain(label), key=f"{name}-{screen.turn}", on_click=press)


def _submit(screen: Screen, words: str, name: str, act: Callable[[Screen], None], *, primary: bool = False) -> None:
    st.form_submit_button(
        screen.word(words),
        key=f"{name}{screen.turn}",
        type="primary" if primary else "secondary",
        on_click=act,
        args=(screen,),
    )


def _send(screen: Screen) -> None:
    screen.actions.submit(screen.turn, screen.raw())


def _send_back(screen: Screen) -> None:
    screen.actions.back(screen.turn, screen.raw())
