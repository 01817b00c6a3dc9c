"""Was a record edited, removed, or put in another place? Each finding says which and how one knows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.errors import Finding
from feedback.records.record import DEMO_FORMAT, FORMAT, read_document
from feedback.records.snapshot import unpack
from feedback.store import GENESIS, StoredRecord, digest

MEND = "Put back the backup of the database from before the change."


@dataclass(frozen=True)
class Verification:
    """What a check of the chain found: `head` is the hash of the last record, to be kept outside of the lab."""

    records: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was changed."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf records verify`."""
        found = [{"code": one.code, "record": one.place, "what": one.what} for one in self.findings]
        return {"records": self.records, "head": self.head, "intact": self.intact, "findings": found}


def verify_chain(records: Sequence[StoredRecord], kept_head: str | None = None) -> Verification:
    """Return what is wrong with the records of a lab, oldest first.

    A record that was edited no longer has its hash; where one is missing or moved, the next holds the hash of
    another one. The last records can go without a trace in the database: only a hash that was kept elsewhere
    (`kept_head`) shows that.
    """
    findings: list[Finding] = []
    expected_number, expected_hash = 1, GENESIS
    for record in records:
        place = f"record {record.number}"
        findings += [Finding(f"records.{code}", "error", place, what, MEND) for code, what in verify_record(record)]
        if record.number != expected_number:
            what = f"It should be record {expected_number}: what stood between was removed."
            findings.append(Finding("records.missing", "error", place, what, MEND))
        if record.previous_hash != expected_hash:
            what = "The record before it is not the one that stood there when it was signed."
            findings.append(Finding("records.order", "error", place, what, MEND))
        expected_number, expected_hash = record.number + 1, record.record_hash
    if kept_head is not None and kept_head not in {GENESIS, *(record.record_hash for record in records)}:
        what = f"No record has the kept hash {kept_head}: it was removed or edited."
        findings.append(Finding("records.head", "error", "last record", what, MEND))
    return Verification(len(records), expected_hash, tuple(findings))


def verify_record(record: StoredRecord) -> list[tuple[str, str]]:
    """Return what is wrong with a single record, as codes and sentences."""
    if digest(record.body) != record.record_hash:
        return [("edited", "Its text or its hash was edited.")]
    try:
        document = json.loads(record.body)
        read_document(document, record.record_hash)
    except (ValueError, KeyError, TypeError):
        return [("unreadable", "Its text is no decision record.")]
    placed = (document["number"], document["previous_hash"])
    wrong = []
    if placed != (record.number, record.previous_hash):
        wrong.append(("moved", "It was signed at another place of the chain."))
    if digest(record.snapshot) != document["packed_sha256"]:
        wrong.append(("data", "The data it rests on were edited."))
    elif not holds(record.snapshot, document["snapshot_sha256"]):
        wrong.append(("data", "The data it rests on are not those that were signed."))
    return wrong + verify_marks(document)


def holds(packed: bytes, expected: str) -> bool:
    """Return whether packed data have the expected hash."""
    try:
        return digest(unpack(packed)) == expected
    except ValueError:
        return False


def verify_marks(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return whether a record contradicts itself about being a demo."""
    demo = document["demo"]
    if demo == document["decision"]["demo"] and document["format"] == (DEMO_FORMAT if demo else FORMAT):
        return []
    return [("demo", "It contradicts itself about being a demo.")]
