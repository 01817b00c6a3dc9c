"""Own results beside those of the origin: side by side with n and interval, never put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from feedback.enrolment import plan_in_force
from feedback.errors import OperatorError
from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.store import Store
from labs.discovery import Workspace
from labs.reuse.adopting import ORIGIN
from labs.reuse.package import RESULTS
from labs.reuse.results import Result, Results, StudyResults, results_of


@dataclass(frozen=True)
class Comparison:
    """One metric of one variant: an origin's study and an own one; either result is None where it cannot be said."""

    variant: str
    metric: str
    origin_study: str
    origin: Result | None
    own_study: str
    own: Result | None

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return {
            "variant": self.variant,
            "metric": self.metric,
            "origin": {"study": self.origin_study, "result": self.origin and self.origin.model_dump()},
            "own": {"study": self.own_study, "result": self.own and self.own.model_dump()},
        }


def compare(workspace: Workspace, lab: Lab, store: Store, name: str, *, now_ms: int) -> list[Comparison]:
    """Return own results of an adopted prototype beside the origin's. Raises OperatorError where it has no origin."""
    theirs = origin_results(workspace.find(name).parent).studies
    ours = [results_of(assemble(store, plan, now_ms=now_ms)) for plan in _own_plans(lab, store, name)]
    found: list[Comparison] = []
    for origin in theirs:
        for own in [one for one in ours if one.demo == origin.demo]:
            found += _side_by_side(origin, own)
    return found


def origin_results(folder: Path) -> Results:
    """Return the origin's results that are kept beside an adopted prototype."""
    path = folder / ORIGIN / RESULTS
    try:
        return Results.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise OperatorError(f"{folder.name} was not adopted from another lab: there is no {path}.") from error
    except (OSError, ValidationError) as error:
        raise OperatorError(f"The results of the origin cannot be read: {path}.") from error


def _own_plans(lab: Lab, store: Store, name: str) -> list[Any]:
    plans = [plan_in_force(store, lab.study(study_id)) for study_id in lab.studies()]
    return [
        plan for plan in plans if name in {plan.prototype_of(arm.id) for arm in plan.arms} and store.sessions(plan.id)
    ]


def _side_by_side(origin: StudyResults, own: StudyResults) -> Sequence[Comparison]:
    """Return all metrics of the variants that both studies tried, in the order of the own study."""
    theirs = {arm.variant: arm for arm in origin.arms}
    return [
        Comparison(
            arm.variant,
            metric,
            origin.study,
            theirs[arm.variant].metrics.get(metric),
            own.study,
            arm.metrics.get(metric),
        )
        for arm in own.arms
        if arm.variant in theirs
        for metric in dict.fromkeys([*theirs[arm.variant].metrics, *arm.metrics])
    ]
