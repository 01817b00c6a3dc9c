"""One finding in the hands of the team: what is known, and the steps of work on it."""

import re
from html import escape

import streamlit as st

from feedback.decision.numbers import count
from feedback.evidence import tell_count
from feedback.findings import (
    SEVERITIES,
    Draft,
    Finding,
    Note,
    RefusedError,
    Words,
    may_quote,
    tell_severity,
    tell_status,
)
from feedback.findings.consent import REFUSED
from feedback.findings.model import MOST_TEXT
from feedback.office.finding_forms import NO_NAMES, ask_content, ask_sessions, ask_severity, ask_status, open_view
from feedback.office.findings_view import HIDDEN, draw_quotes, tell_place, tell_priority
from feedback.office.layout import badge, paragraphs, section, text_block
from feedback.office.team_page import tell_time
from feedback.office.workbench import Workbench, key, refuse, save

WRONG_TIME = "Schreiben Sie den Zeitpunkt so: 2:05 für zwei Minuten und fünf Sekunden."
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")


def draw_finding(bench: Workbench, finding: Finding) -> None:
    """Draw a finding with all that the team can do with it."""
    open_view(bench, finding.title)
    text_block(draw_facts(bench, finding) + draw_observations(bench, finding))
    if len(finding.raters) > 1:
        draw_settling(bench, finding)
    elif bench.sign in finding.raters:
        text_block(section("Ihr Urteil", paragraphs("Sie haben bewertet. Eine zweite Person soll noch bewerten.")))
    else:
        draw_rating(bench, finding)
    draw_growth(bench, finding)
    draw_note_form(bench, finding)
    draw_editing(bench, finding)
    draw_quote_form(bench, finding)
    draw_merging(bench, finding)


def draw_facts(bench: Workbench, finding: Finding) -> str:
    """Return what is known of a finding; the severity only for those who have judged it."""
    version, visible = finding.version, finding.shows_severity_to(bench.sign)
    rows = [
        ("Nummer", str(finding.number) + (f" (mit {listed(finding.parts)})" if finding.parts else "")),
        ("Stand", tell_status(version)),
        ("Wo", tell_place(bench.places, finding, bench.study)),
        ("Schwere", tell_severity(finding.severity) if visible else HIDDEN),
        ("Urteile", tell_ratings(bench, finding)),
        ("Betroffene Personen", tell_count(finding.affected)),
        ("Vorrang", tell_priority(finding) if visible else HIDDEN),
        ("Zuletzt geändert", f"{version.changed_by}, {tell_time(version.changed_ms)}"),
    ]
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    names = bench.session_names()
    seen = "".join(f"<li>{escape(names[one])}</li>" for one in finding.sessions)
    summary = count(len(finding.sessions), "Sitzung zeigt", "Sitzungen zeigen") + " das Problem"
    opened = f'<details class="pl-more"><summary>{summary}</summary><ul>{seen}</ul></details>' if seen else ""
    invented = f"<p>{badge('Erfundene Personen', 'plain')}</p>" if finding.synthetic else ""
    return f'{invented}<dl class="pl-facts">{facts}</dl>{opened}'


def listed(parts: tuple[int, ...]) -> str:
    """Return the numbers of merged findings."""
    return ", ".join(str(part) for part in parts)


def tell_ratings(bench: Workbench, finding: Finding) -> str:
    """Return the judgements, or only how many there are while they must stay hidden."""
    if not finding.shows_severity_to(bench.sign):
        return f"{count(len(finding.ratings), 'Urteil', 'Urteile')}, verdeckt"
    own = [f"{SEVERITIES[one.severity]} ({one.severity}) von {one.rater}" for one in finding.ratings]
    settled = f", gemeinsam: {finding.version.agreed}" if finding.version.agreed is not None else ""
    return ", ".join(own) + settled + (": uneinig, das höhere Urteil gilt" if finding.disputed else "")


def draw_observations(bench: Workbench, finding: Finding) -> str:
    """Return the notes and quotes, with their time in the session."""
    names = bench.session_names()
    entries = []
    for one in finding.observations:
        place = f"{names[one.session_id]}, " if one.session_id in names else ""
        moment = f"bei {one.t_ms // 60_000}:{one.t_ms // 1000 % 60:02d}, " if one.t_ms is not None else ""
        entries.append(
            f"<li>{escape(one.text)}<br><small>{escape(f'{place}{moment}notiert von {one.noted_by}')}</small></li>"
        )
    quotes = draw_quotes(finding)
    notes = f"<ul>{''.join(entries)}</ul>" if entries else paragraphs("Noch keine Beobachtung.")
    return section("Beobachtungen", notes) + (section("Zitate", f"<p>{quotes}</p>") if quotes else "")


def draw_rating(bench: Workbench, finding: Finding) -> None:
    """Draw the form for one's own judgement."""
    hint = "Urteilen Sie für sich allein. Danach sehen Sie das andere Urteil. Ihr erstes Urteil gilt."
    text_block(section("Ihr Urteil", paragraphs(hint)))
    with st.form(key("rate"), border=False):
        severity = ask_severity("own")
        if st.form_submit_button("Urteil abgeben", type="primary"):
            save(lambda: bench.pen("rate findings").rate(finding, severity), "Ihr Urteil ist gespeichert.")


