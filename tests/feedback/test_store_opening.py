"""Opening the database: each reason why it cannot be used is one sentence, and nothing is damaged."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from recordings import FLOW, a_session, page_shown

from feedback.errors import OperatorError
from feedback.store import Store, open_store
from feedback.store.schema import SCHEMA_VERSION

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "probelauf.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path, busy_timeout_ms=200)
    yield store
    store.close()


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's rights for the block, where there are any."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


class TestOpening:
    def test_folder_and_file_are_made(self, tmp_path: Path) -> None:
        """A new lab needs no preparation; blanks and umlauts in the path do not matter."""
        path = tmp_path / "Labor Köln #1" / "data" / "probe?.db"
        open_store(path).close()
        assert ["probe?.db"] == [file.name for file in path.parent.iterdir()]

    def test_a_folder_below_a_file_cannot_be_made(self, tmp_path: Path) -> None:
        """The sentence names the folder and what to do."""
        (tmp_path / "file").write_text("text")
        with pytest.raises(OperatorError, match="part of its path is a file; choose another folder"):
            open_store(tmp_path / "file" / "data" / "probelauf.db")
        assert "text" == (tmp_path / "file").read_text()

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where nobody may write: /proc")
    def test_a_folder_that_nobody_may_write(self) -> None:
        """Even root cannot make files in /proc."""
        with pytest.raises(OperatorError, match="cannot be written"):
            open_store(Path("/proc/self/data/probelauf.db"))

    def test_a_folder_in_the_place_of_the_file(self, tmp_path: Path) -> None:
        """A folder is no database."""
        with pytest.raises(OperatorError, match="is a folder; name a file"):
            open_store(tmp_path)

    @pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of files are different on Windows")
    @pytest.mark.parametrize(("mode", "word"), [(0o444, "write"), (0o000, "write")])
    def test_a_file_that_may_not_be_written(self, mode: int, word: str) -> None:
        """A protected file is named, and stays as it was; root gives up its rights for this test."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "probelauf.db"
            open_store(path).close()
            before = path.read_bytes()
            path.chmod(mode)
            Path(folder).chmod(0o755)
            with as_nobody(), pytest.raises(OperatorError, match=f"{word} permission"):
                open_store(path)
            path.chmod(0o644)
            assert before == path.read_bytes()

    @pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 2\x00" + b"x" * 4096, b"\x00" * 100])
    def test_a_file_that_is_no_database(self, path: Path, content: bytes) -> None:
        """A foreign file is refused and not touched."""
        path.parent.mkdir()
        path.write_bytes(content)
        with pytest.raises(OperatorError, match="is not a database; name another file"):
            open_store(path)
        assert content == path.read_bytes()

    def test_a_damaged_database(self, path: Path) -> None:
        """A file that only begins like a database is named as damaged, not overwritten."""
        path.parent.mkdir()
        content = b"SQLite format 3\x00" + b"\xff" * 4096
        path.write_bytes(content)
        with pytest.raises(OperatorError, match="put a backup in its place"):
            open_store(path)
        assert content == path.read_bytes()

    def test_a_database_of_another_program(self, path: Path) -> None:
        """Another program's tables are not mixed with ours."""
        path.parent.mkdir()
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE recipe (name TEXT)")
        before = path.read_bytes()
        with pytest.raises(OperatorError, match="belongs to another program"):
            open_store(path)
        assert before == path.read_bytes()

    @pytest.mark.parametrize("read_only", [False, True])
    def test_a_database_from_a_newer_version(self, path: Path, read_only: bool) -> None:
        """An older program leaves a newer file alone and says that the program must be updated."""
        open_store(path).close()
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = path.read_bytes()
        with pytest.raises(OperatorError, match=r"newer version of Probelauf .* update Probelauf"):
            open_store(path, read_only=read_only)
        assert before == path.read_bytes()

    def test_reading_only(self, store: Store, path: Path) -> None:
        """A reader sees what is committed and cannot write."""
        store.start_session(a_session(), FLOW).result()
        with contextlib.closing(open_store(path, read_only=True)) as reader:
            assert [a_session()] == reader.sessions()
            with pytest.raises(OperatorError, match="reading only"):
                reader.append("s1", [(0, page_shown())])

    def test_reading_only_needs_a_file(self, path: Path) -> None:
        """Reading makes no file."""
        with pytest.raises(OperatorError, match="There is no database"):
            open_store(path, read_only=True)
        assert not path.parent.exists()

    def test_many_may_open_a_new_file_at_once(self, path: Path) -> None:
        """Office and citizens start together: the tables are made once, and nobody fails."""
        with ThreadPoolExecutor(8) as pool:
            stores = list(pool.map(lambda _: open_store(path), range(8)))
        for store in stores:
            store.close()
        with contextlib.closing(sqlite3.connect(path)) as db:
            assert SCHEMA_VERSION == db.execute("PRAGMA user_version").fetchone()[0]
