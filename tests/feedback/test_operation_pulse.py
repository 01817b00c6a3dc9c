"""The pulse of serving processes: one tells the others how its recording stands, through the one database."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from recordings import FLOW, a_session, page_shown

from feedback.office.disturbance import draw, sentences
from feedback.operation.pulse import SILENT_MS, Condition, Pulse
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.store.processes import FORGET_AFTER_MS

NOW_MS = 1_790_000_000_000


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    with contextlib.closing(open_store(database, busy_timeout_ms=50)) as store:
        yield store


class Clock:
    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


def test_a_process_tells_the_others_what_waits(store: Store) -> None:
    """What one process still holds is seen by the office of another; at its end the process is forgotten."""
    clock = Clock()
    citizens, office = (Pulse(store, Recorder(store), clock) for _ in range(2))
    citizens.beat()
    office.beat()
    assert Condition() == office.condition
    citizens._recorder = Waiting(3, lost=7)  # type: ignore[assignment]
    citizens.beat()
    office.beat()
    assert Condition(waiting=3, lost=7) == office.condition
    assert "degraded" == office.condition.status
    citizens.end()
    office.beat()
    assert Condition() == office.condition


def test_a_silent_process_is_told_of_and_then_forgotten(store: Store) -> None:
    """A killed process is noticed after three beats; ten minutes later it is history."""
    clock = Clock()
    office = Pulse(store, Recorder(store), clock)
    Pulse(store, Recorder(store), clock).beat()
    for later_ms, silent in ((SILENT_MS, 0), (SILENT_MS + 1, 1), (FORGET_AFTER_MS + 1, 0)):
        clock.now_ms = NOW_MS + later_ms
        office.beat()
        assert silent == office.condition.silent


def test_the_pulse_brings_what_waits(tmp_path: Path) -> None:
    """When nobody acts any more, the beat itself sends again what the database did not take."""
    path = tmp_path / "probelauf.db"
    with contextlib.closing(open_store(path, busy_timeout_ms=50)) as store:
        recorder = Recorder(store)
        pulse = Pulse(store, recorder, Clock())
        session = recorder.open(a_session(), FLOW)
        session.record(page_shown(1)).result(20)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert session.record(page_shown(2)).exception(20) is not None
            pulse.beat()
            assert "failing" == pulse.condition.status
            other.execute("ROLLBACK")
        pulse.beat()
        pulse.beat()
        assert Condition() == pulse.condition
        assert [0, 1, 2] == [event.t_ms for _, event in store.events("s1")]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(writable=False), "Die Datenbank nimmt gerade nichts an."),
        (Condition(waiting=2), "Starten Sie Probelauf jetzt nicht neu."),
        (Condition(silent=1), "Ein Teil von Probelauf meldet sich nicht."),
        (Condition(lost=9), "9 Ereignisse gingen verloren."),
    ],
)
def test_the_banner_says_what_to_do(condition: Condition, words: str) -> None:
    """Each disturbance has its sentence, of at most twelve words; without one there is no banner."""
    assert words in draw(condition)
    assert "" == draw(Condition())
    said = " ".join(sentences(condition)).rstrip(".").split(". ")
    assert max(len(sentence.split()) for sentence in said) <= 12


class Waiting:
    """A recorder that holds batches which no resending brings away."""

    healthy = True

    def __init__(self, waiting: int, lost: int) -> None:
        self.waiting = waiting
        self.lost = lost
