"""The forms by which the team enters findings: a new one, and one from a proposal."""

from html import escape
from typing import Any

import streamlit as st

from feedback.evidence import tell_count
from feedback.findings import MEANINGS, SEVERITIES, Candidate, Draft
from feedback.findings.model import MOST_AUTHOR, MOST_TITLE, Author, Finding
from feedback.findings.words import STATES
from feedback.office.findings_view import Place
from feedback.office.layout import anchor, open_page, paragraphs, text_block
from feedback.office.workbench import Workbench, key, save, take_message

NO_NAMES = "Schreiben Sie keine Namen und nichts, woran man Personen erkennt."
ALL_ARMS = "Alle Varianten"
STATE_HINTS = {"open": "", "mended": ". Nennen Sie unten die Version.", "accepted": ". Nennen Sie unten den Grund."}


def tell_affected(candidate: Candidate) -> str:
    """Return whom a proposal concerns."""
    return f"Betroffene Personen: {tell_count(candidate.affected)}."


def draw_sign_form(bench: Workbench) -> None:
    """Draw the question for the sign, without which nobody judges or writes."""
    text_block(
        paragraphs(
            "Geben Sie Ihr Kürzel ein, zum Beispiel Ihre Initialen.",
            "So bewerten zwei Personen unabhängig. Das Kürzel steht bei Ihren Einträgen.",
        )
    )
    with st.form(key("sign"), border=False):
        sign = st.text_input("Ihr Kürzel", key=key("sign-text"), max_chars=MOST_AUTHOR, autocomplete="off")
        if st.form_submit_button("Weiter", type="primary"):
            save(lambda: Author.read(sign=sign).sign, "Ihr Kürzel ist gesetzt.", kuerzel="{}")


def open_view(bench: Workbench, heading: str, *, below: str = "") -> None:
    """Draw the head of a view about one finding, with the way back to the list."""
    back = f'<p class="pl-progress">{anchor("Zurück zur Liste", bench.address())}</p>'
    open_page(heading, links=bench.links, above=back, below=below, demo=bench.study.demo)
    take_message()


def ask_severity(name: str, label: str = "Wie schwer wiegt das Problem?") -> Any:
    """Draw the scale; nothing is chosen beforehand."""
    return st.radio(
        label,
        list(SEVERITIES),
        index=None,
        key=key(name),
        format_func=lambda severity: f"{severity}: {SEVERITIES[severity]}. {MEANINGS[severity]}",
    )


def ask_content(bench: Workbench, finding: Finding | None) -> dict[str, Any]:
    """Draw the fields of a finding; return what stands in them."""
    version = finding.version if finding else None
    study, places = bench.study, bench.places
    title = st.text_input(
        "Das Problem in einem Satz", version.title if version else "", key=key("title"), max_chars=MOST_TITLE
    )
    options = places.options()
    here: Place = (version.page, version.field) if version else (None, None)
    place = st.selectbox(
        "Wo?",
        options if here in options else [here, *options],
        index=options.index(here) if here in options else 0,
        key=key("place"),
        format_func=lambda one: places.name(*one),
    )
    task = study.tasks[0].id
    if len(study.tasks) > 1:
        tasks = [one.id for one in study.tasks]
        index = tasks.index(version.task) if version and version.task in tasks else 0
        task = st.radio("Aufgabe", tasks, index=index, key=key("task"), format_func=study.task_title)
    arms = ["", *(arm.id for arm in study.arms)]
    arm = st.radio(
        "Variante",
        arms,
        index=arms.index(version.arm) if version and version.arm in arms else 0,
        key=key("arm"),
        format_func=lambda one: study.arm_title(one) if one else ALL_ARMS,
    )
    page, field = place or here
    return {"title": title, "page": page, "field": field, "task": task, "arm": arm or None}


def ask_sessions(bench: Workbench, chosen: tuple[str, ...], name: str = "sessions") -> tuple[str, ...]:
    """Draw the choice of the sessions in which the problem was seen."""
    names = bench.session_names()
    return tuple(
        st.multiselect(
            "In welchen Sitzungen haben Sie es gesehen?",
            list(names),
            [one for one in chosen if one in names],
            key=key(name),
            format_func=lambda one: names[one],
            placeholder="Sitzung wählen",
        )
    )


def draw_entry(bench: Workbench) -> None:
    """Draw the form for a new finding."""
    open_view(bench, "Problem eintragen")
    text_block(paragraphs(NO_NAMES))
    with st.form(key("new"), border=False):
        values = ask_content(bench, None)
        sessions = ask_sessions(bench, ())
        severity = ask_severity("severity")
        if st.form_submit_button("Problem eintragen", type="primary"):
            save(
                lambda: bench.pen().enter(Draft.read(**values, sessions=sessions), severity),
                "Das Problem ist eingetragen.",
                neu="",
                problem="{}",
            )


def draw_acceptance(bench: Workbench, candidate: Candidate) -> None:
    """Draw a proposal with what speaks for it, and the ways to take or dismiss it."""
    open_view(bench, "Vorschlag prüfen", below=f"<p><strong>{escape(candidate.title)}</strong></p>")
    names = bench.session_names()
    seen = "".join(f"<li>{escape(names[one])}</li>" for one in candidate.sessions if one in names)
    text_block(
        paragraphs(candidate.reason, tell_affected(candidate))
        + f'<details class="pl-more"><summary>Diese Sitzungen zeigen es</summary><ul>{seen}</ul></details>'
    )
    with st.form(key("accept"), border=False):
        title = st.text_input("Das Problem in einem Satz", candidate.title, key=key("title"), max_chars=MOST_TITLE)
        severity = ask_severity("severity")
        if st.form_submit_button("Als Problem aufnehmen", type="primary"):
            save(
                lambda: bench.pen().accept(candidate, severity, title=title),
                "Der Vorschlag ist aufgenommen.",
                vorschlag="",
                problem="{}",
            )
    with st.form(key("dismiss"), border=False):
        reason = st.text_input("Warum ist das kein Problem?", key=key("reason"), max_chars=300)
        if st.form_submit_button("Vorschlag verwerfen"):
            save(lambda: bench.pen().dismiss(candidate, reason), "Der Vorschlag ist verworfen.", vorschlag="")


def ask_status(finding: Finding) -> dict[str, Any]:
    """Draw where the finding stands; a finding that is done needs a version or a reason."""
    states = list(STATES)
    status = st.radio(
        "Stand",
        states,
        index=states.index(finding.version.status),
        key=key("status"),
        format_func=lambda state: f"{STATES[state]}{STATE_HINTS[state]}",
    )
    note = st.text_input("Version oder Grund", finding.version.note, key=key("note"), max_chars=300)
    return {"status": status, "note": note}
