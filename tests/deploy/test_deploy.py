"""The deploy examples: the files agree with one another and with the program; `tests/browser` runs nginx for real."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from labs.cli import main
from labs.runner.beacon import PATH
from labs.runner.health import HEALTH, METRICS
from labs.runner.html import VISITOR_COOKIE

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
UNIT = (DEPLOY / "probelauf@.service").read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    """Return the compose file."""
    yaml = pytest.importorskip("yaml")
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_containers_listen_where_nginx_looks() -> None:
    """Each upstream of nginx is a process of the compose file, and the other way round."""
    commands = [service["command"] for service in compose()["services"].values() if "command" in service]
    assert sorted(re.findall(r"server 127\.0\.0\.1:(\d+)", NGINX)) == sorted(
        command[command.index("--port") + 1] for command in commands
    )
    published = [port.split(":")[-1] for port in compose()["services"]["nginx"]["ports"]]
    assert re.findall(r"^ +listen (\d+);", NGINX, re.MULTILINE) == published


def test_commands_are_those_of_the_program() -> None:
    """What containers and unit call exists with all its options."""
    options = {
        option for parameter in main.commands["serve"].params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    called = [UNIT.split("probelauf serve ")[1].splitlines()[0].split()]
    called += [service["command"] for service in compose()["services"].values() if "command" in service]
    assert set() == {word for words in called for word in words if word.startswith("--")} - options


def test_nginx_knows_our_routes_and_our_cookie() -> None:
    """Sticky by the visitor's cookie; health and metrics stay within, on both sides."""
    assert f"$cookie_{VISITOR_COOKIE}" in NGINX
    assert f"location = {PATH} {{" in NGINX
    for route in (HEALTH, METRICS):
        assert 2 == len(re.findall(rf"location = {route} {{\s+return 404;", NGINX))


def test_no_secret_stands_in_a_file() -> None:
    """Passwords and secrets come from the environment."""
    for path in DEPLOY.iterdir():
        for name in ("PGPASSWORD", "POSTGRES_PASSWORD", "PROBELAUF_SECRET"):
            for value in re.findall(rf"(?<![{{\w]){name}[=:] ?(\S+)", path.read_text(encoding="utf-8")):
                assert value.startswith(("${", "...")), f"{path.name}: {name}"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_unit_is_understood_and_locked_up(tmp_path: Path) -> None:
    """systemd finds no mistake in it, and rates what the process may still do as little."""
    program = shutil.which("true") or "/bin/true"
    (tmp_path / "probelauf@.service").write_text(
        re.sub(r"/opt/\S+/probelauf", program, UNIT, count=1), encoding="utf-8"
    )
    unit = tmp_path / "probelauf@8501.service"
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (0, "") == (verified.returncode, verified.stderr)
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=25", tmp_path / "probelauf@.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == rated.returncode, rated.stdout.splitlines()[-1]
