"""The commands for a participant's rights."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.store import open_store
from labs.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / "feedback"))
from rights_lab import SECRET, code_of, give_contact, take_part


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lab with two people, one of whom gave an address."""
    monkeypatch.setenv("PROBELAUF_SECRET", SECRET)
    store = open_store(tmp_path / "data" / "probelauf.db")
    for name in ("p1", "p2"):
        take_part(store, name, comment="Gut.")
    store.close()
    give_contact(tmp_path / "data", "p1")
    return tmp_path


def run(workspace: Path, *arguments: str, typed: str = "") -> Result:
    """Run a command in the lab."""
    return CliRunner().invoke(main, ["--workspace", str(workspace), *arguments], input=typed)


def people(workspace: Path) -> list[str]:
    """Return who is recorded."""
    store = open_store(workspace / "data" / "probelauf.db", read_only=True)
    found = [one.participant for one in store.sessions()]
    store.close()
    return found


def test_my_session_prints_everything(workspace: Path) -> None:
    """One JSON document, for a request that came in writing."""
    said = run(workspace, "my-session", code_of("p1"))
    assert (0, "Gut.") == (said.exit_code, json.loads(said.output)["sessions"][0]["comment"])


def test_erase_asks_and_erases(workspace: Path) -> None:
    """Without a yes nothing happens; afterwards the code opens nothing."""
    assert 0 == run(workspace, "erase", code_of("p1"), typed="n\n").exit_code
    assert ["p1", "p2"] == people(workspace)
    said = run(workspace, "erase", code_of("p1"), "--yes")
    assert "Erased: 1 sessions" in said.output
    assert ["p2"] == people(workspace)
    again = run(workspace, "erase", code_of("p1"), "--yes")
    assert (2, True) == (again.exit_code, "There is nothing for this receipt code." in again.output)


def test_contacts_are_listed_without_a_link(workspace: Path) -> None:
    """Addresses and studies, no code and no session; after the key is destroyed there is nothing to list."""
    said = json.loads(run(workspace, "contacts", "list", "--json").output)
    assert [{"study": "wohngeld/runde-1", "email": "maria@beispiel.example"}] == said
    assert "maria@beispiel.example" in run(workspace, "contacts", "list").output
    run(workspace, "contacts", "destroy-key", typed="n\n")
    assert [] != json.loads(run(workspace, "contacts", "list", "--json").output)
    assert "The key is destroyed." in run(workspace, "contacts", "destroy-key", "--yes").output
    assert [] == json.loads(run(workspace, "contacts", "list", "--json").output)
    assert "There was no key." in run(workspace, "contacts", "destroy-key", "--yes").output
