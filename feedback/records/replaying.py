"""Computing a signed verdict again, from the data in its record alone."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import isclose
from typing import Any

from feedback.errors import OperatorError
from feedback.records.record import Record, open_record
from feedback.records.snapshot import read_snapshot, unpack
from feedback.store import StoredRecord, digest
from feedback.version import VERSION

TOLERANCE = 1e-9
"""Relative; other processors round the last digits of a sum differently."""


@dataclass(frozen=True)
class Difference:
    """A value that came out otherwise: its place, what the record says, what it is now."""

    place: str
    recorded: Any
    replayed: Any


@dataclass(frozen=True)
class Replay:
    """What came of computing again. `intact`: text and data have the hashes that were signed."""

    record: Record
    replayed: str
    intact: bool
    differences: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        """Whether verdict, sentences and all numbers came out as signed."""
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf replay`."""
        return {
            "record": self.record.id,
            "study": self.record.study,
            "demo": self.record.demo,
            "signed": self.record.verdict,
            "overridden": self.record.override is not None,
            "computed": self.record.computed,
            "replayed": self.replayed,
            "identical": self.identical,
            "intact": self.intact,
            "differences": [asdict(one) for one in self.differences],
            "recorded_with": self.record.program_version,
            "replayed_with": VERSION,
        }


def replay_record(stored: StoredRecord) -> Replay:
    """Return the verdict computed again, compared with the record.

    Raises OperatorError when text or data cannot be read.
    """
    record = open_record(stored)
    try:
        text = unpack(stored.snapshot)
    except ValueError as error:
        raise OperatorError(f"The data of decision record {stored.number} are damaged.") from error
    decision = json.loads(json.dumps(read_snapshot(text).decide(record.signed_ms).to_json()))
    intact = digest(stored.body) == stored.record_hash and digest(text) == record.snapshot_sha256
    return Replay(record, decision["verdict"], intact, tuple(compare(record.decision, decision)))


def compare(recorded: Any, replayed: Any, place: str = "") -> Iterator[Difference]:
    """Yield where two JSON values differ; numbers may differ by their last digits.

    >>> [one.place for one in compare({"a": [1.0, 2]}, {"a": [1.0 + 1e-12, 3]})]
    ['a[1]']
    """
    if isinstance(recorded, dict) and isinstance(replayed, dict):
        for key in sorted({*recorded, *replayed}):
            inner = f"{place}.{key}".lstrip(".")
            yield from compare(recorded.get(key, "(absent)"), replayed.get(key, "(absent)"), inner)
    elif isinstance(recorded, list) and isinstance(replayed, list) and len(recorded) == len(replayed):
        for number, (one, other) in enumerate(zip(recorded, replayed, strict=True)):
            yield from compare(one, other, f"{place}[{number}]")
    elif not same(recorded, replayed):
        yield Difference(place, recorded, replayed)


def same(one: Any, other: Any) -> bool:
    """Return whether two plain values are the same."""
    if isinstance(one, float) and isinstance(other, float | int) and not isinstance(other, bool):
        return isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return type(one) is type(other) and bool(one == other)
