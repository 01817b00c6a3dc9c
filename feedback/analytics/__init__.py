"""Questions nobody thought of beforehand: snapshots of the recordings as Parquet, asked with DuckDB.

The SQL of the ready questions is portable: PostgreSQL, SQLite and Spark give the same answers. DuckDB and Arrow are
loaded only by those who ask or write a snapshot, never by those who serve citizens.
"""

from feedback.analytics.asking import Answer, ask, tables
from feedback.analytics.guarding import QuestionError
from feedback.analytics.questions import Question, find_question, ready_questions
from feedback.analytics.snapshot import FOLDER, Snapshot, discard, newest, write_snapshot

__all__ = [
    "FOLDER",
    "Answer",
    "Question",
    "QuestionError",
    "Snapshot",
    "ask",
    "discard",
    "find_question",
    "newest",
    "ready_questions",
    "tables",
    "write_snapshot",
]
