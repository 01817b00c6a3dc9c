"""The frame of every citizen page: head line, heading, error summary, plain text, facts.

Few elements, one block of HTML each, since each costs time at every step.

`frame` prints the block `#pl-page` from which our script takes title, language and where the focus goes.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from labs.journey import Problem
from labs.runner.fields import key_of
from labs.wording import word


def frame(
    heading: str,
    *,
    turn: int | str,
    language: str,
    above: str = "",
    probe: str = "",
    problems: Sequence[Problem] = (),
    site: str = "Probelauf",
) -> None:
    """Draw the head of a page. `above` is HTML between the head line and the heading, such as notice and progress.

    `probe` holds the attributes that `probe_attributes` makes.
    """
    title = f"{heading} – {site}"
    if problems:
        title = f"{word('error', language)}: {title}"
    focus = "summary" if problems else "heading"
    summary = _summary(problems, int(str(turn).partition(".")[0]), language) if problems else ""
    st.html(
        f'<div id="pl-page" data-turn="{turn}" data-lang="{language}" data-focus="{focus}" '
        f'data-title="{escape(title)}"{probe}>'
        f'{above}{summary}<h1 id="pl-heading">{escape(heading)}</h1></div>'
    )


def _summary(problems: Sequence[Problem], turn: int, language: str) -> str:
    count = len(problems)
    heading = word("problem", language) if count == 1 else word("problems", language, count=count)
    entries = "".join(
        f'<li><a class="pl-to" data-to="{key_of(turn, problem.anchor)}" href="#{key_of(turn, problem.anchor)}">'
        f"{escape(problem.message)}</a></li>"
        for problem in problems
    )
    return (
        f'<div id="pl-summary" role="alert" aria-labelledby="pl-summary-title">'
        f'<h2 id="pl-summary-title">{heading}</h2><ul>{entries}</ul></div>'
    )


def paragraphs(*texts: str) -> str:
    """Return plain texts as HTML paragraphs."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """Return names and values as an HTML description list."""
    if not rows:
        return ""
    inner = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f'<dl class="pl-facts">{inner}</dl>'


def bullets(entries: Sequence[str]) -> str:
    """Return entries as an HTML list."""
    return f"<ul>{''.join(f'<li>{escape(entry)}</li>' for entry in entries)}</ul>" if entries else ""


def text_block(html: str) -> None:
    """Draw a block of running text."""
    if html:
        st.html(f'<div class="pl-text">{html}</div>')
