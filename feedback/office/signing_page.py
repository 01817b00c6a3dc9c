"""The page on which decision-makers sign a verdict, and what was signed, for the other pages."""

from datetime import UTC, datetime
from html import escape
from typing import get_args

import streamlit as st
from babel.dates import format_datetime, get_timezone

from feedback.decision import VERDICT_NAMES, Verdict
from feedback.errors import OperatorError
from feedback.evidence import StudyEvidence
from feedback.office.desk import Desk
from feedback.office.layout import Link, address, anchor, badge, open_page, paragraphs, section, table, text_block
from feedback.office.permissions import ForbiddenError
from feedback.office.verdict import VERDICT_TONES
from feedback.records import Draft, Problem, Record, Signing, draft_record, find_problems, readable, sign, verify_chain
from feedback.records.record import DEMO_NOTICE
from feedback.records.signing import FEWEST_REASON, MOST_NAME, MOST_REASON
from feedback.store import StoredRecord
from feedback.study import Study

PAGE = "unterschrift"
AS_COMPUTED, OTHER = "Das berechnete Urteil", "Ein anderes Urteil"
CHANGED = "Die Daten haben sich geändert, seit Sie die Seite öffneten. Bitte prüfen Sie das Urteil noch einmal."
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def draw_signing(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw the page; whoever comes here is a decision-maker."""
    evidence = desk.open_verdict(study)
    draft = draft_of(evidence)
    signed: Record | None = st.session_state.get(key(study, "fertig"))
    done = signed if signed and draft and signed.snapshot_sha256 == draft.fingerprint else None
    title = f'<p class="pl-progress">{escape(study.title)}</p>'
    heading = "Urteil unterschrieben" if done else "Urteil unterschreiben"
    open_page(heading, links=links, above=title, demo=study.demo)
    if draft is None:
        text_block(paragraphs("Noch hat niemand teilgenommen. Es gibt nichts zu unterschreiben."))
        return
    if done:
        text_block(tell_done(done))
    else:
        text_block(section("Was die Regeln ergeben", tell_computed(draft)))
        draw_form(desk, draft)
    text_block(draw_signed(desk, study))


def draft_of(evidence: StudyEvidence) -> Draft | None:
    """Return what can be signed, None before the first session."""
    try:
        return draft_record(evidence)
    except OperatorError:
        return None


def key(study: Study, name: str) -> str:
    """Return the name of a value that belongs to this page of this study."""
    return f"unterschrift-{study.id.replace('/', '-')}-{name}"


def tell_computed(draft: Draft) -> str:
    """Return the computed verdict with its reason, as HTML."""
    decision = draft.decision
    told = f"<p>{badge(decision.verdict_name, VERDICT_TONES[decision.verdict])}</p>{paragraphs(decision.sentence)}"
    link = anchor("Alle Belege ansehen", address(draft.evidence.study.id, "entscheidung"))
    return f'{told}<p class="pl-links">{link}</p>'


def draw_form(desk: Desk, draft: Draft) -> None:
    """Draw the questions, and sign when everything is there and nothing has changed meanwhile."""
    study = draft.evidence.study
    seen = st.session_state.get(key(study, "gesehen"))
    st.session_state[key(study, "gesehen")] = draft.fingerprint
    text_block(section("Ihre Entscheidung", ""))
    verdict = ask_verdict(draft)
    arm = ask_arm(draft, verdict)
    overridden = verdict != draft.decision.verdict
    place = st.container()
    with st.form(key(study, "form"), border=False):
        typed = ask_override(study) if overridden else {}
        name = st.text_input("Ihr Name", key=key(study, "name"), max_chars=MOST_NAME, autocomplete="name")
        role = st.text_input(
            "Ihre Funktion", key=key(study, "funktion"), max_chars=MOST_NAME, autocomplete="organization-title"
        )
        text_block(paragraphs("Name, Funktion und Zeit stehen danach fest. Niemand kann sie mehr ändern."))
        sent = st.form_submit_button("Zur Probe unterschreiben" if study.demo else "Unterschreiben", type="primary")
    if not sent:
        return
    signing = Signing(verdict=verdict or "", name=name or "", role=role or "", arm=arm, **typed)
    with place:
        submit(desk, draft, signing, unchanged=seen == draft.fingerprint)


def ask_verdict(draft: Draft) -> str | None:
    """Ask for the computed verdict or another one; None while none of the others is chosen."""
    study, computed = draft.evidence.study, draft.decision.verdict
    choice = st.radio(
        "Was unterschreiben Sie?",
        [AS_COMPUTED, OTHER],
        key=key(study, "wahl"),
        captions=[VERDICT_NAMES[computed], "Sie brauchen einen Grund und eine zweite Person."],
    )
    if choice == AS_COMPUTED:
        return computed
    others = [verdict for verdict in VERDICTS if verdict != computed]
    return st.radio(
        "Welches Urteil?", others, index=None, key=key(study, "urteil"), format_func=lambda one: VERDICT_NAMES[one]
    )


def ask_arm(draft: Draft, verdict: str | None) -> str | None:
    """Ask which arm goes into production, where there is more than one to choose from."""
    study, arms = draft.evidence.study, draft.arms(verdict or "")
    if len(arms) < 2:
        return arms[0] if arms else None
    return st.radio(
        "Welche Variante geht in die Produktion?",
        arms,
        index=None,
        key=key(study, "variante"),
        format_func=study.arm_title,
    )


def ask_override(study: Study) -> dict[str, str]:
    """Ask for the reason and the second person."""
    reason = st.text_area(
        f"Ihr Grund, mindestens {FEWEST_REASON} Zeichen", key=key(study, "grund"), max_chars=MOST_REASON
    )
    second = st.text_input("Name der zweiten Person", key=key(study, "zweite"), max_chars=MOST_NAME, autocomplete="off")
    role = st.text_input(
        "Funktion der zweiten Person", key=key(study, "zweite-funktion"), max_chars=MOST_NAME, autocomplete="off"
    )
    return {"reason": reason or "", "second_name": second or "", "second_role": role or ""}


def submit(desk: Desk, draft: Draft, signing: Signing, *, unchanged: bool) -> None:
    """Sign, or say what is in the way."""
    problems = find_problems(draft, signing)
    if not unchanged:
        problems = (Problem("verdict", CHANGED),)
    if not problems:
        try:
            desk.require("sign")
            record = sign(desk.store, desk.lab, draft, signing, now_ms=desk.clock_ms())
        except (OperatorError, ForbiddenError) as error:
            problems = (Problem("verdict", str(error)),)
        else:
            desk.note("decision_signed", study=record.study, about=record.id)
            st.session_state[key(draft.evidence.study, "fertig")] = record
            st.rerun()
    listed = "".join(f"<li>{escape(problem.text)}</li>" for problem in problems)
    st.html(f'<div id="pl-summary" role="alert" tabindex="-1"><h2>Es gibt ein Problem</h2><ul>{listed}</ul></div>')


def tell_done(record: Record) -> str:
    """Return that the verdict is signed, and which hash to keep, as HTML."""
    told = paragraphs(
        f"Sie haben unterschrieben: {tell_verdict(record)}.",
        DEMO_NOTICE if record.demo else "",
        f"Die Nummer des Eintrags ist {record.id}.",
        "Bewahren Sie diesen Prüfwert außerhalb des Labors auf. Er zeigt später, ob etwas fehlt.",
    )
    return f'<div class="pl-saved" role="status">{told}<p><code>{escape(record.record_hash)}</code></p></div>'


def tell_verdict(record: Record) -> str:
    """Return a signed verdict in words, with the arm that goes into production."""
    name = VERDICT_NAMES.get(record.verdict, record.verdict)  # type: ignore[call-overload]
    return f"{name}, Variante {record.arm}" if record.arm else str(name)


def draw_signed(desk: Desk, study: Study) -> str:
    """Return what was signed on a study as HTML, newest first; nothing when nothing was."""
    chain = desk.store.records()
    found = [record for record in readable(chain) if record.study == study.id]
    gone = desk.store.erased_since()
    warning = warn_of(chain)
    if not found:
        return warning
    rows = [
        [
            escape(record.id),
            f"{mark_demo(record)}{escape(tell_verdict(record))}{tell_override(record)}"
            f"{tell_erased(gone.get(record.number, 0))}",
            f"{escape(record.signed_by.name)}, {escape(record.signed_by.role)}",
            escape(tell_time(record.signed_ms)),
        ]
        for record in reversed(found)
    ]
    caption = "Unterschriften zur Probe" if study.demo else "Unterschriften"
    listed = table(caption, ["Eintrag", "Urteil", "Unterschrieben von", "Zeit"], rows, kind="pl-signed")
    return warning + section("Was unterschrieben ist", listed)


def mark_demo(record: Record) -> str:
    """Return a mark that no demo record goes without."""
    return f"{badge('Vorführung, keine Entscheidung', 'plain')}<br>" if record.demo else ""


def tell_erased(sessions: int) -> str:
    """Return how many of the sessions that a record rests on are gone, as HTML.

    >>> tell_erased(0), tell_erased(1)
    ('', '<br>1 Sitzung davon ist inzwischen gelöscht oder zurückgezogen.')
    """
    if not sessions:
        return ""
    told = "1 Sitzung davon ist" if sessions == 1 else f"{sessions} Sitzungen davon sind"
    return f"<br>{told} inzwischen gelöscht oder zurückgezogen."


def tell_override(record: Record) -> str:
    """Return what the rules had given, why people decided otherwise, and who stands behind it too."""
    if record.override is None:
        return "<br>Wie berechnet."
    computed = VERDICT_NAMES.get(record.computed, record.computed)  # type: ignore[call-overload]
    second = record.override.second
    return (
        f"<br>Berechnet war: {escape(str(computed))}.<br>Grund: {escape(record.override.reason)}"
        f"<br>Zweite Person: {escape(second.name)}, {escape(second.role)}"
    )


def warn_of(chain: list[StoredRecord]) -> str:
    """Return a warning as HTML when a record of the lab was edited, removed or moved."""
    if verify_chain(chain).intact:
        return ""
    told = "Jemand hat Unterschriften nachträglich verändert. Vertrauen Sie ihnen nicht."
    command = "Der Befehl „probelauf records verify“ zeigt, welche."
    return f'<div role="alert" class="pl-error">{paragraphs(told, command)}</div>'


def tell_last(desk: Desk, study: Study) -> str:
    """Return the newest signed verdict on a study in one line of HTML; nothing when none is signed."""
    found = [record for record in readable(desk.store.records()) if record.study == study.id]
    if not found:
        return ""
    last = found[-1]
    who = f"{last.signed_by.name}, {tell_time(last.signed_ms)}"
    return f"{mark_demo(last)}{escape(tell_verdict(last))}<br>{escape(who)}"


def draw_box(desk: Desk, study: Study, links: tuple[Link, ...]) -> str:
    """Return the box at the end of the decision page: what is signed, and the way to sign for who may."""
    target = address(study.id, PAGE)
    told = draw_signed(desk, study)
    if any(link.href == target for link in links):
        told = told or paragraphs("Noch hat niemand dieses Urteil unterschrieben.")
        told += f'<p class="pl-links">{anchor("Urteil unterschreiben", target)}</p>'
    return told


def tell_time(epoch_ms: int) -> str:
    """Return a point in time as read in Germany.

    >>> tell_time(1_800_000_000_000)
    '15.01.2027, 09:00 Uhr'
    """
    moment = datetime.fromtimestamp(epoch_ms / 1000, tz=UTC)
    return format_datetime(moment, "dd.MM.y, HH:mm 'Uhr'", tzinfo=get_timezone("Europe/Berlin"), locale="de")
