"""Decision records as a chain: each holds the hash of the one before, so that no change goes unseen.

The text of a record (`body`) and the packed data it rests on (`snapshot`) are kept as they were written. Triggers
refuse changes by accident; the hashes show changes on purpose.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedback.chain import GENESIS

if TYPE_CHECKING:
    from feedback.store.engine import Connection

RECORD_TABLE = (
    """
CREATE TABLE decision_record (
    number INTEGER PRIMARY KEY,
    previous_hash TEXT NOT NULL,
    record_hash TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    snapshot BLOB NOT NULL
) STRICT
""",
    """
CREATE TRIGGER decision_record_is_not_changed BEFORE UPDATE ON decision_record
BEGIN SELECT RAISE(ABORT, 'decision records are only added, never changed'); END
""",
    """
CREATE TRIGGER decision_record_is_not_removed BEFORE DELETE ON decision_record
BEGIN SELECT RAISE(ABORT, 'decision records are only added, never removed'); END
""",
)


@dataclass(frozen=True)
class StoredRecord:
    """A record as it lies on disk; `number` counts from 1 within the lab, the hashes are sha256 in hexadecimal."""

    number: int
    previous_hash: str
    record_hash: str
    body: str
    snapshot: bytes


def canonical(document: Any) -> str:
    """Return the one way to write a JSON document, so that equal content has equal hashes.

    >>> canonical({"b": 1.5, "a": "ä"})
    '{"a":"ä","b":1.5}'
    """
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(content: str | bytes) -> str:
    """Return the sha256 of a text or of bytes in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def seal(document: Mapping[str, Any], snapshot: bytes, number: int, previous_hash: str) -> StoredRecord:
    """Return the record with its place in the chain and the hash over all of it."""
    placed = {**document, "number": number, "previous_hash": previous_hash, "packed_sha256": digest(snapshot)}
    body = canonical(placed)
    return StoredRecord(number, previous_hash, digest(body), body, snapshot)


def append_record(connection: "Connection", document: Mapping[str, Any], snapshot: bytes) -> StoredRecord:
    """Add a record behind the last one and return it."""
    last = connection.execute(
        "SELECT number, record_hash FROM decision_record ORDER BY number DESC LIMIT 1"
    ).fetchone() or (0, GENESIS)
    record = seal(document, snapshot, last[0] + 1, last[1])
    connection.execute(
        "INSERT INTO decision_record (number, previous_hash, record_hash, body, snapshot) VALUES (?, ?, ?, ?, ?)",
        (record.number, record.previous_hash, record.record_hash, record.body, record.snapshot),
    )
    return record


def read_records(connection: "Connection") -> list[StoredRecord]:
    """Return all records of the lab, oldest first."""
    rows = connection.execute(
        "SELECT number, previous_hash, record_hash, body, snapshot FROM decision_record ORDER BY number"
    )
    return [StoredRecord(*row) for row in rows]
