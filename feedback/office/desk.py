"""What the office works on, and who works at it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from feedback.audit import Action, note
from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError
from feedback.evidence import StudyEvidence, assemble
from feedback.evidence.crowd import SETTLED_MS
from feedback.lab import Lab
from feedback.office.permissions import SIGNED_OUT, ForbiddenError, Permission, allowed, forbid
from feedback.office.visitor import Visitor
from feedback.store import Store
from feedback.study import Study, parse


def clock_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Desk:
    """The lab with its open store, the secret that signs links, the clock, and who sits here (at first nobody)."""

    lab: Lab
    store: Store
    secret: str
    clock_ms: Callable[[], int] = clock_ms
    visitor: Visitor = field(default_factory=Visitor)

    def taken_by(self, visitor: Visitor) -> "Desk":
        """Return the desk with this person at it."""
        return replace(self, visitor=visitor)

    def may(self, permission: Permission) -> bool:
        """Return whether whoever sits here may do something."""
        return allowed(permission, self.visitor.roles)

    def require(self, permission: Permission) -> None:
        """Raise ForbiddenError unless whoever sits here may do it, and is still signed in.

        Called at the moment of the deed: a page may have stood open for hours.
        """
        if not self.may(permission):
            raise forbid(permission)
        if self.visitor.sign_in and self.store.sign_in(self.visitor.sign_in, self.clock_ms()) is None:
            raise ForbiddenError(SIGNED_OUT)

    def note(self, action: Action, *, study: str = "", about: str = "") -> None:
        """Write into the audit log what whoever sits here has done."""
        who = self.visitor
        note(self.store, action, self.clock_ms(), actor=who.name, role=who.role, study=study, about=about)

    def study(self, study_id: str) -> Study:
        """Return a study under the plan in force.

        A locked study stays readable when its file gets broken; before the lock that is an AuthorError.
        An unknown study is an OperatorError.
        """
        try:
            return plan_in_force(self.store, self.lab.study(study_id))
        except AuthorError:
            lock = self.store.study_lock(study_id)
            if lock is None:
                raise
            return parse(lock.plan_text, study_id)

    def open_verdict(self, study: Study) -> StudyEvidence:
        """Return the evidence of a study, and log that somebody looked at its verdict."""
        self.require("see the verdict")
        now_ms = self.clock_ms()
        evidence = assemble(self.store, study, now_ms=now_ms)
        crowd, decision = evidence.crowd, evidence.decision
        if crowd is not None and (crowd.oldest_open_ms or now_ms) < now_ms - SETTLED_MS:
            self.store.close_silent(study.id, now_ms, now_ms - SETTLED_MS)
        self.store.log_look(study.id, decision.look, now_ms, decision.verdict, evidence.sessions(), decision.plan_hash)
        return evidence
