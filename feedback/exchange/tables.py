"""Exchange lines as two tidy tables: one row a session and task, one row an answer."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feedback.errors import OperatorError

SESSION_COLUMNS = {
    "session": "number of the session, by start",
    "participant": "pseudonym, made for exports only; the same person has the same one",
    "arm": "what was tried",
    "day": "day of the session (UTC); the time of day is left out because it could point to a person",
    "position": "0 for the first arm that this person tried",
    "segments": "groups of the person as name=value, parted by ;  groups of fewer than 5 people are left out",
    "mode": "alone or moderated",
    "end_reason": "how the session ended",
    "synthetic": "true for invented people of a demo",
    "language": "language of the prototype",
    "version": "content hash of the prototype",
    "events": "recorded events",
    "missing": "events that got lost",
}
TASK_COLUMNS = {
    "task": "task; empty for a session that ended before its first task",
    "outcome": "success, success_with_help, failed, gave_up, timed_out or technical_failure",
    "duration_ms": "time in milliseconds; of a success up to the end page",
    "pages_unique": "different pages seen",
    "pages_total": "page views",
    "pages_ideal": "length of the shortest path, empty where not known",
    "errors": "messages about mistakes that were shown",
    "backtracks": "steps back",
}
ANSWER_COLUMNS = {
    "session": SESSION_COLUMNS["session"],
    "participant": SESSION_COLUMNS["participant"],
    "arm": SESSION_COLUMNS["arm"],
    "task": "task that the answer is about, empty for the whole session",
    "instrument": "questionnaire",
    "item": "item of the questionnaire",
    "value": "answer on the scale of the questionnaire; empty for no answer",
    "wording": "id of the wording that was read",
}
INTEGERS = {
    "session", "position", "events", "missing", "duration_ms", "pages_unique", "pages_total", "pages_ideal", "errors",
    "backtracks", "value",
}  # fmt: skip
FLAGS = {"synthetic"}
DAY_S = 86_400


@dataclass(frozen=True)
class Table:
    """Rows with the meaning of each column; None is an empty cell."""

    name: str
    columns: dict[str, str]
    rows: Sequence[dict[str, Any]]


def tables_of(lines: Sequence[dict[str, Any]]) -> tuple[Table, Table]:
    """Return the table of tasks and the table of answers."""
    tasks: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        session = describe_session(number, line["session"])
        tasks += [{**session, **task} for task in line["tasks"] or [{}]]
        answers += [{**session, **answer} for answer in line["answers"]]
    return Table("tasks", {**SESSION_COLUMNS, **TASK_COLUMNS}, tasks), Table("answers", ANSWER_COLUMNS, answers)


def describe_session(number: int, session: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a session."""
    started = datetime.fromtimestamp(session["started_ms"] // 1000 // DAY_S * DAY_S, tz=UTC)
    groups = ";".join(f"{name}={value}" for name, value in sorted(session["segments"].items()))
    return {**session, "session": number, "day": started.date().isoformat(), "segments": groups}


def write_csv(tables: Sequence[Table], path: Path, study_id: str) -> tuple[Path, ...]:
    """Write the tables as UTF-8 text with commas, and what explains them; return the files."""
    files = file_names(tables, path)
    for table, file in zip(tables, files, strict=True):
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(table.columns), extrasaction="ignore")
            writer.writeheader()
            writer.writerows({name: plain(value) for name, value in row.items()} for row in table.rows)
    return (*files, write_readme(tables, files, path, study_id))


def plain(value: Any) -> Any:
    """Return a cell as text: truth values in small letters, as JSON has them."""
    return str(value).lower() if isinstance(value, bool) else value


def write_parquet(tables: Sequence[Table], path: Path, study_id: str) -> tuple[Path, ...]:
    """Write the tables as Parquet with the meaning of each column inside, and what explains them."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
        import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]
    except ImportError as error:
        raise OperatorError("Parquet needs the package pyarrow; install it, or export as csv.") from error

    def column(name: str, meaning: str) -> Any:
        kind = pa.int64() if name in INTEGERS else pa.bool_() if name in FLAGS else pa.string()
        return pa.field(name, kind, metadata={"description": meaning})

    files = file_names(tables, path)
    for table, file in zip(tables, files, strict=True):
        schema = pa.schema([column(*pair) for pair in table.columns.items()], metadata={"study": study_id})
        rows = [{name: row.get(name) for name in table.columns} for row in table.rows]
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    return (*files, write_readme(tables, files, path, study_id))


def file_names(tables: Sequence[Table], path: Path) -> tuple[Path, ...]:
    """Return the file of each table: the one that was asked for, and its neighbours `<name>-<table>`."""
    return (path, *(path.with_name(f"{path.stem}-{table.name}{path.suffix}") for table in tables[1:]))


def write_readme(tables: Sequence[Table], files: Sequence[Path], path: Path, study_id: str) -> Path:
    """Write what each column means."""
    file = path.with_name(f"{path.stem}-README.txt")
    told = [f"Pseudonymous data of the study {study_id}. Open comments are not among them.\n"]
    for table, name in zip(tables, files, strict=True):
        meanings = "".join(f"  {column}: {meaning}\n" for column, meaning in table.columns.items())
        told.append(f"\n{name.name}: {len(table.rows)} rows\n{meanings}")
    file.write_text("".join(told), encoding="utf-8")
    return file
