"""The observers' page: the sessions that run now, and for one of them a button for help given and a note."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from feedback.decision.numbers import count
from feedback.events import Assisted, ConsentWithdrawn, Event, PageShown, Session, TaskEnded, TaskStarted
from feedback.findings import Note, RefusedError
from feedback.findings.model import MOST_TEXT
from feedback.findings.watching import add_watched
from feedback.findings.words import tell_session
from feedback.office.desk import Desk
from feedback.office.finding_forms import NO_NAMES
from feedback.office.layout import Link, address, anchor, open_page, paragraphs, section, table, text_block
from feedback.office.workbench import key, save, take_message
from feedback.study import Study

PAGE, TAKING_PART = "beobachten", "taking_part"
LONGEST_MS = 12 * 3_600_000
"""A session that began longer ago and never ended is not watched any more."""
OVER = "Diese Sitzung ist zu Ende. Aktualisieren Sie die Seite."
NOBODY = "Gerade läuft keine Sitzung."
EARLIER = "noch keine"


@dataclass(frozen=True)
class Running:
    """A session that runs: its task and page with how long it has been there (milliseconds), and help given so far."""

    session: Session
    task: str | None
    page: str | None
    on_page_ms: int
    helped: int


def find_running(desk: Desk, study: Study) -> list[Running]:
    """Return the sessions of a study that run now, newest first; those whose consent was withdrawn are left out."""
    now_ms = desk.clock_ms()
    found = []
    for session in desk.store.sessions(study.id):
        if session.ended_ms is None and now_ms - session.started_ms < LONGEST_MS:
            events = [event for _, event in desk.store.events(session.session_id)]
            if not any(isinstance(event, ConsentWithdrawn) and TAKING_PART in event.scopes for event in events):
                found.append(look_at(session, events, now_ms))
    return found[::-1]


def look_at(session: Session, events: list[Event], now_ms: int) -> Running:
    """Return where a running session stands."""
    task = page = None
    since_ms, helped = 0, 0
    for event in events:
        match event:
            case TaskStarted():
                task, helped = event.task, 0
            case TaskEnded():
                task = page = None
            case PageShown():
                page, since_ms = event.page, event.t_ms
            case Assisted():
                helped += event.task == task
    return Running(session, task, page, max(now_ms - session.started_ms - since_ms, 0), helped)


def draw_watch(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw the running sessions, or the one in the address."""
    running = find_running(desk, study)
    code = st.query_params.get("sitzung", "")
    chosen = next((one for one in running if one.session.session_id == code), None)
    if chosen:
        draw_one(desk, study, chosen, links)
        return
    title = f'<p class="pl-progress">{escape(study.title)}</p>'
    open_page("Sitzungen beobachten", links=links, above=title, demo=study.demo)
    take_message()
    st.button("Aktualisieren", key="watch-refresh")
    if code:
        text_block(paragraphs("Diese Sitzung ist zu Ende."))
    text_block(draw_list(desk, study, running) if running else paragraphs(NOBODY))


def draw_list(desk: Desk, study: Study, running: list[Running]) -> str:
    """Return the running sessions as a table."""
    rows = [
        [
            anchor(f"Sitzung {tell_session(one.session.session_id)}", address_of(study, one)),
            escape(study.arm_title(one.session.arm)),
            escape(tell_task(study, one)),
            escape(page_title(desk, one)),
            tell_minutes(one.on_page_ms),
        ]
        for one in running
    ]
    return table(
        count(len(rows), "Sitzung läuft", "Sitzungen laufen"), ["Sitzung", "Variante", "Aufgabe", "Seite", "Dort"], rows
    )


def address_of(study: Study, one: Running) -> str:
    """Return the address of one running session."""
    return f"{address(study.id, PAGE)}&sitzung={one.session.session_id}"


