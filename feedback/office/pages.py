"""Which page of the office is asked for, and who may see it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from feedback.errors import AuthorError, OperatorError
from feedback.office import login
from feedback.office.access import SIGN_IN, SIGN_OUT
from feedback.office.access_page import draw_access
from feedback.office.audit_page import draw_audit
from feedback.office.decision_page import draw_decision
from feedback.office.desk import Desk
from feedback.office.findings_page import draw_board, draw_findings
from feedback.office.layout import Link, address, anchor, open_page, paragraphs, text_block
from feedback.office.overview import draw_overview
from feedback.office.permissions import Permission, allowed, tell_roles, tell_who
from feedback.office.query_page import PAGE as QUERY
from feedback.office.query_page import draw_query
from feedback.office.session_links import PAGE as SESSIONS
from feedback.office.sessions_page import draw_sessions
from feedback.office.signing_page import PAGE as SIGNING
from feedback.office.signing_page import draw_signing
from feedback.office.team_page import draw_team
from feedback.office.visitor import COOKIE, Visitor, visitor_of
from feedback.office.watch_page import PAGE as WATCH
from feedback.office.watch_page import draw_watch
from feedback.study import Study

log = logging.getLogger(__name__)
Links = tuple[Link, ...]
LEAVE = "abmelden"
OVERVIEW: Permission = "see the overview"
SEEN = "office-seen"


@dataclass(frozen=True)
class StudyPage:
    """A page about one study: its name in links, what one needs to see it, and what draws it: for whoever has the
    permission `to_change`, that is `draw_to_change`. A page that is not `in_head` is reached from another one.
    """

    name: str
    permission: Permission
    draw: Callable[[Desk, Study, Links], None]
    to_change: Permission | None = None
    draw_to_change: Callable[[Desk, Study, Links], None] | None = None
    in_head: bool = True

    def drawing(self, roles: tuple[str, ...]) -> Callable[[Desk, Study, Links], None]:
        """Return what draws the page for somebody with these roles."""
        if self.draw_to_change and self.to_change and allowed(self.to_change, roles):
            return self.draw_to_change
        return self.draw


@dataclass(frozen=True)
class LabPage:
    """A page about the whole lab: its name in links, what one needs to see it, and what draws it."""

    name: str
    permission: Permission
    draw: Callable[[Desk, Links], None]


STUDY_PAGES = {
    "entscheidung": StudyPage("Entscheidung", "see the verdict", draw_decision),
    SESSIONS: StudyPage("Sitzungen", "see sessions", draw_sessions, in_head=False),
    "probleme": StudyPage("Probleme", "see findings", draw_findings, "edit findings", draw_board),
    WATCH: StudyPage("Beobachten", "watch sessions", draw_watch),
    SIGNING: StudyPage("Unterschrift", "sign", draw_signing),
    "team": StudyPage("Einladen und Plan", "see the plan", draw_team),
    QUERY: StudyPage("Fragen", "query", draw_query),
}
LAB_PAGES = {
    "zugang": LabPage("Zugänge", "manage access", draw_access),
    "protokoll": LabPage("Protokoll", "see the audit log", draw_audit),
}


def run(desk: Desk) -> None:
    """Draw the page that the browser asks for. Called at every run of the script."""
    visitor = visitor_of(desk.store, desk.secret, st.context.cookies.get(COOKIE, ""), desk.clock_ms())
    claims = login.read_claims() if visitor is None and desk.lab.office.login else {}
    visitor = visitor or login.visitor_with(desk, claims)
    if visitor is None and claims:
        login.draw_stranger(desk, claims)
    elif visitor and visitor.by_account and LEAVE in st.query_params:
        login.leave(desk.taken_by(visitor))
    else:
        taken = desk.taken_by(visitor or Visitor())
        place = st.empty()
        try:
            with place.container():
                draw(taken, taken.visitor.roles, dict(st.query_params))
        except OperatorError as error:  # mostly the database: nothing is shown that cannot be noted
            log.error("A page of the office cannot be drawn. %s", error)
            place.empty()
            draw_waiting(taken)


def draw(desk: Desk, roles: tuple[str, ...], asked: Mapping[str, str]) -> None:
    """Draw a page for somebody with these roles; `asked` holds `studie` and `seite`."""
    who = desk.visitor
    desk = desk.taken_by(Visitor(who.name, roles, who.sign_in, who.by_account))
    if not desk.may(OVERVIEW):
        draw_closed(desk)
    elif asked.get("studie"):
        draw_study_page(desk, asked["studie"], asked.get("seite", ""))
    else:
        draw_lab_page(desk, asked.get("seite", ""))


def draw_lab_page(desk: Desk, name: str) -> None:
    """Draw a page about the whole lab; without a name the overview."""
    links, page = links_for(desk, here=name), LAB_PAGES.get(name)
    if not name:
        see(desk, "", "Alle Studien")
        draw_overview(desk, links)
    elif page is None:
        draw_unknown(links)
    elif not desk.may(page.permission):
        draw_refused(desk, page.permission, page.name, links)
    else:
        see(desk, "", page.name)
        page.draw(desk, links)


def draw_study_page(desk: Desk, study_id: str, name: str) -> None:
    """Draw a page about a study; without a name the first one that this person may see."""
    roles = desk.visitor.roles
    mine = [one for one, page in STUDY_PAGES.items() if page.in_head and desk.may(page.permission)]
    name = name or next(iter(mine), "entscheidung")
    links, page = links_for(desk, study_id, name), STUDY_PAGES.get(name)
    if page is None:
        draw_unknown(links)
    elif not desk.may(page.permission):
        draw_refused(desk, page.permission, page.name, links, study_id)
    else:
        draw_study(desk, study_id, page.name, page.drawing(roles), links)


def draw_study(
    desk: Desk, study_id: str, name: str, drawing: Callable[[Desk, Study, Links], None], links: Links
) -> None:
    """Draw a page about a study, or why that is not possible."""
    outside = (links[0], links[-1])
    try:
        study = desk.study(study_id)
    except OperatorError:
        draw_refusal("Diese Studie gibt es nicht", outside, "Bitte wählen Sie eine aus der Übersicht.")
    except AuthorError as error:
        lines = dict.fromkeys(finding.place.rpartition(":")[2] for finding in error.findings)
        text = f"Das Team muss diese Zeilen der Datei „{study_id}.toml“ ändern: {', '.join(lines)}."
        command = "Der Befehl „probelauf check“ erklärt jeden Fehler."
        draw_refusal("Der Plan dieser Studie hat Fehler", outside, text, command)
    else:
        see(desk, study.id, name)
        drawing(desk, study, links)


def see(desk: Desk, study_id: str, name: str) -> None:
    """Note once a tab that somebody opened a page."""
    seen: set[tuple[str, str]] = st.session_state.setdefault(SEEN, set())
    if (study_id, name) not in seen:
        desk.note("page_seen", study=study_id, about=name)
        seen.add((study_id, name))


def links_for(desk: Desk, study_id: str = "", here: str = "") -> Links:
    """Return the links in the head line that this person may follow; the last one leads out."""
    links = [Link("Alle Studien", address(), here=not study_id and not here)]
    pages: Mapping[str, StudyPage | LabPage] = STUDY_PAGES if study_id else LAB_PAGES
    links += [
        Link(page.name, address(study_id, name), here=name == here)
        for name, page in pages.items()
        if desk.may(page.permission) and not (isinstance(page, StudyPage) and not page.in_head)
    ]
    return (*links, Link("Abmelden", f"?{LEAVE}=1" if desk.visitor.by_account else SIGN_OUT))


def draw_waiting(desk: Desk) -> None:
    """Draw that the machine is in the way, mostly the database; the banner in the head says more."""
    open_page("Diese Seite geht gerade nicht", links=links_for(desk) if desk.may(OVERVIEW) else ())
    text_block(paragraphs("Bitte laden Sie die Seite in einer Minute neu. Ihre Daten sind noch da."))


def draw_closed(desk: Desk) -> None:
    """Draw how to get in."""
    open_page("Das Büro ist geschlossen")
    contact = f"Schreiben Sie an {desk.lab.name}: {desk.lab.contact}."
    if desk.lab.office.login:
        login.draw_button()
    text_block(
        paragraphs("Sie brauchen einen Zugangscode. Das Team Ihres Testlabors gibt Ihnen einen.", contact)
        + f"<p>{anchor('Mit Zugangscode anmelden', SIGN_IN)}</p>"
    )


def draw_unknown(links: Links) -> None:
    """Draw that there is no such page."""
    draw_refusal("Diese Seite gibt es nicht", links, "Bitte wählen Sie oben eine andere Seite.")


def draw_refused(desk: Desk, permission: Permission, name: str, links: Links, study_id: str = "") -> None:
    """Draw who may see a page, for somebody who may not."""
    desk.note("page_refused", study=study_id, about=name)
    held = f"Ihr Zugang gilt für {tell_roles(desk.visitor.roles)}."
    draw_refusal(f"Diese Seite ist nur für {tell_who(permission)}", links, held)


def draw_refusal(heading: str, links: Links, *texts: str) -> None:
    """Draw why a page cannot be shown."""
    open_page(heading, links=links)
    text_block(paragraphs(*texts))
