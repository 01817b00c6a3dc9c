"""The rows of the charts of single metrics, the same in the office and in a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from feedback.charts import Axis, Dot, Limit
from feedback.decision import ArmDecision
from feedback.evidence import StudyEvidence, tell_share
from feedback.metrics import Metric, metric_ids
from feedback.report.words import Words
from feedback.stats import NotEnoughData
from feedback.study import Study

GERMAN = Words("de")
SHARES = Axis(0, 1, tuple((share / 100, tell_share(share / 100)) for share in (0, 25, 50, 75, 100)))
POINTS = Axis(0, 100, tuple((float(points), str(points)) for points in (0, 25, 50, 75, 100)))
SEVEN = Axis(1, 7, tuple((float(points), str(points)) for points in range(1, 8)))
FIVE = Axis(1, 5, tuple((float(points), str(points)) for points in range(1, 6)))


@dataclass(frozen=True)
class Question:
    """What a decision-maker asks and the metric that answers it; `id` is the beginning of its texts."""

    id: str
    metric: str


QUESTIONS = (
    Question("ask_completion", "completion"),
    Question("ask_sus", "sus"),
    Question("ask_time", "time"),
    Question("ask_ease", "ease"),
)


def ids_of(study: Study, metric: str) -> list[str]:
    """Return the metric of each task, or the one of the whole visit."""
    return [one for one in metric_ids(study) if one.partition(".")[0] == metric]


def dots_of(evidence: StudyEvidence, metric_id: str, words: Words = GERMAN, *, short: bool = False) -> list[Dot]:
    """Return the values of all arms; `short` names them by their ids."""
    return [
        Dot(name_arm(arm, words, short=short), arm.metrics[metric_id], words.metric(metric_id, arm.metrics[metric_id]))
        for arm in evidence.decision.arms.values()
    ]


def name_arm(arm: ArmDecision, words: Words, *, short: bool) -> str:
    """Return the title of an arm, or its id as a name."""
    return words("variant_named", arm=arm.arm) if short else arm.title


def limit_of(study: Study, metric_id: str, words: Words = GERMAN) -> Limit | None:
    """Return the line of the gate on a metric, if there is one."""
    name, _, task = metric_id.partition(".")
    gate = next((one for one in study.gates if one.metric == name and (one.task or "") == task), None)
    if gate is None:
        return None
    told = words.share(gate.at_least) if name == "completion" else words.number(gate.at_least)
    return Limit(gate.at_least, words("required", value=told))


def axis_of(metric: str, values: Sequence[Metric | NotEnoughData]) -> Axis:
    """Return the scale for all charts of a question; times end at a whole number of minutes."""
    if metric == "time":
        return time_axis(max((value.high for value in values if isinstance(value, Metric)), default=60.0))
    return {"completion": SHARES, "ease": SEVEN}.get(metric, POINTS)


def time_axis(longest_s: float) -> Axis:
    """Return a scale in minutes that holds a time.

    >>> [text for _, text in time_axis(400).ticks]
    ['0\\xa0min', '2\\xa0min', '4\\xa0min', '6\\xa0min', '8\\xa0min']
    """
    step = max(ceil(longest_s / 60 / 4), 1)
    minutes = range(0, max(ceil(longest_s / 60 / step), 1) * step + 1, step)
    ticks = tuple((minute * 60.0, f"{minute}\xa0min") for minute in minutes)
    return Axis(0, ticks[-1][0], ticks)


def tell_cell(metric_id: str, value: Metric | NotEnoughData, words: Words = GERMAN) -> str:
    """Return a metric in words, with the grade of a SUS score or why it has none."""
    told = words.metric(metric_id, value)
    if metric_id != "sus" or not isinstance(value, Metric):
        return told
    return f"{told}. {words('grade', letter=value.grade.letter) if value.grade else words('no_grade')}"
