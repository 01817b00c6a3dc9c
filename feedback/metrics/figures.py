"""All that the charts of a study ask for: from the facts of single sessions, or from the roll-up of a crowd."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from feedback.metrics.evaluate import Evaluation
from feedback.metrics.funnel import FunnelStep
from feedback.metrics.mistakes import Mistake
from feedback.metrics.values import Metric
from feedback.stats import NotEnoughData, SurvivalCurve

Values = Mapping[str, Metric | NotEnoughData]
"""Values by page, or by item of a questionnaire."""


@dataclass(frozen=True)
class Times:
    """How long people took for a task, in seconds: the curve of those who have not finished, when people left without
    finishing, and the longest time.
    """

    curve: SurvivalCurve
    left: tuple[float, ...]
    end: float


class Figures(Protocol):
    """The figures of the arms of a study. Those who started a task and did not lose it to technology stand behind
    those of the task.
    """

    def metrics(self, arm: str) -> Evaluation:
        """Return all metrics of an arm."""

    def funnel(self, arm: str, task: str) -> tuple[FunnelStep, ...]:
        """Return where people left in a task."""

    def mistakes(self, arm: str) -> tuple[Mistake, ...]:
        """Return the mistakes, those of most people first."""

    def times(self, arm: str, task: str) -> Times | None:
        """Return how long people took, None where nobody started. Only who finished alone has finished."""

    def stays(self, arm: str, task: str) -> Values:
        """Return the seconds on each page, as a geometric mean."""

    def errors(self, arm: str, task: str) -> Values:
        """Return the share of those who saw a page that made a mistake on it."""

    def moves(self, arm: str, task: str) -> Mapping[tuple[str, str | None], int]:
        """Return how often people went from one page to another, or left there (None)."""

    def titles(self, arm: str) -> Mapping[str, str]:
        """Return what the pages are called, in the order of the newest flow."""

    def labels(self, arm: str) -> Mapping[str, str]:
        """Return the questions by field, as worded in the newest flow."""

    def answers(self, arm: str, instrument: str) -> Values:
        """Return the mean answer to each item of a questionnaire about the whole visit."""
