"""What sessions show, as numbers with intervals: one metric a row, one arm a column."""

from feedback.metrics.evaluate import Evaluation, evaluate, evaluate_sessions
from feedback.metrics.funnel import FunnelStep, funnel
from feedback.metrics.measures import metric_ids, task_rate, values_of
from feedback.metrics.mistakes import Mistake, top_mistakes
from feedback.metrics.selection import Selection, select
from feedback.metrics.values import Metric, metric_to_json, unit_of

__all__ = [
    "Evaluation",
    "FunnelStep",
    "Metric",
    "Mistake",
    "Selection",
    "evaluate",
    "evaluate_sessions",
    "funnel",
    "metric_ids",
    "metric_to_json",
    "select",
    "task_rate",
    "top_mistakes",
    "unit_of",
    "values_of",
]
