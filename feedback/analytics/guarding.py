"""What a question may do: read the tables of the snapshot, in one SELECT, and nothing else."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Literal

from feedback.analytics.columns import STORED
from feedback.analytics.extras import need
from feedback.analytics.questions import VIEWS
from feedback.errors import OperatorError, nearest

TABLES = (*STORED, *VIEWS)
SERIES = {"range", "generate_series", "unnest"}
"""Functions that may stand for a table: they only count or unfold."""
Refusal = Literal["select", "table", "column", "time", "memory", "moved", "wrong"]


class QuestionError(OperatorError):
    """A question that gets no answer: why, about which `name`, and the nearest known name ("" where there is none)."""

    def __init__(self, sentence: str, why: Refusal, name: str = "", guess: str = "") -> None:
        self.why, self.name, self.guess = why, name, guess
        super().__init__(sentence)


def unknown(why: Literal["table", "column"], name: str, known: Iterable[str]) -> QuestionError:
    """Return the error about a name that does not exist, with the nearest one.

    >>> str(unknown("table", "evnt", ["event", "session"]))
    'There is no table `evnt`. Did you mean `event`?'
    """
    names = list(known)
    guess = next(iter(get_close_matches(name.lower(), names, n=1)), "")
    return QuestionError(f"There is no {why} `{name}`. {nearest(name.lower(), names)}", why, name, guess)


def require_select(connection: Any, sql: str) -> None:
    """Raise QuestionError unless this is one SELECT over the tables of the snapshot.

    DuckDB closes files and settings by itself; this closes what would still be open, such as writing into the
    folder that is read, and says so in one sentence.
    """
    duckdb = need("duckdb")
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QuestionError(f"This is no SQL: {first_line(error)}.", "wrong", first_line(error)) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QuestionError("A question is one SELECT; nothing else is run.", "select")
    tree = json.loads(connection.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [sql]).fetchone()[0])
    if tree["error"]:
        raise QuestionError("A question is one SELECT; nothing else is run.", "select")
    nodes = list(walk(tree))
    named = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    for node in nodes:
        if node.get("type") == "TABLE_FUNCTION" and node["function"].get("function_name", "").lower() not in SERIES:
            raise QuestionError("A question reads the snapshot's tables only, no files.", "select")
        if node.get("type") == "BASE_TABLE":
            require_known(node, named)


def require_known(node: dict[str, Any], named: set[str]) -> None:
    """Raise QuestionError unless a table of the question is one of the snapshot or of its own WITH."""
    name = node["table_name"]
    plain = not node.get("schema_name") and not node.get("catalog_name")
    if not plain or name.lower() not in {one.lower() for one in (*TABLES, *named)}:
        raise unknown("table", name, TABLES)


def walk(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects of a JSON document."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from walk(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from walk(value)


def first_line(error: Exception) -> str:
    """Return what DuckDB says without its kind of error and the excerpt of the question."""
    said = str(error).partition("\n")[0]
    return said.partition(": ")[2] or said
