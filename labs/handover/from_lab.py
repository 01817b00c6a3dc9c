"""What the lab knows: the signed decision, the report, the findings. Nothing of it leads back to a participant."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError, OperatorError
from feedback.findings import rank_findings
from feedback.findings.document import finding_to_json
from feedback.lab import Lab
from feedback.records import Record, export_record, open_record, verify_chain
from feedback.report import collect, render
from feedback.store import Store, StoredRecord
from feedback.study import Study
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.json_schema import to_text
from labs.service import Flow, Service

READY = "READY FOR PRODUCTION"
_KEPT = (
    "number", "title", "severity", "agreed", "status", "note", "task", "page", "field", "arm", "x", "n", "low", "high",
    "priority", "why",
)  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """A ready decision with the very flow that people tried."""

    stored: StoredRecord
    record: Record
    flow: Flow


def find_signed(chain: Sequence[StoredRecord], service: Service, variant: str) -> Signed:
    """Return the last decision on a variant, if it is a ready one for what the prototype is now.

    Raises OperatorError where there is none, where it says something else, and where the prototype was changed since.
    """
    who = f"`{service.id}`, variant `{variant}`"
    draft = "To look ahead, hand over a draft with --draft."
    if not verify_chain(chain).intact:
        raise OperatorError(
            "The decision records were edited, so none can be relied on: see `probelauf records verify`."
        )
    about = [(one, open_record(one)) for one in chain]
    about = [(one, record) for one, record in about if not record.demo and _tried(record, service.id, variant)]
    if not about:
        raise OperatorError(f"There is no signed decision on {who}. Sign one in the office. {draft}")
    stored, record = about[-1]
    tried = [one for one in _tried(record, service.id, variant) if one["arm"] == record.arm]
    if record.verdict != READY or not tried:
        said = f"{record.verdict}{f' for arm {record.arm}' if record.arm else ''}"
        raise OperatorError(f"The last decision on {who}, {record.id}, says: {said}. It needs a ready one. {draft}")
    hashes = {one["content_hash"] for one in tried}
    flows = [service.flow(variant, language) for language in ("de", "en")]
    flow = next((one for one in flows if one.content_hash in hashes), None)
    if flow is None:
        raise OperatorError(
            f"{who} was changed since {record.id} was signed. Put that version back, or run another round. {draft}"
        )
    return Signed(stored, record, flow)


def _tried(record: Record, prototype: str, variant: str) -> list[dict[str, Any]]:
    known = record.document["prototypes"]
    return [one for one in known if (one["prototype"], one["variant"], one["synthetic"]) == (prototype, variant, False)]


def study_of(lab: Lab, store: Store, case: Case) -> Study | None:
    """Return the study behind a case: the one that was decided, else the last round that has sessions."""
    if case.record is not None:
        return plan_in_force(store, lab.study(case.record.study))
    rounds: list[Study] = []
    for study_id in lab.studies():
        try:
            study = plan_in_force(store, lab.study(study_id))
        except AuthorError:
            continue
        arms = {(study.prototype_of(arm.id), arm.variant) for arm in study.arms}
        if (case.service.id, case.flow.variant) in arms and not study.demo and store.sessions(study.id):
            rounds.append(study)
    return max(rounds, key=lambda one: (one.round, one.id), default=None)


def lab_documents(lab: Lab, store: Store, case: Case, stored: StoredRecord | None) -> list[Document]:
    """Return report, findings and decision record as files; an empty list where there is no study yet.

    Whoever reads the report has looked at the data, so the look is noted, as `probelauf report` does.
    """
    study = study_of(lab, store, case)
    if study is None:
        return []
    now_ms = round(case.made.timestamp() * 1000)
    material = collect(store, lab, study, now_ms=now_ms)
    evidence, decision = material.evidence, material.evidence.decision
    store.log_look(decision.study, decision.look, now_ms, decision.verdict, evidence.sessions(), decision.plan_hash)
    report = render(material, "de")
    if case.draft:
        report = report.replace("<main>", f"<main>\n<p><strong>{DRAFT_NOTICE}</strong></p>", 1)
    found = [finding_to_json(one) for one in rank_findings(material.findings)]
    plain = [{name: one[name] for name in _KEPT if name in one} for one in found]
    findings = {"study": study.id, "origin": case.origin, "findings": plain}
    documents = [
        Document("bericht.html", report, "Bericht zur Studie.", "Leitung, Fachseite", "Zeitpunkt des Berichts"),
        Document("befunde.json", to_text(findings), "Befunde aus dem Labor mit ihrem Stand.", "Entwicklung, Design"),
    ]
    return documents + ([_record_document(stored)] if stored else [])


def _record_document(stored: StoredRecord) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        export_record(stored, path)
        text = path.read_text(encoding="utf-8")
    what = "Unterschriebene Entscheidung mit ihren Daten. `probelauf replay` rechnet sie nach."
    return Document("entscheidung.json", text, what, "Leitung, Prüfung")
