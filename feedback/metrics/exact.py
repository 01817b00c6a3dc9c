"""The figures of a study from the facts of its sessions, without rounding."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedback.instruments import INSTRUMENTS
from feedback.metrics.evaluate import SECOND, Evaluation, conclude, evaluate_sessions
from feedback.metrics.figures import Times, Values
from feedback.metrics.funnel import ARRIVED, FunnelStep, funnel_of, page_titles
from feedback.metrics.measures import started
from feedback.metrics.mistakes import Mistake, field_labels, mistakes_of
from feedback.metrics.values import Metric, rate_metric
from feedback.sessions import SessionFacts
from feedback.stats import Mean, NotEnoughData, SurvivalCurve, geometric_mean_interval, kaplan_meier, mean_interval
from feedback.study import Study


@dataclass(frozen=True)
class ExactFigures:
    """The figures of the given sessions, by arm."""

    study: Study
    arms: Mapping[str, tuple[SessionFacts, ...]]

    def metrics(self, arm: str) -> Evaluation:
        """Return all metrics."""
        return evaluate_sessions(self.study, self.arms[arm])

    def funnel(self, arm: str, task: str) -> tuple[FunnelStep, ...]:
        """Return where people left."""
        return funnel_of(self.arms[arm], task)

    def mistakes(self, arm: str) -> tuple[Mistake, ...]:
        """Return the mistakes."""
        return mistakes_of(self.arms[arm])

    def times(self, arm: str, task: str) -> Times | None:
        """Return how long people took."""
        tasks = started(self.arms[arm], task)
        times = [found.duration_ms / 1000 for found in tasks]
        finished = [int(found.outcome == "success") for found in tasks]
        curve = kaplan_meier(times, finished)
        if not isinstance(curve, SurvivalCurve):
            return None
        left = sorted(time for time, done in zip(times, finished, strict=True) if not done)
        return Times(curve, tuple(left), max(times))

    def stays(self, arm: str, task: str) -> Values:
        """Return the seconds on each page."""
        found: dict[str, list[float]] = {}
        for facts in self.arms[arm]:
            for (of, page), stay_ms in facts.stays_ms.items():
                if of == task:
                    found.setdefault(page, []).append(max(stay_ms, 1) / 1000)
        return {page: conclude_stay(geometric_mean_interval(stays, step=SECOND)) for page, stays in found.items()}

    def errors(self, arm: str, task: str) -> Values:
        """Return the share that made a mistake on each page."""
        tasks = started(self.arms[arm], task)
        found = {}
        for page in dict.fromkeys(page for one in tasks for page in one.pages):
            seen = [one for one in tasks if page in one.pages]
            erred = sum(any(problem[0] == page for problem in one.problems) for one in seen)
            found[page] = rate_metric(erred, len(seen))
        return found

    def moves(self, arm: str, task: str) -> Mapping[tuple[str, str | None], int]:
        """Return the moves between pages."""
        moves: Counter[tuple[str, str | None]] = Counter()
        for found in started(self.arms[arm], task):
            moves.update(pairwise(found.pages))
            if found.outcome not in ARRIVED and found.last_page:
                moves[found.last_page, None] += 1
        return moves

    def titles(self, arm: str) -> Mapping[str, str]:
        """Return what the pages are called."""
        return page_titles(self.arms[arm])

    def labels(self, arm: str) -> Mapping[str, str]:
        """Return the questions by field."""
        return field_labels(self.arms[arm])

    def answers(self, arm: str, instrument: str) -> Values:
        """Return the mean answer to each item."""
        return {
            item.id: conclude_answer(instrument, mean_interval(answers_to(self.arms[arm], instrument, item.id), step=1))
            for item in INSTRUMENTS[instrument].items
        }


def answers_to(sessions: Sequence[SessionFacts], instrument: str, item: str) -> list[float]:
    """Return the answers to an item that lie on its scale."""
    return [
        float(value)
        for facts in sessions
        if (value := facts.answers.get((instrument, None), {}).get(item)) is not None
        and INSTRUMENTS[instrument].accepts(item, value)
    ]


def conclude_stay(found: Mean | NotEnoughData) -> Metric | NotEnoughData:
    """Return the time on a page as a metric."""
    return conclude("time", found)


def conclude_answer(instrument: str, found: Mean | NotEnoughData) -> Metric | NotEnoughData:
    """Return the mean answer to an item as a metric, within the scale of the answers."""
    if isinstance(found, NotEnoughData):
        return found
    scale = INSTRUMENTS[instrument]
    low, high = max(found.interval.low, scale.low), min(found.interval.high, scale.high)
    return Metric(found.n, found.mean, low, high, "points")
