"""The gates over many imagined samples at once; `judge` says the same about one sample."""

from math import ceil, sqrt
from typing import TYPE_CHECKING

from feedback.instruments import INSTRUMENTS
from feedback.stats import JEFFREYS
from feedback.study import Gate, Study

if TYPE_CHECKING:
    from feedback.decision.persons import Flags, Numbers


def gate_probabilities(gate: Gate, samples: "Numbers") -> "Numbers":
    """Return P(gate holds) for each row of `samples`: a value a person, NaN where a person gave none.

    NaN where nothing can be said. Sources: as `stats.gate_probability` and `stats.mean_gate_probability`.

    >>> import numpy as np
    >>> gate = Gate(id="a", metric="completion", task="t", at_least=0.78)
    >>> gate_probabilities(gate, np.array([[1.0] * 12, [1.0] * 11 + [0.0]])).round(5).tolist()
    [0.98641, 0.88003]
    """
    import numpy as np
    from scipy.special import betaincc, stdtr

    given = ~np.isnan(samples)
    n = given.sum(axis=1)
    filled = np.where(given, samples, 0.0)
    total = filled.sum(axis=1)
    if gate.metric == "completion":
        a, b = JEFFREYS
        found: Numbers = betaincc(total + a, n - total + b, gate.at_least)
        return np.where(n > 0, found, np.nan)
    floor = INSTRUMENTS[gate.metric].step / sqrt(12)
    known = np.maximum(n, 2)
    mean = total / known
    squares = (np.where(given, samples - mean[:, None], 0.0) ** 2).sum(axis=1)
    sd = np.maximum(np.sqrt(squares / (known - 1)), floor)
    return np.where(n >= 2, stdtr(known - 1, (mean - gate.at_least) / (sd / np.sqrt(known))), np.nan)


def meets(study: Study, gate: Gate, samples: "Numbers", look: int) -> "Flags":
    """Return for which rows the gate is met at a look; too few values never meet it."""
    return has_enough(study, samples) & (gate_probabilities(gate, samples) >= study.required(gate, look))


def holds_at_most(study: Study, gate: Gate, samples: "Numbers", limit: float) -> "Flags":
    """Return for which rows the gate holds with at most this probability; too few values say nothing."""
    return has_enough(study, samples) & (gate_probabilities(gate, samples) <= limit)


def has_enough(study: Study, samples: "Numbers") -> "Flags":
    """Return which rows have values from the planned share of people."""
    import numpy as np

    need = max(ceil(study.data_check.min_answers * samples.shape[1]), 1)
    enough: Flags = (~np.isnan(samples)).sum(axis=1) >= need
    return enough
