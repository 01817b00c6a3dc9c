"""Snapshots: what is in them and what is not, whole or not at all; and what a question may do."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from crowds import FLOW, fill
from recordings import a_session, page_shown

import feedback.analytics.snapshot as snapshots
from feedback.analytics import Snapshot, ask, discard, newest, ready_questions, tables, write_snapshot
from feedback.analytics.asking import opened
from feedback.analytics.columns import EVENT, SESSION, kind_of, schema_hash
from feedback.errors import InternalError, OperatorError
from feedback.events import ConsentWithdrawn, Session
from feedback.store import Store, open_store
from feedback.version import VERSION

NOW_MS = 1_800_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "lab.db")) as opened_store:
        yield opened_store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot of an invented crowd."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(open_store(folder / "lab.db")) as made:
        fill(made, 7)
        return write_snapshot(made, folder / "snapshots", now_ms=NOW_MS)


def put(store: Store, session_id: str, **changes: object) -> Session:
    """Store a session with one page."""
    session = a_session(session_id, content_hash=FLOW.content_hash, **changes)
    store.start_session(session, FLOW).result()
    store.append(session_id, [(0, page_shown(5))]).result()
    return session


def everything(folder: Path) -> str:
    """All values and all files of a folder as one text."""
    tables_read = (str(pq.ParquetFile(path).read().to_pylist()) for path in folder.rglob("*.parquet"))
    return "".join([*tables_read, *(str(path) for path in folder.rglob("*"))])


def test_no_pseudonym_and_no_comment_is_in_a_snapshot(store: Store, tmp_path: Path) -> None:
    """Running numbers stand in place of people and sessions; comments stay where they are."""
    put(store, "secret-session", participant="secret-person")
    store.add_comment("secret-session", "secret-comment", 9).result()
    snapshot = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    assert "secret" not in everything(snapshot.path)
    assert ((1, 1),) == ask(snapshot, "SELECT session, participant FROM session").rows


def test_no_time_of_day_is_in_a_snapshot(filled: Snapshot) -> None:
    """Of the start only the day is kept."""
    assert {"started_ms", "ended_ms"}.isdisjoint(EVENT.keys() | SESSION.keys())
    assert 10 == max(len(str(day)) for (day,) in ask(filled, "SELECT started_day FROM session").rows)


def test_withdrawn_sessions_are_left_out(store: Store, tmp_path: Path) -> None:
    """Who no longer takes part is in no table; who only takes back quotes is."""
    for name, scope in (("gone", "taking_part"), ("stays", "quotes")):
        put(store, name, consent_scopes=("taking_part", "quotes"))
        store.append(name, [(1, ConsentWithdrawn(t_ms=9, scopes=(scope,)))]).result()
    snapshot = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    assert {"event": 2, "session": 1, "goal": 2} == snapshot.rows


def test_small_groups_are_left_out(store: Store, tmp_path: Path) -> None:
    """A group of fewer than five people is not told."""
    for number in range(12):
        put(
            store,
            f"s{number}",
            participant=f"p{number}",
            segment="old" if number < 6 else "young" if number < 11 else None,
        )
    put(store, "rare", participant="rare", segment="rare")
    for number in range(4):
        put(store, f"n{number}", participant=f"n{number}")
    snapshot = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    found = ask(snapshot, "SELECT segment, count(*) AS people FROM session GROUP BY segment ORDER BY segment").rows
    assert (("old", 6), ("young", 5), (None, 6)) == found


def test_a_text_field_cannot_become_a_column() -> None:
    """A field that may hold free text is refused, so that no event can bring it into a snapshot."""
    with pytest.raises(InternalError, match="`comment` is neither a number nor an identifier"):
        kind_of("comment", {"type": "string"})


def test_a_snapshot_tells_what_it_is(filled: Snapshot) -> None:
    """The manifest says when, by which version, how many rows and which columns."""
    said = json.loads((filled.path / "manifest.json").read_text(encoding="utf-8"))
    counted = ask(filled, "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM session)").rows[0]
    assert (NOW_MS, VERSION, schema_hash()) == (said["written_ms"], said["program"], said["schema"])
    assert counted == (said["rows"]["event"], said["rows"]["session"])


def test_a_new_snapshot_takes_the_place_of_the_old_one(store: Store, tmp_path: Path) -> None:
    """Writing twice leaves one snapshot, the newer one, with the same content."""
    put(store, "s1")
    first = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    second = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS - 99_999_999)  # the clock was set back
    assert first.rows == second.rows
    assert [second.path] == list((tmp_path / "out").iterdir())
    assert second == newest(tmp_path / "out")


def test_a_broken_off_snapshot_leaves_the_old_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fills up in the middle, the old snapshot is there and nothing else."""
    put(store, "s1")
    old = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)

    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "write_goals", fail)
    with pytest.raises(OperatorError, match="cannot be written: No space left on device"):
        write_snapshot(store, tmp_path / "out", now_ms=NOW_MS + 1)
    assert [old.path] == list((tmp_path / "out").iterdir())


