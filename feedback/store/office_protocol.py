"""What a store must do for the office: who is in, what was done there, what observers add."""

from typing import Protocol

from feedback.events import Event
from feedback.store.access import SignIn
from feedback.store.audit import AuditEntry, Deed
from feedback.store.notebook import Observation


class OfficeStore(Protocol):
    """The part of a `Store` that only the office uses."""

    def add_access_code(self, code_hash: str, roles: tuple[str, ...], expires_ms: int, name: str = "") -> None:
        """Store the hash of a one-time code for the office, with the roles it gives and the name of its owner."""

    def redeem_access_code(self, code_hash: str, sign_in_hash: str, now_ms: int, expires_ms: int) -> SignIn | None:
        """Use up the code and sign in with it, both or none; None when it is unknown, used or expired."""

    def add_sign_in(self, sign_in_hash: str, person: SignIn, now_ms: int) -> bool:
        """Sign somebody in; return whether that is new. One who signed out stays out."""

    def sign_in(self, sign_in_hash: str, now_ms: int) -> SignIn | None:
        """Return who is signed in; None for one who signed out or whose time is over."""

    def sign_ins(self, now_ms: int) -> list[tuple[str, SignIn]]:
        """Return everybody who is signed in with the hash of the sign-in, by name."""

    def end_sign_in(self, sign_in_hash: str, now_ms: int) -> SignIn | None:
        """Sign somebody out, in every process and browser; return who it was."""

    def append_deed(self, deed: Deed) -> AuditEntry:
        """Add a deed behind the last one of the audit log."""

    def audit_log(self) -> list[AuditEntry]:
        """Return all entries of the audit log, oldest first."""

    def add_observation(self, study: str, seen: Observation) -> None:
        """Store an observer's note; the number 0 says that it belongs to no finding yet."""

    def add_staff_event(self, session_id: str, event: Event) -> int | None:
        """Store an event of an observer and return its number; None when the session is over or gone."""
