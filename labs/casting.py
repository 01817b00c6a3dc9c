"""Brings a study and its prototypes together: what a visit needs, checked before the first citizen comes."""

import secrets
from collections.abc import Callable

from feedback.enrolment import Enrolment
from feedback.errors import AuthorError, Finding, OperatorError, nearest
from feedback.recorder import Recorder
from feedback.study import Study
from labs.discovery import Workspace
from labs.service import Service
from labs.visit import Cast


def cast_study(
    study: Study,
    services: dict[str, Service],
    recorder: Recorder,
    enrolment: Enrolment,
    *,
    clock_ms: Callable[[], int],
    new_id: Callable[[], str] = lambda: secrets.token_hex(8),
    consent_version: str,
) -> Cast:
    """Return the cast of a study; AuthorError when its plan names arms or tasks that its prototypes do not have."""
    findings = mismatches(study, services)
    if findings:
        raise AuthorError(findings)
    named = {arm.id: services[study.prototype_of(arm.id)] for arm in study.arms}
    return Cast(
        study=study,
        flows={arm.id: named[arm.id].flow(arm.variant, study.language) for arm in study.arms},
        tasks={arm: {task.id: service.task(task.id) for task in study.tasks} for arm, service in named.items()},
        recorder=recorder,
        assign=enrolment.arms,
        clock_ms=clock_ms,
        new_id=new_id,
        consent_version=consent_version,
        synthetic=enrolment.synthetic,
    )


def services_of(study: Study, workspace: Workspace) -> dict[str, Service]:
    """Return the prototypes of a study by name; those that do not exist are left to `mismatches`."""
    found: dict[str, Service] = {}
    for name in {study.prototype_of(arm.id) for arm in study.arms}:
        try:
            workspace.find(name)
        except OperatorError:
            continue  # `mismatches` says so, with the line of the plan
        found[name] = workspace.load(name)
    return found


def mismatches(study: Study, services: dict[str, Service]) -> list[Finding]:
    """Return all names in a plan for which the prototypes have nothing, with the nearest names they do have."""
    findings: list[Finding] = []
    for index, arm in enumerate(study.arms):
        service = services.get(study.prototype_of(arm.id))
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
        known = [task.id for task in service.tasks]
        for number, task in enumerate(study.tasks):
            if task.id not in known:
                place, what = study.place_of("task", number, "id"), f"`{service.id}` has no task `{task.id}`."
                findings.append(Finding("study.task", "error", place, what, nearest(task.id, known)))
    return list(dict.fromkeys(findings))
