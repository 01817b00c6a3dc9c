"""The page for the lab's team: invitations, the state of the plan, hypotheses, hard facts."""

from datetime import UTC, datetime
from html import escape

import streamlit as st
from babel.dates import format_datetime, get_timezone

from feedback.decision.gates import FACT_SENTENCES
from feedback.decision.numbers import count, listing
from feedback.errors import AuthorError
from feedback.office.desk import Desk
from feedback.office.invitations import (
    MOST_NAMES,
    InvitationLink,
    draw_code,
    open_link,
    origin_of,
    personal_links,
    read_names,
)
from feedback.office.layout import Link, bullets, open_page, paragraphs, section, text_block
from feedback.study import Study, limits_of, needs_access

NAMES_KEY = "namen"


def draw_team(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw the team's page about a study."""
    title = f'<p class="pl-progress">{escape(study.title)}</p>'
    open_page("Einladen und Plan", links=links, above=title, demo=study.demo)
    origin = origin_of(st.context.url, st.context.headers.get("host"))
    text_block(section("Alle einladen", draw_open_link(open_link(desk.secret, study, origin))))
    draw_personal(desk, study, origin)
    text_block(
        section("Wie weit die Plätze vergeben sind", draw_places(desk, study))
        + section("Der Plan", draw_plan(desk, study))
        + section("Unsere Vermutungen", draw_hypotheses(study))
        + section("Was Menschen feststellen", draw_facts(study))
    )


def draw_open_link(link: InvitationLink) -> str:
    """Return the link for everybody with its QR code."""
    return paragraphs("Dieser Link gilt für alle. Jeder Browser zählt als eine Person.") + draw_invitation(
        link, "QR-Code mit dem Link für alle"
    )


def draw_invitation(link: InvitationLink, description: str) -> str:
    """Return a link with its QR code."""
    name = f"<h3>{escape(link.name)}</h3>" if link.name else ""
    href = escape(link.href)
    return (
        f'<div class="pl-invitation">{draw_code(link.href, description)}'
        f'<div>{name}<p><a href="{href}">{href}</a></p></div></div>'
    )


def draw_personal(desk: Desk, study: Study, origin: str) -> None:
    """Draw the form for personal links, and the links once there are names."""
    text_block(
        section(
            "Einzeln einladen",
            paragraphs(
                "Ein persönlicher Link gilt für genau eine Person, auf jedem Gerät.",
                "Wir speichern keine Namen. Derselbe Name steht immer für dieselbe Person.",
                "Geben Sie jeder Person nur einen Link. Ein neuer öffnet ihre angefangenen Eingaben nicht.",
            ),
        )
    )
    with st.form("personal", border=False):
        text = st.text_area("Namen oder Codes, einer je Zeile", key=NAMES_KEY, max_chars=5000)
        sent = st.form_submit_button("Links erstellen", type="primary")
    names = read_names(text or "")
    if sent and not names:
        st.html('<p role="alert" class="pl-error">Geben Sie mindestens einen Namen oder Code ein.</p>')
    elif len(names) > MOST_NAMES:
        st.html(f'<p role="alert" class="pl-error">Geben Sie höchstens {MOST_NAMES} Namen auf einmal ein.</p>')
    elif names:
        made = invite(desk, study, origin, names, new=sent)
        hint = paragraphs("Öffnen Sie diese Links nicht selbst: Sonst beginnt der Test.")
        cards = "".join(draw_invitation(link, f"QR-Code für {link.name}") for link in made)
        st.html(f'<div class="pl-text" role="status">{hint}{cards}</div>')


def invite(
    desk: Desk, study: Study, origin: str, names: tuple[str, ...], *, new: bool = True
) -> tuple[InvitationLink, ...]:
    """Return the personal links of these people; the audit log learns how many, not who. `new`: they were just asked
    for.
    """
    desk.require("invite")
    if new:
        desk.note("invited", study=study.id, about=count(len(names), "Person", "Personen"))
    return personal_links(desk.secret, study, origin, names)


def draw_places(desk: Desk, study: Study) -> str:
    """Return how many people have joined, by arm and by group, as "x von n"; groups of fewer than 5 stay untold."""
    taken = [one for one in desk.store.enrolled(study.id) if one.synthetic == study.demo]
    limits = limits_of(study)
    rows = [f"Alle zusammen: {len(taken)} von {limits.places} Plätzen."]
    for arm in study.arms:
        joined = sum(arm.id in one.arms for one in taken)
        rows.append(f"Variante {study.arm_title(arm.id)}: {joined} von {study.planned_sessions}.")
    if limits.open_places < limits.places:
        needing = sum(needs_access(one.segment) for one in taken)
        kept = limits.places - limits.open_places
        rows.append(f"Menschen mit Hilfsmitteln: {tell_few(needing)} von {kept} freigehaltenen Plätzen.")
    return bullets(rows)


def tell_few(people: int) -> str:
    """Return a number of people; a small one could show who they are.

    >>> tell_few(0), tell_few(3), tell_few(5)
    ('0', 'weniger als 5', '5')
    """
    return "weniger als 5" if 0 < people < 5 else str(people)


def draw_plan(desk: Desk, study: Study) -> str:
    """Return whether the plan is locked, its looks, its amendments, and what to do after a change."""
    looks = listing([str(look) for look in study.looks])
    texts = [f"Auswertungen: bei {looks} Sitzungen je Variante."]
    lock = desk.store.study_lock(study.id)
    if lock is None:
        return paragraphs("Der Plan ist noch offen. Die erste Sitzung sperrt ihn.", *texts)
    texts.insert(0, f"Der Plan ist gesperrt seit {tell_time(lock.locked_ms)}.")
    amendments = [f"Geändert am {tell_time(one.amended_ms)}: {one.reason}" for one in lock.amendments]
    return paragraphs(*texts) + bullets(amendments) + tell_change(desk, study, lock.plan_hash)


def tell_change(desk: Desk, study: Study, locked_hash: str) -> str:
    """Return what to do when the file of the plan says something else than the locked plan."""
    try:
        changed = desk.lab.study(study.id).plan_hash != locked_hash
    except AuthorError:
        return paragraphs("Die Datei des Plans hat Fehler. Der gesperrte Plan gilt weiter.")
    if not changed:
        return paragraphs("Die Datei des Plans ist seitdem unverändert.")
    command = f'probelauf amend {study.id} --reason "Ihr Grund"'
    return (
        '<p class="pl-sample"><strong>Die Datei des Plans wurde geändert.</strong> '
        "Bis jetzt gilt der gesperrte Plan. Soll die Änderung gelten? Dann nennen Sie den Grund:<br>"
        f"<code>{escape(command)}</code></p>"
    )


def draw_hypotheses(study: Study) -> str:
    """Return what the team expected before the first session."""
    return bullets(study.hypotheses) or paragraphs("Der Plan nennt keine Vermutungen.")


def draw_facts(study: Study) -> str:
    """Return the hard facts as stated in the plan."""
    facts = [FACT_SENTENCES[name, stated][1] for name, stated in study.hard_facts.model_dump().items()]
    return bullets(facts) + paragraphs("Sie ändern das im Plan unter „hard_facts“.")


def tell_time(epoch_ms: int) -> str:
    """Return a point in time as read in Germany.

    >>> tell_time(1_800_000_000_000)
    '15. Januar 2027, 09:00 Uhr'
    """
    moment = datetime.fromtimestamp(epoch_ms / 1000, tz=UTC)
    return format_datetime(moment, "d. MMMM y, HH:mm 'Uhr'", tzinfo=get_timezone("Europe/Berlin"), locale="de")
