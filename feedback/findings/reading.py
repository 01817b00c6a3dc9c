"""From the team's notes and the recordings to findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.findings.agreement import Agreement, measure_agreement
from feedback.findings.candidates import Candidate, propose
from feedback.findings.discovery import Undiscovered, estimate_undiscovered
from feedback.findings.model import Finding
from feedback.findings.priority import affected_persons, rank_priority
from feedback.findings.watching import WATCHED, note_id, propose_notes
from feedback.metrics import Selection, select
from feedback.sessions import SessionFacts
from feedback.stats import NotEnoughData
from feedback.store import FindingNotes, FindingVersion, Store
from feedback.study import Study


@dataclass(frozen=True)
class Board:
    """The findings of a study, the proposals nobody has looked at, and what both say about the study.

    Findings stand in the order of their numbers. `growing` holds, for each finding that came from a proposal, the
    sessions that show it by now and are not among its own. `sessions` are all that may be spoken about, by start.
    """

    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]
    growing: dict[int, tuple[str, ...]]
    agreement: Agreement | NotEnoughData
    undiscovered: Undiscovered | NotEnoughData
    sessions: tuple[SessionFacts, ...]
    dismissed: int

    def finding(self, number: int) -> Finding | None:
        """Return a finding by its number, None for one that does not exist or was merged into another."""
        return next((finding for finding in self.findings if finding.number == number), None)

    def candidate(self, candidate_id: str) -> Candidate | None:
        """Return an open proposal by its id."""
        return next((one for one in self.candidates if one.id == candidate_id), None)


def read_board(store: Store, study: Study, facts: Iterable[SessionFacts]) -> Board:
    """Return the board of a study. `facts` are those of its sessions, as `feedback.sessions.load_facts` gives them."""
    selections = select(study, facts)
    notes = store.findings(study.id)
    findings = gather_findings(notes, selections)
    everybody = [one for selection in selections.values() for one in selection.all]
    found = (*propose_notes(notes.observations, everybody), *propose(selections))
    known = {candidate: finding for finding in findings for candidate in finding.candidates}
    dismissed = {one.candidate for one in notes.dismissals}
    growing: dict[int, tuple[str, ...]] = {}
    for one in found:
        if one.id in known:
            finding = known[one.id]
            more = {*growing.get(finding.number, ()), *one.sessions} - set(finding.sessions)
            growing[finding.number] = tuple(sorted(more))
    return Board(
        findings=findings,
        candidates=tuple(one for one in found if one.id not in known and one.id not in dismissed),
        growing={number: more for number, more in growing.items() if more},
        agreement=measure_agreement(notes.ratings),
        undiscovered=estimate_undiscovered(findings, selections),
        sessions=tuple(sorted(everybody, key=lambda one: (one.session.started_ms, one.session.session_id))),
        dismissed=len(dismissed),
    )


def load_findings(store: Store, study: Study, facts: Iterable[SessionFacts]) -> tuple[Finding, ...]:
    """Return the findings of a study in the order of their numbers; merged ones are part of their target."""
    return gather_findings(store.findings(study.id), select(study, facts))


def gather_findings(notes: FindingNotes, selections: dict[str, Selection]) -> tuple[Finding, ...]:
    """Return the findings with whom they hit; sessions that may not be used (withdrawn, say) are left out."""
    by_number = {version.number: version for version in notes.versions}
    groups: dict[int, list[FindingVersion]] = {}
    for version in notes.versions:
        groups.setdefault(find_root(version, by_number), []).append(version)
    return tuple(
        gather_finding(by_number[root], groups[root], notes, selections) for root in sorted(groups)
    )  # fmt: skip


def find_root(version: FindingVersion, by_number: dict[int, FindingVersion]) -> int:
    """Return the number of the finding that a finding was merged into, over all steps."""
    while version.merged_into is not None:
        version = by_number[version.merged_into]
    return version.number


def gather_finding(
    root: FindingVersion, parts: Sequence[FindingVersion], notes: FindingNotes, selections: dict[str, Selection]
) -> Finding:
    """Return one finding with all that its parts bring along."""
    allowed = {facts.session.session_id: facts.session for each in selections.values() for facts in each.all}
    numbers = {version.number for version in parts}
    sessions = tuple(sorted({one for version in parts for one in version.sessions if one in allowed}))
    severity = settle_severity(root, [one.severity for one in notes.ratings if one.number in numbers])
    affected = affected_persons(selections, root.arm, sessions)
    candidates = tuple(version.candidate for version in parts if version.candidate)
    return Finding(
        version=root,
        sessions=sessions,
        observations=tuple(
            one
            for one in notes.observations
            if (one.number in numbers or (one.number == WATCHED and note_id(one) in candidates))
            and (one.session_id is None or one.session_id in allowed)
        ),
        quotes=tuple(one for one in notes.quotes if one.number in numbers and one.session_id in allowed),
        ratings=tuple(one for one in notes.ratings if one.number == root.number),
        severity=severity,
        affected=affected,
        priority=rank_priority(severity, affected),
        parts=tuple(sorted(numbers - {root.number})),
        candidates=candidates,
        synthetic=bool(sessions) and all(allowed[one].synthetic for one in sessions),
    )


def settle_severity(root: FindingVersion, judged: Sequence[int]) -> int:
    """Return the severity agreed on, or the highest judgement: what is in doubt is taken for severe."""
    return root.agreed if root.agreed is not None else max(judged, default=4)


def rank_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by priority; those of which nothing can be said come last, the severe ones first."""

    def key(finding: Finding) -> tuple[bool, float, int, int]:
        unsaid = isinstance(finding.priority, NotEnoughData)
        worth = 0.0 if isinstance(finding.priority, NotEnoughData) else finding.priority
        return unsaid, -worth, -finding.severity, finding.number

    return tuple(sorted(findings, key=key))
