"""Search looks and thresholds for the default rule: what does each reach, and which are best?

Arms are drawn once as long rows of people; every rule is then applied to the same rows. A rule is its looks, the
failures of the critical task that it allows at each look, and the probability that it asks of the SUS gate. The
table is the frontier: no other searched rule is better in all figures. A rule is as good as its smallest margin to
the figures to reach, counted in Monte Carlo errors of 500 studies.

`python tests/benchmarks/search_rule.py [--rows 40] [--json]`
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, combinations_with_replacement, pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincc, stdtr
from scipy.stats import binom

from feedback.instruments import SUS
from feedback.simulation.people import draw_content, draw_steps
from feedback.simulation.truth import ArmTruth

STUDIES, MOST = 6000, 42
GATE, SUS_GATE = 0.78, 68.0
STARTS, STEPS = (12, 13, 14, 15, 16), (18, 20, 21, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42)
SCORE_PROBABILITIES = (0.80, 0.85, 0.90)
TRUTHS = {
    "weak": [(0.70, 75)] * 3,
    "winner": [(0.95, 80), (0.75, 65), (0.75, 65)],
    "gates": [(0.78, 68)] * 3,
}
NAIVE = ((12, 20, 30), (0, 2, 3), 0.80)
"""The rule before the search, for comparison: 90 % for the critical task and 80 % for SUS at each look."""
Row = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True)
class Reached:
    """The figures of a rule. `wrong` is the share of studies with a wrong "ready" when all arms are at 70 %,
    `winner` that which chooses the clear winner, `sessions` the mean sessions an arm then, `at_gates` the share
    that ships something when all arms stand exactly at the gates.
    """

    looks: tuple[int, ...]
    failures: tuple[int, ...]
    completion: tuple[float, ...]
    sus: float
    wrong: float
    winner: float
    sessions: float
    at_gates: float
    margin: float


def draw_rows(seed: int) -> dict[str, list[Row]]:
    """Return for each truth and arm the failures so far and P(SUS gate) after each person of each study."""
    rng = np.random.default_rng(seed)
    return {
        name: [draw_row(rng, ArmTruth(completion=completion, sus_mean=sus)) for completion, sus in arms]
        for name, arms in TRUTHS.items()
    }


def draw_row(rng: np.random.Generator, truth: ArmTruth) -> Row:
    """Return the rows of one arm."""
    scores = draw_steps(rng, draw_content(rng, truth, (STUDIES, MOST)), SUS) * SUS.step
    failures = np.cumsum(rng.random((STUDIES, MOST)) >= truth.completion, axis=1)
    n = np.arange(1, MOST + 1)
    mean = np.cumsum(scores, axis=1) / n
    variance = (np.cumsum(scores**2, axis=1) - n * mean**2) / np.maximum(n - 1, 1)
    spread = np.sqrt(np.maximum(variance, SUS.step**2 / 12) / n)
    return failures, stdtr(np.maximum(n - 1, 1), (mean - SUS_GATE) / spread)


def apply(arms: Sequence[Row], looks: Sequence[int], failures: Sequence[int], sus: float) -> tuple[float, float, float]:
    """Return the share of studies with a ready arm, with the first arm ready, and the mean sessions an arm."""
    running = np.ones(STUDIES, dtype=bool)
    sessions = np.full(STUDIES, looks[-1])
    first = np.zeros(STUDIES, dtype=bool)
    for look, most in zip(looks, failures, strict=True):
        ready = np.array([(failed[:, look - 1] <= most) & (chance[:, look - 1] >= sus) for failed, chance in arms])
        ends = ready.any(axis=0) & running
        first |= ends & ready[0]
        sessions[ends] = look
        running &= ~ends
    return float(1 - running.mean()), float(first.mean()), float(sessions.mean())


def rules() -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield looks and allowed failures that are not hopeless."""
    for many in (3, 4):
        for start in STARTS:
            for rest in combinations(STEPS, many - 1):
                looks = (start, *rest)
                if looks[-1] < 30 or any(other - one < 5 for one, other in pairwise(looks)):
                    continue
                for failures in combinations_with_replacement(range(6), many):
                    if is_hopeful(looks, failures):
                        yield looks, failures


def is_hopeful(looks: Sequence[int], failures: Sequence[int]) -> bool:
    """Return whether a rule can come near the figures at all, by sums of binomials."""
    weak = sum(binom.cdf(most, look, 0.30) for most, look in zip(failures, looks, strict=True))
    return failures[0] == 0 and 3 * weak <= 0.09 and binom.cdf(failures[-1], looks[-1], 0.05) >= 0.93


def reach(rows: dict[str, list[Row]], looks: tuple[int, ...], failures: tuple[int, ...], sus: float) -> Reached:
    """Return the figures of a rule."""
    wrong, _, _ = apply(rows["weak"], looks, failures, sus)
    _, winner, sessions = apply(rows["winner"], looks, failures, sus)
    at_gates, _, _ = apply(rows["gates"], looks, failures, sus)
    margins = ((0.05 - wrong) / error(wrong), (winner - 0.95) / error(winner), (0.10 - at_gates) / error(at_gates))
    margin = min(*margins, (22 - sessions) / 0.36)
    completion = tuple(lowest_probability(look, most) for look, most in zip(looks, failures, strict=True))
    return Reached(looks, failures, completion, sus, wrong, winner, sessions, at_gates, margin)


def error(share: float) -> float:
    """Return the Monte Carlo error of a share in 500 studies."""
    return sqrt(max(share, 0.002) * (1 - share) / 500)


def lowest_probability(look: int, failures: int) -> float:
    """Return the posterior probability that the allowed failures just reach, rounded down to three digits."""
    found = float(betaincc(look - failures + 0.5, failures + 0.5, GATE))
    return int(found * 1000) / 1000


def frontier(found: Sequence[Reached]) -> list[Reached]:
    """Return the rules than which no other is at least as good in every figure, best margin first."""
    ordered = sorted(found, key=lambda one: -one.margin)
    return [one for one in ordered if not any(beats(other, one) for other in ordered)]


def beats(one: Reached, other: Reached) -> bool:
    """Return whether a rule is as good in every figure, the longest study among them, and better in one."""
    mine = (one.wrong, -one.winner, one.sessions, one.at_gates, one.looks[-1])
    theirs = (other.wrong, -other.winner, other.sessions, other.at_gates, other.looks[-1])
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


def search(seed: int = 1) -> list[Reached]:
    """Return the frontier of all rules that come near the figures, behind the naive rule."""
    rows = draw_rows(seed)
    found = [reach(rows, looks, failures, sus) for looks, failures in rules() for sus in SCORE_PROBABILITIES]
    return [reach(rows, *NAIVE), *frontier([one for one in found if one.margin > -1])]


def main() -> None:
    """Print the naive rule and the frontier."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    best = search()[: chosen.rows + 1]
    if chosen.json:
        json.dump([asdict(one) for one in best], sys.stdout, indent=2)
        return
    print("| looks | failures allowed | SUS gate | wrong ready | winner | sessions | at the gates | margin |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for one in best:
        looks, failures = ("/".join(map(str, numbers)) for numbers in (one.looks, one.failures))
        shares = f"{one.wrong:.1%} | {one.winner:.1%} | {one.sessions:.1f} | {one.at_gates:.1%}"
        print(f"| {looks} | {failures} | {one.sus:.2f} | {shares} | {one.margin:.2f} |")


if __name__ == "__main__":
    main()
