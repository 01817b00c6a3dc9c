"""What the tests of several rooms need: both databases."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import PostgresServer, programs, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server; where PostgreSQL is not installed the tests are skipped on a desk, and fail in CI."""
    found = programs()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no PostgreSQL, and CI must not skip its tests.")
        pytest.skip("There is no PostgreSQL on this machine: install it to run its tests.")
    with running_server(found) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """An empty database: once a file, once on a server. `SQLITE` and `POSTGRES` choose one for a test."""
    if request.param == "sqlite":
        return tmp_path / "data" / "probelauf.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()
