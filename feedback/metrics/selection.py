"""Which sessions count, and which only tell why they do not."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.sessions import SessionFacts
from feedback.study import Study

StartKey = tuple[int, str]


@dataclass(frozen=True)
class Selection:
    """The sessions of one arm, each part by start.

    `usable` ones are over and have a known outcome in a decisive task; a participant counts once.
    `dropped` ended before a decisive task, `technical` lost it to a technical failure, `running` are not
    over, `repeats` are further sessions of a participant who counts already. Decisive are the critical
    tasks, or all when none is critical.
    """

    usable: tuple[SessionFacts, ...] = ()
    dropped: tuple[SessionFacts, ...] = ()
    technical: tuple[SessionFacts, ...] = ()
    running: tuple[SessionFacts, ...] = ()
    repeats: tuple[SessionFacts, ...] = ()

    @property
    def all(self) -> tuple[SessionFacts, ...]:
        """Every session of the arm."""
        return self.usable + self.dropped + self.technical + self.running + self.repeats

    @property
    def settled(self) -> int:
        """How many usable sessions started before the first one that still runs: no result can come before
        them.
        """
        if not self.running:
            return len(self.usable)
        first = start_key(self.running[0])
        return sum(start_key(facts) < first for facts in self.usable)

    def until(self, key: StartKey) -> "Selection":
        """Return what had started by then."""
        parts = ("usable", "dropped", "technical", "running", "repeats")
        return Selection(**{part: tuple(f for f in getattr(self, part) if start_key(f) <= key) for part in parts})

    def first(self, count: int) -> "Selection":
        """Return the first `count` usable sessions (one or more, as many as there are at most) and what had
        started before the last of them.
        """
        return self.until(start_key(self.usable[count - 1]))


def start_key(facts: SessionFacts) -> StartKey:
    """Return what sessions are ordered by."""
    return facts.session.started_ms, facts.session.session_id


def select(study: Study, facts: Iterable[SessionFacts]) -> dict[str, Selection]:
    """Sort the sessions of a study's round into arms and kinds; arms without a session are there too.

    Left out without a trace: sessions of other studies or rounds, of arms that the plan does not have,
    with withdrawn consent, and synthetic ones unless the study is a demo.
    """
    by_id = {f.session.session_id: f for f in facts if counts(study, f)}
    ordered = sorted(by_id.values(), key=start_key)
    return {arm.id: sort_arm(study, [f for f in ordered if f.session.arm == arm.id]) for arm in study.arms}


def counts(study: Study, facts: SessionFacts) -> bool:
    """Return whether a session may be looked at in this study."""
    session = facts.session
    ours = session.study == study.id and session.round == study.round
    return ours and not facts.withdrawn and (study.demo or not session.synthetic)


def decisive_tasks(study: Study) -> tuple[str, ...]:
    """Return the critical tasks, or all when none is critical."""
    return tuple(t.id for t in study.tasks if t.critical) or tuple(t.id for t in study.tasks)


def sort_arm(study: Study, ordered: list[SessionFacts]) -> Selection:
    """Sort the sessions of one arm by what they can tell."""
    decisive = decisive_tasks(study)
    kinds: dict[str, list[SessionFacts]] = {}
    seen: set[str] = set()
    for facts in ordered:
        kind = find_kind(facts, decisive)
        if kind == "usable" and facts.session.participant in seen:
            kind = "repeats"
        elif kind == "usable":
            seen.add(facts.session.participant)
        kinds.setdefault(kind, []).append(facts)
    return Selection(**{kind: tuple(found) for kind, found in kinds.items()})


def find_kind(facts: SessionFacts, decisive: tuple[str, ...]) -> str:
    """Return the part of the selection that a session belongs to."""
    if not facts.over:
        return "running"
    outcomes = {task.outcome for task in facts.tasks if task.task in decisive} - {None}
    if outcomes - {"technical_failure"}:
        return "usable"
    if outcomes or facts.end_reason == "technical_failure":
        return "technical"
    return "dropped"
