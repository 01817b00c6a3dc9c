"""How long a full decision and 500 invented studies take, and what the default rule reaches. Figures to reach: a
decision with three arms of 30 sessions within 1 s, 500 studies within 60 s on one core, and the shares of `FIGURES`.

`python tests/benchmarks/bench_decision.py [--studies 500] [--seed 1] [--json]`
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from feedback import study
from feedback.decision import decide
from feedback.simulation import ArmTruth, Simulation, simulate
from feedback.simulation.people import invent_sessions
from feedback.simulation.studies import with_arms
from feedback.study import Study

PLAN = study.load(Path(__file__).parents[2] / "prototypes" / "wohngeld" / "studies" / "runde-1.toml")
DECISION_LIMIT_SECONDS, STUDIES_LIMIT_SECONDS = 1.0, 60.0


def arm(completion: float, sus_mean: float) -> ArmTruth:
    """Return the truth of an arm."""
    return ArmTruth(completion=completion, sus_mean=sus_mean)


SCENARIOS = {
    "all at 70 % and SUS 75": [arm(0.70, 75)] * 3,
    "a clear winner": [arm(0.95, 80), arm(0.75, 65), arm(0.75, 65)],
    "two equal and one poor": [arm(0.95, 80), arm(0.95, 80), arm(0.75, 60)],
    "all clearly below": [arm(0.65, 60)] * 3,
    "all exactly at the gates": [arm(0.78, 68)] * 3,
}


@dataclass(frozen=True)
class Figure:
    """One number that was reached, with its Monte Carlo error, and the limit that it must keep."""

    scenario: str
    what: str
    reached: float
    error: float
    limit: float
    at_least: bool = False

    @property
    def good(self) -> bool:
        """Whether the limit is kept."""
        return self.reached >= self.limit if self.at_least else self.reached <= self.limit


def share(scenario: str, what: str, found: float, limit: float, studies: int, *, at_least: bool = False) -> Figure:
    """Return a share of studies as a figure."""
    return Figure(scenario, what, found, sqrt(found * (1 - found) / max(studies, 1)), limit, at_least)


def figures_of(found: dict[str, Simulation]) -> list[Figure]:
    """Return the figures of all scenarios."""
    weak, winner, tie, below, gates = found.values()
    names = list(found)
    n = weak.studies
    looks = [look for look, part in winner.stopped.items() for _ in range(round(part * n))]
    ties = round(tie.several_ready * n)
    return [
        share(names[0], "a wrong ready", weak.verdicts["READY FOR PRODUCTION"], 0.05, n),
        share(names[1], "chosen", winner.chosen["A"], 0.95, n, at_least=True),
        Figure(names[1], "sessions an arm", winner.mean_sessions_per_arm, float(np.std(looks)) / sqrt(n), 22),
        share(names[2], "the poor one chosen", tie.chosen["C"], 0.0, n),
        share(
            names[2], "called equal when both are ready", tie.equivalent * n / max(ties, 1), 0.95, ties, at_least=True
        ),
        share(names[3], "shipped", below.verdicts["READY FOR PRODUCTION"], 0.0, n),
        share(names[4], "shipped", gates.verdicts["READY FOR PRODUCTION"], 0.10, n),
    ]


def time_decision(plan: Study, sessions: int) -> float:
    """Return the seconds of a full decision with advice, three arms of so many sessions."""
    truth = {name: arm(0.9, 76) for name in "ABC"}
    rule = with_arms(plan, truth)
    rng = np.random.default_rng(1)
    facts = [one for place in rule.arms for one in invent_sessions(rng, rule, place, truth[place.id], sessions)]
    began = time.perf_counter()
    decide(rule, facts, now_ms=0)
    return time.perf_counter() - began


def measure(studies: int, seed: int) -> dict[str, Any]:
    """Return all figures."""
    seconds_first, seconds_next = time_decision(PLAN, 30), time_decision(PLAN, 30)
    found, seconds = {}, {}
    for name, arms in SCENARIOS.items():
        began = time.perf_counter()
        found[name] = simulate(PLAN, dict(zip("ABC", arms, strict=True)), studies=studies, seed=seed)
        seconds[name] = round((time.perf_counter() - began) * 500 / studies, 1)
    figures = figures_of(found)
    quick = seconds_first < DECISION_LIMIT_SECONDS and max(seconds.values()) < STUDIES_LIMIT_SECONDS
    return {
        "studies": studies,
        "seed": seed,
        "decision_seconds": {"first": round(seconds_first, 3), "next": round(seconds_next, 3)},
        "seconds_for_500_studies": seconds,
        "figures": [
            {
                "scenario": one.scenario,
                "what": one.what,
                "reached": round(one.reached, 4),
                "error": round(one.error, 4),
                "limit": one.limit,
                "good": one.good,
            }
            for one in figures
        ],
        "both_ready_in_a_tie": found["two equal and one poor"].several_ready,
        "reached": quick and all(one.good for one in figures),
    }


def main() -> int:
    """Print the figures; 1 when one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.studies, options.seed)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for one in found.pop("figures"):
            print(f"{one['scenario']}: {one['what']} {one['reached']} ± {one['error']}, limit {one['limit']}")
        print(found)
    return 0 if found["reached"] else 1


if __name__ == "__main__":
    sys.exit(main())
