"""Pseudonymous data of a study: JSON lines that lead to the same verdict elsewhere, or tables for other programs."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from feedback.errors import OperatorError, nearest
from feedback.exchange.disguising import disguise
from feedback.exchange.tables import tables_of, write_csv, write_parquet
from feedback.metrics import select
from feedback.sessions import SessionFacts, TaskFacts
from feedback.study import Study
from feedback.study.segments import large_groups, split_segments
from feedback.tokens import participant_code

Format = Literal["csv", "parquet", "jsonl"]
FORMATS: tuple[str, ...] = get_args(Format)


@dataclass(frozen=True)
class Export:
    """What was written: the `files`, how many `sessions`, and how many that still run were left out."""

    study: str
    format: str
    files: tuple[str, ...]
    sessions: int
    left_out: int

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf export`."""
        return {
            "study": self.study,
            "format": self.format,
            "files": list(self.files),
            "sessions": self.sessions,
            "left_out": self.left_out,
        }


def export_study(study: Study, facts: tuple[SessionFacts, ...], path: Path, fmt: str, *, secret: str) -> Export:
    """Write the sessions that count in a study, under fresh pseudonyms; comments are never among them.

    Left out are sessions that still run: nobody knows their outcome. Tables come with a file that explains them.
    Raises OperatorError for an unknown format and a place that cannot be written.
    """
    if fmt not in FORMATS:
        raise OperatorError(f"There is no format `{fmt}`. {nearest(fmt, FORMATS)}")
    counting = [one for selection in select(study, facts).values() for one in selection.all]
    over = [one for one in counting if one.over]
    lines = [to_line(one) for one in blur_groups(disguise(over, renaming(secret, study.id)))]
    try:
        if fmt == "jsonl":
            path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
            files: tuple[Path, ...] = (path,)
        else:
            write = write_csv if fmt == "csv" else write_parquet
            files = write(tables_of(lines), path, study.id)
    except OSError as error:
        raise OperatorError(f"The file {path} cannot be written: {error.strerror or error}.") from error
    return Export(study.id, fmt, tuple(str(file) for file in files), len(over), len(counting) - len(over))


def renaming(secret: str, study_id: str) -> Callable[[str], str]:
    """Return what gives a person of the store another code; two exports give the same one."""
    return lambda participant: participant_code(secret, study_id, f"export:{participant}")


def blur_groups(facts: tuple[SessionFacts, ...]) -> tuple[SessionFacts, ...]:
    """Return the facts without the groups of too few people."""
    kept = large_groups({one.session.participant: one.session.segment for one in facts})
    return tuple(
        one if one.session.segment in kept else replace(one, session=one.session.model_copy(update={"segment": None}))
        for one in facts
    )


def to_line(facts: SessionFacts) -> dict[str, Any]:
    """Return the line of a session that is over."""
    session = facts.session
    return {
        "session": {
            "participant": session.participant,
            "arm": session.arm,
            "started_ms": session.started_ms,
            "segments": split_segments(session.segment),
            "position": session.position,
            "mode": session.mode,
            "end_reason": facts.end_reason,
            "synthetic": session.synthetic,
            "version": session.content_hash,
            "language": facts.flow.language if facts.flow else "de",
            "events": facts.events,
            "missing": facts.missing,
        },
        "tasks": [to_task(task) for task in facts.tasks if task.outcome is not None],
        "answers": to_answers(facts),
    }


def to_task(task: TaskFacts) -> dict[str, Any]:
    """Return the task of a line."""
    line = {
        "task": task.task,
        "outcome": task.outcome,
        "duration_ms": task.duration_ms,
        "pages_unique": task.pages_unique,
        "pages_total": task.pages_total,
        "errors": task.errors,
        "backtracks": task.backtracks,
    }
    return line if task.ideal is None else {**line, "pages_ideal": task.ideal}


def to_answers(facts: SessionFacts) -> list[dict[str, Any]]:
    """Return the answers of a line.

    Who read two wordings of a questionnaire gave answers to both; which to which is not known, so they take turns.
    """
    given: list[dict[str, Any]] = []
    for (instrument, task), items in facts.answers.items():
        wordings = sorted(wording for name, wording in facts.wordings if name == instrument)
        for number, (item, value) in enumerate(items.items()):
            answer: dict[str, Any] = {"instrument": instrument, "item": item, "value": value}
            if task is not None:
                answer["task"] = task
            if wordings:
                answer["wording"] = wordings[number % len(wordings)]
            given.append(answer)
    return given