def test_unfinished_and_foreign_snapshots_are_not_read(store: Store, tmp_path: Path) -> None:
    """A folder without a manifest, one of other columns and one that is still written do not count."""
    put(store, "s1")
    made = write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    manifest = (made.path / "manifest.json").read_text(encoding="utf-8")
    for name, text in (
        ("9-foreign", manifest.replace(made.schema, "other")),
        (".unfinished-9", manifest),
        ("9-bad", "{"),
    ):
        (tmp_path / "out" / name).mkdir()
        (tmp_path / "out" / name / "manifest.json").write_text(text, encoding="utf-8")
    (tmp_path / "out" / "9-empty").mkdir()
    assert made == newest(tmp_path / "out")


def test_a_snapshot_that_went_away_is_one_sentence(store: Store, tmp_path: Path) -> None:
    """Who asks a snapshot that was replaced meanwhile is told to ask again."""
    put(store, "s1")
    old = write_snapshot(store, tmp_path, now_ms=NOW_MS)
    write_snapshot(store, tmp_path, now_ms=NOW_MS)
    with pytest.raises(OperatorError, match="another one may have taken its place"):
        ask(old, "SELECT 1 FROM event")


def test_discarding_leaves_no_copy(store: Store, tmp_path: Path) -> None:
    """After an erasure no snapshot is left, not even one that is being written."""
    put(store, "s1")
    write_snapshot(store, tmp_path / "out", now_ms=NOW_MS)
    (tmp_path / "out" / ".unfinished-x").mkdir()
    discard(tmp_path / "out")
    assert [] == list((tmp_path / "out").iterdir())
    assert newest(tmp_path / "out") is None


def test_an_erasure_breaks_off_what_is_being_written(store: Store, tmp_path: Path) -> None:
    """Somebody is erased while a snapshot is written: the snapshot does not come to be, for it may still hold her."""
    for study in ("a/one", "b/two"):
        put(store, study[0], study=study)

    def erase(done: int, total: int) -> None:
        if done == 1:
            discard(tmp_path / "out")

    with pytest.raises(OperatorError, match="cannot be written"):
        write_snapshot(store, tmp_path / "out", now_ms=NOW_MS, tell=erase)
    assert [] == list((tmp_path / "out").iterdir())


