"""The recordings of a lab on disk: `open_store` gives a `Store` and hides which database is behind it."""

from feedback.store.protocol import Amendment, Design, Look, Receipt, Store, StudyLock
from feedback.store.sqlite import open_store

__all__ = ["Amendment", "Design", "Look", "Receipt", "Store", "StudyLock", "open_store"]
