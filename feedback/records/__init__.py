"""Decision records: what was decided on which data by whom, in a chain, to be computed again anywhere."""

from feedback.records.files import export_record, read_file
from feedback.records.record import Record, open_record, readable
from feedback.records.replaying import Replay, replay_record
from feedback.records.signing import Draft, Problem, Signing, draft_record, find_problems, sign
from feedback.records.snapshot import Snapshot, take_snapshot
from feedback.records.verifying import verify_chain, verify_record

__all__ = [
    "Draft",
    "Problem",
    "Record",
    "Replay",
    "Signing",
    "Snapshot",
    "draft_record",
    "export_record",
    "find_problems",
    "open_record",
    "read_file",
    "readable",
    "replay_record",
    "sign",
    "take_snapshot",
    "verify_chain",
    "verify_record",
]
