"""What a decision consists of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from feedback.decision.advice import Advice
from feedback.decision.ranking import Ranking
from feedback.metrics import Evaluation, metric_to_json

Verdict = Literal["READY FOR PRODUCTION", "IMPROVE AND RETEST", "STOP", "NOT DECIDABLE YET", "INVALID DATA"]
GateState = Literal["met", "missed", "open"]

VERDICT_NAMES: dict[Verdict, str] = {
    "READY FOR PRODUCTION": "Bereit für die Produktion",
    "IMPROVE AND RETEST": "Verbessern und neu testen",
    "STOP": "Beenden",
    "NOT DECIDABLE YET": "Noch nicht entscheidbar",
    "INVALID DATA": "Daten ungültig",
}


@dataclass(frozen=True)
class Check:
    """One condition on the data, with its sentence.

    `ok` is None where nothing can be said yet. Only a `blocking` condition that is False makes the data
    invalid.
    """

    id: str
    ok: bool | None
    sentence: str
    blocking: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the check for the JSON answer of a command."""
        return {"id": self.id, "ok": self.ok, "sentence": self.sentence}


@dataclass(frozen=True)
class GateResult:
    """A gate or hard fact of one arm.

    `probability` is the posterior that the gate holds; None for a hard fact, before the first look, and with
    too few values to say anything. `subject` names the gate in a sentence.
    """

    id: str
    state: GateState
    probability: float | None
    sentence: str
    subject: str
    is_fact: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the gate for the JSON answer of a command."""
        return {
            "id": self.id,
            "state": self.state,
            "probability": self.probability,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class ArmDecision:
    """The verdict on one arm and the numbers it rests on; `sessions` are those that were evaluated.

    `sessions_needed` are the usable sessions that this arm lacks for the next look. All arms are compared at
    the same look, so an arm that has its own verdict already may still lack some. It is 0 when no arm waits
    for a look: more sessions would change nothing. The metrics are computed when somebody asks for them.
    """

    arm: str
    title: str
    sessions: int
    verdict: Verdict
    sentence: str
    sessions_needed: int
    measure: Callable[[], Evaluation] = field(repr=False, compare=False)
    gates: tuple[GateResult, ...]

    @cached_property
    def metrics(self) -> Evaluation:
        """All metrics of the evaluated sessions."""
        return self.measure()

    def to_json(self) -> dict[str, Any]:
        """Return the arm for the JSON answer of a command."""
        return {
            "sessions": self.sessions,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "sessions_needed": self.sessions_needed,
            "metrics": {name: metric_to_json(name, value) for name, value in self.metrics.items()},
            "gates": [gate.to_json() for gate in self.gates],
        }


@dataclass(frozen=True)
class Decision:
    """The verdict on a study at a look.

    `look` is the planned number of sessions an arm that has been reached, None before the first. `ready`
    names the arms that meet everything; `chosen` those of them that the verdict sends into production: the
    best one, and those equal to it, between which the cost decides. `ranking` and `advice` are None before the
    first look and on broken data. `sessions_needed` is the largest number that an arm
    lacks for the next look, and 0 once there is a verdict.
    """

    study: str
    plan_hash: str
    look: int | None
    verdict: Verdict
    sentence: str
    ready: tuple[str, ...]
    chosen: tuple[str, ...]
    sessions_needed: int
    arms: Mapping[str, ArmDecision]
    data_check: tuple[Check, ...]
    hypotheses: tuple[str, ...]
    demo: bool
    decided_ms: int
    ranking: Ranking | None = None
    advice: Advice | None = None

    @property
    def verdict_name(self) -> str:
        """The verdict as a screen shows it."""
        return VERDICT_NAMES[self.verdict]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf decide`: the same data give the same answer, whenever it is
        asked.
        """
        return {
            "study": self.study,
            "look": self.look,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "ready": list(self.ready),
            "chosen": list(self.chosen),
            "equivalent": len(self.chosen) > 1,
            "sessions_needed": self.sessions_needed,
            "arms": {arm: decision.to_json() for arm, decision in self.arms.items()},
            "data_check": [check.to_json() for check in self.data_check],
            "hypotheses": list(self.hypotheses),
            "demo": self.demo,
            "plan_hash": self.plan_hash,
            "ranking": self.ranking.to_json() if self.ranking else None,
            "advice": self.advice.to_json() if self.advice else None,
        }
