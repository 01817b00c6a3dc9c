"""PostgreSQL has the same tables as SQLite, and keeps them in the same way."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from databases import engine
from postgres import PostgresServer
from recordings import FLOW, a_session, page_shown

from feedback.errors import InternalError
from feedback.store import Store, open_store
from feedback.store.schema import SCHEMA_VERSION, migrate

STUDY = "wohngeld/runde-1"
TYPES = {"TEXT": "text", "INTEGER": "bigint", "BLOB": "bytea", "REAL": "double precision"}


@pytest.fixture
def address(postgres: PostgresServer) -> str:
    return postgres.new_database()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = open_store(address, busy_timeout_ms=500)
    store.start_session(a_session(), FLOW).result()
    yield store
    store.close()


def ask(store: Store, sql: str, parameters: Any = ()) -> list[Any]:
    return engine(store).read(lambda connection: connection.execute(sql, parameters).fetchall())


class TestTables:
    def test_both_databases_have_the_same_tables(self, store: Store) -> None:
        """Columns in their order, types, what may be empty, and all keys: nothing drifts apart."""
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            migrate(db)
            assert in_sqlite(db) == in_postgres(store)

    def test_both_databases_have_the_same_indexes_and_triggers(self, store: Store) -> None:
        """What makes questions fast and refuses changes is there, too."""
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            migrate(db)
            kinds = "SELECT name, tbl_name FROM sqlite_schema WHERE type = '{}' AND sql IS NOT NULL"
            indexes, triggers = (set(db.execute(kinds.format(kind))) for kind in ("index", "trigger"))
        found = ask(store, "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'")
        assert set() == indexes - set(found)
        found = ask(store, "SELECT trigger_name, event_object_table FROM information_schema.triggers")
        assert triggers == set(found)

    def test_text_sorts_as_in_sqlite(self, postgres: PostgresServer) -> None:
        """By code point, although the server's own language is German."""
        postgres.sql("CREATE DATABASE german LOCALE_PROVIDER icu ICU_LOCALE 'de' TEMPLATE template0")
        assert [("a",), ("B",)] == postgres.sql("SELECT x FROM unnest(ARRAY['B', 'a']) AS x ORDER BY x", "german")
        with contextlib.closing(open_store(postgres.address("german"))) as store:
            for name in ("b", "B", "a", "_"):
                store.start_session(a_session(name), FLOW).result()
            assert ["B", "_", "a", "b"] == [session.session_id for session in store.sessions()]

    def test_records_are_only_added(self, store: Store) -> None:
        """The database itself refuses to change or remove a decision record."""
        store.add_record({"verdict": "STOP"}, b"\x00\xff")
        assert b"\x00\xff" == store.records()[0].snapshot
        for statement in ("UPDATE decision_record SET body = '{}'", "DELETE FROM decision_record"):
            with pytest.raises(InternalError, match="only added"):
                engine(store).submit(lambda db, sql=statement: db.execute(sql)).result()

    def test_sums_are_integers(self, store: Store) -> None:
        """PostgreSQL sums to decimals, which no caller expects."""
        store.append("s1", [(seq, page_shown(seq)) for seq in range(3)]).result()
        total, mean = ask(store, "SELECT sum(t_ms), avg(t_ms) FROM event WHERE session_id = ?", ("s1",))[0]
        assert (3, int, 1.0, float) == (total, type(total), mean, type(mean))

    def test_whoever_writes_waits_for_the_disk(self, store: Store) -> None:
        """An acknowledged commit survives a power cut, even where the server is set otherwise."""
        asked = engine(store).submit(lambda db: db.execute("SHOW synchronous_commit").fetchone()[0])
        assert "on" == asked.result()

    def test_eight_at_once_make_the_tables_once(self, address: str) -> None:
        """Processes that start together find one another's work done."""
        with ThreadPoolExecutor(8) as pool:
            stores = list(pool.map(lambda _: open_store(address), range(8)))
        for store in stores:
            store.close()
        with contextlib.closing(open_store(address)) as store:
            assert [(SCHEMA_VERSION,)] == ask(store, "SELECT version FROM probelauf_schema")

    def test_opening_an_up_to_date_database_imports_no_pandas(self, store: Store, address: str) -> None:
        """The process that serves citizens stays small."""
        script = (
            "import sys; from feedback.store import open_store; open_store(sys.argv[1]).close();"
            "print(sorted({'pandas', 'sqlite_utils', 'plotly'} & set(sys.modules)))"
        )
        run = subprocess.run([sys.executable, "-c", script, address], capture_output=True, text=True, check=True)
        assert "[]" == run.stdout.strip()

    def test_a_lab_with_files_only_needs_no_psycopg(self, tmp_path: Path) -> None:
        """The extra is for labs with a server."""
        script = (
            "import sys; sys.modules['psycopg'] = None; from feedback.store import open_store\n"
            "open_store(sys.argv[1]).close()\n"
            "try: open_store('postgresql://x/y')\n"
            "except Exception as error: print(type(error).__name__, error)"
        )
        run = subprocess.run(
            [sys.executable, "-c", script, tmp_path / "a.db"], capture_output=True, text=True, check=True
        )
        assert run.stdout.startswith("OperatorError A PostgreSQL database needs psycopg; install it with: pip install")


