"""A record as one file that says everything: it can be checked and computed again where nothing else is."""

import json
from pathlib import Path
from typing import Any

from feedback.errors import OperatorError
from feedback.records.record import Record, open_record
from feedback.records.snapshot import pack, unpack
from feedback.store import StoredRecord, canonical


def export_record(stored: StoredRecord, path: Path) -> Record:
    """Write a record with its data as JSON. Raises OperatorError when the data are damaged or nothing can be written.

    The data stand in the file as they are, not packed, so that anybody can read what was decided on.
    """
    record = open_record(stored)
    try:
        snapshot = json.loads(unpack(stored.snapshot))
        document = {"record_hash": stored.record_hash, "record": json.loads(stored.body), "snapshot": snapshot}
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except ValueError as error:
        raise OperatorError(f"The data of decision record {stored.number} are damaged.") from error
    except OSError as error:
        raise OperatorError(f"The file {path} cannot be written: {error.strerror}.") from error
    return record


def read_file(path: Path) -> StoredRecord:
    """Return the record of a file. Raises OperatorError when it cannot be read or is no record."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OperatorError(f"The file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise OperatorError(f"The file {path} is no decision record: it is no JSON.") from error
    try:
        body = data["record"]
        return StoredRecord(
            int(body["number"]),
            str(body["previous_hash"]),
            str(data["record_hash"]),
            canonical(body),
            pack(canonical(data["snapshot"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OperatorError(f"The file {path} is no decision record that Probelauf has written.") from error
