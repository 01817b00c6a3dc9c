"""The measured values: a chart a metric with all arms, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

import streamlit as st

from feedback.charts import CONFIG, Axis, Dot, Limit, dot_chart
from feedback.decision.numbers import number
from feedback.evidence import StudyEvidence, name_metric, tell_metric, tell_share
from feedback.metrics import Metric, metric_ids
from feedback.office.layout import details, paragraphs, section, table, text_block
from feedback.office.session_links import NumberKey, sessions_link
from feedback.study import Study

SHARES = Axis(0, 1, tuple((share / 100, tell_share(share / 100)) for share in (0, 25, 50, 75, 100)))
POINTS = Axis(0, 100, tuple((float(points), str(points)) for points in (0, 25, 50, 75, 100)))
SEVEN = Axis(1, 7, tuple((float(points), str(points)) for points in range(1, 8)))


@dataclass(frozen=True)
class Question:
    """What a decision-maker asks, the metric that answers it, and how to read it."""

    heading: str
    metric: str
    reading: str


QUESTIONS = (
    Question(
        "Schaffen Menschen die Aufgabe?",
        "completion",
        "Anteil der Personen, die ohne Hilfe fertig wurden. Mehr ist besser.",
    ),
    Question(
        "Wie gut lässt sich der Dienst benutzen?",
        "sus",
        "Bedienbarkeit (SUS): ein Fragebogen mit 0 bis 100 Punkten. Mehr ist besser.",
    ),
    Question(
        "Wie lange brauchen Menschen?",
        "time",
        "Typische Dauer. Sie zählt nur, wer ohne Hilfe fertig wurde.",
    ),
    Question(
        "Wie leicht finden Menschen die Aufgabe?",
        "ease",
        "Urteil nach der Aufgabe: 1 ist sehr schwer, 7 sehr leicht.",
    ),
)


def draw_measures(evidence: StudyEvidence) -> None:
    """Draw the charts, one question after the other, and a table with every metric."""
    reading = (
        "Der Punkt ist der gemessene Wert. Die Linie ist die Spanne. "
        "Darin liegt der wahre Wert mit 95\xa0% Sicherheit. Wenige Personen ergeben eine lange Linie."
    )
    text_block(section("Was gemessen wurde", paragraphs(tell_crowd(evidence, times=True), reading)))
    for question in QUESTIONS:
        draw_question(evidence, question)
    text_block(details("Alle Werte als Tabelle", all_values(evidence)))


def tell_crowd(evidence: StudyEvidence, *, times: bool = False) -> str:
    """Return what stands behind the figures where they are those of a crowd, and how exact their `times` are."""
    if evidence.crowd is None:
        return ""
    usable = sum(evidence.usable(arm.id) for arm in evidence.study.arms)
    told = f"Diese Werte zeigen alle {number(usable)} Sitzungen, die zählen."
    return f"{told} Zeiten sind auf 5\xa0% genau." if times else told


def draw_question(evidence: StudyEvidence, question: Question) -> None:
    """Draw one question with a chart for each task, or one chart for the whole visit."""
    study = evidence.study
    ids = [one for one in metric_ids(study) if one.partition(".")[0] == question.metric]
    text_block(section(question.heading, paragraphs(question.reading), level=3))
    axis = axis_of(question.metric, [dot for one in ids for dot in dots_of(evidence, one)])
    places = st.columns(len(ids)) if len(ids) == 2 else [st.container() for _ in ids]
    for place, metric_id in zip(places, ids, strict=True):
        with place:
            task = metric_id.partition(".")[2]
            if task:
                text_block(section(study.task_title(task), "", level=4))
            draw_metric(evidence, metric_id, axis)


def draw_metric(evidence: StudyEvidence, metric_id: str, axis: Axis) -> None:
    """Draw the chart of one metric with all arms; its alternative text says the same."""
    dots = dots_of(evidence, metric_id)
    limit = limit_of(evidence.study, metric_id)
    figure = dot_chart(dots, axis, limit)
    told = [f"Variante {dot.name}: {dot.text}." for dot in dots]
    st.plotly_chart(
        figure,
        width="stretch",
        theme=None,
        config=CONFIG,
        key=f"chart-{metric_id}",
        alt=" ".join([f"{name_metric(metric_id)}.", *told, *([f"{limit.text}."] if limit else [])]),
    )


def dots_of(evidence: StudyEvidence, metric_id: str) -> list[Dot]:
    """Return the values of all arms."""
    return [
        Dot(arm.title, (value := evidence.measured[arm.arm][metric_id]), tell_metric(metric_id, value))
        for arm in evidence.decision.arms.values()
    ]


def limit_of(study: Study, metric_id: str) -> Limit | None:
    """Return the line of the gate on a metric, if there is one."""
    name, _, task = metric_id.partition(".")
    gate = next((one for one in study.gates if one.metric == name and (one.task or "") == task), None)
    if gate is None:
        return None
    told = tell_share(gate.at_least) if name == "completion" else number(gate.at_least)
    return Limit(gate.at_least, f"gefordert: {told}")


def axis_of(metric: str, dots: Sequence[Dot]) -> Axis:
    """Return the scale for all charts of a question; times end at a whole number of minutes."""
    if metric != "time":
        return {"completion": SHARES, "ease": SEVEN}.get(metric, POINTS)
    longest = max((dot.value.high for dot in dots if isinstance(dot.value, Metric)), default=60.0)
    step = max(ceil(longest / 60 / 4), 1)
    minutes = range(0, ceil(longest / 60 / step) * step + 1, step)
    ticks = tuple((minute * 60.0, f"{minute}\xa0min") for minute in minutes)
    return Axis(0, ticks[-1][0], ticks)


def all_values(evidence: StudyEvidence) -> str:
    """Return a table with every metric of every arm."""
    study, arms = evidence.study, evidence.decision.arms
    rows = []
    for metric_id in metric_ids(study):
        task = metric_id.partition(".")[2]
        name = f"{study.task_title(task)}: {name_metric(metric_id)}" if task else name_metric(metric_id)
        cells = [
            escape(tell_cell(metric_id, evidence.measured[arm][metric_id]))
            + ("" if evidence.crowd else link_metric(evidence, metric_id, arm, name))
            for arm in arms
        ]
        rows.append([escape(name), *cells])
    return table("Alle Werte mit ihrer Spanne", ["Wert", *(f"Variante {arm.title}" for arm in arms.values())], rows)


def link_metric(evidence: StudyEvidence, metric_id: str, arm: str, name: str) -> str:
    """Return a link to the sessions behind a metric of an arm, nothing where there are none."""
    value = evidence.decision.arms[arm].metrics[metric_id]
    if not (value.n if isinstance(value, Metric) else value.have):
        return ""
    return "<br>" + sessions_link(evidence.study.id, NumberKey(metric_id, arm), f"{name}, Variante {arm}")


def tell_cell(metric_id: str, value: object) -> str:
    """Return a metric in words, with the grade of a SUS score or why it has none."""
    if not isinstance(value, Metric):
        return tell_metric(metric_id, value)  # type: ignore[arg-type]
    told = tell_metric(metric_id, value)
    if metric_id != "sus":
        return told
    return f"{told}. Note {value.grade.letter}." if value.grade else f"{told}. Keine Note: Die Spanne ist zu breit."
