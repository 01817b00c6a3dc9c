"""PostgreSQL: the statements, every fault in one sentence, and a server that comes and goes."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from databases import POSTGRES, engine
from postgres import PASSWORD, PostgresServer
from recordings import FLOW, a_session, field_changed, page_shown

from feedback.errors import InternalError, OperatorError
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.store.postgres import PostgresDriver, translated
from feedback.store.postgres_faults import explain

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


class TestStatements:
    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("SELECT ? WHERE a = :a_1", "SELECT %s WHERE a = %(a_1)s"),
            ("SELECT ':x ? %', 'it''s ?', \"?\"", "SELECT ':x ? %%', 'it''s ?', \"?\""),
            ("SELECT a % 7, b::text -- why?", "SELECT a %% 7, b::text -- why?"),
        ],
    )
    def test_placeholders_are_translated_outside_of_texts(self, ours: str, theirs: str) -> None:
        """One SQL text serves both databases."""
        assert theirs.encode() == translated(ours)

    def test_a_per_cent_sign_reaches_the_server_once(self, store: Store) -> None:
        """With and without parameters."""
        assert [("5 %", 1)] == ask(store, "SELECT '5 %', 7 % 3")
        assert [("5 %", 1)] == ask(store, "SELECT '5 %', 7 % ?", (3,))


class TestFaults:
    def test_a_server_that_is_not_there(self) -> None:
        """The sentence names the server, and no password."""
        with pytest.raises(OperatorError, match=r"127\.0\.0\.1:1/lab cannot be reached") as caught:
            open_store("postgresql://anna:Geheim-4711@127.0.0.1:1/lab")
        assert "Geheim" not in f"{caught.value!r} {caught.value}"

    @pytest.mark.parametrize("password", [":wrong-4711", ""])
    def test_a_wrong_password(self, postgres: PostgresServer, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The sentence says where a password belongs, and does not repeat it."""
        monkeypatch.delenv("PGPASSWORD", raising=False)
        address = postgres.address("postgres", f"guarded{password}")
        with pytest.raises(OperatorError, match="does not let us in; check user, password") as caught:
            open_store(address)
        assert "4711" not in str(caught.value)

    def test_the_password_may_come_from_the_environment(
        self, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """PGPASSWORD, as for all of PostgreSQL's programs."""
        postgres.sql("CREATE DATABASE of_guarded OWNER guarded")
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        with contextlib.closing(open_store(postgres.address("of_guarded", "guarded"))) as store:
            assert [] == store.sessions()

    def test_an_address_that_cannot_be_read(self) -> None:
        """Its words may hold a password, so they are not repeated, nor kept as a cause."""
        with pytest.raises(OperatorError, match="cannot be read; write it as postgresql://") as caught:
            open_store("postgresql://anna:Geheim%zz@server/lab")
        assert "Geheim" not in str(caught.value)
        assert None is caught.value.__cause__

    def test_another_kind_of_address(self) -> None:
        """Only PostgreSQL is spoken."""
        with pytest.raises(OperatorError, match="begins with postgresql://"):
            open_store("mysql://server/lab")

    def test_no_such_database(self, postgres: PostgresServer) -> None:
        """The sentence says how to make it."""
        with pytest.raises(OperatorError, match="does not exist; make it with createdb"):
            open_store(postgres.address("nowhere"))

    def test_no_right_to_make_tables(self, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
        """The user of the program must own the database."""
        postgres.sql("CREATE DATABASE of_others")
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        with pytest.raises(OperatorError, match="make the user of Probelauf the owner"):
            open_store(postgres.address("of_others", "guarded"))

    def test_another_encoding(self, postgres: PostgresServer) -> None:
        """Umlauts must have a place."""
        postgres.sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        with pytest.raises(OperatorError, match="has the encoding LATIN1; make one with UTF8"):
            open_store(postgres.address("latin"))

    def test_the_database_of_another_program(self, postgres: PostgresServer, address: str) -> None:
        """Nothing is added to it."""
        postgres.sql("CREATE TABLE session (id int)", address.rsplit("/", 1)[1])
        with pytest.raises(OperatorError, match="belongs to another program"):
            open_store(address)
        assert [(1,)] == postgres.sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", address.rsplit("/", 1)[1]
        )

    @pytest.mark.parametrize("read_only", [True, False])
    def test_a_newer_version(self, store: Store, address: str, read_only: bool) -> None:
        """An old program leaves it alone."""
        with psycopg.connect(address) as connection:
            connection.execute("UPDATE probelauf_schema SET version = version + 1")
        with pytest.raises(OperatorError, match=r"comes from a newer version .* update Probelauf"):
            open_store(address, read_only=read_only)

    def test_reading_an_empty_database(self, address: str) -> None:
        """There is nothing to read yet, and reading makes nothing."""
        with pytest.raises(OperatorError, match="has no tables yet"):
            open_store(address, read_only=True)

    def test_reading_only(self, store: Store, address: str) -> None:
        """Such a store reads, and the server itself would refuse its writes."""
        with contextlib.closing(open_store(address, read_only=True)) as reader:
            assert 1 == len(reader.sessions())
            with pytest.raises(OperatorError, match="takes no writes"):
                ask(reader, "DELETE FROM session RETURNING 1")

    def test_the_details_of_an_error_are_not_repeated(self, store: Store) -> None:
        """They hold whole rows, with the words of a participant."""
        with pytest.raises(InternalError, match="contradicts what is stored") as caught:
            store.add_comment("nobody", "Geheim-4711", 1).result()
        assert "4711" not in str(caught.value)
        assert "nobody" not in str(caught.value)

    def test_a_zero_character_hurts_nobody_else(self, store: Store) -> None:
        """PostgreSQL cannot hold it; only the call that brings it fails."""
        futures = [store.add_comment("s1", text, 1) for text in ("gut", "b\x00se")]
        futures.append(store.append("s1", [(0, page_shown())]))
        kinds = [type(future.exception(timeout=20)) for future in futures]
        assert [type(None), InternalError, type(None)] == kinds
        assert [("s1", "gut")] == store.comments(STUDY)

    @pytest.mark.parametrize(
        ("state", "words", "every"),
        [
            ("53100", "disk is full", True),
            ("25006", "takes no writes", True),
            ("57P01", "being stopped or started", True),
            ("55P03", "held by another program", True),
            ("40P01", "in the same moment", False),
            ("58030", "reports an error", True),
            ("XX001", "is damaged", True),
            ("42P01", "own SQL", False),
        ],
    )
    def test_the_servers_own_errors(self, store: Store, address: str, state: str, words: str, every: bool) -> None:
        """What the server reports is said in one sentence, and known to concern one write or all."""
        driver = PostgresDriver(address, busy_timeout_ms=100)
        with psycopg.connect(address) as connection, pytest.raises(psycopg.Error) as caught:
            connection.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$".encode())
        assert words in str(explain(caught.value, "here"))
        fault = driver.fault(caught.value)
        assert fault is not None
        assert every == fault[1]


class TestComingAndGoing:
    @pytest.mark.slow
    def test_a_restart_of_the_server_loses_nothing(self, store: Store, postgres: PostgresServer) -> None:
        """Pages go on while it is away; afterwards all that was kept is there, once and in order."""
        recorder = Recorder(store)
        session = recorder.open(a_session("s2"), FLOW)
        session.record(page_shown(1)).result()
        postgres.stop("immediate")
        try:
            with pytest.raises(OperatorError):
                store.sessions()
            futures = [session.record(page_shown(t_ms), field_changed(t_ms)) for t_ms in (2, 3)]
            assert {OperatorError} == {type(future.exception(timeout=20)) for future in futures}
        finally:
            postgres.start()
        session.record(page_shown(4)).result(timeout=20)
        assert [0, 1, 2, 2, 3, 3, 4] == [event.t_ms for _, event in store.events("s2")]
        assert list(range(7)) == [seq for seq, _ in store.events("s2")]
        assert recorder.healthy

    def test_a_restart_in_a_quiet_hour_is_not_noticed(self, store: Store, postgres: PostgresServer) -> None:
        """Connections that broke while nobody asked are replaced before the next question."""
        assert 1 == len(store.sessions())
        ours = "FROM pg_stat_activity WHERE application_name = 'probelauf'"
        postgres.sql(f"SELECT pg_terminate_backend(pid) {ours}")
        while postgres.sql(f"SELECT pid {ours}"):
            pass
        store.append("s1", [(0, page_shown())]).result()
        assert [(0, page_shown())] == store.events("s1")

    def test_late_events_in_two_processes_are_rolled_up_once_each(self, store: Store, address: str) -> None:
        """The roll-up equals one made anew, although both changed it at the same time."""
        for number in range(4):
            store.start_session(a_session(f"late{number}"), FLOW).result()
            store.end_session(f"late{number}", 9_000, "finished", [(0, page_shown())]).result()
        with contextlib.closing(open_store(address)) as other:
            futures = [
                one.append(f"late{number}", [(seq + base, field_changed(seq))])
                for seq in range(1, 30)
                for number in range(4)
                for one, base in ((store, 0), (other, 100))
            ]
            assert {None} == {future.exception(timeout=60) for future in futures}
        table = "SELECT * FROM {} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"
        before = ask(store, table.format("rollup")), ask(store, "SELECT * FROM visit ORDER BY session_id")
        engine(store).rebuild_rollup()  # type: ignore[attr-defined]
        assert before == (ask(store, table.format("rollup")), ask(store, "SELECT * FROM visit ORDER BY session_id"))
        assert before[0]


@POSTGRES
def test_deleted_rows_are_cleared_out(database: str) -> None:
    """After the vacuum the table's file holds no dead row any more."""
    with contextlib.closing(open_store(database)) as store:
        store.start_session(a_session(), FLOW).result()
        store.append("s1", [(seq, page_shown(seq)) for seq in range(500)]).result()
        engine(store).submit(lambda db: db.execute("DELETE FROM event")).result()
        store.scrub()
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pgstattuple")
            dead = connection.execute("SELECT dead_tuple_count FROM pgstattuple('event')").fetchone()
    assert (0,) == dead
