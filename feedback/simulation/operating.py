"""What the rule of a plan can and cannot find: which samples pass, and how often arms of known quality do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from feedback.decision import Verdict
from feedback.decision.batches import holds_at_most, meets
from feedback.decision.decide import CLEARLY
from feedback.decision.draws import seed_of
from feedback.decision.numbers import number
from feedback.instruments import INSTRUMENTS
from feedback.simulation.people import gate_samples, spread_of
from feedback.simulation.truth import ArmTruth
from feedback.stats import fewest_successes
from feedback.study import Gate, Study

if TYPE_CHECKING:
    from feedback.decision.persons import Flags, Numbers

SAMPLES = 5000
QUALITIES = tuple(
    ArmTruth(completion=completion, sus_mean=sus)
    for completion, sus in ((0.65, 60), (0.70, 75), (0.78, 68), (0.85, 72), (0.90, 76), (0.95, 80), (0.98, 84))
)


@dataclass(frozen=True)
class LookRule:
    """What passes a gate at a look: the fewest successes of `look` people, or the lowest mean score when people
    spread as usual; None where nothing passes.
    """

    gate: str
    look: int
    probability: float
    fewest_successes: int | None = None
    lowest_mean: float | None = None


@dataclass(frozen=True)
class Chances:
    """How often an arm of known quality gets each verdict when it is tested alone, and how often at least one
    of the plan's arms gets ready when all are like it. `by_look` is the chance to be ready by each look.
    """

    truth: ArmTruth
    verdicts: Mapping[Verdict, float]
    by_look: Mapping[int, float]
    any_ready: float


@dataclass(frozen=True)
class Operating:
    """The operating characteristics of a plan."""

    study: str
    rules: tuple[LookRule, ...]
    chances: tuple[Chances, ...]
    sentences: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf plan`."""
        return {
            "study": self.study,
            "rules": [asdict(rule) for rule in self.rules],
            "chances": [
                {
                    "truth": one.truth.model_dump(),
                    "verdicts": dict(one.verdicts),
                    "ready_by_look": {str(look): share for look, share in one.by_look.items()},
                    "any_ready": one.any_ready,
                }
                for one in self.chances
            ],
            "sentences": list(self.sentences),
        }


def describe(study: Study, qualities: Sequence[ArmTruth] = QUALITIES) -> Operating:
    """Return what the rule of a plan can and cannot find; hard facts count as passed.

    The chances come from 5,000 invented samples a quality (standard error at most 0.7 points), with the gates
    that decide real studies.
    """
    rules = tuple(rule_at(study, gate, look) for gate in study.gates for look in study.looks)
    chances = tuple(find_chances(study, truth) for truth in qualities)
    return Operating(study.id, rules, chances, tuple(tell_rule(rule) for rule in rules))


def rule_at(study: Study, gate: Gate, look: int) -> LookRule:
    """Return what passes a gate at a look."""
    required = study.required(gate, look)
    if gate.metric == "completion":
        return LookRule(gate.id, look, required, fewest_successes(look, gate.at_least, required))
    instrument = INSTRUMENTS[gate.metric]
    lowest = lowest_mean(gate.at_least, look, required, spread_of(instrument, ArmTruth(completion=1).sus_sd))
    return LookRule(gate.id, look, required, lowest_mean=lowest if lowest and lowest <= instrument.top else None)


def lowest_mean(gate: float, n: int, required: float, sd: float) -> float | None:
    """Return the lowest mean of n scores with this standard deviation that passes; None for a single one.

    Source: the posterior t of `stats.mean_gate_probability`, solved for the mean.

    >>> round(lowest_mean(68, 14, 0.9, 17), 1)
    74.1
    """
    from scipy.special import stdtrit

    return gate + float(stdtrit(n - 1, required)) * sd / sqrt(n) if n > 1 else None


def find_chances(study: Study, truth: ArmTruth) -> Chances:
    """Return how often arms of this quality get each verdict."""
    import numpy as np

    rng = np.random.default_rng(seed_of(truth.model_dump_json()))
    samples = gate_samples(rng, study, truth, (SAMPLES, study.looks[-1]))
    shares: dict[Verdict, float] = {"READY FOR PRODUCTION": 0.0, "IMPROVE AND RETEST": 0.0, "STOP": 0.0}
    by_look, running = {}, np.ones(SAMPLES, dtype=bool)
    for look in study.looks:
        for verdict, found in rule_samples(study, samples, look).items():
            shares[verdict] += float((running & found).mean())
            running &= ~found
        by_look[look] = shares["READY FOR PRODUCTION"]
    any_ready = 1 - (1 - shares["READY FOR PRODUCTION"]) ** len(study.arms)
    return Chances(truth, shares, by_look, any_ready)


def rule_samples(study: Study, samples: "Sequence[Numbers]", look: int) -> "dict[Verdict, Flags]":
    """Return which samples get which final verdict at a look, as `rule_arm` does for one arm."""
    import numpy as np

    is_last = look == study.looks[-1]
    pairs = [(gate, sample[:, :look]) for gate, sample in zip(study.gates, samples, strict=True)]
    met = np.all([meets(study, gate, sample, look) for gate, sample in pairs], axis=0)
    missed = np.any([holds_at_most(study, g, s, 1 - study.required(g, look)) for g, s in pairs], axis=0)
    far = np.any([holds_at_most(study, g, s, CLEARLY) for g, s in pairs], axis=0) & missed & is_last
    return {
        "READY FOR PRODUCTION": met,
        "STOP": far,
        "IMPROVE AND RETEST": (missed | (is_last & ~met)) & ~far,
    }


def tell_rule(rule: LookRule) -> str:
    """Return in a German sentence what passes a gate at a look.

    >>> tell_rule(LookRule("abschluss", 14, 0.95, fewest_successes=14))
    'Bei 14 Sitzungen reichen nur 14 von 14.'
    """
    at = f"Bei {rule.look} Sitzungen"
    if rule.fewest_successes is not None:
        only = "nur " if rule.fewest_successes == rule.look else ""
        return f"{at} reichen {only}{rule.fewest_successes} von {rule.look}."
    if rule.lowest_mean is not None:
        return f"{at} reichen im Mittel etwa {number(rule.lowest_mean)} Punkte."
    return f"{at} ist die Bedingung nicht erfüllbar."
