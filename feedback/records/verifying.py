"""Was a record edited, removed, or put in another place? Each finding says which and how one knows."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from feedback.chain import ChainCheck, Link, check_chain
from feedback.records.record import DEMO_FORMAT, FORMAT, read_document
from feedback.records.snapshot import unpack
from feedback.store import StoredRecord, digest


def verify_chain(records: Sequence[StoredRecord], kept_head: str | None = None) -> ChainCheck:
    """Return what is wrong with the records of a lab, oldest first; `kept_head` is a hash that was kept elsewhere."""
    links = [Link(one.number, one.previous_hash, one.record_hash, tuple(verify_record(one))) for one in records]
    return check_chain("record", "records", links, kept_head)


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
