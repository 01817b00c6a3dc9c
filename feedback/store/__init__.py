"""The recordings of a lab on disk: `open_store` gives a `Store` and hides which database is behind it."""

from feedback.store.access import SignIn
from feedback.store.audit import AuditEntry, Deed
from feedback.store.imports import WholeSession
from feedback.store.notebook import (
    ChangedMeanwhileError,
    Dismissal,
    FindingChange,
    FindingNotes,
    FindingVersion,
    Observation,
    Quote,
    Rating,
)
from feedback.store.opening import open_store
from feedback.store.probing import ProbeStanding
from feedback.store.processes import ProcessReport
from feedback.store.protocol import Amendment, Design, Enrolled, Erasure, Look, Receipt, Store, StudyLock
from feedback.store.records import StoredRecord, canonical, digest, seal

__all__ = [
    "Amendment",
    "AuditEntry",
    "ChangedMeanwhileError",
    "Deed",
    "Design",
    "Dismissal",
    "Enrolled",
    "Erasure",
    "FindingChange",
    "FindingNotes",
    "FindingVersion",
    "Look",
    "Observation",
    "ProbeStanding",
    "ProcessReport",
    "Quote",
    "Rating",
    "Receipt",
    "SignIn",
    "Store",
    "StoredRecord",
    "StudyLock",
    "WholeSession",
    "canonical",
    "digest",
    "open_store",
    "seal",
]
