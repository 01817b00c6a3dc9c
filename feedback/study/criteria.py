"""By what arms are ranked when a plan says nothing else, and what a value is worth.

The anchors say what the rules of the field say: a completion at the gate of 78 % is good, not excellent;
68 points on the System Usability Scale are average and 80.8 excellent (Sauro and Lewis 2016). Worth grows more
slowly above these marks, so that two good arms are close.
"""

from feedback.study.plan import Criterion, CriterionMetric, Plan, PlannedTask

Anchors = tuple[tuple[float, float], ...]

ANCHORS: dict[CriterionMetric, Anchors] = {
    "completion": ((0.4, 0.0), (0.78, 0.8), (1.0, 1.0)),
    "errors": ((0.0, 1.0), (5.0, 0.0)),
    "sus": ((40.0, 0.0), (68.0, 0.8), (100.0, 1.0)),
    "umux_lite": ((40.0, 0.0), (68.0, 0.8), (100.0, 1.0)),
    "ease": ((2.0, 0.0), (5.0, 0.8), (7.0, 1.0)),
}
TIME_LIMIT_MIN = 30.0
QUICK = 1 / 6  # of the time limit: nobody gains from being faster still
WEIGHTS = {"completion": (0.4, 0.6), "score": (0.2, 0.4), "time": (0.1, 0.3)}


def criteria_of(plan: Plan) -> tuple[Criterion, ...]:
    """Return the criteria of a plan, or by default: completion and time of its decisive tasks, and the scores
    that it has gates on (SUS when it has none).
    """
    if plan.criteria:
        return plan.criteria
    tasks = [task for task in plan.tasks if task.critical] or list(plan.tasks)
    scores = dict.fromkeys((gate.metric, gate.task) for gate in plan.gates if gate.metric != "completion")
    wanted: list[tuple[str, CriterionMetric, str | None, int]] = [
        *(("completion", "completion", task.id, len(tasks)) for task in tasks),
        *(("score", metric, task, max(len(scores), 1)) for metric, task in scores or {("sus", None): None}),
        *(("time", "time", task.id, len(tasks)) for task in tasks),
    ]
    return tuple(Criterion(metric=metric, task=task, weight=share(kind, many)) for kind, metric, task, many in wanted)


def share(kind: str, many: int) -> tuple[float, float]:
    """Return the default weights of one of `many` criteria of a kind.

    >>> share("completion", 2)
    (0.2, 0.3)
    """
    low, high = WEIGHTS[kind]
    return low / many, high / many


def anchors_of(plan: Plan, criterion: Criterion) -> Anchors:
    """Return the anchors of a criterion, or by default those of its metric.

    The time is judged by the time limit of the task (30 minutes without one): a sixth of it is worth 1, all of
    it 0.
    """
    if criterion.anchors:
        return criterion.anchors
    if criterion.metric != "time":
        return ANCHORS[criterion.metric]
    limit_s = limit_min(next((task for task in plan.tasks if task.id == criterion.task), None)) * 60
    return (limit_s * QUICK, 1.0), (limit_s, 0.0)


def limit_min(task: PlannedTask | None) -> float:
    """Return the time limit of a task in minutes."""
    return task.time_limit_min or TIME_LIMIT_MIN if task else TIME_LIMIT_MIN
