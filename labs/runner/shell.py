"""What one serving process holds: the lab, the open store, the recorder, and the visits that are under way."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from feedback.consent import VERSION as CONSENT_VERSION
from feedback.contacts import Contact, Contacts
from feedback.enrolment import Enrolment, plan_in_force
from feedback.errors import InternalError
from feedback.lab import Lab
from feedback.recorder import Recorder
from feedback.store import Store
from feedback.tokens import Invitation, fingerprint, participant_code
from labs.casting import cast_study, services_of
from labs.discovery import Workspace
from labs.visit import FINAL, Cast, Visit

MOST_VISITS = 2_000
"""So many visits are kept in memory; the ones longest unused go first, and go on from what was recorded."""
MOST_FINISHED = 100
"""So many of them may be over."""


def clock_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass
class Shell:
    """One serving process. Make one with `open_shell`."""

    lab: Lab
    workspace: Workspace
    store: Store
    recorder: Recorder
    secret: str
    _casts: dict[str, Cast] = field(default_factory=dict)
    _visits: OrderedDict[tuple[str, str], Visit] = field(default_factory=OrderedDict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def visit(self, invitation: Invitation, visitor: str) -> Visit:
        """Return the visit of a visitor to the study invited to: the one under way, the recorded one, or a new one.

        A personal invitation decides who it is, not the browser. Raises OperatorError when the study is gone.
        """
        who = f"invited:{invitation.participant}" if invitation.participant else f"visitor:{visitor}"
        participant = participant_code(self.secret, invitation.study, who)
        key = (invitation.study, participant)
        with self._lock:
            visit = self._visits.get(key)
            if visit is None or not self._is_current(visit):
                link_secret = invitation.key or visitor
                limited = invitation.participant is None
                visit = self._visits[key] = self._begun(invitation.study, participant, link_secret, limited)
            self._visits.move_to_end(key)
            self._forget_some()
        return visit

    def _forget_some(self) -> None:
        finished = [key for key, visit in self._visits.items() if visit.stage.kind in FINAL]
        for key in finished[:-MOST_FINISHED]:
            del self._visits[key]
        while len(self._visits) > MOST_VISITS:
            self._visits.popitem(last=False)

    @property
    def visits_in_memory(self) -> int:
        """How many visits are kept in memory."""
        return len(self._visits)

    def receipt(self, visit: Visit) -> str:
        """Return the receipt code of a participant."""
        return self._enrolment(visit.cast.study.id).receipt(visit.participant)

    def contacts(self) -> Contacts:
        """Return the contacts of the lab."""
        return Contacts(self.lab.root / "data")

    def keep_contact(self, visit: Visit, email: str) -> None:
        """Keep an e-mail address apart from the recordings, for a participant who is still known and allows it."""
        mark = fingerprint(self.secret, self.receipt(visit))
        if "contact" in visit.scopes and self.store.receipt(mark) is not None:
            self.contacts().add(mark, Contact(email, visit.cast.study.id, clock_ms()))

    def cast(self, study_id: str) -> Cast:
        """Return the cast of a study, put together once a process from the plan in force."""
        with self._lock:
            if study_id not in self._casts:
                study = plan_in_force(self.store, self.lab.study(study_id))
                self._casts[study_id] = cast_study(
                    study,
                    services_of(study, self.workspace),
                    self.recorder,
                    Enrolment(self.store, study, self.secret, clock_ms),
                    clock_ms=clock_ms,
                    consent_version=CONSENT_VERSION,
                )
            return self._casts[study_id]

    def _is_current(self, visit: Visit) -> bool:
        """Return whether no other process went on with the visit. While the store is in the way, it is."""
        if not self.recorder.healthy:
            return True
        stored = self.store.sessions_of(visit.cast.study.id, visit.participant)
        return visit.is_current(stored, self.store.last_seq(stored[-1].session_id) if stored else -1)

    def _begun(self, study_id: str, participant: str, link_secret: str | None, limited: bool) -> Visit:
        visit = Visit(self.cast(study_id), participant, link_secret, limited=limited)
        sessions = self.store.sessions_of(study_id, participant)
        if sessions:
            recorded = [(one, [event for _, event in self.store.events(one.session_id)]) for one in sessions]
            visit.resume(recorded, self.store.draft(sessions[-1].session_id))
        return visit

    def _enrolment(self, study_id: str) -> Enrolment:
        return Enrolment(self.store, self.cast(study_id).study, self.secret, clock_ms)


_current: Shell | None = None


def install(shell: Shell) -> None:
    """Make this the shell of the process; the scripts that Streamlit runs find it with `current`."""
    global _current
    _current = shell


def current() -> Shell:
    """Return the shell of the process."""
    if _current is None:
        raise InternalError("No shell is installed: start the pages with `probelauf serve`.")
    return _current
