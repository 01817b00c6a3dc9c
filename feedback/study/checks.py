"""What pydantic cannot see in a plan: names that must agree, and values that depend on each other.

These checks read the raw content, so that they run beside pydantic's and all mistakes come at once.
Whatever has the wrong type is left to pydantic.
"""

from collections.abc import Iterator
from typing import Any

from feedback.errors import Finding, nearest
from feedback.instruments import INSTRUMENTS
from feedback.study.people_checks import check_people
from feedback.study.plan import HARD_FACTS, LOOKS, PLANNED_SESSIONS, Plan
from feedback.study.ranking_checks import check_criteria
from feedback.study.source import Source
from feedback.study.tables import ids, rows

PER_TASK = ("completion", "ease")
RANGES = {"completion": (0.0, 1.0), "sus": (0.0, 100.0), "umux_lite": (0.0, 100.0), "ease": (1.0, 7.0)}


def check(source: Source, data: dict[str, Any]) -> list[Finding]:
    """Return all mistakes of a plan, in the order of their lines."""
    findings = [
        *source.model_findings(Plan, data),
        *check_ids(source, data),
        *check_gates(source, data),
        *check_probabilities(source, data),
        *check_criteria(source, data),
        *check_critical_tasks(source, data),
        *check_looks(source, data),
        *check_questionnaires(source, data),
        *check_people(source, data),
    ]
    return sorted(findings, key=lambda finding: int(finding.place.rpartition(":")[2]))


def check_questionnaires(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find questionnaires that do not exist, and gates on one that nobody is asked."""
    asked = data.get("questionnaires", ["umux_lite", "sus"])
    if not isinstance(asked, list):
        return
    known = [instrument.id for instrument in INSTRUMENTS.values() if not instrument.per_task]
    for name in asked:
        if isinstance(name, str) and name not in known:
            what = f"There is no questionnaire `{name}`."
            yield source.finding("unknown-questionnaire", ("questionnaires",), what, nearest(name, known))
    for i, row in rows(data, "gate"):
        metric = row.get("metric")
        if metric in known and metric not in asked:
            what = f"The gate needs the questionnaire `{metric}`, which the plan does not ask."
            yield source.finding("unknown-questionnaire", ("gate", i, "metric"), what, "Add it to `questionnaires`.")


def check_ids(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find ids that stand twice, and gates named like a hard fact."""
    for table in ("arm", "task", "gate", "segment"):
        seen = set(HARD_FACTS) if table == "gate" else set()
        for i, row in rows(data, table):
            name = row.get("id")
            if not isinstance(name, str):
                continue
            if name in seen:
                what = f"The {table} id `{name}` is already taken."
                yield source.finding("duplicate-id", (table, i, "id"), what, "Give each its own id.")
            seen.add(name)


def check_gates(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find gates on unknown tasks, without the task they need, and with a threshold off the scale."""
    tasks = ids(data, "task")
    for i, row in rows(data, "gate"):
        metric, task, at_least = row.get("metric"), row.get("task"), row.get("at_least")
        if not isinstance(metric, str) or metric not in RANGES:
            continue
        if metric in PER_TASK and task is None:
            yield source.finding("missing-key", ("gate", i), f"A gate on `{metric}` needs a task.", "Add `task = ...`.")
        elif metric not in PER_TASK and task is not None:
            what = f"`{metric}` is asked once a session, not for a task."
            yield source.finding("value", ("gate", i, "task"), what, "Remove `task`.")
        elif isinstance(task, str) and task not in tasks:
            what = f"The gate names the task `{task}`, which the plan does not have."
            yield source.finding("unknown-task", ("gate", i, "task"), what, nearest(task, tasks))
        low, high = RANGES[metric]
        if isinstance(at_least, int | float) and not low < at_least < high:
            what = f"`at_least = {at_least}` is off the scale of `{metric}`."
            yield source.finding("value", ("gate", i, "at_least"), what, f"Between {low:g} and {high:g}.")


def check_probabilities(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find lists of probabilities that do not have one for each look."""
    looks = data.get("looks", list(LOOKS))
    for i, row in rows(data, "gate"):
        given = row.get("probability")
        if isinstance(given, list) and isinstance(looks, list) and given and len(given) != len(looks):
            what = f"There are {len(given)} probabilities for {len(looks)} looks."
            yield source.finding("value", ("gate", i, "probability"), what, "Write one for each look, or one number.")


def check_critical_tasks(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find critical tasks whose completion no gate measures."""
    measured = {row.get("task") for _, row in rows(data, "gate") if row.get("metric") == "completion"}
    for i, row in rows(data, "task"):
        if row.get("critical") is True and row.get("id") not in measured:
            what = f"No gate measures the completion of the critical task `{row.get('id')}`."
            yield source.finding("missing-gate", ("task", i), what, 'Add a gate with `metric = "completion"`.')


def check_looks(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find looks that do not ascend, or that lie beyond the planned sessions."""
    looks, planned = data.get("looks", list(LOOKS)), data.get("planned_sessions", PLANNED_SESSIONS)
    if not isinstance(looks, list) or not all(isinstance(look, int) for look in looks) or not looks:
        return
    if sorted(set(looks)) != looks:
        fix = f"Write `looks = {sorted(set(looks))}`."
        yield source.finding("looks", ("looks",), f"The looks {looks} do not ascend.", fix)
    if isinstance(planned, int) and max(looks) > planned:
        what = f"A look at {max(looks)} sessions lies beyond the {planned} planned sessions."
        key = "looks" if "looks" in data else "planned_sessions"
        yield source.finding("looks", (key,), what, "Raise `planned_sessions` or drop the look.")
