"""From the store to the whole evidence of a study."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from feedback.decision import Decision, Evidence, decide, gather
from feedback.enrolment import plan_in_force
from feedback.evidence.attendance import Attendance, count_attendance
from feedback.evidence.crowd import LARGE, Crowd, add_up, gather_crowd
from feedback.findings import blocking_titles, load_findings
from feedback.metrics import Evaluation, ExactFigures, Figures, FunnelStep, Mistake, load_deciding
from feedback.rollup import RollUp
from feedback.sessions import SessionFacts, load_facts
from feedback.store import Store, StudyLock
from feedback.study import Study

State = Literal["planned", "running", "complete"]


@dataclass(frozen=True)
class StudyEvidence:
    """A study with its plan in force, its sessions, and what follows from them.

    `counted` are the sessions behind the verdict; before the first look these are all sessions so far. `facts` are
    all sessions, too, unless there is a `crowd`: then they are those that the verdict needs, and the figures are those
    of the crowd. `blocking` has the titles of the open usability problems that keep each arm from production.
    """

    study: Study
    lock: StudyLock | None
    facts: tuple[SessionFacts, ...]
    counted: Evidence
    blocking: Mapping[str, tuple[str, ...]]
    decision: Decision
    crowd: Crowd | None = None

    @cached_property
    def figures(self) -> Figures:
        """The figures of the charts: of the sessions behind the verdict, or of all so far where they are many."""
        if self.crowd is not None:
            return self.crowd.figures
        return ExactFigures(self.study, {arm: one.usable for arm, one in self.counted.arms.items()})

    @cached_property
    def measured(self) -> dict[str, Evaluation]:
        """All metrics of the figures, by arm."""
        return {arm.id: self.figures.metrics(arm.id) for arm in self.study.arms}

    @cached_property
    def rollup(self) -> RollUp:
        """The sums of all sessions so far."""
        return self.crowd.figures.rollup if self.crowd is not None else add_up(self.study, self.facts)

    @property
    def state(self) -> State:
        """Where the study stands: before its first session, under way, or with all planned sessions."""
        if min(self.usable(arm.id) for arm in self.study.arms) >= self.study.planned_sessions:
            return "complete"
        return "running" if self.lock is not None or self.facts else "planned"

    @property
    def next_look(self) -> int | None:
        """The next planned look (sessions an arm), None after the last."""
        return self.counted.next_look

    def attendance(self, arm: str) -> Attendance:
        """Return who took part in an arm."""
        return count_attendance(self.study, self.counted, arm, self.crowd)

    def usable(self, arm: str) -> int:
        """Return how many sessions of an arm count so far."""
        return len(self.counted.so_far[arm].usable) if self.crowd is None else self.crowd.sums(arm).kinds["usable"]

    def funnel(self, arm: str, task: str) -> tuple[FunnelStep, ...]:
        """Return where people left in a task of an arm."""
        return self.figures.funnel(arm, task)

    def mistakes(self, arm: str, limit: int = 5) -> tuple[Mistake, ...]:
        """Return the mistakes that most people of an arm made."""
        return self.figures.mistakes(arm)[:limit]

    def sessions(self) -> dict[str, int]:
        """Return how many sessions of each arm the verdict rests on."""
        return {arm: decision.sessions for arm, decision in self.decision.arms.items()}


def assemble(store: Store, study: Study, *, now_ms: int, exact: bool = False) -> StudyEvidence:
    """Return the evidence of a study under its plan in force; `now_ms` decides which sessions are over.

    Of a study with more than 200 sessions only those are read that the verdict rests on; `exact` reads all.
    """
    study = plan_in_force(store, study)
    lock = store.study_lock(study.id)
    large = not exact and store.has_more_sessions(study.id, LARGE)
    crowd = gather_crowd(store, study, now_ms=now_ms) if large else None
    facts = load_deciding(store, study, now_ms=now_ms) if large else load_facts(store, study.id, now_ms=now_ms)
    findings = load_findings(store, study, facts)
    blocking = blocking_titles(findings, [arm.id for arm in study.arms], study.blocking_severity)
    decision = decide(study, facts, now_ms=now_ms, lock=lock, blocking=blocking)
    return StudyEvidence(study, lock, facts, gather(study, facts), blocking, decision, crowd)
