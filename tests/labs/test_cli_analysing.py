"""The commands snapshot and query, as people and scripts use them."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "labs.cli", "--workspace", str(workspace), *arguments],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo lab of eight participants."""
    folder = tmp_path_factory.mktemp("demo")
    assert 0 == run(folder, "demo", "--no-serve", "--sessions", "8").returncode
    return folder


def test_query_makes_the_first_snapshot_and_then_uses_it(demo: Path) -> None:
    """The first question takes the data; later ones do not, unless told to."""
    snapshots = demo / "data" / "snapshots"
    sql = "SELECT count(*) AS n FROM session"
    assert [{"n": 8}] == json.loads(run(demo, "query", sql, "--format", "json").stdout)
    (first,) = snapshots.iterdir()
    run(demo, "query", sql)
    assert [first] == list(snapshots.iterdir())
    run(demo, "query", sql, "--fresh")
    (second,) = snapshots.iterdir()
    assert first != second


def test_a_ready_question_as_csv(demo: Path) -> None:
    """A ready question by its name, about one study, as a file for other programs."""
    done = run(demo, "query", "--question", "completion", "--study", "demo", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"wohngeld/demo"} == {row["study"] for row in rows}
    assert [("A", "4"), ("B", "4")] == [(row["arm"], row["sessions"]) for row in rows if row["task"] == "antrag"]


def test_the_list_names_questions_tables_and_columns(demo: Path) -> None:
    """Whoever begins finds what can be asked."""
    said = run(demo, "query", "--list").stdout
    for word in ("completion", "Sessions by day", "answer", "hesitation_ms"):
        assert word in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give either SQL or --question NAME"),
        (["SELECT 1", "--question", "days"], "Give either SQL or --question NAME"),
        (["--question", "completon"], "Did you mean `completion`?"),
        (["SELECT pag FROM event"], "There is no column `pag`. Did you mean `page`?"),
        (["SELECT * FROM comment"], "There is no table `comment`."),
        (["COPY event TO 'x.csv'"], "A question is one SELECT"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(demo: Path, arguments: list[str], said: str) -> None:
    """A wrong question ends with code 2 and one sentence on the error stream."""
    done = run(demo, "query", *arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_snapshot_writes_where_it_is_told(demo: Path, tmp_path: Path) -> None:
    """The folder gets one snapshot, whose place and size are printed."""
    done = run(demo, "snapshot", "-o", str(tmp_path / "out"))
    (made,) = (tmp_path / "out").iterdir()
    assert 0 == done.returncode, done.stderr
    assert f"Written: {made} (8 sessions, " in done.stdout
    assert {"event", "session", "goal", "manifest.json"} == {path.name for path in made.iterdir()}


def test_a_folder_that_cannot_be_written_is_one_sentence(demo: Path, tmp_path: Path) -> None:
    """A file in the way of the folder is named."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(demo, "snapshot", "-o", str(tmp_path / "file"))
    assert 2 == done.returncode
    assert "cannot be written" in done.stderr
