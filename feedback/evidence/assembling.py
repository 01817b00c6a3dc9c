"""From the store to the whole evidence of a study."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from feedback.decision import Decision, Evidence, decide, gather
from feedback.enrolment import plan_in_force
from feedback.evidence.attendance import Attendance, count_attendance
from feedback.findings import blocking_titles, load_findings
from feedback.metrics import FunnelStep, Mistake, funnel_of, mistakes_of
from feedback.sessions import SessionFacts, load_facts
from feedback.store import Store, StudyLock
from feedback.study import Study

State = Literal["planned", "running", "complete"]


@dataclass(frozen=True)
class StudyEvidence:
    """A study with its plan in force, its sessions, and what follows from them.

    `counted` are the sessions behind the verdict and behind every number of the metrics, funnels and
    mistakes; before the first look these are all sessions so far. `blocking` has the titles of the open
    usability problems that keep each arm from production.
    """

    study: Study
    lock: StudyLock | None
    facts: tuple[SessionFacts, ...]
    counted: Evidence
    blocking: Mapping[str, tuple[str, ...]]
    decision: Decision

    @property
    def state(self) -> State:
        """Where the study stands: before its first session, under way, or with all planned sessions."""
        usable = [len(selection.usable) for selection in self.counted.so_far.values()]
        if min(usable) >= self.study.planned_sessions:
            return "complete"
        return "running" if self.lock is not None or self.facts else "planned"

    @property
    def next_look(self) -> int | None:
        """The next planned look (sessions an arm), None after the last."""
        return self.counted.next_look

    def attendance(self, arm: str) -> Attendance:
        """Return who took part in an arm."""
        return count_attendance(self.study, self.counted, arm)

    def funnel(self, arm: str, task: str) -> tuple[FunnelStep, ...]:
        """Return where people left in a task of an arm."""
        return funnel_of(self.counted.arms[arm].usable, task)

    def mistakes(self, arm: str, limit: int = 5) -> tuple[Mistake, ...]:
        """Return the mistakes that most people of an arm made."""
        return mistakes_of(self.counted.arms[arm].usable)[:limit]

    def sessions(self) -> dict[str, int]:
        """Return how many sessions of each arm the verdict rests on."""
        return {arm: decision.sessions for arm, decision in self.decision.arms.items()}


def assemble(store: Store, study: Study, *, now_ms: int) -> StudyEvidence:
    """Return the evidence of a study under its plan in force; `now_ms` decides which sessions are over."""
    study = plan_in_force(store, study)
    lock = store.study_lock(study.id)
    facts = load_facts(store, study.id, now_ms=now_ms)
    findings = load_findings(store, study, facts)
    blocking = blocking_titles(findings, [arm.id for arm in study.arms], study.blocking_severity)
    decision = decide(study, facts, now_ms=now_ms, lock=lock, blocking=blocking)
    return StudyEvidence(study, lock, facts, gather(study, facts), blocking, decision)
