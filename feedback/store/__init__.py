"""The recordings of a lab on disk: `open_store` gives a `Store` and hides which database is behind it."""

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
from feedback.store.protocol import Amendment, Design, Look, Receipt, Store, StudyLock
from feedback.store.records import GENESIS, StoredRecord, canonical, digest, seal
from feedback.store.sqlite import open_store

__all__ = [
    "GENESIS",
    "Amendment",
    "ChangedMeanwhileError",
    "Design",
    "Dismissal",
    "FindingChange",
    "FindingNotes",
    "FindingVersion",
    "Look",
    "Observation",
    "Quote",
    "Rating",
    "Receipt",
    "Store",
    "StoredRecord",
    "StudyLock",
    "WholeSession",
    "canonical",
    "digest",
    "open_store",
    "seal",
]
