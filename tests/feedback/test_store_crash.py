"""Kill -9 of the writing process, and of the server: no acknowledged event is lost, no half batch is left."""

import sys
from pathlib import Path

import pytest
from crash_writer import BATCH
from crashing import Losses, write_and_break
from postgres import PostgresServer

KILLS = 50
KILLS_OF_A_CLIENT = 12
KILLS_OF_THE_SERVER = 6

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")]


def test_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """After each kill the file opens again, with all acknowledged events and only whole batches."""
    losses = Losses()
    for kill in range(KILLS):
        write_and_break(losses, tmp_path / "probelauf.db", after_s=0.002 * kill)
        losses.look(tmp_path / "probelauf.db")
    assert (0, 0, 0) == (losses.lost, losses.duplicates, losses.half_steps)
    assert losses.events > KILLS * BATCH
    assert losses.late > 0, "no kill hit the moment between commit and acknowledgement: the test is too tame"


def test_killed_clients_of_a_server_lose_nothing(postgres: PostgresServer) -> None:
    """The same where the database is a server, which rolls back what a dead client had begun."""
    losses, address = Losses(), postgres.new_database()
    for kill in range(KILLS_OF_A_CLIENT):
        write_and_break(losses, address, after_s=0.008 * kill)
        losses.look(address)
    assert (0, 0, 0) == (losses.lost, losses.duplicates, losses.half_steps)
    assert losses.events > KILLS_OF_A_CLIENT * BATCH


def test_a_killed_server_loses_nothing(postgres: PostgresServer) -> None:
    """The server's processes die at once, as in a power cut; it recovers all that was acknowledged."""
    losses, address = Losses(), postgres.new_database()
    for kill in range(KILLS_OF_THE_SERVER):
        write_and_break(losses, address, after_s=0.02 * kill, break_before=lambda: postgres.stop("immediate"))
        postgres.start()
        losses.look(address)
    assert (0, 0, 0) == (losses.lost, losses.duplicates, losses.half_steps)
    assert losses.events > KILLS_OF_THE_SERVER * BATCH
