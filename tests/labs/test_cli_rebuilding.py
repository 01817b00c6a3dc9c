"""`probelauf rebuild` makes the sums of the dashboards anew."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `probelauf` in a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "labs.cli", *arguments],
        cwd=workspace,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_thrown_away_sums_come_back(tmp_path: Path) -> None:
    """Row by row, of one study or of all; an unknown study is named in one sentence."""
    assert 0 == run(tmp_path, "demo", "--no-serve", "--sessions", "6").returncode
    database = tmp_path / "data" / "probelauf.db"
    with closing(sqlite3.connect(database)) as connection:
        before = connection.execute("SELECT * FROM rollup ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12").fetchall()
        assert before
        connection.execute("DELETE FROM rollup")
        connection.commit()
        done = run(tmp_path, "rebuild", "wohngeld/demo")
        assert (0, "6 sessions added up.\n") == (done.returncode, done.stdout)
        assert "6 sessions added up.\n" == run(tmp_path, "rebuild").stdout
        found = connection.execute("SELECT * FROM rollup ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12").fetchall()
    assert before == found
    refused = run(tmp_path, "rebuild", "nowhere")
    assert 0 != refused.returncode
    assert "nowhere" in refused.stderr
