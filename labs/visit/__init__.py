"""A participant's whole visit as a pure state machine: consent, tasks, questionnaires, comment, receipt."""

from .cast import Cast
from .itinerary import FINAL, Stage, StageKind, itinerary
from .seeking import Seeking
from .visiting import Visit

__all__ = ["FINAL", "Cast", "Seeking", "Stage", "StageKind", "Visit", "itinerary"]
