"""Studies: a test plan, written and locked before the first session.

>>> study = parse('''
... title = "Wohngeld"
... prototype = "wohngeld"
... arm = [{id = "A", variant = "A"}]
... task = [{id = "antrag", critical = true}]
... gate = [{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
... ''', "wohngeld/runde-1")
>>> study.looks, study.task("antrag").critical
((14, 21, 28, 36), True)
"""

import hashlib
import json
from pathlib import Path

from feedback.errors import AuthorError, Finding, OperatorError
from feedback.study.checks import check
from feedback.study.criteria import anchors_of, criteria_of
from feedback.study.people import ACCESS, Limits, limits_of, needs_access, segment_code, segments_of
from feedback.study.plan import (
    HARD_FACTS,
    Arm,
    Criterion,
    DataCheck,
    Design,
    Gate,
    GateMetric,
    HardFacts,
    Plan,
    PlannedTask,
    Quotas,
    Scope,
    Segment,
    Study,
)
from feedback.study.source import Source

__all__ = [
    "ACCESS",
    "HARD_FACTS",
    "Arm",
    "Criterion",
    "DataCheck",
    "Design",
    "Gate",
    "GateMetric",
    "HardFacts",
    "Limits",
    "PlannedTask",
    "Quotas",
    "Scope",
    "Segment",
    "Study",
    "anchors_of",
    "criteria_of",
    "limits_of",
    "load",
    "needs_access",
    "parse",
    "read_text",
    "segment_code",
    "segments_of",
]


def load(path: Path, study_id: str | None = None) -> Study:
    """Return the study of a file; its id is `<prototype folder>/<file name>` unless one is given.

    All mistakes of the plan come at once, as an AuthorError; a file that cannot be read is an OperatorError.
    """
    return parse(read_text(path, "study"), study_id or f"{path.resolve().parent.parent.name}/{path.stem}", str(path))


def parse(text: str, study_id: str, place: str = "study.toml") -> Study:
    """Return the study of a plan's text, such as that kept with the lock of a study."""
    source = Source(text, place, "study")
    data = source.data()
    findings = check(source, data)
    if findings:
        raise AuthorError(findings)
    plan = Plan.model_validate(data)
    return Study(**dict(plan), id=study_id, plan_hash=hash_plan(plan), plan_text=text, place=place)


def hash_plan(plan: Plan) -> str:
    """Return the sha256 of what the author wrote; values left to their default do not count."""
    content = plan.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_text(path: Path, code: str) -> str:
    """Return the text of an author's file, which must be UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        what = "The file is not written in UTF-8."
        raise AuthorError([Finding(f"{code}.encoding", "error", f"{path}:1", what, "Save it as UTF-8.")]) from error
    except OSError as error:
        raise OperatorError(f"The file {path} cannot be read: {error.strerror}.") from error
