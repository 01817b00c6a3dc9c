"""The page for decision-makers: the verdict first, then everything it rests on."""

from feedback.findings import read_board
from feedback.office.desk import Desk
from feedback.office.findability import draw_findability
from feedback.office.findings_view import draw_top
from feedback.office.layout import Link, open_page, section, text_block
from feedback.office.measures import draw_measures
from feedback.office.paths import draw_funnels, draw_mistakes
from feedback.office.ranking import draw_ranking
from feedback.office.recorded import draw_completeness, draw_probe
from feedback.office.report_button import draw_report
from feedback.office.signing_page import draw_box
from feedback.office.verdict import draw_attendance, draw_data_check, draw_gates, draw_missing, draw_verdict
from feedback.study import Study


def draw_decision(desk: Desk, study: Study, links: tuple[Link, ...]) -> None:
    """Draw evidence and verdict of a study."""
    evidence = desk.open_verdict(study)
    open_page(study.title, links=links, demo=study.demo)
    text_block(draw_verdict(evidence))
    text_block(
        section("Was noch fehlt", draw_missing(evidence))
        + section("Wer teilgenommen hat", draw_attendance(evidence))
        + section("Sind die Daten verlässlich?", draw_data_check(evidence) + draw_completeness(evidence))
        + section("Sind die Bedingungen erfüllt?", draw_gates(evidence))
    )
    draw_measures(evidence)
    if found := draw_findability(desk.store, evidence):
        text_block(found)
    draw_ranking(evidence)
    draw_funnels(evidence)
    if probe := draw_probe(evidence):
        text_block(probe)
    board = read_board(desk.store, study, evidence.facts)
    text_block(
        section("Die häufigsten Fehler", draw_mistakes(evidence))
        + draw_top(board, study)
        + draw_box(desk, study, links)
    )
    draw_report(desk, evidence)
