"""Findings for a demo: the strongest proposals, judged by two invented people."""

from feedback.errors import InternalError
from feedback.findings.reading import read_board
from feedback.findings.writing import Pen, draft_of
from feedback.sessions import load_facts
from feedback.store import Store
from feedback.study import Study

JUDGEMENTS = ((3, 3), (2, 2), (2, 1), (1, 1), (2, 2))
RATERS = ("Demo 1", "Demo 2")
MENDED_IN = "0.2"


def demo_findings(store: Store, study: Study, *, now_ms: int) -> int:
    """Accept the strongest proposals of a demo as findings and return how many; again, nothing is added.

    The most severe one is mended, so that the demo can show a verdict; further proposals stay for the visitor to
    judge. Raises InternalError for a study that is no demo.
    """
    if not study.demo:
        raise InternalError(f"The study {study.id} is no demo; its findings come from people.")
    board = read_board(store, study, load_facts(store, study.id, now_ms=now_ms))
    if board.findings:
        return 0
    first, second = (Pen.take(store, study.id, rater, now_ms) for rater in RATERS)
    chosen = list(zip(board.candidates, JUDGEMENTS, strict=False))
    for candidate, (severity, _) in chosen:
        first.accept(candidate, severity)
    entered = read_board(store, study, board.sessions).findings
    for finding, (_, (_, severity)) in zip(entered, chosen, strict=True):
        second.rate(finding, severity)
    for finding in entered[:1]:
        first.edit(finding, draft_of(finding, status="mended", note=MENDED_IN))
    return len(chosen)
