"""Erasing a person: rows, free pages, contact, and a mark that outlives a lost database."""

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from feedback.analytics.snapshot import FOLDER, discard
from feedback.audit import MY_SESSION, note
from feedback.contacts import Contacts
from feedback.errors import OperatorError
from feedback.store import Erasure, Receipt, Store

log = logging.getLogger(__name__)

LOG = "erasures.log"
PIECE, MOST_PIECES = 16, 4


@dataclass(frozen=True)
class Mark:
    """By what a restored backup finds an erased person: the keyed hash of her receipt, and when she was erased.

    With `scopes` she took back these parts of her consent, and the rest stays.
    """

    mark: str
    erased_ms: int
    scopes: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, str, tuple[str, ...]]:
        """The place among other marks, oldest first."""
        return self.erased_ms, self.mark, self.scopes


_MARK = TypeAdapter(Mark)


def erase(store: Store, folder: Path, mark: str, now_ms: int, *, actor: str = MY_SESSION) -> Erasure | None:
    """Erase whoever holds the receipt with this hash; None when nobody does. `folder` is that of the lab's data.

    The mark is noted first, so that no crash can lose it. No byte of the files is left of her afterwards. The audit
    log says by whom (`actor`) and in which study something was erased.
    """
    contacts, receipt = Contacts(folder), store.receipt(mark)
    if receipt is None and not contacts.has(mark):
        return None
    append_mark(folder / LOG, Mark(mark, now_ms))
    traces = traces_of(store, receipt) if receipt else []
    contacts.remove(mark)
    done = store.erase_person(mark, now_ms) or Erasure(mark, "", now_ms, 0)
    note(store, "erased", now_ms, actor=actor, study=done.study, about=f"{done.sessions} sessions")
    clear_files(store, folder, traces)
    return done


def clear_files(store: Store, folder: Path, traces: Sequence[str] = ()) -> None:
    """Leave nothing of deleted rows in files, no snapshot either. What cannot be cleared now, the next erasure does."""
    for clear in (partial(discard, folder / FOLDER), partial(store.scrub, traces)):
        try:
            clear()
        except OperatorError as error:
            log.warning("The files could not be cleared after an erasure. %s", error)


def traces_of(store: Store, receipt: Receipt) -> list[str]:
    """Return by what a person would be found in a file: codes, and pieces of the comment that nobody else wrote.

    A piece may survive where the beginning of the comment was written over already.
    """
    sessions = [one.session_id for one in store.sessions_of(receipt.study, receipt.participant)]
    own: list[str] = []
    others: list[str] = []
    for session_id, text in store.comments(receipt.study):
        (own if session_id in sessions else others).append(text)
    starts = [(text, range(0, len(text) - PIECE + 1, max(len(text) // MOST_PIECES, PIECE))) for text in own]
    pieces = [text[start : start + PIECE] for text, places in starts for start in places]
    return [receipt.participant, *sessions, *(one for one in pieces if not any(one in other for other in others))]


def append_mark(path: Path, mark: Mark) -> None:
    """Note an erasure or a withdrawal in the log beside the database, on disk when this returns."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{_MARK.dump_json(mark).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OperatorError(f"The erasure log {path} cannot be written ({error.strerror}); mend that first.") from error


def read_marks(path: Path) -> list[Mark]:
    """Return the marks of a log, oldest first; none where there is no log. A torn last line is left out."""
    if not path.exists():
        return []
    marks = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            marks.append(_MARK.validate_json(line))
        except ValueError:
            continue
    return marks


def marks_of(store: Store, log: Path) -> list[Mark]:
    """Return all marks that a database and the log beside it know, each once, oldest first."""
    known = {Mark(one.mark, one.erased_ms, one.scopes) for one in store.erasures()} | set(read_marks(log))
    return sorted(known, key=lambda one: one.place)


def reapply_erasures(store: Store, marks: Iterable[Mark]) -> int:
    """Erase in a restored backup whoever was erased since it was made, and take back consent that was taken back;
    return how many sessions went. A session that the same person began afterwards stays as it is.
    """
    gone, changed = 0, False
    for one in sorted(set(marks), key=lambda one: one.place):
        if one.scopes:
            changed |= store.withdraw_consent(one.mark, one.scopes, one.erased_ms, until_ms=one.erased_ms)
        elif done := store.erase_person(one.mark, one.erased_ms, until_ms=one.erased_ms):
            gone += done.sessions
    if gone or changed:
        store.scrub(None)
    return gone
