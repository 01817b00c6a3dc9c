"""What advice consists of: imagined futures, what would flip a gate, other priors, other weights."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Prior = Literal["jeffreys", "uniform", "sceptical"]


@dataclass(frozen=True)
class Future:
    """The chance to be ready at a later look or before it, with `more` sessions an arm from now on."""

    look: int
    more: int
    ready: float


@dataclass(frozen=True)
class Flip:
    """How many sessions would have to end differently so that a gate is no longer met, or (`to_met`) is met.

    None: no number of them would do.
    """

    gate: str
    to_met: bool
    sessions: int | None


@dataclass(frozen=True)
class PriorCheck:
    """The probability of a gate and its state under another prior."""

    gate: str
    prior: Prior
    probability: float
    state: str


@dataclass(frozen=True)
class Tipping:
    """From this weight of a criterion on (`above`), or below it, another arm is worth more; the other weights
    keep their proportions. `within_range` says that the plan allows such a weight.
    """

    criterion: str
    arm: str
    weight: float
    above: bool
    within_range: bool


@dataclass(frozen=True)
class ArmAdvice:
    """The advice on one arm; `told` are its German sentences by gate id, "" for the whole arm."""

    futures: tuple[Future, ...]
    flips: tuple[Flip, ...]
    priors: tuple[PriorCheck, ...]
    told: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, Any]:
        """Return the advice for the JSON answer of a command."""
        return {
            "futures": [asdict(one) for one in self.futures],
            "flips": [asdict(one) for one in self.flips],
            "priors": [asdict(one) for one in self.priors],
            "sentences": [sentence for told in self.told.values() for sentence in told],
        }


@dataclass(frozen=True)
class Advice:
    """The advice on a study at a look. `futures` are the chances that at least one arm gets ready."""

    futures: tuple[Future, ...]
    weights: tuple[Tipping, ...]
    arms: Mapping[str, ArmAdvice]
    sentences: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the advice for the JSON answer of a command."""
        return {
            "futures": [asdict(one) for one in self.futures],
            "weights": [asdict(one) for one in self.weights],
            "arms": {arm: one.to_json() for arm, one in self.arms.items()},
            "sentences": list(self.sentences),
        }
