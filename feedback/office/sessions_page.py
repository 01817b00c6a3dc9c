"""The sessions behind a number, and one session step by step; what somebody typed was never recorded."""

from html import escape

import streamlit as st

from feedback.decision.numbers import count
from feedback.evidence import StudyEvidence, assemble, tell_duration
from feedback.evidence.crowd import read_one
from feedback.metrics.selection import counts
from feedback.office.desk import Desk
from feedback.office.layout import Link, address, anchor, open_page, paragraphs, section, table, text_block
from feedback.office.session_links import NumberKey, linked
from feedback.office.session_rows import (
    VALUE_NAMES,
    Behind,
    SessionRow,
    find_behind,
    find_session,
    make_row,
    tell_steps,
)
from feedback.sessions import SessionFacts
from feedback.study import Study

HEADING = "Sitzungen hinter einem Wert"
NO_ARM = "Diese Variante gibt es in der Studie nicht."
NO_NUMBER = "Diesen Wert gibt es in der Studie nicht."
NO_SESSION = "Diese Sitzung gibt es in der Studie nicht."
NOBODY = "Hinter diesem Wert steht keine Sitzung."
NOTHING_TYPED = "Eingaben zeichnet das Labor nicht auf."


def draw_sessions(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw the sessions behind the number in the address, or the session in the address."""
    evidence = assemble(desk.store, study, now_ms=desk.clock_ms())
    asked, code = NumberKey.read(st.query_params), st.query_params.get("sitzung", "")
    if code:
        facts = find_session(evidence, code) or find_in_crowd(desk, evidence, code)
        heading = f"Sitzung {make_row(study, facts).code}" if facts else HEADING
        body = draw_session(desk, study, facts) if facts else paragraphs(NO_SESSION)
    else:
        heading, body = HEADING, draw_number(evidence, asked)
    open_page(heading, links=links, demo=study.demo)
    text_block(body + f'<p class="pl-links">{draw_ways_back(study, asked, bool(code))}</p>')


def find_in_crowd(desk: Desk, evidence: StudyEvidence, code: str) -> SessionFacts | None:
    """Return a session by its id that the verdict did not need, and that the study may look at."""
    session = desk.store.session(code) if evidence.crowd is not None else None
    if session is None:
        return None
    facts = read_one(desk.store, session, desk.clock_ms())
    return facts if counts(evidence.study, facts) else None


def draw_ways_back(study: Study, asked: NumberKey, from_session: bool) -> str:
    """Return links to where somebody came from."""
    ways = [anchor("Zurück zur Entscheidung", address(study.id, "entscheidung"))]
    if from_session and asked.wert:
        ways.insert(0, anchor("Zurück zu den Sitzungen", asked.address(study.id)))
    return "".join(ways)


def draw_number(evidence: StudyEvidence, asked: NumberKey) -> str:
    """Return the sessions behind a number as a table, or that there is no such number."""
    study = evidence.study
    if asked.variante not in evidence.decision.arms:
        return paragraphs(NO_ARM)
    behind = find_behind(evidence, asked)
    if behind is None:
        return paragraphs(NO_NUMBER)
    found = tabulate(study, asked, behind) if behind.sessions else paragraphs(NOBODY)
    return section(behind.name, paragraphs(f"Variante {study.arm_title(asked.variante)}") + found)


def tabulate(study: Study, asked: NumberKey, behind: Behind) -> str:
    """Return one row a session."""
    heads = ["Sitzung", "Ergebnis", "Dauer", "Seiten", "Fehler", "Schritte zurück"]
    value_name = VALUE_NAMES.get(asked.wert.partition(".")[0])
    rows = []
    for facts in behind.sessions:
        row = make_row(study, facts, asked.wert, behind.task)
        link = linked(row.code, asked.address(study.id, row.session_id), ": Sitzung ansehen")
        rows.append([link, *cells(row), *([escape(row.value)] if value_name else [])])
    caption = count(len(rows), "Sitzung", "Sitzungen")
    return table(caption, [*heads, *([value_name] if value_name else [])], rows)


def cells(row: SessionRow) -> list[str]:
    """Return what a session came to, as cells of a table."""
    outcomes = "<br>".join(escape(outcome) for outcome in row.outcomes)
    return [outcomes, escape(row.duration), str(row.pages), str(row.errors), str(row.backtracks)]


def draw_session(desk: Desk, study: Study, facts: SessionFacts) -> str:
    """Return what is known of one session, and its steps with the time since it began."""
    row = make_row(study, facts)
    known = [
        ("Variante", escape(study.arm_title(facts.session.arm))),
        *zip(("Ergebnis", "Dauer", "Seiten", "Fehler", "Schritte zurück"), cells(row), strict=True),
    ]
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in known)
    steps = tell_steps(study, facts, desk.store.events(facts.session.session_id))
    rows = [[tell_duration(step.t_ms / 1000), escape(step.told)] for step in steps]
    return (
        f'<dl class="pl-facts">{listed}</dl>{paragraphs(NOTHING_TYPED)}'
        f"{table('Schritte der Sitzung', ['Zeit seit Beginn', 'Schritt'], rows, kind='pl-steps')}"
    )
