"""A real PostgreSQL for the tests and benchmarks: made in a temporary folder, on a free port (not a test itself)."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg

PASSWORD = "Geheim-4711"
_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 60
shared_buffers = 64MB
log_min_messages = warning
"""
_ACCESS = """
local all all trust
host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""


def programs() -> Path | None:
    """Return the folder with PostgreSQL's programs, the newest of several; None where it is not installed."""
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


class PostgresServer:
    """A server of one's own. `fsync` stays on, as in operation."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self._bin = bin_folder
        self._folder = folder
        self._data = folder / "data"
        self._numbers = count(1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._as_user = _as_somebody_else(folder)
        self._run(
            "initdb", "--pgdata", self._data, "--username", "probelauf", "--encoding", "UTF8", "--locale", "C.UTF-8"
        )
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_SETTINGS.format(port=self.port, folder=folder))
        (self._data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        self.start()
        self.sql(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            "--timeout=180",
            "--silent",
            "--pgdata",
            self._data,
            "--log",
            self._folder / "server.log",
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; `immediate` kills it, as a power cut would."""
        self._run("pg_ctl", "stop", "--wait", "--timeout=180", "--silent", "--mode", mode, "--pgdata", self._data)

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the server's owner."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def new_database(self) -> str:
        """Return the address of a new, empty database."""
        name = f"lab_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, database: str, user: str = "probelauf") -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*self._as_user, self._bin / program, *arguments]
        done = subprocess.run(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        log = self._folder / "server.log"
        said = log.read_text(encoding="utf-8") if done.returncode and log.exists() else ""
        assert 0 == done.returncode, f"{program}: {done.stderr} {said}"


def _as_somebody_else(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: give the folder to another user, and return the command to be that user."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(folder, user.pw_uid, user.pw_gid)
            return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise AssertionError("PostgreSQL needs a user that is not root; there is neither `postgres` nor `nobody`")


@contextmanager
def running_server(bin_folder: Path) -> Iterator[PostgresServer]:
    """Run a server for the block, and leave nothing of it."""
    folder = Path(tempfile.mkdtemp(prefix="probelauf-postgres-"))
    try:
        server = PostgresServer(bin_folder, folder)
        try:
            yield server
        finally:
            with suppress(AssertionError):  # a test may have stopped it
                server.stop("immediate")
    finally:
        shutil.rmtree(folder)
