"""The stages of a visit in their order, and how far recorded sessions have come along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from feedback.events import Answered, Event, Session, TaskEnded, TaskStarted
from feedback.study import Study

StageKind = Literal[
    "consent",
    "declined",
    "too_young",
    "guardian",
    "groups",
    "full",
    "briefing",
    "prototype",
    "questionnaire",
    "comment",
    "receipt",
    "stopped",
]
FINAL: frozenset[StageKind] = frozenset({"declined", "too_young", "full", "receipt", "stopped"})
TASK_QUESTIONNAIRE = "ease"


@dataclass(frozen=True)
class Stage:
    """One screen of a visit. `arm` counts the arms that this participant tries; the rest says what it is about."""

    kind: StageKind
    arm: int = 0
    task: str | None = None
    instrument: str | None = None


def itinerary(study: Study, arms: int) -> list[Stage]:
    """Return all stages after consent, in order, for a participant who tries so many arms of the study."""
    stages: list[Stage] = []
    for arm in range(arms):
        for task in study.tasks:
            stages += [
                Stage("briefing", arm, task.id),
                Stage("prototype", arm, task.id),
                Stage("questionnaire", arm, task.id, TASK_QUESTIONNAIRE),
            ]
        stages += [Stage("questionnaire", arm, None, name) for name in study.questionnaires]
    return [*stages, Stage("comment", arms - 1), Stage("receipt", arms - 1)]


@dataclass(frozen=True)
class Progress:
    """What recorded sessions say: the stages that are done, and the briefings whose task has begun."""

    done: frozenset[Stage]
    begun: frozenset[Stage]


def progress(recorded: Sequence[tuple[Session, Sequence[Event]]]) -> Progress:
    """Return how far a participant came. A session that failed technically counts as not made."""
    done: set[Stage] = set()
    begun: set[Stage] = set()
    for session, events in recorded:
        if session.end_reason == "technical_failure":
            continue
        arm = session.position
        for event in events:
            match event:
                case TaskStarted():
                    begun.add(Stage("briefing", arm, event.task))
                case TaskEnded():
                    done |= {Stage("briefing", arm, event.task), Stage("prototype", arm, event.task)}
                case Answered():
                    done.add(Stage("questionnaire", arm, event.task, event.instrument))
        if session.end_reason is not None:
            done.add(Stage("comment", arm))
    return Progress(frozenset(done), frozenset(begun))
