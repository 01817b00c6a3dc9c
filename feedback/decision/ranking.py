"""Which arm is best, how surely, and what it costs to take another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedback.decision.draws import DRAWS, PeopleWeights, seed_of, weigh_people
from feedback.decision.persons import person_values
from feedback.decision.weights import draw_weights
from feedback.metrics import Selection
from feedback.sessions import SessionFacts
from feedback.stats import rank1_shares
from feedback.study import Criterion, Study, anchors_of, criteria_of

if TYPE_CHECKING:
    from feedback.decision.persons import Flags, Numbers, Places

EQUAL = 0.03  # losing so little of a worth between 0 and 1 is no loss
TIE = 1e-9


@dataclass(frozen=True)
class RankedCriterion:
    """A criterion: the range of its weight, and whether nobody gave a value, so that it tells nothing."""

    id: str
    weight: tuple[float, float]
    silent: bool

    def to_json(self) -> dict[str, Any]:
        """Return the criterion for the JSON answer of a command."""
        return {"id": self.id, "weight": list(self.weight), "silent": self.silent}


@dataclass(frozen=True)
class ArmRank:
    """What an arm is worth, from 0 to 1, and how it stands beside the others.

    `worth` is the mean over draws and weights, `worths` that of each criterion. `ranks` are the
    probabilities of the first, second, ... place; `ready_and_first` is the probability that the arm truly
    meets all gates and is first. `loss` is what is lost on average by taking this arm instead of the best.
    `weight_share` is the share of the weights under which the mean worth is highest.
    """

    arm: str
    worth: float
    worths: Mapping[str, float]
    ranks: tuple[float, ...]
    ready_and_first: float
    loss: float
    weight_share: float

    def to_json(self) -> dict[str, Any]:
        """Return the rank for the JSON answer of a command."""
        return {
            "worth": self.worth,
            "criteria": dict(self.worths),
            "p_rank1": self.ranks[0],
            "p_ranks": list(self.ranks),
            "p_ready_and_rank1": self.ready_and_first,
            "expected_loss": self.loss,
            "weight_share": self.weight_share,
        }


@dataclass(frozen=True)
class Ranking:
    """All arms with their ranks. `losses[one, other]` is what is lost on average by taking `one` instead of
    `other`, where the other is better.
    """

    arms: Mapping[str, ArmRank]
    criteria: tuple[RankedCriterion, ...]
    losses: Mapping[tuple[str, str], float]

    def to_json(self) -> dict[str, Any]:
        """Return the ranking for the JSON answer of a command."""
        return {
            "arms": {arm: rank.to_json() for arm, rank in self.arms.items()},
            "criteria": [criterion.to_json() for criterion in self.criteria],
        }

    def best(self, arms: Sequence[str]) -> str:
        """Return the arm that is worth most; of exactly equal ones the first."""
        return max(arms, key=lambda arm: self.arms[arm].worth)

    def equals(self, chosen: str, arms: Sequence[str]) -> tuple[str, ...]:
        """Return those of the arms that one may take instead of the chosen one without a loss worth telling,
        the chosen one among them.
        """
        return tuple(arm for arm in arms if arm == chosen or self.losses[arm, chosen] <= EQUAL)


def rank(study: Study, arms: Mapping[str, Selection]) -> Ranking:
    """Return the ranking of the arms by their usable sessions.

    Draws are seeded by study and person, not by the plan: stating a hard fact or adding an arm leaves the
    others as they are. The order of two arms never depends on a third: worths have absolute anchors, and the
    winner is the arm with the highest mean worth. What one arm did not measure may be worth anything from 0
    to 1; what no arm measured tells nothing.
    """
    drawn = draw_arms(study, {arm: selection.usable for arm, selection in arms.items()})
    names, totals, places = list(arms), drawn.totals, drawn.places
    shares = rank1_shares(drawn.means, drawn.weights)  # type: ignore[arg-type]  # a list would be slow
    best = totals.max(axis=0)
    ranks = {
        arm: ArmRank(
            arm=arm,
            worth=float(drawn.weights.mean(axis=0) @ drawn.means[i]),
            worths={one.id: float(mean) for one, mean in zip(drawn.criteria, drawn.means[i], strict=True)},
            ranks=tuple(float((places[i] == place).mean()) for place in range(len(names))),
            ready_and_first=float((drawn.met[i] & (places[i] == 0)).mean()),
            loss=float((best - totals[i]).mean()),
            weight_share=shares[i],
        )
        for i, arm in enumerate(names)
    }
    losses = {
        (one, other): float((totals[j] - totals[i]).clip(min=0).mean())
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if i != j
    }
    return Ranking(ranks, drawn.criteria, losses)


@dataclass(frozen=True)
class Drawn:
    """Draws of all arms: their total worth and their place in each draw, whether they then meet the gates, and
    the mean worth by criterion (a column); rows are arms. `weights` has a row a draw.
    """

    criteria: tuple[RankedCriterion, ...]
    weights: "Numbers"
    means: "Numbers"
    totals: "Numbers"
    places: "Places"
    met: "Flags"


def draw_arms(study: Study, sessions: Mapping[str, Sequence[SessionFacts]]) -> Drawn:
    """Return the joint draws of all arms."""
    import numpy as np

    seed, criteria = seed_of(study.id, str(study.round)), criteria_of(study)
    people = weigh_people(seed, sessions, shared=has_shared(study, sessions))
    found = {arm: draw_worths(study, criteria, sessions[arm], people[arm]) for arm in sessions}
    silent = [all(found[arm][place] is None for arm in found) for place in range(len(criteria))]
    worths = [fill(seed, arm, found[arm], silent) for arm in found]
    weights = draw_weights(tuple(criterion.weight for criterion in criteria))
    totals = np.array([np.einsum("dk,kd->d", weights, one) for one in worths])
    return Drawn(
        criteria=tuple(RankedCriterion(one.id, one.weight, quiet) for one, quiet in zip(criteria, silent, strict=True)),
        weights=weights,
        means=np.array([one.mean(axis=1) for one in worths]),
        totals=totals,
        places=place_arms(totals, seed),
        met=np.array([meets_gates(study, sessions[arm], people[arm]) for arm in sessions]),
    )


def has_shared(study: Study, sessions: Mapping[str, Sequence[SessionFacts]]) -> bool:
    """Return whether people tried several arms."""
    if study.design == "within":
        return True
    people = [{facts.session.participant for facts in found} for found in sessions.values()]
    return sum(map(len, people)) > len(set().union(*people))


def draw_worths(
    study: Study, criteria: Sequence[Criterion], sessions: Sequence[SessionFacts], people: PeopleWeights
) -> "list[Numbers | None]":
    """Return draws of what an arm is worth by each criterion, None where it has too few values."""
    import numpy as np

    found: list[Numbers | None] = []
    for criterion in criteria:
        points, worths = zip(*anchors_of(study, criterion), strict=True)
        values = person_values(criterion.metric, sessions, criterion.task, slowest_s=max(points))
        drawn = draw_metric(criterion.metric, values, people)
        found.append(None if drawn is None else np.interp(drawn, points, worths))
    return found


def draw_metric(metric: str, values: "Numbers", people: PeopleWeights) -> "Numbers | None":
    """Return draws of a metric: a rate, a geometric mean of times, or a mean; None with too few values."""
    import numpy as np

    if metric == "completion":
        return people.rate(values) if (values == values).any() else None
    if metric != "time":
        return people.mean(values)
    logs = people.mean(np.log(values))
    return None if logs is None else np.exp(logs)


def fill(seed: int, arm: str, drawn: "list[Numbers | None]", silent: Sequence[bool]) -> "Numbers":
    """Return the draws with gaps filled: anything from 0 to 1, or the middle where no arm has a value."""
    import numpy as np

    rng = np.random.default_rng([seed, seed_of("gap", arm)])
    rows = [
        one if one is not None else np.full(DRAWS, 0.5) if quiet else rng.permutation(DRAWS) / (DRAWS - 1)
        for one, quiet in zip(drawn, silent, strict=True)
    ]
    return np.array(rows)


def meets_gates(study: Study, sessions: Sequence[SessionFacts], people: PeopleWeights) -> "Flags":
    """Return in which draws an arm truly meets every gate; without values it meets none."""
    import numpy as np

    met = np.ones(DRAWS, dtype=bool)
    for gate in study.gates:
        drawn = draw_metric(gate.metric, person_values(gate.metric, sessions, gate.task), people)
        met &= np.zeros(DRAWS, dtype=bool) if drawn is None else drawn >= gate.at_least
    return met


def place_arms(totals: "Numbers", seed: int) -> "Places":
    """Return the place of each arm (row) in each draw, from 0; equal arms share theirs by lot."""
    import numpy as np

    lots = np.random.default_rng([seed, 2]).uniform(0, TIE, totals.shape)
    return np.argsort(np.argsort(-(totals + lots), axis=0), axis=0)
