"""A decision record as it is read: who decided what, on which numbers."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from feedback.errors import OperatorError
from feedback.store import StoredRecord

FORMAT = "probelauf-decision-record-1"
DEMO_FORMAT = "probelauf-demo-record-1"
DEMO_NOTICE = "Vorführung mit erfundenen Personen. Das ist keine Entscheidung."


@dataclass(frozen=True)
class Person:
    """Who signed: name and role as typed."""

    name: str
    role: str


@dataclass(frozen=True)
class Override:
    """Why another verdict than the computed one was signed, and who else stands behind it."""

    reason: str
    second: Person


@dataclass(frozen=True)
class Record:
    """A signed verdict. `verdict` is what people decided, `computed` what the rules gave.

    `arm` is the one that goes into production, None for every other verdict. `decision` is the whole computed
    decision as `probelauf decide` prints it. A `demo` record says so in its id and its format as well.
    """

    number: int
    demo: bool
    study: str
    title: str
    verdict: str
    arm: str | None
    computed: str
    rule: str
    signed_by: Person
    signed_ms: int
    override: Override | None
    plan_hash: str
    snapshot_sha256: str
    program_version: str
    decision: Mapping[str, Any]
    document: Mapping[str, Any]
    record_hash: str

    @property
    def id(self) -> str:
        """The name of the record: `demo-0003` can never be read as a decision."""
        return record_id(self.number, self.demo)


def record_id(number: int, demo: bool) -> str:
    """Return the id of a record.

    >>> record_id(3, demo=True), record_id(4, demo=False)
    ('demo-0003', 'decision-0004')
    """
    return f"{'demo' if demo else 'decision'}-{number:04}"


def open_record(stored: StoredRecord) -> Record:
    """Return what stands in a stored record. Raises OperatorError when its text is no record."""
    try:
        return read_document(json.loads(stored.body), stored.record_hash)
    except (ValueError, KeyError, TypeError) as error:
        raise OperatorError(f"Decision record {stored.number} cannot be read: its text is damaged.") from error


def readable(records: Iterable[StoredRecord]) -> list[Record]:
    """Return what can be read; a damaged record does not hide the others, and `verify_chain` names it."""
    found = []
    for stored in records:
        with suppress(OperatorError):
            found.append(open_record(stored))
    return found


def read_document(document: Mapping[str, Any], record_hash: str) -> Record:
    """Return the record of a document; KeyError or TypeError when something is missing."""
    override = document["override"]
    return Record(
        number=document["number"],
        demo=document["demo"],
        study=document["study"]["id"],
        title=document["study"]["title"],
        verdict=document["verdict"],
        arm=document["arm"],
        computed=document["decision"]["verdict"],
        rule=document["rule"],
        signed_by=Person(**document["signed_by"]),
        signed_ms=document["signed_ms"],
        override=Override(override["reason"], Person(**override["second"])) if override else None,
        plan_hash=document["plan"]["hash"],
        snapshot_sha256=document["snapshot_sha256"],
        program_version=document["program_version"],
        decision=document["decision"],
        document=document,
        record_hash=record_hash,
    )
