"""Invented studies, decided by the code that decides real ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from feedback.decision import Decision, Verdict, decide
from feedback.simulation.people import invent_sessions
from feedback.simulation.truth import ArmTruth
from feedback.study import Arm, HardFacts, Study

if TYPE_CHECKING:
    from numpy.random import Generator

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Simulation:
    """What came of `studies` invented studies, as shares of them.

    `verdicts` are those on the study, `chosen` those that send an arm into production (both arms of a tie),
    `ready` those in which an arm meets everything, `equivalent` those that call a tie, `stopped` those that
    ended at a look. A share p comes with a standard error of sqrt(p (1 - p) / studies).
    """

    studies: int
    seed: int
    verdicts: Mapping[Verdict, float]
    chosen: Mapping[str, float]
    ready: Mapping[str, float]
    equivalent: float
    several_ready: float
    stopped: Mapping[int, float]
    mean_sessions_per_arm: float

    def to_json(self, seconds: float) -> dict[str, Any]:
        """Return the answer of `probelauf simulate`."""
        return {
            "verdicts": dict(self.verdicts),
            "chosen": dict(self.chosen),
            "mean_sessions_per_arm": self.mean_sessions_per_arm,
            "seconds": seconds,
            "studies": self.studies,
            "seed": self.seed,
            "ready": dict(self.ready),
            "several_ready": self.several_ready,
            "equivalent": self.equivalent,
            "stopped_at_look": {str(look): share for look, share in self.stopped.items()},
        }


def simulate(study: Study, truth: Mapping[str, ArmTruth], *, studies: int, seed: int) -> Simulation:
    """Return what comes of invented studies under the rule of `study` with the arms of `truth`.

    A study stops at the first planned look whose verdict is not NOT DECIDABLE YET: READY FOR PRODUCTION as soon
    as one arm is ready, IMPROVE AND RETEST or STOP once no arm can still be. Hard facts count as passed, since
    no session changes them. Each study has a seed of its own, so that more studies leave the first ones as
    they are.
    """
    import numpy as np

    if studies < 1:
        raise ValueError(f"at least one study is needed, not {studies}")
    rule = with_arms(study, truth)
    ends = [play(rule, truth, np.random.default_rng([seed, number])) for number in range(studies)]
    verdicts = Counter(end.verdict for end in ends)
    looks = Counter(end.look or 0 for end in ends)
    return Simulation(
        studies=studies,
        seed=seed,
        verdicts={verdict: verdicts[verdict] / studies for verdict in VERDICTS},
        chosen={arm: sum(arm in end.chosen for end in ends) / studies for arm in truth},
        ready={arm: sum(arm in end.ready for end in ends) / studies for arm in truth},
        equivalent=sum(len(end.chosen) > 1 for end in ends) / studies,
        several_ready=sum(len(end.ready) > 1 for end in ends) / studies,
        stopped={look: looks[look] / studies for look in rule.looks},
        mean_sessions_per_arm=sum(look * many for look, many in looks.items()) / studies,
    )


def with_arms(study: Study, truth: Mapping[str, ArmTruth]) -> Study:
    """Return the study with the arms of the truth, for invented people, and all hard facts passed."""
    known = {arm.id: arm for arm in study.arms}
    arms = tuple(known.get(arm, Arm(id=arm, variant=arm)) for arm in truth)
    facts = HardFacts(**dict.fromkeys(HardFacts.model_fields, "passed"))
    return study.model_copy(update={"arms": arms, "hard_facts": facts, "demo": True})


def play(study: Study, truth: Mapping[str, ArmTruth], rng: "Generator") -> Decision:
    """Return the decision with which one invented study ends."""
    people = {arm.id: invent_sessions(rng, study, arm, truth[arm.id], study.looks[-1]) for arm in study.arms}
    for look in study.looks:
        facts = [one for sessions in people.values() for one in sessions[:look]]
        found = decide(study, facts, now_ms=0, with_advice=False)
        if found.verdict != "NOT DECIDABLE YET":
            break
    return found
