"""Simulated futures: who would come next if they were like those who came, and would it be enough?"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from feedback.decision.advice import Future
from feedback.decision.batches import meets
from feedback.decision.draws import seed_of
from feedback.decision.persons import person_values
from feedback.sessions import SessionFacts
from feedback.stats import JEFFREYS
from feedback.study import Study

if TYPE_CHECKING:
    from numpy.random import Generator

    from feedback.decision.persons import Flags, Numbers, Places

FUTURES = 1000


def imagine(study: Study, arm: str, sessions: Sequence[SessionFacts], look: int) -> "Flags":
    """Return in which imagined future (row) an arm is ready at which later look (column) or before it.

    The posterior predictive of the joint draws: in each future the people of the arm get random weights, and
    newcomers are copies drawn by them, so that a person's results stay together; Jeffreys' imagined success
    and failure join for rates. Source: Rubin 1981; Lo 1988, finite population Bayesian bootstrap.
    """
    import numpy as np

    later = [planned for planned in study.looks if planned > look]
    seen = np.array([person_values(gate.metric, sessions, gate.task) for gate in study.gates])
    newcomers = draw_newcomers(np.random.default_rng([seed_of(study.id, arm), look]), len(sessions), later[-1] - look)
    ready = np.zeros((FUTURES, len(later)), dtype=bool)
    samples = [add_newcomers(gate.metric, seen[i], *newcomers) for i, gate in enumerate(study.gates)]
    for place, planned in enumerate(later):
        met = [meets(study, gate, samples[i][:, :planned], planned) for i, gate in enumerate(study.gates)]
        ready[:, place] = np.all(met, axis=0)
    return np.logical_or.accumulate(ready, axis=1)


def draw_newcomers(rng: "Generator", people: int, many: int) -> "tuple[Places, Places]":
    """Return whom each newcomer (column) of each future (row) is like: one of the `people` or of the two
    imagined ones behind them; and the same without the imagined ones.
    """
    import numpy as np

    weights = rng.standard_exponential((FUTURES, people))
    imagined = rng.standard_gamma(JEFFREYS, (FUTURES, 2))
    chosen = pick(np.hstack([weights, imagined]), rng.random((FUTURES, many)))
    return chosen, pick(weights, rng.random((FUTURES, many)))


def pick(weights: "Numbers", lots: "Numbers") -> "Places":
    """Return for each lot from 0 to 1 the column on which it falls in its row of weights.

    >>> import numpy as np
    >>> pick(np.array([[1.0, 3.0]]), np.array([[0.2, 0.3, 0.99]])).tolist()
    [[0, 1, 1]]
    """
    edges = weights.cumsum(axis=1)
    edges /= edges[:, -1:]
    found: Places = (edges[:, None, :-1] <= lots[:, :, None]).sum(axis=2)
    return found


def add_newcomers(metric: str, seen: "Numbers", chosen: "Places", real: "Places") -> "Numbers":
    """Return the values seen so far and those of the newcomers, a row a future."""
    import numpy as np

    if metric == "completion":
        values = np.concatenate([seen, [1.0, 0.0]])[chosen]
    else:
        values = seen[np.where(chosen < len(seen), chosen, real)]
    return np.hstack([np.tile(seen, (FUTURES, 1)), values])


def tell_chances(study: Study, look: int, ready: "Flags") -> tuple[Future, ...]:
    """Return the chance at each later look."""
    later = [planned for planned in study.looks if planned > look]
    return tuple(Future(at, at - look, float(ready[:, place].mean())) for place, at in enumerate(later))


def imagine_arms(study: Study, arms: Mapping[str, Sequence[SessionFacts]], look: int) -> "dict[str, Flags]":
    """Return the futures of several arms; there are none after the last look."""
    if look == study.looks[-1]:
        return {}
    return {arm: imagine(study, arm, sessions, look) for arm, sessions in arms.items()}
