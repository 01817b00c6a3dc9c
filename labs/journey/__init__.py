"""Journeys: the pure state machine behind a prototype."""

from .drafts import Draft
from .machine import Journey
from .steps import Problem, Step, SummaryRow

__all__ = ["Draft", "Journey", "Problem", "Step", "SummaryRow"]
