"""Which database a command works on: `--database`, the environment, or the lab's own file."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from postgres import PostgresServer

from feedback.lab import DATABASE_VARIABLE, Lab
from feedback.store import open_store


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a lab."""
    command = [sys.executable, "-m", "labs.cli", "--workspace", str(workspace), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_labs_own_file_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names another one; an empty value names none."""
    monkeypatch.setenv(DATABASE_VARIABLE, "postgresql://anna@server/lab")
    assert "postgresql://anna@server/lab" == Lab.open(tmp_path).database
    monkeypatch.setenv(DATABASE_VARIABLE, "")
    assert tmp_path / "data" / "probelauf.db" == Lab.open(tmp_path).database


@pytest.mark.slow
def test_every_command_can_work_on_a_server(tmp_path: Path, postgres: PostgresServer) -> None:
    """The demo's sessions are on the server, and the lab makes no file of its own."""
    address = postgres.new_database()
    made = run(tmp_path, "--database", address, "demo", "--no-serve", "--sessions", "4")
    assert 0 == made.returncode, made.stderr
    with closing(open_store(address, read_only=True)) as store:
        assert 4 == len({session.participant for session in store.sessions("wohngeld/demo")})
    assert not (tmp_path / "data" / "probelauf.db").exists()


@pytest.mark.parametrize(
    "address",
    ["postgresql://anna:Geheim-4711@server/lab", "postgresql://server/lab?user=anna&password=Geheim-4711"],
)
@pytest.mark.parametrize("before", [True, False])
def test_no_password_in_the_command_line(tmp_path: Path, address: str, before: bool) -> None:
    """Every user of the machine could read it; the sentence says where it belongs, and does not repeat it."""
    option = ["--database", address]
    done = run(tmp_path, *(option if before else []), "serve", *([] if before else option))
    assert 2 == done.returncode
    assert "PGPASSWORD or ~/.pgpass" in " ".join(done.stderr.split())
    assert "4711" not in done.stdout + done.stderr
