"""Where people leave and what they get wrong: a funnel and a list of mistakes for each arm."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from feedback.charts import COLORS, CONFIG, funnel_chart
from feedback.evidence import StudyEvidence, tell_count, tell_range
from feedback.metrics import FunnelStep, Mistake
from feedback.office.layout import details, paragraphs, section, table, text_block

WRONG = {
    "required": "leer gelassen",
    "number": "keine Zahl",
    "whole_number": "keine ganze Zahl",
    "decimal_places": "zu viele Stellen nach dem Komma",
    "greater_than": "zu klein",
    "greater_than_equal": "zu klein",
    "less_than": "zu groß",
    "less_than_equal": "zu groß",
    "multiple_of": "kein passendes Vielfaches",
    "format": "falsche Schreibweise",
    "too_short": "zu kurz",
    "too_long": "zu lang",
    "date": "kein vollständiges Datum",
    "date_unreal": "Datum gibt es nicht",
    "date_past": "Datum liegt in der Zukunft",
    "date_future": "Datum liegt in der Vergangenheit",
    "iban": "falsche IBAN",
    "email": "falsche E-Mail-Adresse",
    "postcode": "falsche Postleitzahl",
    "option": "keine Antwort aus der Liste",
    "declaration": "nicht bestätigt",
    "too_few": "zu wenige ausgewählt",
    "too_many": "zu viele ausgewählt",
    "upload": "keine Datei",
}


def draw_funnels(evidence: StudyEvidence) -> None:
    """Draw one funnel for each task and arm, with its loss points in words and as a table."""
    reading = (
        "Jeder Balken ist eine Seite. Die volle Länge sind alle Personen, die begonnen haben. "
        "Schraffiert sind Personen, die hier aufhörten. Nicht jede Person braucht jede Seite."
    )
    text_block(section("Wo Menschen aufhören", paragraphs(reading)))
    for task in evidence.study.tasks:
        text_block(section(evidence.study.task_title(task.id), "", level=3))
        arms = list(evidence.decision.arms.values())
        places = st.columns(len(arms)) if len(arms) == 2 else [st.container() for _ in arms]
        for number, (place, arm) in enumerate(zip(places, arms, strict=True)):
            with place:
                steps = evidence.funnel(arm.arm, task.id)
                draw_funnel(steps, f"Variante {arm.title}", f"funnel-{task.id}-{arm.arm}", number)


def draw_funnel(steps: Sequence[FunnelStep], title: str, key: str, number: int) -> None:
    """Draw the funnel of one arm in one task."""
    if not steps or steps[0].n == 0:
        text_block(section(title, paragraphs("Keine Aussage möglich. Niemand hat die Aufgabe begonnen."), level=4))
        return
    losses = tell_losses(steps)
    text_block(section(title, paragraphs(losses), level=4))
    figure = funnel_chart(steps, [label(step) for step in steps], COLORS[number % len(COLORS)])
    st.plotly_chart(figure, width="stretch", theme=None, config=CONFIG, key=key, alt=f"{title}. {losses}")
    rows = [
        [escape(step.title), escape(tell_count(step.reached_rate)), escape(tell_count(step.left_rate))]
        for step in steps
    ]
    text_block(details("Als Tabelle", table(title, ["Seite", "Erreicht", "Hier aufgehört"], rows)))


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
    found = {arm.title: evidence.mistakes(arm.arm) for arm in evidence.decision.arms.values()}
    reading = "Wie viele Personen machten den Fehler, von allen auf dieser Seite?"
    return paragraphs(reading) + "".join(
        tabulate_mistakes(f"Variante {title}", mistakes) for title, mistakes in found.items()
    )


def tabulate_mistakes(title: str, mistakes: Sequence[Mistake]) -> str:
    """Return the mistakes of one arm as a table."""
    if not mistakes:
        return section(title, paragraphs("Bis jetzt machte niemand einen Fehler."), level=3)
    rows = [
        [
            escape(mistake.label),
            escape(WRONG.get(mistake.rule, "passt nicht zur Regel")),
            f"{mistake.x} von {mistake.n}",
            escape(tell_range("completion", mistake.interval.low, mistake.interval.high)),
        ]
        for mistake in mistakes
    ]
    return table(title, ["Frage", "Fehler", "Personen", "Spanne"], rows, kind="pl-mistakes")
