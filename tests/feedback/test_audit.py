"""The audit log: a chain that shows edits, removals and moves, over several processes too."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feedback.audit import COMMAND, UNNAMED, note, verify_audit
from feedback.office.audit_page import DEEDS
from feedback.store import AuditEntry, Deed, Store, open_store

NOW_MS = 1_800_000_000_000
WRITER = """
import sys
from pathlib import Path
from feedback.audit import note
from feedback.store import open_store
store = open_store(Path(sys.argv[1]))
for number in range(40):
    note(store, "page_seen", number, actor=sys.argv[2], about=str(number))
store.close()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "probelauf.db")
    yield opened
    opened.close()


def codes(entries: list[AuditEntry], head: str | None = None) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in verify_audit(entries, head).findings]


def some_entries(store: Store, count: int = 4) -> list[AuditEntry]:
    for number in range(count):
        note(store, "page_seen", NOW_MS + number, actor="A. Muster", role="team", study="wohngeld/demo", about="Team")
    return store.audit_log()


def test_an_entry_says_who_did_what_when(store: Store) -> None:
    """A command without a person is a command; a person without a name has none."""
    note(store, "erased", NOW_MS, study="wohngeld/demo", about="1 session")
    note(store, "verdict_seen", NOW_MS + 1, actor="", role="team")
    assert [
        Deed(NOW_MS, COMMAND, "", "erased", "wohngeld/demo", "1 session"),
        Deed(NOW_MS + 1, UNNAMED, "team", "verdict_seen"),
    ] == [Deed(one.at_ms, one.actor, one.role, one.action, one.study, one.object) for one in store.audit_log()]


def test_an_untouched_log_is_intact(store: Store) -> None:
    """Each entry holds the hash of the one before; the last hash is the head to keep."""
    entries = some_entries(store)
    check = verify_audit(entries, entries[1].entry_hash)
    assert (4, entries[-1].entry_hash, True) == (check.links, check.head, check.intact)
    assert [entries[0].entry_hash] == [entries[1].previous_hash]


@pytest.mark.parametrize(
    "change",
    [{"actor": "B. Muster"}, {"at_ms": 1}, {"role": ""}, {"action": "invited"}, {"study": ""}, {"object": "Plan"}],
)
def test_an_edit_shows(store: Store, change: dict[str, object]) -> None:
    """Whichever word of an entry somebody changes."""
    entries = some_entries(store)
    entries[1] = replace(entries[1], **change)  # type: ignore[arg-type]
    assert [("audit.edited", "entry 2")] == codes(entries)


def test_an_edit_with_a_new_hash_shows_at_the_next_entry(store: Store) -> None:
    """Whoever computes the hash anew breaks the chain behind it."""
    entries = some_entries(store)
    forged = replace(entries[1], actor="B. Muster")
    entries[1] = replace(forged, entry_hash=forged.computed_hash())
    assert [("audit.order", "entry 3")] == codes(entries)


def test_a_removed_entry_shows(store: Store) -> None:
    """The next one has another number and another hash before it."""
    entries = some_entries(store)
    del entries[1]
    assert [("audit.missing", "entry 3"), ("audit.order", "entry 3")] == codes(entries)


def test_swapped_entries_show(store: Store) -> None:
    """Order is part of the chain."""
    entries = some_entries(store)
    entries[1], entries[2] = entries[2], entries[1]
    assert ("audit.order", "entry 3") in codes(entries)


def test_a_cut_end_shows_by_a_hash_kept_elsewhere(store: Store) -> None:
    """In the database alone, the last entries can go without a trace."""
    entries = some_entries(store)
    head = entries[-1].entry_hash
    assert [] == codes(entries[:-1])
    assert [("audit.head", "last entry")] == codes(entries[:-1], head)


def test_a_change_in_the_database_shows(store: Store, tmp_path: Path) -> None:
    """Somebody with the file and any SQLite tool is found out."""
    some_entries(store)
    with contextlib.closing(sqlite3.connect(tmp_path / "probelauf.db")) as db:
        db.execute("UPDATE audit_entry SET actor = 'B. Muster' WHERE number = 3")
        db.commit()
    assert [("audit.edited", "entry 3")] == codes(store.audit_log())


@pytest.mark.slow
def test_several_processes_write_one_chain(store: Store, tmp_path: Path) -> None:
    """Three processes at once: no number twice, no gap, no broken link."""
    command = [sys.executable, "-c", WRITER, str(tmp_path / "probelauf.db")]
    running = [subprocess.Popen([*command, name]) for name in ("A", "B", "C")]
    assert [0, 0, 0] == [process.wait(60) for process in running]
    entries = store.audit_log()
    assert list(range(1, 121)) == [entry.number for entry in entries]
    assert {"A": 40, "B": 40, "C": 40} == {
        name: sum(entry.actor == name for entry in entries) for name in ("A", "B", "C")
    }
    assert verify_audit(entries).intact


def test_every_action_has_a_german_name() -> None:
    """The page for administrators can tell all of them."""
    from typing import get_args

    from feedback.audit import Action

    assert set(get_args(Action)) == set(DEEDS)
