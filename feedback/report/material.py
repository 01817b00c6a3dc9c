"""Everything that a report is made of, read from the lab once."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError
from feedback.evidence import StudyEvidence, assemble
from feedback.findings import Finding, load_findings, may_quote, rank_findings
from feedback.lab import Lab
from feedback.records import Record, readable, take_snapshot, verify_chain
from feedback.store import Look, Store, digest
from feedback.study import Study


@dataclass(frozen=True)
class Material:
    """A study with its evidence, and what people noted, signed and looked at.

    `findings` come by priority; `quotes` are those of people who agree to be quoted, by finding. `records` are the
    verdicts signed on this study, newest first; `chain_intact` says that none of the lab's was edited. `snapshot` is
    the hash of the data, None before the first session. `rounds` are the rounds of the prototype with sessions, this
    one among them. `made_ms` is when the report was made.
    """

    lab: Lab
    evidence: StudyEvidence
    findings: tuple[Finding, ...]
    quotes: Mapping[int, tuple[str, ...]]
    comments: int
    records: tuple[Record, ...]
    chain_intact: bool
    looks: tuple[Look, ...]
    rounds: tuple[StudyEvidence, ...]
    snapshot: str | None
    made_ms: int

    @property
    def study(self) -> Study:
        """The plan in force."""
        return self.evidence.study


def collect(store: Store, lab: Lab, study: Study, *, now_ms: int) -> Material:
    """Return the material of a report on a study as of now (epoch milliseconds)."""
    shown = assemble(store, study, now_ms=now_ms)
    evidence = shown if shown.crowd is None else assemble(store, study, now_ms=now_ms, exact=True)
    study, chain = evidence.study, store.records()
    findings = rank_findings(load_findings(store, study, evidence.facts))
    return Material(
        lab=lab,
        evidence=evidence,
        findings=findings,
        quotes={finding.number: quotable(store, finding) for finding in findings},
        comments=len(store.comments(study.id)),
        records=tuple(record for record in reversed(readable(chain)) if record.study == study.id),
        chain_intact=verify_chain(chain).intact,
        looks=tuple(store.looks(study.id)),
        rounds=collect_rounds(store, lab, evidence, now_ms),
        snapshot=hash_data(shown),
        made_ms=now_ms,
    )


def quotable(store: Store, finding: Finding) -> tuple[str, ...]:
    """Return the quotes of those who agree to be quoted, as of now."""
    return tuple(quote.text for quote in finding.quotes if may_quote(store, quote.session_id))


def hash_data(evidence: StudyEvidence) -> str | None:
    """Return the hash of what the verdict rests on; a record signed on the same data holds the same one."""
    if evidence.lock is None or not evidence.facts:
        return None
    return digest(take_snapshot(evidence.study, evidence.lock, evidence.facts, evidence.blocking).to_text())


def collect_rounds(store: Store, lab: Lab, here: StudyEvidence, now_ms: int) -> tuple[StudyEvidence, ...]:
    """Return all rounds of the same prototype that have sessions, in their order; demos never mix with real ones.

    A study whose plan cannot be read is left out: its own page says what is wrong with it.
    """
    found = [here] if here.facts else []
    for study_id in lab.studies():
        if study_id == here.study.id:
            continue
        try:
            other = plan_in_force(store, lab.study(study_id))
        except AuthorError:
            continue
        if (other.prototype, other.demo) == (here.study.prototype, here.study.demo) and store.sessions(other.id):
            evidence = assemble(store, other, now_ms=now_ms, exact=True)
            found += [evidence] if any(one.all for one in evidence.counted.so_far.values()) else []
    rounds = sorted(found, key=lambda one: (one.study.round, one.study.id))
    return tuple(rounds) if len({one.study.round for one in rounds}) > 1 else ()
