"""The ready questions: one portable SQL text each, for DuckDB, PostgreSQL, SQLite and Spark.

Portable means: no percentile and no JSON functions, every derived table with an alias, no aggregate named like its
column, whole milliseconds, explicit casts, a complete ORDER BY.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedback.errors import OperatorError, nearest

QUESTIONS = Path(__file__).with_name("questions")
VIEWS = {
    "task": ("study", "arm", "session", "participant", "task", "first_seq", "end_seq", "outcome", "duration_ms"),
    "answer": (
        "study",
        "arm",
        "session",
        "participant",
        "end_reason",
        "instrument",
        "task",
        "item",
        "value",
        "wording",
    ),
}
"""Views that build on the stored tables alone, with their columns; their SQL is portable, too."""


@dataclass(frozen=True)
class Question:
    """A ready question with its titles in English and German."""

    name: str
    title: str
    title_de: str
    sql: str


@cache
def ready_questions() -> dict[str, Question]:
    """Return the ready questions by name."""
    return {path.stem: read_question(path) for path in sorted(QUESTIONS.glob("*.sql"))}


def read_question(path: Path) -> Question:
    """Return the question of a file: its first line holds the titles."""
    sql = path.read_text(encoding="utf-8")
    title, _, title_de = sql.partition("\n")[0].removeprefix("-- ").partition(" / ")
    return Question(path.stem, title, title_de, sql)


def find_question(name: str) -> Question:
    """Return a ready question. Raises OperatorError with the nearest name."""
    known = ready_questions()
    if name not in known:
        raise OperatorError(f"There is no question `{name}`. {nearest(name, known)}")
    return known[name]


@cache
def view_sql(name: str) -> str:
    """Return the SELECT of a view of `VIEWS`."""
    return Path(__file__).with_name("views").joinpath(f"{name}.sql").read_text(encoding="utf-8")
