"""Results of a study as sums: what another lab may see, and what it compares its own results with."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from feedback.evidence import StudyEvidence
from feedback.metrics import Metric
from feedback.report.small_groups import SMALLEST
from feedback.stats import NotEnoughData


class Result(BaseModel):
    """A metric of one arm from `n` persons with its interval; `x` is the count behind a rate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    estimate: float
    low: float
    high: float
    unit: str
    x: int | None = None


class ArmResults(BaseModel):
    """An arm with its metrics by id. `sessions` is None, and there are no metrics, where they are too few to show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    arm: str
    variant: str
    name: str
    params: str
    sessions: int | None
    metrics: Mapping[str, Result]


class StudyResults(BaseModel):
    """A study of the origin: its plan by hash, its computed verdict, its arms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    study: str
    title: str
    round: int
    demo: bool
    plan_hash: str
    verdict: str
    arms: tuple[ArmResults, ...]


class Results(BaseModel):
    """All studies of a prototype that have sessions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    studies: tuple[StudyResults, ...] = ()


def results_of(evidence: StudyEvidence) -> StudyResults:
    """Return the results of a study. A number that speaks about fewer than five persons is left out."""
    study, decision = evidence.study, evidence.decision
    sessions = evidence.sessions()
    arms = []
    for arm in study.arms:
        shown = sessions[arm.id] >= SMALLEST
        measured = evidence.measured[arm.id] if shown else {}
        arms.append(
            ArmResults(
                arm=arm.id,
                variant=arm.variant,
                name=arm.name,
                params=arm.params or "",
                sessions=sessions[arm.id] if shown else None,
                metrics={name: result for name, value in measured.items() if (result := _result(value)) is not None},
            )
        )
    return StudyResults(
        study=study.id,
        title=study.title,
        round=study.round,
        demo=study.demo,
        plan_hash=study.plan_hash,
        verdict=decision.verdict,
        arms=tuple(arms),
    )


def _result(value: Metric | NotEnoughData) -> Result | None:
    if isinstance(value, NotEnoughData) or value.n < SMALLEST:
        return None
    return Result(n=value.n, estimate=value.estimate, low=value.low, high=value.high, unit=value.unit, x=value.x)


def tell(result: Result | None) -> str:
    """Return a result in words, never without n and interval.

    >>> tell(Result(n=20, x=15, estimate=0.75, low=0.531, high=0.888, unit="share"))
    '15 of 20, 75 % (53 to 89 %)'
    >>> tell(Result(n=12, estimate=71.2, low=62.0, high=80.4, unit="points")), tell(None)
    ('71.2 points (62.0 to 80.4), n = 12', 'cannot say')
    """
    if result is None:
        return "cannot say"
    if result.x is not None:
        share, low, high = (round(100 * one) for one in (result.estimate, result.low, result.high))
        return f"{result.x} of {result.n}, {share} % ({low} to {high} %)"
    return f"{result.estimate:.1f} {result.unit} ({result.low:.1f} to {result.high:.1f}), n = {result.n}"