def tell_task(study: Study, one: Running) -> str:
    """Return the title of the task that somebody is in."""
    known = one.task is not None and any(task.id == one.task for task in study.tasks)
    return study.task_title(one.task) if known and one.task else one.task or EARLIER


def page_title(desk: Desk, one: Running) -> str:
    """Return the title of the page that somebody is on."""
    flow = desk.store.flow(one.session.content_hash)
    titles = {page.id: page.title for page in flow.pages} if flow else {}
    return titles.get(one.page or "", one.page or EARLIER)


def tell_minutes(duration_ms: int) -> str:
    """Return how long somebody has been somewhere.

    >>> tell_minutes(59_000), tell_minutes(125_000)
    ('weniger als 1 Minute', '2 Minuten')
    """
    minutes = duration_ms // 60_000
    return count(minutes, "Minute", "Minuten") if minutes else "weniger als 1 Minute"


def draw_one(desk: Desk, study: Study, one: Running, links: tuple[Link, ...]) -> None:
    """Draw one running session with what an observer can do."""
    back = f'<p class="pl-progress">{anchor("Zurück zur Liste", address(study.id, PAGE))}</p>'
    open_page(f"Sitzung {tell_session(one.session.session_id)}", links=links, above=back, demo=study.demo)
    take_message()
    rows = [
        ("Variante", study.arm_title(one.session.arm)),
        ("Aufgabe", tell_task(study, one)),
        ("Seite", f"{page_title(desk, one)}, seit: {tell_minutes(one.on_page_ms)}"),
        ("Hilfe in dieser Aufgabe", f"{one.helped}-mal" if one.helped else "keine"),
    ]
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    text_block(f'<dl class="pl-facts">{facts}</dl>')
    st.button("Aktualisieren", key="watch-refresh")
    draw_help(desk, study, one)
    draw_note(desk, study, one)


def draw_help(desk: Desk, study: Study, one: Running) -> None:
    """Draw the button for help that was given."""
    if one.task is None:
        text_block(section("Hilfe", paragraphs("Gerade ist keine Aufgabe im Gang.")))
        return
    hint = "Drücken Sie, sobald jemand hilft. Ein Erfolg zählt dann als Erfolg mit Hilfe."
    text_block(section("Hilfe", paragraphs(hint)))
    if st.button("Hilfe gegeben", type="primary", key=key("help")):
        save(lambda: give_help(desk, study, one), "Die Hilfe ist vermerkt.")


def give_help(desk: Desk, study: Study, one: Running) -> None:
    """Record that somebody helped in the running task; RefusedError when the session is over by now."""
    desk.require("give help")
    t_ms = max(desk.clock_ms() - one.session.started_ms, 0)
    helped = Assisted(t_ms=t_ms, task=one.task or "")
    if desk.store.add_staff_event(one.session.session_id, helped) is None:
        raise RefusedError(OVER)
    desk.note("help_given", study=study.id, about=f"arm {one.session.arm}, task {one.task}")


def draw_note(desk: Desk, study: Study, one: Running) -> None:
    """Draw the form for a note; the moment is that of saving."""
    hint = "Das Team prüft Ihre Notiz als Vorschlag für ein Nutzungsproblem."
    text_block(section("Notiz", paragraphs(NO_NAMES, hint)))
    with st.form(key("watch"), border=False):
        text = st.text_area("Was sehen Sie gerade?", key=key("watched"), max_chars=MOST_TEXT)
        if st.form_submit_button("Notiz speichern"):
            save(lambda: take_note(desk, study, one, text or ""), "Die Notiz ist gespeichert.")


def take_note(desk: Desk, study: Study, one: Running, text: str) -> None:
    """Store what an observer saw; RefusedError without a word."""
    desk.require("note observations")
    now_ms, session = desk.clock_ms(), one.session
    seen = Note.read(text=text, session_id=session.session_id, t_ms=max(now_ms - session.started_ms, 0))
    add_watched(desk.store, study.id, seen, desk.visitor.name, desk.visitor.role, now_ms)