def in_sqlite(db: sqlite3.Connection) -> dict[str, Any]:
    """Columns with type and whether they may be empty, primary key, unique sets, references: by table."""
    tables = {}
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        info = db.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
        references: dict[int, tuple[str, list[tuple[str, str]], str]] = {}
        for number, _, other, here, there, _, on_delete, _ in db.execute(f"PRAGMA foreign_key_list({name})"):
            references.setdefault(number, (other, [], on_delete))[1].append((here, there))
        unique = [
            frozenset(row[2] for row in db.execute(f"PRAGMA index_info('{index}')"))
            for _, index, is_unique, origin, _ in db.execute(f"PRAGMA index_list({name})")
            if is_unique and origin == "u"
        ]
        tables[name] = {
            "columns": [(column, TYPES[kind], bool(needed or place)) for column, kind, needed, place in info],
            "key": [column for place, column in sorted((row[3], row[0]) for row in info) if place],
            "unique": set(unique),
            "references": sorted((other, sorted(pairs), action) for other, pairs, action in references.values()),
        }
    return tables


def in_postgres(store: Store) -> dict[str, Any]:
    """The same of PostgreSQL."""
    tables: dict[str, Any] = {}
    for name, column, kind, nullable in ask(
        store,
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name <> 'probelauf_schema' ORDER BY table_name, ordinal_position",
    ):
        table = tables.setdefault(name, {"columns": [], "key": [], "unique": set(), "references": []})
        table["columns"].append((column, kind, nullable == "NO"))
    names = (
        "SELECT array_agg(attname ORDER BY place) FROM unnest({}) WITH ORDINALITY AS key (number, place) "
        "JOIN pg_attribute ON attrelid = {} AND attnum = number"
    )
    sql = (
        f"SELECT conrelid::regclass::text, contype, ({names.format('conkey', 'conrelid')}), "
        f"confrelid::regclass::text, ({names.format('confkey', 'confrelid')}), confdeltype FROM pg_constraint "
        "WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace"
    )
    for name, kind, columns, other, theirs, action in ask(store, sql):
        if kind == "p":
            tables[name]["key"] = columns
        elif kind == "u":
            tables[name]["unique"].add(frozenset(columns))
        else:
            pairs = sorted(zip(columns, theirs, strict=True))
            tables[name]["references"].append((other, pairs, {"a": "NO ACTION", "c": "CASCADE"}[action]))
    for table in tables.values():
        table["references"].sort()
    return tables
