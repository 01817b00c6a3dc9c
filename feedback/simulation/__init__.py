"""Invented studies through the decision of real ones: what a rule finds when the truth is known."""

from feedback.simulation.operating import Chances, LookRule, Operating, describe
from feedback.simulation.studies import Simulation, simulate
from feedback.simulation.truth import ArmTruth, load_truth, read_truth

__all__ = [
    "ArmTruth",
    "Chances",
    "LookRule",
    "Operating",
    "Simulation",
    "describe",
    "load_truth",
    "read_truth",
    "simulate",
]
