"""Taking back a part of the consent."""

from pathlib import Path

from feedback.contacts import Contacts
from feedback.rights.erasing import LOG, Mark, append_mark, clear_files
from feedback.store import Store


def withdraw(store: Store, folder: Path, mark: str, scope: str, now_ms: int) -> bool:
    """Take back one scope for the holder of the receipt with this hash; False when nobody holds it.

    What was recorded under the scope goes: the probe's events, quotes, the contact. Whoever no longer takes part
    counts nowhere from now on. `folder` is that of the lab's data. The mark is noted first, as with an erasure.
    """
    if store.receipt(mark) is not None:
        append_mark(folder / LOG, Mark(mark, now_ms, (scope,)))
    forgotten = scope == "contact" and Contacts(folder).remove(mark)
    known = store.withdraw_consent(mark, (scope,), now_ms)
    if known:
        clear_files(store, folder)  # what was deleted named nobody but the session, which is still there
    return known or forgotten
