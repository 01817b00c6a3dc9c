"""The flat tables of a snapshot as temporary views inside a lab's own database, for the tests of portable SQL."""

from typing import Any

from feedback.analytics.columns import GOAL, OWN, SESSION, STORED, Kind
from feedback.analytics.parts import Numbers, read_parts
from feedback.analytics.questions import VIEWS, view_sql
from feedback.analytics.snapshot import find_goals
from feedback.analytics.writing import to_table, without_small_groups
from feedback.events import LANE
from feedback.store import Store

TYPES = {"whole": "BIGINT", "flag": "BIGINT", "word": "TEXT", "words": "TEXT"}


def read_own(engine: str, name: str, kind: Kind) -> str:
    """Return a field of the JSON of an event, in the SQL of one database."""
    if engine == "sqlite":
        field = f"json_extract(e.attrs, '$.{name}')"
        whole = f"CAST({field} AS INTEGER)"
    else:
        field = f"(CAST(e.attrs AS json) ->> '{name}')"
        whole = f"CAST({field} AS bigint)"
    if kind == "words":
        return f"replace(replace(replace(replace({field}, '[]', ''), '[\"', ''), '\"]', ''), '\",\"', ';')"
    if kind == "flag" and engine != "sqlite":
        return f"CASE {field} WHEN 'true' THEN CAST(1 AS bigint) WHEN 'false' THEN CAST(0 AS bigint) END"
    return field if kind == "word" else whole


def create_views(connection: Any, engine: str, store: Store) -> None:
    """Make `event`, `session`, `goal`, `task` and `answer` in a connection to the database of a store."""
    home = "main" if engine == "sqlite" else connection.execute("SELECT current_schema()", ()).fetchone()[0]
    numbers, flows = Numbers(), set[str]()
    counted: list[tuple[str, str, int, int]] = []
    sessions: list[tuple[Any, ...]] = []
    for study in store.study_sizes():
        parts = list(read_parts(store, study, numbers, flows))
        for part in parts:
            seen = {row[0] for row in part.events if row[1] >= 2 * LANE}
            counted += [(key, study, number, int(number in seen)) for key, number in part.numbers.items()]
        flat = without_small_groups(to_table([row for part in parts for row in part.sessions], SESSION))
        sessions += [(study, *row.values()) for row in flat.to_pylist()]
    fill(connection, "counted", {"session_id": "word", "study": "word", "session": "whole", "seen": "whole"}, counted)
    fill(connection, "session", STORED["session"], sessions)
    fill(connection, "goal", GOAL, find_goals(store, flows))
    own = ", ".join(f"{read_own(engine, name, kind)} AS {name}" for name, kind in OWN.items())
    connection.execute(
        "CREATE TEMPORARY VIEW event AS SELECT c.study, c.session, e.seq, e.t_ms, e.source, e.type, e.task, e.page, "
        f"e.target, {own} FROM {home}.event AS e INNER JOIN counted AS c ON c.session_id = e.session_id "
        f"WHERE e.seq < {2 * LANE} OR c.seen = 1",
        (),
    )
    for view in VIEWS:
        connection.execute(f"CREATE TEMPORARY VIEW {view} AS {view_sql(view)}", ())


def fill(connection: Any, table: str, kinds: dict[str, Kind], rows: list[tuple[Any, ...]]) -> None:
    """Make a temporary table with these rows."""
    connection.execute(
        f"CREATE TEMPORARY TABLE {table} ({', '.join(f'{name} {TYPES[kind]}' for name, kind in kinds.items())})", ()
    )
    values = ", ".join("?" * len(kinds))
    connection.executemany(f"INSERT INTO {table} ({', '.join(kinds)}) VALUES ({values})", rows)