def draw_settling(bench: Workbench, finding: Finding) -> None:
    """Draw the form for the severity that the raters settle on."""
    with st.expander("Schwere gemeinsam festlegen", expanded=finding.disputed):
        text_block(paragraphs("Besprechen Sie Ihre Urteile. Legen Sie dann eine Schwere fest."))
        with st.form(key("settle"), border=False):
            severity = ask_severity("settled", "Gemeinsame Schwere")
            if st.form_submit_button("Gemeinsam festlegen"):
                save(lambda: bench.pen().settle(finding, severity), "Die gemeinsame Schwere ist gespeichert.")


def draw_growth(bench: Workbench, finding: Finding) -> None:
    """Offer the sessions that show the same by now; they count only when somebody takes them."""
    more = bench.board.growing.get(finding.number, ())
    if more:
        told = f"{count(len(more), 'weitere Sitzung zeigt', 'weitere Sitzungen zeigen')} dasselbe."
        text_block(section("Neue Sitzungen", paragraphs(told)))
        if st.button("Neue Sitzungen übernehmen", key=key("grow")):
            save(lambda: bench.pen().add_sessions(finding, more), "Die Sitzungen sind übernommen.")


def choose_session(bench: Workbench, label: str, name: str, sessions: list[str]) -> str | None:
    """Draw the choice of one session, or none."""
    names = bench.session_names()
    return st.selectbox(
        label, sessions, index=None, key=key(name), format_func=lambda one: names[one], placeholder="Keine Sitzung"
    )


def draw_note_form(bench: Workbench, finding: Finding) -> None:
    """Draw the form for an observation."""
    with st.expander("Beobachtung notieren"):
        text_block(paragraphs(NO_NAMES))
        with st.form(key("observe"), border=False):
            text = st.text_area("Was haben Sie gesehen?", key=key("seen"), max_chars=MOST_TEXT)
            session = choose_session(bench, "In welcher Sitzung?", "seen-in", list(bench.session_names()))
            moment = st.text_input("Zeitpunkt in der Sitzung, zum Beispiel 2:05", key=key("moment"), max_chars=6)
            if st.form_submit_button("Beobachtung speichern"):
                save(
                    lambda: bench.pen().note(
                        finding, Note.read(text=text, session_id=session, t_ms=read_moment(moment))
                    ),
                    "Die Beobachtung ist gespeichert.",
                )


def read_moment(text: str) -> int | None:
    """Return a moment of a session in milliseconds, None for nothing typed.

    >>> read_moment("2:05"), read_moment(" ")
    (125000, None)
    """
    if not text.strip():
        return None
    found = CLOCK.fullmatch(text.strip())
    if not found:
        raise RefusedError(WRONG_TIME)
    return (int(found[1]) * 60 + int(found[2])) * 1000


def draw_editing(bench: Workbench, finding: Finding) -> None:
    """Draw the form that changes a finding and its state."""
    with st.expander("Ändern oder abschließen"), st.form(key("edit"), border=False):
        values = ask_content(bench, finding) | ask_status(finding)
        sessions = ask_sessions(bench, finding.version.sessions)
        if st.form_submit_button("Änderung speichern"):
            save(
                lambda: bench.pen().edit(finding, Draft.read(**values, sessions=sessions)),
                "Die Änderung ist gespeichert.",
            )


def draw_quote_form(bench: Workbench, finding: Finding) -> None:
    """Draw the form for a quote, when anybody in these sessions agreed to be quoted; else say that nobody did."""
    with st.expander("Zitat hinzufügen"):
        agreed = [one for one in finding.sessions if may_quote(bench.desk.store, one)]
        if not agreed:
            text_block(
                paragraphs(
                    "Aus diesen Sitzungen hat niemand Zitaten zugestimmt.",
                    "Schreiben Sie eine Beobachtung in eigenen Worten.",
                )
            )
            return
        with st.form(key("quote"), border=False):
            session = choose_session(bench, "Aus welcher Sitzung?", "said-in", agreed)
            text = st.text_area("Wörtliches Zitat, ohne Namen", key=key("said"), max_chars=MOST_TEXT)
            if st.form_submit_button("Zitat speichern"):
                if session is None:
                    refuse(REFUSED)
                    return
                save(
                    lambda: bench.pen().quote(finding, Words.read(text=text, session_id=session)),
                    "Das Zitat ist gespeichert.",
                )


def draw_merging(bench: Workbench, finding: Finding) -> None:
    """Draw the form that makes a finding a part of another one."""
    others = {one.number: one for one in bench.board.findings if one.number != finding.number}
    if not others:
        return
    with st.expander("Mit einem anderen Problem zusammenführen"), st.form(key("merge"), border=False):
        text_block(paragraphs("Dieses Problem geht im anderen auf. Sitzungen und Beobachtungen bleiben erhalten."))
        chosen = st.selectbox(
            "Das andere Problem",
            list(others),
            index=None,
            key=key("target"),
            format_func=lambda one: f"{one}. {others[one].title}",
            placeholder="Problem wählen",
        )
        if st.form_submit_button("Zusammenführen"):
            if chosen is None:
                refuse("Wählen Sie das andere Problem.")
                return
            save(
                lambda: bench.pen().merge(finding, others[chosen]),
                "Die Probleme sind zusammengeführt.",
                problem=str(chosen),
            )
