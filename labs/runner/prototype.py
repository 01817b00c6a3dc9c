"""Draws the page of a prototype that a journey is on. The same code serves test citizens and the author's preview."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import streamlit as st

from labs.journey import Journey
from labs.runner.buttons import make_up_for
from labs.runner.fields import draw_questions, each_question, key_of, plain, read_questions
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

    def reach(self, page: str) -> None:
        """Be at a step of an existing app."""


@dataclass(frozen=True)
class Screen:
    """One page to draw: the journey, whose turn it is, and what the buttons do.

    `explain` draws what somebody is told when the author's own code (`render=`, a text function) fails on the page.
    `probe` holds the attributes for the probe, if there is one. `author` says that it is a preview.
    """

    journey: Journey
    actions: Actions
    turn: int
    reference: str
    explain: Callable[[Exception], None]
    probe: str = ""
    author: bool = False

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


def draw_page(screen: Screen, draw_below: Callable[[], None]) -> None:
    """Draw the current page of the journey with its buttons, and what stands below it.

    The author's own part comes last, though it stands above: it may stop the script with `st.stop()`.
    """
    journey, page = screen.journey, screen.journey.page
    frame(
        page.title,
        turn=screen.turn,
        language=screen.language,
        above=_above(screen),
        probe=screen.probe,
        problems=journey.problems,
        site=journey.flow.title,
    )
    place = st.container() if page.render else None
    _draw_text(screen)
    _draw_mock(screen)
    text_block(_start_text(screen) if page.kind == "start" else "")
    {"check": _draw_check, "confirmation": _draw_confirmation}.get(page.kind, _draw_form)(screen)
    draw_below()
    if place is not None and page.render is not None:
        with place, explaining(screen):
            page.render(journey.answers)


def _draw_text(screen: Screen) -> None:
    with explaining(screen):
        text = screen.journey.text
        if text:
            st.markdown(text)


def _draw_mock(screen: Screen) -> None:
    """Draw the box that says: this part is only a mock-up."""
    mock = screen.journey.page.mock
    if mock is not None:
        mark, text = screen.word("mock"), mock.text[screen.language]
        st.html(f'<div class="pl-mock" role="note"><strong>{escape(mark)}</strong><br>{escape(text)}</div>')


@contextmanager
def explaining(screen: Screen) -> Iterator[None]:
    """Run the author's own code. When it fails, the rest of the page still leads on."""
    try:
        yield
    except Exception as error:
        screen.explain(error)


def _above(screen: Screen) -> str:
    position, total = screen.journey.progress
    progress = screen.word("progress", position=position, total=total) if position and total > 1 else ""
    at_end = screen.journey.at_end or not progress
    return head_line(screen) + ("" if at_end else f'<p class="pl-progress">{escape(progress)}</p>')


def head_line(screen: Screen) -> str:
    """Return the line above every page as HTML: the service, and that it is a prototype."""
    flow = screen.journey.flow
    title, notice = escape(flow.title), escape(flow.notice or screen.word("notice"))
    return f'<p class="pl-head"><strong>{title}</strong> <span class="pl-notice">{notice}</span></p>'


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
        mock = journey.page.mock
        with st.container(horizontal=True, key=key_of(turn, mock.id) if mock else f"go{turn}"):
            label = mock.button[screen.language] if mock else screen.word(_forward(journey))
            _submit(screen, label, "forward", _send, primary=True)
            if journey.can_go_back:
                _submit(screen, screen.word("back"), "back", _send_back)


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
        follow = functools.partial(screen.actions.jump, turn, page_id)
        pressed = st.button(plain(label), key=f"change{turn}-{page_id}", type="tertiary", on_click=follow)
        make_up_for(pressed, follow)
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

    make_up_for(st.form_submit_button(plain(label), key=f"{name}-{screen.turn}", on_click=press), press)


def _submit(screen: Screen, label: str, name: str, act: Callable[[Screen], None], *, primary: bool = False) -> None:
    pressed = st.form_submit_button(
        plain(label),
        key=f"{name}{screen.turn}",
        type="primary" if primary else "secondary",
        on_click=act,
        args=(screen,),
    )
    make_up_for(pressed, lambda: act(screen))


def _send(screen: Screen) -> None:
    screen.actions.submit(screen.turn, screen.raw())


def _send_back(screen: Screen) -> None:
    screen.actions.back(screen.turn, screen.raw())
