"""How firm is a gate: how many sessions would have to end differently, and would another prior say so too?"""

from collections.abc import Callable, Sequence

from feedback.decision.advice import Flip, Prior, PriorCheck
from feedback.decision.gates import state_of
from feedback.decision.persons import given, person_values
from feedback.instruments import INSTRUMENTS
from feedback.metrics import task_rate
from feedback.sessions import SessionFacts
from feedback.stats import JEFFREYS, NotEnoughData, gate_probability, mean_gate_probability
from feedback.study import Gate, Study

PRIORS: dict[Prior, tuple[float, float]] = {"jeffreys": JEFFREYS, "uniform": (1.0, 1.0), "sceptical": (2.0, 2.0)}
"""The sceptic has seen two succeed and two fail before, and for a score one person in the middle of the scale."""


def find_flip(study: Study, gate: Gate, sessions: Sequence[SessionFacts], look: int) -> Flip | None:
    """Return how many sessions would have to end differently to flip a gate, None where it has no probability.

    Those that matter most change first: for a score the highest (or lowest) becomes the worst (or best)
    possible.
    """
    required = study.required(gate, look)
    if gate.metric == "completion":
        rate = task_rate(sessions, str(gate.task))
        if rate.n == 0:
            return None
        return flip_rate(gate, rate.x, rate.n, required)
    values = given(person_values(gate.metric, sessions, gate.task))
    return flip_score(gate, values, required) if len(values) > 1 else None


def flip_rate(gate: Gate, x: int, n: int, required: float) -> Flip:
    """Return the flip of a rate of x of n.

    >>> gate = Gate(id="a", metric="completion", task="t", at_least=0.78)
    >>> flip_rate(gate, 12, 12, 0.9).sessions, flip_rate(gate, 9, 12, 0.9).sessions
    (1, 3)
    """
    met = gate_probability(x, n, gate.at_least) >= required
    changes = range(1, (x if met else n - x) + 1)
    sign = -1 if met else 1
    found = first(changes, lambda k: (gate_probability(x + sign * k, n, gate.at_least) >= required) != met)
    return Flip(gate.id, not met, found)


def flip_score(gate: Gate, values: Sequence[float], required: float) -> Flip:
    """Return the flip of a mean score.

    >>> gate = Gate(id="s", metric="sus", at_least=68)
    >>> flip_score(gate, [70.0, 80.0, 90.0, 75.0], 0.8)
    Flip(gate='s', to_met=False, sessions=1)
    """
    scale = INSTRUMENTS[gate.metric]

    def holds(scores: Sequence[float]) -> bool:
        found = mean_gate_probability(scores, gate.at_least, scale.step)
        return not isinstance(found, NotEnoughData) and found >= required

    met = holds(values)
    ordered, extreme = sorted(values, reverse=met), scale.bottom if met else scale.top
    found = first(range(1, len(values) + 1), lambda k: holds([extreme] * k + ordered[k:]) != met)
    return Flip(gate.id, not met, found)


def first(numbers: range, fits: Callable[[int], bool]) -> int | None:
    """Return the first number that fits, None when none does."""
    return next((k for k in numbers if fits(k)), None)


def check_priors(study: Study, gate: Gate, sessions: Sequence[SessionFacts], look: int) -> tuple[PriorCheck, ...]:
    """Return a gate under each prior, nothing where it has no probability."""
    found = {prior: probability_under(prior, gate, sessions) for prior in PRIORS}
    required = study.required(gate, look)
    return tuple(
        PriorCheck(gate.id, prior, chance, state_of(chance, required))
        for prior, chance in found.items()
        if not isinstance(chance, NotEnoughData)
    )


def probability_under(prior: Prior, gate: Gate, sessions: Sequence[SessionFacts]) -> float | NotEnoughData:
    """Return the probability of a gate under a prior."""
    if gate.metric == "completion":
        rate = task_rate(sessions, str(gate.task))
        if rate.n == 0:
            return NotEnoughData(0, 1, "Niemand hat die Aufgabe begonnen.")
        return gate_probability(rate.x, rate.n, gate.at_least, PRIORS[prior])
    scale = INSTRUMENTS[gate.metric]
    values = given(person_values(gate.metric, sessions, gate.task))
    if prior == "sceptical" and len(values) > 1:
        values = [*values, (scale.bottom + scale.top) / 2]
    return mean_gate_probability(values, gate.at_least, scale.step)
