"""Everything that is recorded of one person, put together for her alone."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feedback.contacts import Contact, Contacts
from feedback.errors import AuthorError
from feedback.events import Event, FlowSnapshot, Session
from feedback.store import FindingNotes, Store
from feedback.study import Study, parse

SCOPES = ("taking_part", "probe", "quotes", "contact")
"""What a person can take back, one by one."""


@dataclass(frozen=True)
class Recorded:
    """One session: its events, the comment, and what the team wrote down about it.

    `findings` are titles of problems that were seen in the session, `notes` what observers noted, `quotes` the
    sentences of the comment that are shown to others.
    """

    session: Session
    flow: FlowSnapshot | None
    events: tuple[tuple[int, Event], ...]
    comment: str | None
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class MySession:
    """What the lab has of one person. `study` is None where only a contact is left, or its plan cannot be read."""

    study_id: str
    study: Study | None
    enrolled: bool
    recorded: tuple[Recorded, ...]
    contact: Contact | None
    has_contact: bool

    @property
    def language(self) -> str:
        """The language of the study."""
        return self.study.language if self.study else "de"

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the person allows as of now."""
        given = {scope for one in self.recorded for scope in one.session.consent_scopes}
        return tuple(scope for scope in SCOPES if scope in given or (scope == "contact" and self.has_contact))

    @property
    def unsealed(self) -> bool:
        """Whether a session still runs, for which what is filled in lies sealed in the database."""
        return any(one.session.ended_ms is None for one in self.recorded)

    def to_json(self) -> dict[str, Any]:
        """Return the download: all of it, nothing left out, with times as people write them (UTC)."""
        return {
            "study": self.study_id,
            "title": self.study.title if self.study else "",
            "consent_scopes": list(self.scopes),
            "contact": asdict(self.contact) if self.contact else None,
            "sessions": [
                {
                    **one.session.model_dump(mode="json"),
                    "started": tell_utc(one.session.started_ms),
                    "events": [
                        {"seq": seq, "time": tell_utc(one.session.started_ms + event.t_ms)}
                        | event.model_dump(mode="json", exclude_none=True)
                        for seq, event in one.events
                    ],
                    "comment": one.comment,
                    "findings": list(one.findings),
                    "notes": list(one.notes),
                    "quotes": list(one.quotes),
                }
                for one in self.recorded
            ],
        }

    def to_text(self) -> str:
        """Return the download as a file's text."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n"


def open_my_session(store: Store, folder: Path, mark: str) -> MySession | None:
    """Return what is recorded of the holder of the receipt with this hash; None when there is nothing.

    `folder` is that of the lab's data.
    """
    receipt, contacts = store.receipt(mark), Contacts(folder)
    has_contact = contacts.has(mark)
    contact = contacts.find(mark) if has_contact else None
    if receipt is None:
        return MySession(contact.study if contact else "", None, False, (), contact, True) if has_contact else None
    sessions = store.sessions_of(receipt.study, receipt.participant)
    notes = store.findings(receipt.study)
    comments = dict(store.comments(receipt.study)) if sessions else {}
    recorded = tuple(_record(store, session, comments, notes) for session in sessions)
    return MySession(receipt.study, _plan(store, receipt.study), True, recorded, contact, has_contact)


def _record(store: Store, session: Session, comments: Mapping[str, str], notes: FindingNotes) -> Recorded:
    key = session.session_id
    return Recorded(
        session,
        store.flow(session.content_hash),
        tuple(store.events(key)),
        comments.get(key),
        tuple(one.title for one in notes.versions if key in one.sessions),
        tuple(one.text for one in notes.observations if one.session_id == key),
        tuple(one.text for one in notes.quotes if one.session_id == key),
    )


def _plan(store: Store, study_id: str) -> Study | None:
    lock = store.study_lock(study_id)
    try:
        return parse(lock.plan_text, study_id) if lock else None
    except AuthorError:
        return None


def tell_utc(epoch_ms: int) -> str:
    """Return a point in time.

    >>> tell_utc(1_800_000_000_000)
    '2027-01-15T08:00:00+00:00'
    """
    return datetime.fromtimestamp(epoch_ms // 1000, UTC).isoformat()
