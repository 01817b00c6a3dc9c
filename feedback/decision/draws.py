"""Joint posterior draws: one resampling of people gives all metrics of an arm, so that who struggled and was
unhappy stays one person.

Rubin's Bayesian bootstrap (1981, Ann Stat 9:130): in each draw every person gets an exponential weight, and a
metric is its weighted mean. For a rate two imagined people join, a success and a failure, with the weights of
the prior (Muliere and Secchi 1996); with Jeffreys' a rate of x of n then is exactly Beta(x + .5, n - x + .5),
the posterior of the gates.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from feedback.sessions import SessionFacts
from feedback.stats import JEFFREYS

if TYPE_CHECKING:
    from feedback.decision.persons import Numbers, Places

DRAWS = 4000
FEWEST = 2  # people with a value below whom a mean has no spread


@dataclass(frozen=True)
class PeopleWeights:
    """The weights of an arm's people (a row a person, a column a draw) and of the two imagined ones; `order` is
    the order in which the arm's draws meet those of the others.
    """

    people: "Numbers"
    imagined: "Numbers"
    order: "Places"

    def rate(self, values: "Numbers") -> "Numbers":
        """Return draws of a rate from values of 0 and 1, with gaps."""
        hit, everybody = self.total(values)
        success, failure = self.imagined
        found: Numbers = (hit + success) / (everybody + success + failure)
        return found[self.order]

    def mean(self, values: "Numbers") -> "Numbers | None":
        """Return draws of a mean from values with gaps; None with fewer than two values."""
        if (values == values).sum() < FEWEST:  # NaN is not equal to itself
            return None
        total, everybody = self.total(values)
        found: Numbers = total / everybody
        return found[self.order]

    def total(self, values: "Numbers") -> "tuple[Numbers, Numbers]":
        """Return the weighted sum of the values, and the weight of all who gave one."""
        import numpy as np

        known = values == values
        if known.all():
            return values @ self.people, self.people.sum(axis=0)
        return np.where(known, values, 0.0) @ self.people, known.astype(float) @ self.people


def weigh_people(seed: int, arms: Mapping[str, Sequence[SessionFacts]], *, shared: bool) -> dict[str, PeopleWeights]:
    """Return the weights of each arm's people.

    When each person tried one arm, all arms take the same weights by place, in an order of draws of their own:
    independent of each other, yet equal data have equal means, so that no arm wins by luck. When people are
    `shared` each has the same weight in every arm, and the draws keep their order.
    """
    return {
        arm: weigh_shared(seed, arm, sessions)
        if shared
        else PeopleWeights(stream(seed, len(sessions)), imagined(seed), shuffled(seed, arm))
        for arm, sessions in arms.items()
    }


def weigh_shared(seed: int, arm: str, sessions: Sequence[SessionFacts]) -> PeopleWeights:
    """Return the weights of people who tried several arms, the same in each."""
    import numpy as np

    rows = [person_stream(seed, facts.session.participant) for facts in sessions]
    people = np.array(rows) if rows else np.empty((0, DRAWS))
    return PeopleWeights(people, imagined(seed)[:, shuffled(seed, arm)], np.arange(DRAWS))


def seed_of(*parts: str) -> int:
    """Return a seed made of texts, the same on every machine.

    >>> seed_of("wohngeld/runde-1", "A") == seed_of("wohngeld/runde-1", "A") != seed_of("wohngeld/runde-1", "B")
    True
    """
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:8], "big")


@lru_cache(maxsize=64)
def stream(seed: int, people: int) -> "Numbers":
    """Return an exponential weight for each place and draw; more people leave the first ones as they are."""
    import numpy as np

    return np.random.default_rng(seed).standard_exponential((people, DRAWS))


@lru_cache(maxsize=512)
def person_stream(seed: int, participant: str) -> "Numbers":
    """Return the weights of one person."""
    import numpy as np

    return np.random.default_rng([seed, seed_of(participant)]).standard_exponential(DRAWS)


@lru_cache(maxsize=64)
def imagined(seed: int) -> "Numbers":
    """Return the weights of an imagined success and an imagined failure under Jeffreys' prior."""
    import numpy as np

    return np.random.default_rng([seed, 1]).standard_gamma([[JEFFREYS[0]], [JEFFREYS[1]]], (2, DRAWS))


@lru_cache(maxsize=256)
def shuffled(seed: int, arm: str) -> "Places":
    """Return an order of the draws for one arm."""
    import numpy as np

    return np.random.default_rng([seed, seed_of(arm)]).permutation(DRAWS)
