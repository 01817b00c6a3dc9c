"""From the events of one session to its facts; pure, and below the store, whose closing transaction needs it."""

from feedback.replay.facts import ProbeMark, Problem, SessionFacts, TaskFacts
from feedback.replay.packing import pack, unpack
from feedback.replay.replaying import IDLE_MS, OPTIONAL_SCOPES, replay

__all__ = [
    "IDLE_MS",
    "OPTIONAL_SCOPES",
    "ProbeMark",
    "Problem",
    "SessionFacts",
    "TaskFacts",
    "pack",
    "replay",
    "unpack",
]
