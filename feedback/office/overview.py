"""The first page of the office: all studies of the lab."""

from html import escape

from feedback.errors import AuthorError
from feedback.evidence import StudyEvidence
from feedback.evidence.assembling import State
from feedback.office.desk import Desk
from feedback.office.layout import (
    Link,
    Tone,
    address,
    anchor,
    badge,
    open_page,
    paragraphs,
    section,
    text_block,
)
from feedback.office.signing_page import tell_last
from feedback.office.verdict import VERDICT_TONES
from feedback.study import Study

STATES: dict[State, str] = {
    "planned": "Noch nicht begonnen",
    "running": "Läuft",
    "complete": "Alle geplanten Sitzungen sind da",
}


def draw_overview(desk: Desk, links: tuple[Link, ...]) -> None:
    """Draw all studies, with links to what this person may see."""
    open_page("Alle Studien", links=links)
    studies = list(desk.lab.studies())
    if not studies:
        text_block(paragraphs("Dieses Labor hat noch keine Studie."))
    for study_id in studies:
        text_block(describe(desk, study_id))


def describe(desk: Desk, study_id: str) -> str:
    """Return one study as a card; its verdict only for whoever may see it."""
    try:
        study = desk.study(study_id)
    except AuthorError as error:
        what = badge(f"Der Plan hat Fehler ({len(error.findings)})", "bad")
        link = anchor("Fehler ansehen", address(study_id))
        return f'<div class="pl-card">{section(study_id, f"<p>{what}</p><p>{link}</p>")}</div>'
    if not desk.may("see the verdict"):
        return describe_blind(desk, study)
    evidence = desk.open_verdict(study)
    decision = evidence.decision
    tone: Tone = VERDICT_TONES[decision.verdict]
    demo = f" {badge('Vorführung mit erfundenen Personen', 'plain')}" if study.demo else ""
    links = [anchor("Urteil und Belege ansehen", address(study_id, "entscheidung"))]
    if desk.may("see the plan"):
        links.append(anchor("Einladen und Plan ansehen", address(study_id, "team")))
    told = [*rows_of(evidence), *rows_of_records(desk, study)]
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in told)
    return (
        f'<div class="pl-card"><h2>{escape(study.title)}</h2>'
        f"<p>{badge(decision.verdict_name, tone)}{demo}</p>"
        f'<dl class="pl-facts">{facts}</dl><p class="pl-links">{" ".join(links)}</p></div>'
    )


def describe_blind(desk: Desk, study: Study) -> str:
    """Return one study as a card without verdict: who watches sessions must not know which arm is ahead."""
    links = [anchor("Sitzungen beobachten", address(study.id, "beobachten"))] if desk.may("watch sessions") else []
    demo = f"<p>{badge('Vorführung mit erfundenen Personen', 'plain')}</p>" if study.demo else ""
    facts = f"<div><dt>Prototyp</dt><dd>{escape(study.prototype)}</dd></div>"
    return (
        f'<div class="pl-card"><h2>{escape(study.title)}</h2>{demo}'
        f'<dl class="pl-facts">{facts}</dl><p class="pl-links">{" ".join(links)}</p></div>'
    )


def rows_of(evidence: StudyEvidence) -> list[tuple[str, str]]:
    """Return the facts of one study as names and HTML."""
    study = evidence.study
    arms = "<br>".join(escape(study.arm_title(arm.id)) for arm in study.arms)
    sessions = "<br>".join(
        f"{escape(arm.id)}: {evidence.usable(arm.id)} von {study.planned_sessions}" for arm in study.arms
    )
    return [
        ("Prototyp", escape(study.prototype)),
        ("Varianten", arms),
        ("Sitzungen, die zählen", sessions),
        ("Stand", STATES[evidence.state]),
        ("Begründung", escape(evidence.decision.sentence)),
    ]


def rows_of_records(desk: Desk, study: Study) -> list[tuple[str, str]]:
    """Return the newest signed verdict as name and HTML, nothing when none is signed."""
    told = tell_last(desk, study)
    return [("Unterschrieben", told)] if told else []