def test_many_sessions_come_in_parts(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions that are read a few at a time are all there, once, and the progress is told."""
    monkeypatch.setattr("feedback.analytics.parts.AT_ONCE", 3)
    for number in range(10):
        put(store, f"s{number}", started_ms=1_000 + number // 4)
    told: list[tuple[int, int]] = []
    snapshot = write_snapshot(store, tmp_path, now_ms=NOW_MS, tell=lambda *step: told.append(step))
    assert [(3, 10), (6, 10), (9, 10), (10, 10)] == told
    assert tuple((n,) for n in range(1, 11)) == ask(snapshot, "SELECT session FROM event ORDER BY session").rows


@pytest.mark.parametrize("name", ready_questions())
def test_an_empty_lab_has_empty_answers(store: Store, tmp_path: Path, name: str) -> None:
    """Without a session every ready question has an answer without rows."""
    assert () == ask(write_snapshot(store, tmp_path, now_ms=NOW_MS), ready_questions()[name].sql).rows


def test_tables_are_told_as_they_are(filled: Snapshot) -> None:
    """The columns that help and errors name are those of the tables."""
    with opened(filled, None, groups=True) as connection:
        found = {name: tuple(row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()) for name in tables()}
    assert tables() == found


def test_ready_questions_have_two_titles() -> None:
    """Each file begins with an English and a German title."""
    assert [] == [one.name for one in ready_questions().values() if not (one.title and one.title_de)]


def test_a_question_about_one_study_sees_no_other(filled: Snapshot) -> None:
    """The tables hold the sessions of that study alone."""
    study = "wohngeld/runde-1"
    for table in ("event", "session", "task", "answer"):
        assert ((study,),) == ask(filled, f"SELECT DISTINCT study FROM {table}", study=study).rows


def test_without_groups_there_is_no_way_to_them(filled: Snapshot) -> None:
    """The column `segment` does not exist, and the file that has it cannot be named."""
    with pytest.raises(OperatorError, match="There is no column `segment`"):
        ask(filled, "SELECT segment FROM session", groups=False)
    assert "segment" not in ask(filled, "SELECT * FROM session", groups=False).columns
    for source in ("read_parquet('{}')", "'{}'", "parquet_scan(['{}'])", "query('FROM read_parquet(''{}'')')"):
        file = filled.path / "session" / "study=wohngeld%2Frunde-1" / "part-0.parquet"
        with pytest.raises(OperatorError, match=r"no files|no table"):
            ask(filled, f"SELECT segment FROM {source.format(file)}", groups=False)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("COPY (SELECT 1) TO '{folder}/x.csv'", "one SELECT"),
        ("COPY event TO '{inside}/x.parquet'", "one SELECT"),
        ("INSTALL httpfs", "one SELECT"),
        ("LOAD httpfs", "one SELECT"),
        ("ATTACH '{folder}/x.db'", "one SELECT"),
        ("SET memory_limit = '9GB'", "one SELECT"),
        ("PRAGMA database_list", "one SELECT"),
        ("CREATE TABLE x AS SELECT 1", "one SELECT"),
        ("EXPORT DATABASE '{folder}'", "one SELECT"),
        ("SELECT 1; DROP VIEW event", "one SELECT"),
        ("", "one SELECT"),
        ("SELEC 1", "no SQL"),
        ("SELECT * FROM read_csv('/etc/passwd')", "no files"),
        ("SELECT * FROM read_text('/etc/passwd')", "no files"),
        ("SELECT (SELECT content FROM read_text('/etc/passwd'))", "no files"),
        ("WITH x AS (SELECT * FROM glob('/*')) SELECT * FROM x", "no files"),
        ("SELECT * FROM '/etc/passwd'", "no table"),
        ("SELECT * FROM '{inside}/manifest.json'", "no table"),
        ("SELECT * FROM duckdb_settings()", "no files"),
        ("SELECT * FROM information_schema.tables", "no table"),
        ("SELECT * FROM evnts", "no table `evnts`. Did you mean `event`"),
        ("SELECT pagee FROM event", "no column `pagee`. Did you mean `page`"),
        ("SELECT e.pagee FROM event AS e", "no column `pagee`. Did you mean `page`"),
        ("SELECT nosuchfunction(1)", "cannot be answered: .*nosuchfunction"),
        ("SELECT CAST(page AS BIGINT) FROM event", "cannot be answered: Could not convert"),
    ],
)
def test_a_question_can_only_read(filled: Snapshot, tmp_path: Path, sql: str, said: str) -> None:
    """What writes, installs, attaches, sets or reads other files is refused in a sentence; nothing appears on disk."""
    before = sorted(filled.path.rglob("*"))
    with pytest.raises(OperatorError, match=said):
        ask(filled, sql.format(folder=tmp_path, inside=filled.path))
    assert [] == list(tmp_path.iterdir())
    assert before == sorted(filled.path.rglob("*"))


@pytest.mark.parametrize("sql", ["SELECT * FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO '{folder}/x.csv'"])
def test_duckdb_itself_is_closed(filled: Snapshot, tmp_path: Path, sql: str) -> None:
    """Even without our own check DuckDB reaches no file outside of the snapshot, and cannot be opened again."""
    with opened(filled, None, groups=True) as connection:
        with pytest.raises(Exception, match="disabled by configuration"):
            connection.execute(sql.format(folder=tmp_path))
        with pytest.raises(Exception, match="locked"):
            connection.execute("SET enable_external_access = true")


def test_what_takes_too_long_is_stopped(filled: Snapshot) -> None:
    """A question that does not come to an end is interrupted."""
    with pytest.raises(OperatorError, match="longer than 0 seconds"):
        ask(filled, "SELECT count(*) FROM range(1000000000000) AS a", longest_s=0.2)


def test_long_answers_are_cut(filled: Snapshot) -> None:
    """More rows than asked for are left out, and that is told."""
    answer = ask(filled, "SELECT seq FROM event", most=3)
    assert (3, True) == (len(answer.rows), answer.more)
    assert not ask(filled, "SELECT 1 AS one", most=1).more


def test_an_answer_as_csv(filled: Snapshot) -> None:
    """Names first, nothing for no value."""
    assert "a,b\r\n1,\r\n" == ask(filled, "SELECT 1 AS a, NULL AS b").to_csv()


def test_without_the_extra_it_says_how_to_install_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where DuckDB or Arrow is missing, the error names the extra; nothing else needs them."""
    snapshot = write_snapshot(store, tmp_path, now_ms=NOW_MS)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for act in (lambda: ask(snapshot, "SELECT 1"), lambda: write_snapshot(store, tmp_path, now_ms=NOW_MS)):
        with pytest.raises(OperatorError, match=r'pip install "probelauf\[analytics\]"'):
            act()
