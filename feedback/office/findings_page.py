"""The board of usability problems: decision-makers read it, the team works on it."""

from html import escape

import streamlit as st

from feedback.decision.numbers import count
from feedback.findings import Board, Candidate, Finding, RefusedError, read_board
from feedback.findings.model import MOST_AUTHOR, Author
from feedback.office.desk import Desk
from feedback.office.finding_forms import draw_acceptance, draw_entry, draw_sign_form, tell_affected
from feedback.office.finding_page import draw_finding
from feedback.office.findings_view import Places, draw_done, draw_open, draw_state, plain_name
from feedback.office.layout import Link, anchor, open_page, paragraphs, section, text_block
from feedback.office.workbench import Workbench, take_message
from feedback.sessions import load_facts
from feedback.study import Study

HEADING = "Nutzungsprobleme"
BASIS = "Diese Seite zeigt alle Sitzungen bis jetzt."
Links = tuple[Link, ...]


def draw_findings(desk: Desk, study: Study, links: Links) -> None:
    """Draw the findings for somebody who may read them."""
    board = read(desk, study)
    open_board(study, links)
    waiting = len(board.candidates)
    told = f"Das Team prüft noch {count(waiting, 'Vorschlag', 'Vorschläge')} aus den Aufzeichnungen." if waiting else ""
    places = Places.of(board)
    text_block(
        paragraphs(BASIS, told)
        + draw_state(board, board.findings, study)
        + draw_open(board.findings, places, study, plain_name)
        + draw_done(board.findings, plain_name)
    )


def draw_board(desk: Desk, study: Study, links: Links) -> None:
    """Draw the board for the team: the list, or what the address asks for (`problem`, `vorschlag`, `neu`)."""
    board, asked = read(desk, study), st.query_params
    bench = Workbench(desk, study, board, Places.of(board), links, read_sign(desk))
    finding = board.finding(int(asked["problem"])) if asked.get("problem", "").isdecimal() else None
    candidate = board.candidate(asked.get("vorschlag", ""))
    if bench.sign and finding:
        draw_finding(bench, finding)
    elif bench.sign and candidate:
        draw_acceptance(bench, candidate)
    elif bench.sign and "neu" in asked:
        draw_entry(bench)
    else:
        draw_list(bench)


def read(desk: Desk, study: Study) -> Board:
    """Return the board of a study as of now."""
    return read_board(desk.store, study, load_facts(desk.store, study.id, now_ms=desk.clock_ms()))


def read_sign(desk: Desk) -> str:
    """Return under which name somebody works here: that of the sign-in, else a sign from the address, else nothing."""
    if desk.visitor.name:
        return desk.visitor.name[:MOST_AUTHOR].strip()
    try:
        return str(Author.read(sign=st.query_params.get("kuerzel", "")).sign)
    except RefusedError:
        return ""


def open_board(study: Study, links: Links) -> None:
    """Draw the head of the list."""
    open_page(HEADING, links=links, above=f'<p class="pl-progress">{escape(study.title)}</p>', demo=study.demo)


def draw_list(bench: Workbench) -> None:
    """Draw what to judge, what is open, what is done, what is proposed."""
    board, study = bench.board, bench.study
    open_board(study, bench.links)
    take_message()
    if bench.sign:
        known = bool(bench.desk.visitor.name)
        change = "" if known else anchor("Kürzel ändern", bench.address(sign=""))
        new = anchor("Problem eintragen", bench.address(neu="1"))
        told = f"{'Ihr Name' if known else 'Ihr Kürzel'} ist {bench.sign}."
        text_block(f'{paragraphs(told)}<p class="pl-links">{new} {change}</p>')
    else:
        draw_sign_form(bench)
    seen = [finding for finding in board.findings if finding.shows_severity_to(bench.sign)]
    unseen = [finding for finding in board.findings if finding not in seen]
    text_block(
        draw_unjudged(bench, unseen)
        + draw_open(seen, bench.places, study, bench.name)
        + draw_done(seen, bench.name)
        + draw_candidates(bench)
        + draw_state(board, seen, study)
        + paragraphs(BASIS)
    )


def draw_unjudged(bench: Workbench, findings: list[Finding]) -> str:
    """Return the findings that this rater has not judged yet, in the order of their numbers, without a severity."""
    if not findings:
        return ""
    hint = "Eine Person hat schon bewertet. Ihr Urteil bleibt verdeckt, bis Sie bewertet haben."
    rows = "".join(f"<li>{bench.name(finding)}</li>" for finding in findings)
    return section("Von Ihnen zu bewerten", paragraphs(hint) + f"<ul>{rows}</ul>")


def draw_candidates(bench: Workbench) -> str:
    """Return the proposals that nobody has looked at yet."""
    board = bench.board
    hint = "Die Aufzeichnungen legen diese Probleme nahe. Sie zählen erst, wenn ein Mensch zustimmt."
    set_aside = f"{count(board.dismissed, 'Vorschlag hat', 'Vorschläge haben')} Sie schon verworfen."
    if not board.candidates:
        return section(
            "Vorschläge", paragraphs("Es gibt keinen neuen Vorschlag.", set_aside if board.dismissed else "")
        )
    cards = "".join(describe_candidate(bench, candidate) for candidate in board.candidates)
    return section("Vorschläge", paragraphs(hint, set_aside if board.dismissed else "") + cards)


def describe_candidate(bench: Workbench, candidate: Candidate) -> str:
    """Return one proposal as a card."""
    link = anchor("Vorschlag prüfen", bench.address(vorschlag=candidate.id)) if bench.sign else ""
    body = paragraphs(candidate.reason, tell_affected(candidate)) + f'<p class="pl-links">{link}</p>'
    return f'<div class="pl-card">{section(candidate.title, body, level=3)}</div>'
