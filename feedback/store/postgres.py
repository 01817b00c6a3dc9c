"""The driver for PostgreSQL, which several machines may share. `synchronous_commit` is on for whoever writes."""

import re
import select
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

from feedback.errors import OperatorError, ProbelaufError
from feedback.store.rows import StoredEvent, require_equal

try:
    import psycopg
    from psycopg.adapt import Buffer, Loader
    from psycopg.conninfo import conninfo_to_dict
except ImportError as error:
    raise OperatorError(
        'A PostgreSQL database needs psycopg; install it with: pip install "probelauf[postgres]"'
    ) from error

from feedback.store.postgres_faults import explain, hits_every_write
from feedback.store.postgres_schema import migrate, require_ours

LOCK = 0x50724C66
"""`PrLf`: the advisory lock of the database that our writers agree on."""
_INSERT_EVENTS = """
INSERT INTO event (session_id, seq, t_ms, source, type, task, page, target, attrs)
SELECT * FROM unnest(
    ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]
) ON CONFLICT DO NOTHING
"""
_LOCK_LATE = """
SELECT pg_advisory_xact_lock(?, 0) FROM session WHERE session_id = ANY(?) AND ended_ms IS NOT NULL LIMIT 1
"""
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|--[^\n]*|::|\?|:(?P<name>[A-Za-z_]\w*)|%""")


@lru_cache(maxsize=1_000)
def translated(sql: str) -> bytes:
    """Return a statement with psycopg's placeholders.

    >>> translated("SELECT '?', 7 % ? WHERE study = :study")
    b"SELECT '?', 7 %% %s WHERE study = %(study)s"
    """

    def spelled(token: re.Match[str]) -> str:
        if token["name"]:
            return f"%({token['name']})s"
        return "%s" if token.group() == "?" else token.group().replace("%", "%%")

    return _TOKEN.sub(spelled, sql).encode()


class _NumberLoader(Loader):
    """PostgreSQL sums 64-bit integers to `numeric`; we read back integers, as from SQLite."""

    def load(self, data: Buffer) -> int | float:
        """Return an int where there is no fraction."""
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class PostgresConnection:
    """A connection that speaks the SQL of the modules beside. Outside of `transaction` each statement commits."""

    def __init__(self, address: str, *, read_only: bool, busy_timeout_ms: int) -> None:
        self.read_only = read_only
        self.raw = psycopg.connect(
            address,
            autocommit=True,
            application_name="probelauf",
            client_encoding="utf8",
            connect_timeout=max(2, busy_timeout_ms // 1_000),
            keepalives_idle=30,
            tcp_user_timeout=30_000,  # ms; a server that vanished is noticed
        )
        self.raw.adapters.register_loader("numeric", _NumberLoader)
        self.raw.execute(
            f"SET synchronous_commit = on; SET lock_timeout = {busy_timeout_ms:d};"
            "SET default_transaction_isolation = 'read committed';"
            f"SET default_transaction_read_only = {'on' if read_only else 'off'}".encode()
        )

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> psycopg.Cursor[Any]:
        """Run one statement."""
        return self.raw.execute(translated(sql), parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> psycopg.Cursor[Any]:
        """Run one statement for each of the parameters; `rowcount` is that of all together."""
        cursor = self.raw.cursor()
        cursor.executemany(translated(sql), parameters)
        return cursor

    def is_broken(self) -> bool:
        """Say whether the server is gone, without asking it: then its end of the line is closed."""
        if self.raw.closed:
            return True
        line = select.poll()
        line.register(self.raw.fileno(), select.POLLIN)
        try:
            while line.poll(0):
                self.raw.pgconn.consume_input()
        except psycopg.OperationalError:
            return True
        return self.raw.pgconn.status != psycopg.pq.ConnStatus.OK

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        self.raw.close()


class PostgresDriver:
    """Opens connections to one database of a server, which several processes may share."""

    def __init__(self, address: str, *, busy_timeout_ms: int) -> None:
        self._address = address
        self._busy_timeout_ms = busy_timeout_ms
        self.place = _place(address)

    def prepare(self, *, read_only: bool) -> None:
        """Make the tables where they are missing. Raises OperatorError with what is in the way."""
        try:
            with closing(self.connect(read_only=read_only)) as connection:
                require_ours(connection, self.place, read_only=read_only)
                if not read_only:
                    migrate(self, connection)
        except psycopg.Error as error:
            raise explain(error, self.place) from error

    def connect(self, *, read_only: bool) -> PostgresConnection:
        """Return a new connection."""
        return PostgresConnection(self._address, read_only=read_only, busy_timeout_ms=self._busy_timeout_ms)

    def ready(self, connection: PostgresConnection) -> PostgresConnection:
        """Return the connection, or a new one where it broke."""
        if not connection.is_broken():
            return connection
        connection.close()
        return self.connect(read_only=connection.read_only)

    @contextmanager
    def transaction(self, connection: PostgresConnection, *, alone: bool) -> Iterator[None]:
        """Run the block in a transaction. Events are written side by side, all other work alone over all processes."""
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.raw.transaction():
            connection.execute(f"SELECT {lock}({LOCK})")
            yield

    def fault(self, error: Exception) -> tuple[ProbelaufError, bool] | None:
        """Return what PostgreSQL's error means, and whether it hits every write."""
        return (explain(error, self.place), hits_every_write(error)) if isinstance(error, psycopg.Error) else None

    def insert_events(self, connection: PostgresConnection, rows: Sequence[StoredEvent]) -> None:
        """Insert the events by one statement, in the order of their keys, so that no two processes block each other.

        Events of a session that is over change the roll-up, which only one process at a time may do.
        """
        columns = [list(column) for column in zip(*sorted(rows, key=lambda row: row[:2]), strict=True)]
        if connection.execute(_INSERT_EVENTS, columns).rowcount < len(rows):
            require_equal(connection, rows)
        connection.execute(_LOCK_LATE, (LOCK, columns[0]))

    def after_copying(self, connection: PostgresConnection) -> None:
        """Number new rows behind those that were copied with their numbers."""
        numbered = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND is_identity = 'YES'"
        ).fetchall()
        for table, column in numbered:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"  # noqa: S608 - ours
            )

    def after_erasing(self, connection: PostgresConnection, traces: Sequence[str] | None) -> None:
        """Let deleted rows be cleared out of the tables' files and their space be used again.

        That is all that a client of PostgreSQL can do. No query finds the rows from the moment of the commit on, but
        their bytes may stay in free space of a page until that is written over, in the write-ahead log until the
        server recycles it, and in replicas, archived logs and base backups for as long as those are kept. Whoever
        promises erasure keeps these for a shorter time than promised, on encrypted disks.
        """
        tables = connection.execute(
            "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = current_schema()"
        ).fetchall()
        connection.execute(f"VACUUM {', '.join(table for (table,) in tables)}")


def unsafe_settings(address: str) -> list[str]:
    """Return which settings of a server let acknowledged recordings get lost when its power fails."""
    driver = PostgresDriver(address, busy_timeout_ms=5_000)
    try:
        with closing(driver.connect(read_only=True)) as connection:
            names = ("fsync", "full_page_writes")
            return [name for name in names if connection.execute(f"SHOW {name}").fetchone() == ("off",)]
    except psycopg.Error as error:
        raise explain(error, driver.place) from error


def _place(address: str) -> str:
    """Return the address for messages, without the password."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # not even the reason may be repeated: it can hold a part of the password
        raise OperatorError(
            "The database address cannot be read; write it as postgresql://USER@HOST:PORT/DATABASE."
        ) from None
    user = f"{parts['user']}@" if "user" in parts else ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{user}{parts.get('host', '')}{port}/{parts.get('dbname', '')}"
