"""The figures of a study from its roll-up: means and rates as exact as from single sessions, times within 5 %."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback.events import FlowSnapshot
from feedback.instruments import INSTRUMENTS
from feedback.metrics.evaluate import SECOND, Evaluation, conclude, conclude_rate
from feedback.metrics.exact import conclude_answer, conclude_stay
from feedback.metrics.figures import Times, Values
from feedback.metrics.funnel import FunnelStep
from feedback.metrics.measures import metric_ids
from feedback.metrics.mistakes import Mistake
from feedback.metrics.values import Metric, rate_metric
from feedback.rollup import LOG_UNIT, LOSTNESS_UNIT, SCORE_UNIT, ArmSums, RollAmount, RollUp
from feedback.stats import (
    Mean,
    NotEnoughData,
    SurvivalCurve,
    geometric_mean_from_sums,
    kaplan_meier_from_counts,
    mean_from_sums,
    wilson,
)
from feedback.study import Study

MILLISECOND = 0.001


@dataclass(frozen=True)
class RolledFigures:
    """The figures of all sessions that count so far. `flows` are those of the study by content hash."""

    study: Study
    rollup: RollUp
    flows: Mapping[str, FlowSnapshot]

    def metrics(self, arm: str) -> Evaluation:
        """Return all metrics."""
        sums = self.rollup.arms[arm]
        return {metric_id: measure(metric_id, sums) for metric_id in metric_ids(self.study)}

    def funnel(self, arm: str, task: str) -> tuple[FunnelStep, ...]:
        """Return where people left."""
        sums, flows = self.rollup.arms[arm], self.newest_first(arm)
        reached, left, n = sums.pages("reached", task), sums.pages("left", task), sums.started(task)
        titles = page_titles(flows)
        expected = {page for flow in flows for one in flow.tasks if one.id == task for page in one.ideal_path}
        order = [*titles, *(page for page in reached if page not in titles)]
        return tuple(
            FunnelStep(page, titles.get(page, page), reached.get(page, 0), left.get(page, 0), n)
            for page in order
            if page in reached or page in expected
        )

    def mistakes(self, arm: str) -> tuple[Mistake, ...]:
        """Return the mistakes."""
        sums = self.rollup.arms[arm]
        labels = self.labels(arm)
        seen = sums.pages("seen")
        found = []
        for place, shown in sums.figures.get("problem", {}).items():
            interval = wilson(shown.n, seen[place.page])
            if not isinstance(interval, NotEnoughData):
                where = (place.page, place.target, place.value, labels.get(place.target, place.target))
                found.append(Mistake(*where, shown.n, seen[place.page], shown.total, interval))
        return tuple(sorted(found, key=lambda one: (-one.x, -one.shown, one.page, one.target, one.rule)))

    def times(self, arm: str, task: str) -> Times | None:
        """Return how long people took, within 5 %."""
        sums = self.rollup.arms[arm]
        finished, left = sums.durations("finished", task), sums.durations("unfinished", task)
        curve = kaplan_meier_from_counts(finished, left)
        if not isinstance(curve, SurvivalCurve):
            return None
        return Times(curve, tuple(time for time, _ in left), max(time for time, _ in (*finished, *left)))

    def stays(self, arm: str, task: str) -> Values:
        """Return the seconds on each page."""
        places = self.rollup.arms[arm].figures.get("stay", {})
        return {place.page: conclude_stay(mean_time(stay)) for place, stay in places.items() if place.task == task}

    def errors(self, arm: str, task: str) -> Values:
        """Return the share that made a mistake on each page."""
        erred = self.rollup.arms[arm].pages("erred", task)
        reached = self.rollup.arms[arm].pages("reached", task)
        return {page: rate_metric(erred.get(page, 0), n) for page, n in reached.items()}

    def moves(self, arm: str, task: str) -> Mapping[tuple[str, str | None], int]:
        """Return the moves between pages."""
        sums = self.rollup.arms[arm]
        moves: dict[tuple[str, str | None], int] = {
            (place.page, place.target): one.total
            for place, one in sums.figures.get("move", {}).items()
            if place.task == task
        }
        return moves | {(page, None): n for page, n in sums.pages("left", task).items()}

    def titles(self, arm: str) -> Mapping[str, str]:
        """Return what the pages are called."""
        return page_titles(self.newest_first(arm))

    def labels(self, arm: str) -> Mapping[str, str]:
        """Return the questions by field."""
        return {one.id: one.label for flow in reversed(self.newest_first(arm)) for one in flow.fields}

    def answers(self, arm: str, instrument: str) -> Values:
        """Return the mean answer to each item."""
        given = self.rollup.arms[arm].figures.get(f"answer.{instrument}", {})
        found: dict[str, Metric | NotEnoughData] = {}
        for item in INSTRUMENTS[instrument].items:
            counts = [
                (int(place.value), one.n)
                for place, one in given.items()
                if place.target == item.id and not place.task and place.value
            ]
            valid = [(value, n) for value, n in counts if INSTRUMENTS[instrument].accepts(item.id, value)]
            n, total = sum(n for _, n in valid), sum(value * n for value, n in valid)
            squares = sum(value * value * n for value, n in valid)
            found[item.id] = conclude_answer(instrument, mean_from_sums(n, total, squares, step=1))
        return found

    def newest_first(self, arm: str) -> list[FlowSnapshot]:
        """Return the flows of an arm's sessions, those of the latest sessions first."""
        used = self.rollup.arms[arm].figures.get("flow", {}).items()
        ordered = sorted(used, key=lambda one: one[1].total / one[1].n, reverse=True)
        return [self.flows[place.value] for place, _ in ordered if place.value in self.flows]


def measure(metric_id: str, sums: ArmSums) -> Metric | NotEnoughData:
    """Return one metric, such as `completion.antrag`."""
    name, _, task = metric_id.partition(".")
    if name == "completion":
        return conclude_rate(sums.counts("outcome", task).get("success", 0), sums.started(task))
    return conclude(metric_id, mean_of(name, task, sums))


def mean_of(name: str, task: str, sums: ArmSums) -> Mean | NotEnoughData:
    """Return the mean of a metric."""
    if name == "time":
        return mean_time(sums.amount("time", task))
    if name in INSTRUMENTS:
        return mean_from_sums(*sums.amount(f"score.{name}", task), SCORE_UNIT, step=INSTRUMENTS[name].step)
    if name == "lostness":
        ideals = {place.value: one for place, one in sums.figures.get(name, {}).items() if place.task == task}
        added = [sum(one[part] for one in ideals.values()) for part in range(3)]
        step = 1 / (max((int(ideal) for ideal in ideals), default=1) + 1)
        return mean_from_sums(added[0], added[1], added[2], LOSTNESS_UNIT, step=step)
    return mean_from_sums(*sums.amount(name, task), step=1.0)


def mean_time(amount: RollAmount) -> Mean | NotEnoughData:
    """Return the geometric mean of durations in seconds."""
    return geometric_mean_from_sums(*amount, LOG_UNIT, MILLISECOND, step=SECOND)


def page_titles(newest_first: Iterable[FlowSnapshot]) -> dict[str, str]:
    """Return the titles of all pages, in the order of the newest flow."""
    titles: dict[str, str] = {}
    for flow in newest_first:
        for page in flow.pages:
            titles.setdefault(page.id, page.title)
    return titles
