"""How a participant joins a study: the plan in force, the lock at the first session, the arms, the receipt."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from feedback.errors import OperatorError
from feedback.store import Store
from feedback.study import Study, limits_of, parse
from feedback.tokens import fingerprint, receipt_code


def plan_in_force(store: Store, study: Study) -> Study:
    """Return the locked plan of a study, which counts from the first session on, or the given one before that.

    A change in the study's file since then has no effect until somebody amends the plan with a reason.
    """
    lock = store.study_lock(study.id)
    if lock is None or lock.plan_hash == study.plan_hash:
        return study
    return parse(lock.plan_text, study.id, study.place)


def amend(store: Store, study: Study, reason: str, now_ms: int) -> bool:
    """Put the changed plan of a study in force, with the reason why; False when nothing has changed.

    Raises OperatorError without a reason, and when no session has locked the plan yet.
    """
    if not reason.strip():
        raise OperatorError("An amendment needs a reason: say in one sentence why the plan has to change.")
    lock = store.study_lock(study.id)
    if lock is not None and lock.plan_hash == study.plan_hash:
        return False
    store.amend_study(study.id, study.plan_hash, study.plan_text, reason.strip(), now_ms)
    return True


@dataclass(frozen=True)
class Enrolment:
    """Takes participants into one study. `clock_ms` counts milliseconds since 1970."""

    store: Store
    study: Study
    secret: str
    clock_ms: Callable[[], int]
    synthetic: bool = False

    def arms(self, participant: str, segment: str | None = None, *, limited: bool = False) -> tuple[str, ...]:
        """Return the participant's arms in order: decided once, in balance, and the same at every later call.

        The first participant of a study locks its plan. `segment` names the groups that she told of. With `limited`,
        as for open invitations, there are none when the study has no place left; nothing is stored then.
        """
        now_ms = self.clock_ms()
        self.store.lock_study(self.study.id, self.study.plan_hash, self.study.plan_text, now_ms)
        arms = [arm.id for arm in self.study.arms]
        seed = zlib.crc32(f"{self.secret}\n{self.study.id}\n{participant}".encode())
        limits = limits_of(self.study) if limited and not self.study.demo else None
        order = self.store.enrol(
            self.study.id, participant, arms, self.study.design, seed, now_ms, self.synthetic, segment, limits
        )
        if order:
            self.store.add_receipt(fingerprint(self.secret, self.receipt(participant)), participant, self.study.id)
        return order

    def receipt(self, participant: str) -> str:
        """Return the participant's receipt code."""
        return receipt_code(self.secret, self.study.id, participant)
