"""Findings as one JSON document, without anything that names a participant."""

from typing import Any

from feedback.findings.agreement import Agreement
from feedback.findings.blocking import blocking
from feedback.findings.candidates import Candidate
from feedback.findings.discovery import Undiscovered
from feedback.findings.model import BLOCKING_SEVERITY, Finding
from feedback.findings.reading import Board, rank_findings
from feedback.findings.words import tell_session
from feedback.stats import NotEnoughData


def board_to_json(board: Board, severity: int = BLOCKING_SEVERITY) -> dict[str, Any]:
    """Return the board: findings by priority, proposals, what blocks (from `severity` on), agreement and discovery.

    What cannot be said is None, with `why` beside it.
    """
    return {
        "findings": [finding_to_json(finding) for finding in rank_findings(board.findings)],
        "blocking": [finding.number for finding in blocking(board.findings, severity)],
        "candidates": [candidate_to_json(candidate) for candidate in board.candidates],
        "agreement": agreement_to_json(board.agreement),
        "undiscovered": undiscovered_to_json(board.undiscovered),
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Return one finding; sessions by their shortened ids, notes without their authors."""
    version, rate = finding.version, finding.affected
    return {
        "number": finding.number,
        "title": finding.title,
        "severity": finding.severity,
        "agreed": version.agreed is not None,
        "ratings": [one.severity for one in finding.ratings],
        "status": version.status,
        "note": version.note,
        "task": version.task,
        "page": version.page,
        "field": version.field,
        "arm": version.arm,
        "x": None if isinstance(rate, NotEnoughData) else rate.x,
        "n": rate.have if isinstance(rate, NotEnoughData) else rate.n,
        "low": None if isinstance(rate, NotEnoughData) else rate.low,
        "high": None if isinstance(rate, NotEnoughData) else rate.high,
        "priority": None if isinstance(finding.priority, NotEnoughData) else finding.priority,
        "sessions": [tell_session(one) for one in finding.sessions],
        "observations": [one.text for one in finding.observations],
        "quotes": [one.text for one in finding.quotes],
        "merged": list(finding.parts),
        "synthetic": finding.synthetic,
        **({"why": rate.why} if isinstance(rate, NotEnoughData) else {}),
    }


def candidate_to_json(candidate: Candidate) -> dict[str, Any]:
    """Return one proposal."""
    return {
        "id": candidate.id,
        "kind": candidate.kind,
        "title": candidate.title,
        "reason": candidate.reason,
        "task": candidate.task,
        "page": candidate.page,
        "field": candidate.field,
        "arm": candidate.arm,
        "persons": candidate.persons,
        "of": candidate.of,
    }


def agreement_to_json(agreement: Agreement | NotEnoughData) -> dict[str, Any]:
    """Return the agreement of raters, or why it cannot be said."""
    if isinstance(agreement, NotEnoughData):
        return {"alpha": None, "findings": agreement.have, "why": agreement.why}
    return {"alpha": agreement.alpha, "findings": agreement.findings, "raters": agreement.raters}


def undiscovered_to_json(estimate: Undiscovered | NotEnoughData) -> dict[str, Any]:
    """Return how many problems are probably unknown, or why it cannot be said."""
    if isinstance(estimate, NotEnoughData):
        return {"missing": None, "why": estimate.why}
    return {
        "persons": estimate.persons,
        "found": estimate.found,
        "share": estimate.share,
        "missing": estimate.missing,
        "low": estimate.low,
        "high": estimate.high,
    }
