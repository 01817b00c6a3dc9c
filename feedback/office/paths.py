"""Where people leave and what they get wrong: a funnel and a list of mistakes for each arm."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from feedback.charts import COLORS, CONFIG, funnel_chart
from feedback.evidence import StudyEvidence, tell_count, tell_range
from feedback.findings.words import tell_rule
from feedback.metrics import FunnelStep, Mistake
from feedback.office.layout import details, paragraphs, section, table, text_block
from feedback.office.measures import tell_crowd
from feedback.office.session_links import LEFT, MISTAKE, REACHED, NumberKey, sessions_link


def draw_funnels(evidence: StudyEvidence) -> None:
    """Draw one funnel for each task and arm, with its loss points in words and as a table."""
    reading = (
        "Jeder Balken ist eine Seite. Die volle Länge sind alle Personen, die begonnen haben. "
        "Schraffiert sind Personen, die hier aufhörten. Nicht jede Person braucht jede Seite."
    )
    text_block(section("Wo Menschen aufhören", paragraphs(tell_crowd(evidence), reading)))
    for task in evidence.study.tasks:
        text_block(section(evidence.study.task_title(task.id), "", level=3))
        arms = list(evidence.decision.arms.values())
        places = st.columns(len(arms)) if len(arms) == 2 else [st.container() for _ in arms]
        for number, (place, arm) in enumerate(zip(places, arms, strict=True)):
            with place:
                draw_funnel(evidence, arm.arm, task.id, number)


def draw_funnel(evidence: StudyEvidence, arm: str, task: str, number: int) -> None:
    """Draw the funnel of one arm, the `number`-th, in one task."""
    steps, title = evidence.funnel(arm, task), f"Variante {evidence.study.arm_title(arm)}"
    if not steps or steps[0].n == 0:
        text_block(section(title, paragraphs("Keine Aussage möglich. Niemand hat die Aufgabe begonnen."), level=4))
        return
    losses = tell_losses(steps)
    text_block(section(title, paragraphs(losses), level=4))
    figure = funnel_chart(steps, [label(step) for step in steps], COLORS[number % len(COLORS)])
    st.plotly_chart(
        figure, width="stretch", theme=None, config=CONFIG, key=f"funnel-{task}-{arm}", alt=f"{title}. {losses}"
    )
    rows = [
        [
            escape(step.title),
            escape(tell_count(step.reached_rate)) + link_step(evidence, arm, f"{REACHED}.{task}", step),
            escape(tell_count(step.left_rate)) + link_step(evidence, arm, f"{LEFT}.{task}", step),
        ]
        for step in steps
    ]
    text_block(details("Als Tabelle", table(title, ["Seite", "Erreicht", "Hier aufgehört"], rows)))


def link_step(evidence: StudyEvidence, arm: str, number: str, step: FunnelStep) -> str:
    """Return a link to those who reached a page or left there, nothing where nobody did, or a crowd."""
    left = number.startswith(LEFT)
    if evidence.crowd is not None or not (step.left if left else step.reached):
        return ""
    subject = f"{step.title}, {'hier aufgehört' if left else 'erreicht'}, Variante {arm}"
    return "<br>" + sessions_link(evidence.study.id, NumberKey(number, arm, step.page), subject)


def label(step: FunnelStep) -> str:
    """Return the label of a bar."""
    left = f", {step.left} aufgehört" if step.left else ""
    return f"{step.title}: {step.reached} von {step.n}{left}"


def tell_losses(steps: Sequence[FunnelStep]) -> str:
    """Return the page where most people left, with its rate and interval."""
    worst = max(steps, key=lambda step: step.left)
    if worst.left == 0:
        return f"Niemand hörte auf ({tell_count(worst.left_rate)})."
    return f"Größter Verlust: „{worst.title}“. Aufgehört haben dort {tell_count(worst.left_rate)}."


def draw_mistakes(evidence: StudyEvidence) -> str:
    """Return the top mistakes of each arm as tables."""
    reading = "Wie viele Personen machten den Fehler, von allen auf dieser Seite?"
    return paragraphs(tell_crowd(evidence), reading) + "".join(
        tabulate_mistakes(evidence, arm.arm, evidence.mistakes(arm.arm)) for arm in evidence.decision.arms.values()
    )


def tabulate_mistakes(evidence: StudyEvidence, arm: str, mistakes: Sequence[Mistake]) -> str:
    """Return the mistakes of one arm as a table."""
    title = f"Variante {evidence.study.arm_title(arm)}"
    if not mistakes:
        return section(title, paragraphs("Bis jetzt machte niemand einen Fehler."), level=3)
    rows = [
        [
            escape(mistake.label),
            escape(tell_rule(mistake.rule)),
            f"{mistake.x} von {mistake.n}{link_mistake(evidence, arm, mistake)}",
            escape(tell_range("completion", mistake.interval.low, mistake.interval.high)),
        ]
        for mistake in mistakes
    ]
    return table(title, ["Frage", "Fehler", "Personen", "Spanne"], rows, kind="pl-mistakes")


def link_mistake(evidence: StudyEvidence, arm: str, mistake: Mistake) -> str:
    """Return a link to those who made a mistake, nothing for a crowd."""
    if evidence.crowd is not None:
        return ""
    number = NumberKey(MISTAKE, arm, mistake.page, mistake.target, mistake.rule)
    return "<br>" + sessions_link(
        evidence.study.id, number, f"{mistake.label}, {tell_rule(mistake.rule)}, Variante {arm}"
    )
