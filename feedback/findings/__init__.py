"""Usability problems: entered and judged by people, proposed from recordings, in the way of a green light."""

from feedback.findings.agreement import Agreement, measure_agreement
from feedback.findings.blocking import blocking, blocking_sentence, blocking_titles
from feedback.findings.candidates import Candidate, propose
from feedback.findings.consent import QUOTES, may_quote
from feedback.findings.demo import demo_findings
from feedback.findings.discovery import Undiscovered, estimate_from_matrix, estimate_undiscovered
from feedback.findings.document import board_to_json
from feedback.findings.model import BLOCKING_SEVERITY, Draft, Finding, Note, RefusedError, Words
from feedback.findings.reading import Board, load_findings, rank_findings, read_board
from feedback.findings.words import MEANINGS, SEVERITIES, tell_session, tell_severity, tell_status
from feedback.findings.writing import Pen, draft_of

__all__ = [
    "BLOCKING_SEVERITY",
    "MEANINGS",
    "QUOTES",
    "SEVERITIES",
    "Agreement",
    "Board",
    "Candidate",
    "Draft",
    "Finding",
    "Note",
    "Pen",
    "RefusedError",
    "Undiscovered",
    "Words",
    "blocking",
    "blocking_sentence",
    "blocking_titles",
    "board_to_json",
    "demo_findings",
    "draft_of",
    "estimate_from_matrix",
    "estimate_undiscovered",
    "load_findings",
    "may_quote",
    "measure_agreement",
    "propose",
    "rank_findings",
    "read_board",
    "tell_session",
    "tell_severity",
    "tell_status",
]
