"""The end of the decision page: further charts, which the report shows too, and the report itself."""

from typing import Any

import streamlit as st

from feedback.charts import CONFIG, curve_chart, group_chart, path_chart
from feedback.evidence import StudyEvidence
from feedback.office.desk import Desk
from feedback.office.layout import paragraphs, section, text_block
from feedback.report import collect, file_name, render
from feedback.report.further import (
    curve_axis,
    curves_of,
    error_groups,
    item_groups,
    path_of,
    stay_groups,
)
from feedback.report.measures import FIVE, SHARES, time_axis
from feedback.report.results import longest
from feedback.report.words import Words
from feedback.study import Study

GERMAN = Words("de")


def draw_report(desk: Desk, evidence: StudyEvidence) -> None:
    """Draw the further charts for whoever opens them, and a button that makes the report as of now."""
    text_block(paragraphs("Den Bericht können Sie lesen, drucken und unterschreiben."))
    st.download_button(
        "Bericht herunterladen",
        lambda: make(desk, evidence.study),
        file_name(evidence.study.id),
        "text/html",
        key="report",
        on_click="ignore",
    )
    if st.toggle("Weitere Auswertungen zeigen", key="report-more"):
        for task in evidence.study.tasks:
            draw_task(desk, evidence, task.id)
        draw_items(evidence)


def make(desk: Desk, study: Study) -> str:
    """Return the report as HTML."""
    desk.require("download the report")
    desk.note("report_downloaded", study=study.id)
    return render(collect(desk.store, desk.lab, study, now_ms=desk.clock_ms()))


def draw_task(desk: Desk, evidence: StudyEvidence, task: str) -> None:
    """Draw times, pages and ways of one task; nothing when nobody has started it."""
    title, curves = evidence.study.task_title(task), curves_of(evidence, task)
    stays = stay_groups(evidence, task)
    if not curves:
        return
    draw(GERMAN("times_of", task=title), GERMAN("reading_curves"), curve_chart(curves, curve_axis(curves)))
    draw(f"{title}: {GERMAN('stays')}", "", group_chart(stays, time_axis(longest(stays))))
    draw(f"{title}: {GERMAN('errors_by_page')}", "", group_chart(error_groups(evidence, task), SHARES))
    for arm in evidence.decision.arms.values():
        path, name = path_of(evidence, arm.arm, task), GERMAN("variant_named", arm=arm.title)
        if path.links:
            draw(GERMAN("path_table", title=f"{title}, {name}"), "", path_chart(path, GERMAN("gone")))


def draw_items(evidence: StudyEvidence) -> None:
    """Draw the answers to each question of the SUS."""
    draw(GERMAN("sus_items"), "", group_chart(item_groups(evidence, "sus", GERMAN("the_service")), FIVE))


def draw(title: str, told: str, figure: Any) -> None:
    """Draw a chart under its heading; the report holds its table."""
    text_block(section(title, paragraphs(told, GERMAN("numbers_in_report")), level=3))
    st.plotly_chart(figure, width="stretch", theme=None, config=CONFIG, key=f"more-{title}", alt=title)
