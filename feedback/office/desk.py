"""What the office works on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError
from feedback.evidence import StudyEvidence, assemble
from feedback.lab import Lab
from feedback.store import Store
from feedback.study import Study, parse


def clock_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Desk:
    """The lab with its open store, the secret that signs links and cookies, and the clock."""

    lab: Lab
    store: Store
    secret: str
    clock_ms: Callable[[], int] = clock_ms

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
        now_ms = self.clock_ms()
        evidence = assemble(self.store, study, now_ms=now_ms)
        decision = evidence.decision
        self.store.log_look(study.id, decision.look, now_ms, decision.verdict, evidence.sessions(), decision.plan_hash)
        return evidence
