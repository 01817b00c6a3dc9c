"""What sessions show, as numbers with intervals: one metric a row, one arm a column."""

from feedback.metrics.deciding import load_deciding
from feedback.metrics.evaluate import Evaluation, evaluate, evaluate_sessions
from feedback.metrics.exact import ExactFigures
from feedback.metrics.figures import Figures, Times, Values
from feedback.metrics.findability import Findability, findability
from feedback.metrics.funnel import FunnelStep, funnel, funnel_of
from feedback.metrics.measures import metric_ids, task_rate, values_of
from feedback.metrics.mistakes import Mistake, mistakes_of, top_mistakes
from feedback.metrics.rolled import RolledFigures
from feedback.metrics.selection import Selection, decisive_tasks, select, start_key
from feedback.metrics.values import Metric, metric_to_json, rate_metric, unit_of

__all__ = [
    "Evaluation",
    "ExactFigures",
    "Figures",
    "Findability",
    "FunnelStep",
    "Metric",
    "Mistake",
    "RolledFigures",
    "Selection",
    "Times",
    "Values",
    "decisive_tasks",
    "evaluate",
    "evaluate_sessions",
    "findability",
    "funnel",
    "funnel_of",
    "load_deciding",
    "metric_ids",
    "metric_to_json",
    "mistakes_of",
    "rate_metric",
    "select",
    "start_key",
    "task_rate",
    "top_mistakes",
    "unit_of",
    "values_of",
]
