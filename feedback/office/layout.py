"""How every page of the office is put together: head line, links, heading, sections, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import streamlit as st

from feedback.office.disturbance import banner

STYLE = Path(__file__).with_name("office.css")
INVENTED = "Vorführung mit erfundenen Personen. Alle Daten auf dieser Seite sind erfunden."

Tone = Literal["good", "bad", "open", "plain"]
SIGNS: dict[Tone, str] = {"good": "✔", "bad": "✖", "open": "○", "plain": "•"}


@dataclass(frozen=True)
class Link:
    """A link in the head line; `here` marks the page itself."""

    text: str
    href: str
    here: bool = False


def address(study_id: str = "", page: str = "") -> str:
    """Return the address of a page, relative to the office.

    >>> address("wohngeld/runde-1", "team"), address()
    ('?studie=wohngeld/runde-1&seite=team', '?')
    """
    parts = [f"studie={quote(study_id)}"] if study_id else []
    return "?" + "&".join([*parts, f"seite={quote(page)}"] if page else parts)


def open_page(
    heading: str, *, links: Sequence[Link] = (), above: str = "", below: str = "", demo: bool = False
) -> None:
    """Draw the head of a page. `above` and `below` are HTML before and after the heading."""
    st.html(STYLE)
    sample = f'<p class="pl-sample pl-invented">{escape(INVENTED)}</p>' if demo else ""
    st.html(
        f'<div id="pl-page" data-turn="{escape(heading)}" data-lang="de" data-focus="heading" '
        f'data-title="{escape(heading)} – Büro – Probelauf">{navigation(links)}{banner() if links else ""}'
        f"{sample}{above}"
        f'<h1 id="pl-heading">{escape(heading)}</h1>{below}</div>'
    )


def navigation(links: Sequence[Link]) -> str:
    """Return the head line with its links."""
    entries = "".join(
        f'<li><a href="{escape(link.href)}"{" aria-current=page" if link.here else ""}>{escape(link.text)}</a></li>'
        for link in links
    )
    listed = f'<nav aria-label="Büro"><ul>{entries}</ul></nav>' if entries else ""
    return f'<div class="pl-head pl-office"><strong>Probelauf, Büro</strong>{listed}</div>'


def text_block(html: str) -> None:
    """Draw a block of running text."""
    st.html(f'<div class="pl-text">{html}</div>')


def section(heading: str, html: str, *, level: int = 2) -> str:
    """Return a heading with what stands below it."""
    return f"<h{level}>{escape(heading)}</h{level}>{html}"


def paragraphs(*texts: str) -> str:
    """Return plain texts as HTML paragraphs."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def bullets(texts: Sequence[str]) -> str:
    """Return plain texts as an HTML list."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def badge(text: str, tone: Tone) -> str:
    """Return a short word with a sign and a colour; the sign carries it in grey."""
    sign = f'<span aria-hidden="true">{SIGNS[tone]}</span>'
    return f'<span class="pl-badge pl-{tone}">{sign} {escape(text)}</span>'


def anchor(text: str, href: str) -> str:
    """Return a link."""
    return f'<a href="{escape(href)}">{escape(text)}</a>'


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """Return an HTML table; the cells are HTML, the first of each row is its heading. `kind` is a class for
    the widths of its columns.

    Narrow screens show each row as a block, with the column's head before each cell. That takes the table's
    meaning from the elements, so the roles give it back.
    """
    head = "".join(f'<th role="columnheader" scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f'<tr role="row">{table_row(heads, row)}</tr>' for row in rows)
    return (
        f'<table role="table" class="pl-table {kind}"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def table_row(heads: Sequence[str], row: Sequence[str]) -> str:
    """Return the cells of one row."""
    first = f'<th role="rowheader" scope="row">{row[0]}</th>'
    return first + "".join(
        f'<td role="cell" data-head="{escape(head)}">{cell}</td>' for head, cell in zip(heads[1:], row[1:], strict=True)
    )


def details(summary: str, html: str) -> str:
    """Return what opens on request."""
    return f'<details class="pl-more"><summary>{escape(summary)}</summary>{html}</details>'
