"""One study of a snapshot as Parquet: a few hundred thousand rows in memory, never more."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from feedback.analytics.columns import EVENT, GOAL, OWN, PARTITION, SESSION, Kind
from feedback.analytics.extras import need
from feedback.analytics.parts import Part, Rows
from feedback.events import EVENT_COLUMNS
from feedback.study.segments import large_groups

ROW_GROUP = 122_880
"""Rows of a row group: that of DuckDB, which reads one a thread."""
FILE = "part-0.parquet"


def schema_of(kinds: dict[str, Kind], *, raw: bool = False) -> Any:
    """Return the Arrow schema of columns; `raw` as JSON has them, with truth values and lists."""
    pa = need("pyarrow")
    kept = {"whole": pa.int64(), "flag": pa.int64(), "word": pa.string(), "words": pa.string()}
    found = kept | {"flag": pa.bool_(), "words": pa.list_(pa.string())} if raw else kept
    return pa.schema([(name, found[kind]) for name, kind in kinds.items()])


def to_table(rows: Rows, kinds: dict[str, Kind]) -> Any:
    """Return rows as an Arrow table."""
    pa = need("pyarrow")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.table([pa.array(column) for column in columns] if rows else columns, schema=None, names=list(kinds)).cast(
        schema_of(kinds)
    )


def events_to_table(rows: Rows) -> Any:
    """Return events in the order of `EVENT_ROW` as a flat Arrow table; Arrow reads the JSON of all at once."""
    pa = need("pyarrow")
    plain = ["session", "seq", *EVENT_COLUMNS[:-1]]
    *columns, attrs = zip(*rows, strict=True)
    arrays = [pa.array(column, schema_of(EVENT).field(name).type) for name, column in zip(plain, columns, strict=True)]
    own = read_attrs(attrs)
    return pa.table([*arrays, *own], names=[*plain, *OWN]).select(list(EVENT))


def read_attrs(attrs: Iterable[str]) -> list[Any]:
    """Return the columns `OWN` from one JSON object an event."""
    pa, pc, json = need("pyarrow"), need("pyarrow.compute"), need("pyarrow.json")
    text = "\n".join(attrs).encode()
    table = json.read_json(
        io.BytesIO(text),
        read_options=json.ReadOptions(use_threads=False, block_size=max(len(text), 1 << 16)),
        parse_options=json.ParseOptions(explicit_schema=schema_of(OWN, raw=True), unexpected_field_behavior="ignore"),
    )
    columns = []
    for name, kind in OWN.items():
        column = table.column(name)
        if kind == "words":
            column = pc.binary_join(column, ";")
        columns.append(column.cast(pa.int64() if kind in ("whole", "flag") else pa.string()))
    return columns


def write_study(folder: Path, study: str, parts: Iterable[Part]) -> dict[str, int]:
    """Write the events and sessions of a study; return how many rows each table got.

    Groups of fewer than five people are left out, as an export does: a rare group points to a person.
    """
    pa, pq = need("pyarrow"), need("pyarrow.parquet")
    sessions, events, waiting, written = [to_table([], SESSION)], [], 0, 0
    with pq.ParquetWriter(make_place(folder, "event", study), schema_of(EVENT), compression="zstd") as writer:
        for part in parts:
            sessions.append(to_table(part.sessions, SESSION))
            if part.events:
                events.append(events_to_table(part.events))
                waiting += len(part.events)
            if waiting >= ROW_GROUP:
                writer.write_table(pa.concat_tables(events), row_group_size=2 * ROW_GROUP)
                written, waiting, events = written + waiting, 0, []
        if events:
            writer.write_table(pa.concat_tables(events))
    table = without_small_groups(pa.concat_tables(sessions))
    pq.write_table(table, make_place(folder, "session", study), compression="zstd")
    return {"event": written + waiting, "session": table.num_rows}


def without_small_groups(table: Any) -> Any:
    """Return the sessions without the groups of too few people."""
    pa = need("pyarrow")
    people, segments = table.column("participant").to_pylist(), table.column("segment").to_pylist()
    kept = large_groups(dict(zip(people, segments, strict=True)))
    shown = pa.array([one if one in kept else None for one in segments], pa.string())
    return table.set_column(table.schema.get_field_index("segment"), "segment", shown)


def write_goals(folder: Path, rows: Rows) -> int:
    """Write where the tasks end."""
    (folder / "goal").mkdir()
    need("pyarrow.parquet").write_table(to_table(rows, GOAL), folder / "goal" / FILE)
    return len(rows)


def make_place(folder: Path, table: str, study: str) -> Path:
    """Return the file of a study, in the folder that names it as Hive does.

    `folder` itself is not made: where it is gone, an erasure has removed it, and the snapshot must not go on.
    """
    (folder / table).mkdir(exist_ok=True)
    place = folder / table / f"{PARTITION}={quote(study, safe='')}"
    place.mkdir()
    return place / FILE
