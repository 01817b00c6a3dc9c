"""Brings a study and its prototypes together: what a visit needs, checked before the first citizen comes."""

from collections.abc import Callable

from feedback.enrolment import Enrolment
from feedback.errors import AuthorError, Finding, OperatorError, nearest
from feedback.recorder import Recorder
from feedback.study import Study
from feedback.tokens import session_code
from labs.discovery import Workspace
from labs.service import Service, roll_up
from labs.visit import Cast


def cast_study(
    study: Study,
    services: dict[str, Service],
    recorder: Recorder,
    enrolment: Enrolment,
    *,
    clock_ms: Callable[[], int],
    consent_version: str,
) -> Cast:
    """Return the cast of a study; AuthorError when its plan names arms or tasks that its prototypes do not have."""
    findings = mismatches(study, services)
    if findings:
        raise AuthorError(findings)
    named = {arm.id: services[shown_by(study, arm.id)] for arm in study.arms}
    flows = {arm.id: named[arm.id].flow(arm.variant, study.language) for arm in study.arms}
    return Cast(
        study=study,
        flows=flows,
        tasks={arm: {task.id: flow.task(task.id) for task in study.tasks} for arm, flow in flows.items()},
        recorder=recorder,
        assign=enrolment.arms,
        clock_ms=clock_ms,
        session_id=lambda participant, number: session_code(enrolment.secret, study.id, participant, number),
        consent_version=consent_version,
        synthetic=enrolment.synthetic,
    )


def shown_by(study: Study, arm_id: str) -> str:
    """Return what an arm shows: a prototype, or with the parameters of a region `hundesteuer@05315`."""
    name, region = study.prototype_of(arm_id), study.arm(arm_id).params
    return f"{name}@{region}" if region else name


def services_of(study: Study, workspace: Workspace) -> dict[str, Service]:
    """Return the prototypes of a study by what its arms show; those that do not exist are left to `mismatches`."""
    found: dict[str, Service] = {}
    for arm in study.arms:
        name, shown = study.prototype_of(arm.id), shown_by(study, arm.id)
        try:
            regions = workspace.regions(name)
        except OperatorError:
            continue  # `mismatches` says so, with the line of the plan
        if shown not in found and (not arm.params or set(roll_up(arm.params)) & set(regions)):
            found[shown] = workspace.load(name, arm.params or "")
    return found


def mismatches(study: Study, services: dict[str, Service]) -> list[Finding]:
    """Return all names in a plan for which the prototypes have nothing, with the nearest names they do have."""
    findings: list[Finding] = []
    for index, arm in enumerate(study.arms):
        service = services.get(shown_by(study, arm.id))
        if service is None and arm.params:
            place, name = study.place_of("arm", index, "params"), study.prototype_of(arm.id)
            what = f"There is no prototype `{name}` with parameters for `{arm.params}`, or a region above it."
            findings.append(Finding("study.params", "error", place, what, f"Write `{name}/params/{arm.params}.toml`."))
            continue
        if service is None:
            place = study.place_of("arm", index, "prototype") if arm.prototype else study.place_of("prototype")
            what = f"There is no prototype `{study.prototype_of(arm.id)}`."
            findings.append(Finding("study.prototype", "error", place, what, nearest(arm.id, services)))
            continue
        if arm.variant not in service.variant_ids:
            place, what = (
                study.place_of("arm", index, "variant"),
                f"`{service.id}` has no variant `{arm.variant}`.",
            )
            findings.append(Finding("study.variant", "error", place, what, nearest(arm.variant, service.variant_ids)))
        if study.start == "finder" and not service.ozg:
            place, what = study.place_of("start"), f"`{service.id}` has no OZG id, so nobody can find it."
            findings.append(Finding("study.start", "error", place, what, 'Write `Service(..., ozg="10092")`.'))
        known = [task.id for task in service.tasks]
        for number, task in enumerate(study.tasks):
            if task.id not in known:
                place, what = study.place_of("task", number, "id"), f"`{service.id}` has no task `{task.id}`."
                findings.append(Finding("study.task", "error", place, what, nearest(task.id, known)))
    return list(dict.fromkeys(findings))
