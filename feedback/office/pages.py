"""Which page of the office is asked for, and who may see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from feedback.errors import AuthorError, OperatorError
from feedback.office.access import COOKIE, SIGN_IN, roles_of
from feedback.office.decision_page import draw_decision
from feedback.office.desk import Desk
from feedback.office.findings_page import draw_board, draw_findings
from feedback.office.layout import Link, address, anchor, open_page, paragraphs, text_block
from feedback.office.overview import draw_overview
from feedback.office.session_links import PAGE as SESSIONS
from feedback.office.sessions_page import draw_sessions
from feedback.office.signing_page import PAGE as SIGNING
from feedback.office.signing_page import draw_signing
from feedback.office.team_page import draw_team
from feedback.study import Study

TEAM, DECISION_MAKER = "team", "decision-maker"
Links = tuple[Link, ...]


@dataclass(frozen=True)
class StudyPage:
    """A page about one study: its name in links, who may see it, and what draws it: for the team, where given,
    `draw_for_team`, which may change something. A page that is not `in_head` is reached from another one.
    """

    name: str
    roles: tuple[str, ...]
    draw: Callable[[Desk, Study, Links], None]
    draw_for_team: Callable[[Desk, Study, Links], None] | None = None
    in_head: bool = True

    def drawing(self, roles: tuple[str, ...]) -> Callable[[Desk, Study, Links], None]:
        """Return what draws the page for somebody with these roles."""
        return self.draw_for_team if self.draw_for_team and TEAM in roles else self.draw


STUDY_PAGES = {
    "entscheidung": StudyPage("Entscheidung", (TEAM, DECISION_MAKER), draw_decision),
    SESSIONS: StudyPage("Sitzungen", (TEAM, DECISION_MAKER), draw_sessions, in_head=False),
    "probleme": StudyPage("Probleme", (TEAM, DECISION_MAKER), draw_findings, draw_board),
    SIGNING: StudyPage("Unterschrift", (DECISION_MAKER,), draw_signing),
    "team": StudyPage("Einladen und Plan", (TEAM,), draw_team),
}


def run(desk: Desk) -> None:
    """Draw the page that the browser asks for. Called at every run of the script."""
    roles = roles_of(desk.secret, st.context.cookies.get(COOKIE, ""))
    draw(desk, roles, dict(st.query_params))


def draw(desk: Desk, roles: tuple[str, ...], asked: Mapping[str, str]) -> None:
    """Draw a page for somebody with these roles; `asked` holds `studie` and `seite`."""
    if not {TEAM, DECISION_MAKER} & set(roles):
        draw_closed(desk)
        return
    study_id = asked.get("studie", "")
    if not study_id:
        draw_overview(desk, links_for(roles), may_manage=TEAM in roles)
        return
    name = asked.get("seite", "entscheidung")
    links = links_for(roles, study_id, name)
    page = STUDY_PAGES.get(name)
    if page is None:
        draw_refusal("Diese Seite gibt es nicht", links, "Bitte wählen Sie oben eine andere Seite.")
    elif name == SIGNING and DECISION_MAKER not in roles:
        draw_refusal("Diese Seite ist nur für Entscheidende", links, "Ihr Zugang gilt für das Team.")
    elif not set(page.roles) & set(roles):
        draw_refusal("Diese Seite ist nur für das Team", links, "Ihr Zugang gilt für die Entscheidung.")
    else:
        draw_study(desk, study_id, page.drawing(roles), links)


def draw_study(desk: Desk, study_id: str, drawing: Callable[[Desk, Study, Links], None], links: Links) -> None:
    """Draw a page about a study, or why that is not possible."""
    try:
        study = desk.study(study_id)
    except OperatorError:
        draw_refusal("Diese Studie gibt es nicht", links[:1], "Bitte wählen Sie eine aus der Übersicht.")
    except AuthorError as error:
        lines = dict.fromkeys(finding.place.rpartition(":")[2] for finding in error.findings)
        text = f"Das Team muss diese Zeilen der Datei „{study_id}.toml“ ändern: {', '.join(lines)}."
        command = "Der Befehl „probelauf check“ erklärt jeden Fehler."
        draw_refusal("Der Plan dieser Studie hat Fehler", links[:1], text, command)
    else:
        drawing(desk, study, links)


def links_for(roles: tuple[str, ...], study_id: str = "", here: str = "") -> Links:
    """Return the links in the head line that somebody with these roles may follow."""
    links = [Link("Alle Studien", address(), here=not study_id)]
    if study_id:
        links += [
            Link(page.name, address(study_id, name), here=name == here)
            for name, page in STUDY_PAGES.items()
            if page.in_head and set(page.roles) & set(roles)
        ]
    return tuple(links)


def draw_closed(desk: Desk) -> None:
    """Draw how to get in."""
    open_page("Das Büro ist geschlossen")
    contact = f"Schreiben Sie an {desk.lab.name}: {desk.lab.contact}."
    text_block(
        paragraphs("Sie brauchen einen Zugangscode. Das Team Ihres Testlabors gibt Ihnen einen.", contact)
        + f"<p>{anchor('Mit Zugangscode anmelden', SIGN_IN)}</p>"
    )


def draw_refusal(heading: str, links: Links, *texts: str) -> None:
    """Draw why a page cannot be shown."""
    open_page(heading, links=links)
    text_block(paragraphs(*texts))
