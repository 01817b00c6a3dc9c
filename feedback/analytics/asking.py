"""Questions to a snapshot: one SELECT in DuckDB, which can neither write nor read anything else."""

import csv
import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from feedback.analytics.columns import PARTITION, STORED, Kind
from feedback.analytics.extras import need
from feedback.analytics.guarding import QuestionError, first_line, require_select, unknown
from feedback.analytics.questions import VIEWS, view_sql
from feedback.analytics.snapshot import Snapshot

MEMORY_MB = 350
"""DuckDB's own limit; Python and the libraries come on top. What does not fit goes to a temporary folder."""
LONGEST_S = 30.0
MOST_ROWS = 100_000
GROUP = "segment"
"""The column that says to which groups somebody belongs."""
SETTINGS: dict[str, Any] = {
    "memory_limit": f"{MEMORY_MB}MB",
    "threads": 2,
    "max_temp_directory_size": "2GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}
_MISSING_COLUMN = re.compile(r'column (?:named )?"([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """The rows of an answer; `more` says that there were more than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False

    def to_csv(self) -> str:
        """Return the answer as CSV: commas, a line of names, empty for no value."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()


def ask(
    snapshot: Snapshot,
    sql: str,
    *,
    study: str | None = None,
    groups: bool = True,
    most: int = MOST_ROWS,
    longest_s: float = LONGEST_S,
) -> Answer:
    """Return the answer to a question about all studies, or about one; without `groups` there is no column `segment`.

    Raises QuestionError for what is not a question, what takes too long or needs too much memory, and for names
    that do not exist, with the nearest one.
    """
    duckdb = need("duckdb")
    try:
        with opened(snapshot, study, groups=groups) as connection:
            require_select(connection, sql)
            with within(longest_s, connection.interrupt):
                found = connection.execute(sql)
                names = tuple(one[0] for one in found.description)
                rows = found.fetchmany(most + 1)
    except duckdb.Error as error:
        raise explain(error, longest_s, groups=groups) from error
    return Answer(names, tuple(rows[:most]), more=len(rows) > most)


@contextmanager
def opened(snapshot: Snapshot, study: str | None, *, groups: bool) -> Iterator[Any]:
    """Lend a connection that sees the snapshot's tables, and can neither change settings nor reach other files."""
    with (
        TemporaryDirectory(prefix="probelauf-") as place,
        closing(need("duckdb").connect(config=SETTINGS | {"temp_directory": place})) as connection,
    ):
        for table in STORED:
            select = select_table(snapshot, table, groups=groups)
            where = f" WHERE {PARTITION} = {quoted(study)}" if study is not None and PARTITION in STORED[table] else ""
            connection.execute(f"CREATE VIEW {table} AS {select}{where}")
        for view in VIEWS:
            connection.execute(f"CREATE VIEW {view} AS {view_sql(view)}")
        connection.execute(f"SET allowed_directories = [{quoted(f'{snapshot.path}/')}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def select_table(snapshot: Snapshot, table: str, *, groups: bool) -> str:
    """Return the SELECT of a stored table."""
    kinds: dict[str, Kind] = {name: kind for name, kind in STORED[table].items() if groups or name != GROUP}
    if not snapshot.rows.get(table):
        empty = ", ".join(
            f"CAST(NULL AS {'VARCHAR' if k[:4] == 'word' else 'BIGINT'}) AS {n}" for n, k in kinds.items()
        )
        return f"SELECT * FROM (SELECT {empty}) AS nothing WHERE false"  # noqa: S608 - our own names
    places = Path(table) / (f"{PARTITION}=*/*.parquet" if PARTITION in kinds else "*.parquet")
    file = quoted(str(snapshot.path / places))
    return (
        f"SELECT {', '.join(kinds)} FROM read_parquet({file}, "  # noqa: S608 - our own names
        "hive_partitioning = true, hive_types_autocast = false)"
    )


def quoted(text: str) -> str:
    """Return a text as SQL has it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def within(seconds: float, interrupt: Callable[[], None]) -> Iterator[None]:
    """Interrupt the block after so many seconds."""
    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def explain(error: Exception, longest_s: float, *, groups: bool) -> QuestionError:
    """Return what went wrong as one sentence."""
    kind = type(error).__name__
    if kind == "InterruptException":
        return QuestionError(f"The question took longer than {longest_s:.0f} seconds; ask about less.", "time")
    if kind == "OutOfMemoryException":
        return QuestionError("The question needs too much memory and disk; ask about less.", "memory")
    if kind in ("IOException", "PermissionException"):
        return QuestionError("The snapshot cannot be read; another one may have taken its place. Ask again.", "moved")
    missing = _MISSING_COLUMN.search(str(error)) if kind == "BinderException" else None
    if missing:
        return unknown("column", missing[1], dict.fromkeys(chain(*tables(groups=groups).values())))
    return QuestionError(f"The question cannot be answered: {first_line(error)}", "wrong", first_line(error))


def tables(*, groups: bool = True) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table that a question may read."""
    stored = {table: tuple(name for name in kinds if groups or name != GROUP) for table, kinds in STORED.items()}
    return stored | VIEWS
