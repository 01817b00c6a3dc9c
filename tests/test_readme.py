"""Every command and every piece of code in the README is run."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from feedback.lab import Imprint
from labs.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """Return the blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def lines(kind: str) -> list[str]:
    """Return the command lines of all blocks of one kind."""
    return [line for block in blocks(kind) for line in block.splitlines() if line.strip()]


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a `probelauf` command line as this Python's program."""
    command = [sys.executable, "-m", "labs.cli", *shlex.split(line)[1:]]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, process: subprocess.Popen[str]) -> bool:
    """Wait until the program serves pages; False when it ends before."""
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
                return "<html" in reply.read().decode()
        except OSError:
            if process.poll() is not None:
                return False
            time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab in which the commands have been run in their order; each must succeed."""
    folder = tmp_path_factory.mktemp("labor")
    for line in lines("sh workspace"):
        done = run(line, folder)
        assert 0 == done.returncode, f"{line}: {done.stderr}"
    return folder


@pytest.mark.slow
def test_commands_succeed(workspace: Path) -> None:
    """The commands for a workspace succeed in an empty folder, in the order in which they are printed."""
    assert (workspace / "prototypes" / "antrag" / "__init__.py").is_file()
    assert len(lines("sh workspace")) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("line", lines("sh serves"))
def test_servers_answer(workspace: Path, line: str) -> None:
    """The commands that serve do serve."""
    port = free_port()
    command = [sys.executable, "-m", "labs.cli", *shlex.split(line)[1:], "--port", str(port)]
    process = subprocess.Popen(command, cwd=workspace, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    try:
        assert answers(port, process)
    finally:
        process.terminate()
        process.wait(20)


def test_the_example_is_sound(tmp_path: Path) -> None:
    """The example of a prototype passes check and walk."""
    (example,) = blocks("python")
    folder = tmp_path / "prototypes" / "antrag"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(example, encoding="utf-8")
    for line in ("probelauf check antrag", "probelauf walk antrag"):
        done = run(line, tmp_path)
        assert 0 == done.returncode, done.stderr


def test_the_lab_file_is_sound() -> None:
    """The example of `lab.toml` is one, and names everything that there is to name."""
    (example,) = blocks("toml")
    assert set(Imprint.model_fields) == set(tomllib.loads(example))
    Imprint.model_validate(tomllib.loads(example))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What git has of this tree, in an empty folder."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_make_demo(clone: Path) -> None:
    """`make demo` in a fresh copy installs, builds, serves, and prints a link for citizens and one for the office."""
    port = free_port()
    log = clone / "demo.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "PYTHON"))}
    process = subprocess.Popen(
        ["make", "demo", f"FLAGS=--port {port}"],
        cwd=clone,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        assert answers(port, process), log.read_text(encoding="utf-8")
        said = log.read_text(encoding="utf-8")
        assert re.search(rf"Citizens: http://127.0.0.1:{port}/\?einladung=\S+", said)
        assert re.search(rf"Office .*http://127.0.0.1:{port}/buero/anmelden\?code=\S+", said)
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def test_every_command_is_documented() -> None:
    """The README names every command of the program."""
    missing = [name for name in main.commands if f"`{name}`" not in README]
    assert ["version"] == missing


def test_make_targets_exist() -> None:
    """What the README says of make is there: the test command itself is what runs this test in CI."""
    for target in ("demo", "test", "install"):
        assert f"make {target}" in README
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=True)
