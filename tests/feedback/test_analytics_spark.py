"""Spark over the same Parquet files, by the text that tells people how: run where PySpark and Java are there."""

import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crowds import fill

import feedback.analytics
from feedback.analytics import ask, ready_questions, write_snapshot
from feedback.store import open_store

pytest.importorskip("pyspark", reason="PySpark is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]
TEXT = Path(feedback.analytics.__file__).with_name("spark.md").read_text(encoding="utf-8")


def test_spark_answers_as_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of the text runs, and every ready question has the same answer in Spark as in DuckDB."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    with closing(open_store(tmp_path / "lab.db")) as store:
        fill(store, 1)
        snapshot = write_snapshot(store, tmp_path / "snapshots", now_ms=1_800_000_000_000)
    code = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {"SNAPSHOT": snapshot.path}
    exec(code[1], names)  # noqa: S102 - the code of our own text
    try:
        for name, question in ready_questions().items():
            answer = ask(snapshot, question.sql)
            found = names["ask"](name)
            assert list(answer.columns) == found.columns
            assert answer.rows
            assert list(answer.rows) == [tuple(row) for row in found.collect()], name
    finally:
        names["spark"].stop()
