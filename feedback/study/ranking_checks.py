"""Mistakes in the criteria of a plan that pydantic cannot see."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from feedback.errors import Finding, nearest
from feedback.study.source import Source
from feedback.study.tables import ids, rows

PER_TASK = ("completion", "time", "errors", "ease")
PER_SESSION = ("sus", "umux_lite")
ROUNDING = 1e-9


def check_criteria(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find criteria on unknown tasks, that stand twice, and with impossible anchors or weights."""
    tasks, seen = ids(data, "task"), set()
    for i, row in rows(data, "criterion"):
        metric, task = row.get("metric"), row.get("task")
        yield from check_task(source, i, metric, task, tasks)
        if (metric, str(task)) in seen:
            what = f"The criterion `{metric}` stands twice."
            yield source.finding("duplicate-id", ("criterion", i), what, "Give it once, with one range of weights.")
        seen.add((metric, str(task)))
        yield from check_anchors(source, i, row.get("anchors"))
        weight = pair(row.get("weight"))
        if weight and weight[0] > weight[1]:
            what = f"The weight {row['weight']} does not ascend."
            yield source.finding("value", ("criterion", i, "weight"), what, "Write [lowest, highest].")
    yield from check_sum(source, data)


def check_task(source: Source, i: int, metric: object, task: object, tasks: list[str]) -> Iterator[Finding]:
    """Find a criterion without the task that it needs, with one too many, or with an unknown one."""
    if metric in PER_TASK and task is None:
        what = f"A criterion on `{metric}` needs a task."
        yield source.finding("missing-key", ("criterion", i), what, "Add `task = ...`.")
    elif metric in PER_SESSION and task is not None:
        what = f"`{metric}` is asked once a session, not for a task."
        yield source.finding("value", ("criterion", i, "task"), what, "Remove `task`.")
    elif isinstance(task, str) and task not in tasks:
        what = f"The criterion names the task `{task}`, which the plan does not have."
        yield source.finding("unknown-task", ("criterion", i, "task"), what, nearest(task, tasks))


def check_anchors(source: Source, i: int, anchors: object) -> Iterator[Finding]:
    """Find anchors whose values do not ascend."""
    if not isinstance(anchors, list):
        return
    points = [point[0] for point in map(pair, anchors) if point]
    if len(points) == len(anchors) and any(one >= other for one, other in pairwise(points)):
        what = f"The values {points} of the anchors do not ascend."
        yield source.finding("value", ("criterion", i, "anchors"), what, "Sort the anchors, each value once.")


def check_sum(source: Source, data: dict[str, Any]) -> Iterator[Finding]:
    """Find ranges of weights that cannot sum to 1."""
    weights = [pair(row.get("weight")) for _, row in rows(data, "criterion")]
    known = [weight for weight in weights if weight]
    if not known or len(known) < len(weights):
        return
    low, high = sum(weight[0] for weight in known), sum(weight[1] for weight in known)
    if low > 1 + ROUNDING or high < 1 - ROUNDING:
        what = f"The weights sum to between {low:g} and {high:g}, so never to 1."
        yield source.finding("value", ("criterion",), what, "Widen the ranges.")


def pair(value: object) -> tuple[float, float] | None:
    """Return two numbers, or None for anything else.

    >>> pair([1, 2.5]), pair([1]), pair("ab")
    ((1.0, 2.5), None, None)
    """
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        return None
    return float(value[0]), float(value[1])
