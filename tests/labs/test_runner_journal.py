"""The log: one line an event, and nothing in it that somebody typed."""

import asyncio
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from labs.runner import journal
from labs.runner.journal import Journal

RUNNER = Path(journal.__file__).parent

SECRET = "Kanarienvogel"
PROGRAM = """
import asyncio, logging, threading, warnings
from labs.runner.journal import write_journal
write_journal()

def fail():
    try:
        raise KeyError("Kanarienvogel")
    except KeyError as error:
        raise ValueError("Kanarienvogel") from error

def log_by(name, *words):
    try:
        fail()
    except ValueError:
        logging.getLogger(name).exception(*words)

import streamlit.logger
from streamlit import config
from streamlit.error_util import _log_uncaught_app_exception

log_by("uvicorn.error", "Exception in ASGI application %s", "Kanarienvogel")
log_by("prototypes.wohngeld", "typed: Kanarienvogel")
streamlit.logger.get_logger("streamlit.before").warning("%s", "Kanarienvogel")
config.get_config_options(force_reparse=True)
streamlit.logger.update_formatter()
try:
    fail()
except ValueError as error:
    streamlit.logger.get_logger("streamlit.later").warning(error)
    _log_uncaught_app_exception(error)
thread = threading.Thread(target=fail); thread.start(); thread.join()

async def forget():
    task = asyncio.create_task(asyncio.to_thread(fail)); await asyncio.sleep(.2); del task
    import gc; gc.collect()
asyncio.run(forget())
"""


@pytest.mark.slow
@pytest.mark.parametrize("style", ["json", "plain"])
def test_no_error_brings_what_was_typed_into_the_log(style: str) -> None:
    """Errors of ours, of Streamlit, of the server, of threads and of author code are told by type and place only."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PROBELAUF_LOG": style, "PYTHONPATH": str(RUNNER.parent.parent)},
        cwd=RUNNER,  # whose settings are those of the server
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert SECRET not in done.stderr + done.stdout
    assert "" == done.stdout
    expected = {"uvicorn.error", "prototypes.wohngeld", "streamlit.before", "streamlit.later", "streamlit.error_util"}
    assert all(name in done.stderr for name in {*expected, "probelauf", "asyncio"})
    assert 5 <= done.stderr.count("ValueError from KeyError")
    if style == "json":
        lines = [json.loads(line) for line in done.stderr.splitlines()]
        assert all({"time", "level", "from", "event", "place"} <= set(line) for line in lines)


def test_own_sentences_are_kept_whole() -> None:
    """What the program itself says to the operator is written down with its values."""
    record = logging.LogRecord("feedback.x", logging.WARNING, "x.py", 7, "The disk %s is full.", ("/data",), None)
    entry = json.loads(Journal("json").format(record))
    assert ("The disk /data is full.", "x.py:7", "warning") == (entry["event"], entry["place"], entry["level"])


def test_a_log_record_with_many_lines_is_one_line() -> None:
    """asyncio writes the error itself behind the first line: that is cut off."""
    message = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{SECRET}')>"
    record = logging.LogRecord(asyncio.__name__, logging.ERROR, "x.py", 7, message, None, None)
    for style in ("json", "plain"):
        line = Journal(style).format(record)
        assert "Task exception was never retrieved" in line
        assert SECRET not in line
        assert 1 == len(line.splitlines())
