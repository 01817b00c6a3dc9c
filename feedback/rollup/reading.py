"""The roll-up as a dashboard reads it: what the sessions of each arm add up to, and which of them count."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from feedback.rollup.keys import RollAmount, RollKey, duration_of, split_tasks

NOTHING = RollAmount(0, 0, 0)


class Place(NamedTuple):
    """What a figure is about within its metric; what does not apply is ""."""

    task: str = ""
    page: str = ""
    target: str = ""
    value: str = ""


Amounts = dict[Place, RollAmount]


@dataclass
class ArmSums:
    """The sums of one arm. `kinds` counts its sessions that are over as `feedback.metrics.Selection` sorts them;
    `figures` are the amounts of the usable ones, `everybody` those of all, both by metric.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    synthetic: int = 0
    figures: dict[str, Amounts] = field(default_factory=dict)
    everybody: dict[str, Amounts] = field(default_factory=dict)

    def amount(self, metric: str, task: str = "") -> RollAmount:
        """Return the amount of a metric that has no places."""
        return self.figures.get(metric, {}).get(Place(task), NOTHING)

    def whole(self, metric: str) -> RollAmount:
        """Return the amount of a metric over all sessions that are over."""
        return self.everybody.get(metric, {}).get(Place(), NOTHING)

    def counts(self, metric: str, task: str = "") -> dict[str, int]:
        """Return how many sessions have each value of a metric."""
        return {place.value: one.n for place, one in self.figures.get(metric, {}).items() if place.task == task}

    def started(self, task: str) -> int:
        """Return how many started a task and did not lose it to technology."""
        return sum(n for outcome, n in self.counts("outcome", task).items() if outcome != "technical_failure")

    def pages(self, metric: str, task: str = "") -> dict[str, int]:
        """Return how many sessions have each page in a metric."""
        return {place.page: one.n for place, one in self.figures.get(metric, {}).items() if place.task == task}

    def durations(self, metric: str, task: str = "") -> list[tuple[float, int]]:
        """Return the durations of a histogram in seconds, ascending, with how many sessions have them (within 5 %)."""
        buckets = sorted((int(value), n) for value, n in self.counts(metric, task).items())
        return [(duration_of(bucket) / 1000, n) for bucket, n in buckets]


@dataclass(frozen=True)
class RollUp:
    """The sums of a study's round by arm; an arm without a session that is over has empty ones."""

    arms: Mapping[str, ArmSums]

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[RollKey, RollAmount]],
        *,
        arms: Iterable[str],
        round_number: int,
        decisive: Iterable[str],
        demo: bool,
    ) -> "RollUp":
        """Return the sums of the arms. A session counts when a decisive task has a known outcome, the first time that
        a participant has one; synthetic sessions are left out unless the study is a demo.
        """
        found = {arm: ArmSums() for arm in arms}
        wanted = frozenset(decisive)
        kinds: dict[tuple[str, str], str] = {}
        for key, amount in rows:
            sums = found.get(key.arm)
            if sums is None or key.round != round_number or (key.synthetic and not demo):
                continue
            cohort = (key.done, key.before)
            kind = kinds.get(cohort)
            if kind is None:
                kind = kinds[cohort] = find_kind(split_tasks(key.done), split_tasks(key.before), wanted)
            if key.metric == "session":
                count_session(sums, kind, key, amount.n, wanted)
            place = Place(key.task, key.page, key.target, key.value)
            add(sums.everybody, key.metric, place, amount)
            if kind == "usable":
                add(sums.figures, key.metric, place, amount)
        return cls(found)


def add(sums: dict[str, Amounts], metric: str, place: Place, amount: RollAmount) -> None:
    """Add an amount."""
    amounts = sums.setdefault(metric, {})
    have = amounts.get(place)
    if have is not None:
        amount = RollAmount(have.n + amount.n, have.total + amount.total, have.squares + amount.squares)
    amounts[place] = amount


def count_session(sums: ArmSums, kind: str, key: RollKey, n: int, decisive: frozenset[str]) -> None:
    """Count sessions by what they can tell. What lost a decisive task to technology told nothing."""
    if kind == "dropped" and (key.page == "technical_failure" or split_tasks(key.value) & decisive):
        kind = "technical"
    sums.kinds[kind] += n
    sums.modes[key.target] += n
    sums.synthetic += n if key.synthetic else 0


def find_kind(done: frozenset[str], before: frozenset[str], decisive: frozenset[str]) -> str:
    """Return whether sessions with these known tasks count.

    >>> find_kind(frozenset({"a"}), frozenset(), frozenset({"a", "b"}))
    'usable'
    """
    if not done & decisive:
        return "dropped"
    return "repeats" if before & decisive else "usable"
