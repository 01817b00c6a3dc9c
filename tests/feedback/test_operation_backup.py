"""Backup and restore: what comes back is what was there, but for those who were erased since."""

import contextlib
import io
import json
import os
import resource
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchanging import HOUR_MS, REAL, START_MS, make_lab, many_lines, take, write
from postgres import PostgresServer

from feedback.analytics import FOLDER, newest, write_snapshot
from feedback.audit import verify_audit
from feedback.errors import OperatorError
from feedback.evidence import assemble
from feedback.lab import Lab
from feedback.operation.backup import back_up, last_backup
from feedback.operation.packing import read_manifest
from feedback.operation.restore import restore
from feedback.records import Signing, draft_record, sign, verify_chain
from feedback.rights import erase, withdraw
from feedback.store import Store, open_store

NOW_MS = START_MS + HOUR_MS
ANNA = Signing(verdict="READY FOR PRODUCTION", name="Anna Muster", role="Amtsleitung", arm="A")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab with eight sessions, receipts for each participant, a signed record, and a filled-in `lab.toml`."""
    lab = make_lab(tmp_path / "lab")
    (lab.root / "lab.toml").write_text('name = "Labor"\n', encoding="utf-8")
    with opened(lab) as store:
        take(store, write(tmp_path / "real.jsonl", many_lines()))
        for session in store.sessions():
            store.add_receipt(mark_of(session.participant), session.participant, session.study)
        sign(store, lab, draft_record(assemble(store, REAL, now_ms=NOW_MS)), ANNA, now_ms=NOW_MS)
    return lab


@contextlib.contextmanager
def opened(lab: Lab) -> Iterator[Store]:
    with contextlib.closing(open_store(lab.database)) as store:
        yield store


def mark_of(participant: str) -> str:
    return f"mark-of-{participant}"


def numbers(lab: Lab) -> dict[str, Any]:
    """Everything that a decision rests on."""
    with opened(lab) as store:
        return {
            "decision": assemble(store, REAL, now_ms=NOW_MS).decision.to_json(),
            "rollup": sorted(map(repr, store.rollup(REAL.id))),
            "events": list(store.events_of_study(REAL.id)),
            "records": verify_chain(store.records()).to_json(),
        }


def files_of(lab: Lab) -> dict[str, bytes]:
    """All data, but for the index of the write-ahead log, and the log itself while it is empty."""
    contents = {path.name: path.read_bytes() for path in sorted((lab.root / "data").iterdir())}
    return {name: content for name, content in contents.items() if content and not name.endswith("-shm")}


class TestBackup:
    def test_a_running_lab_comes_back_with_the_same_numbers(self, lab: Lab, tmp_path: Path) -> None:
        """Decision, roll-up, events and records are the same after a restore into an empty folder."""
        before, target = numbers(lab), tmp_path / "lab.backup"
        with opened(lab):
            made = back_up(lab, target, NOW_MS, verify=True)
        assert before["rollup"]
        elsewhere = make_lab(tmp_path / "elsewhere")
        done = restore(elsewhere, target, NOW_MS)
        assert before == numbers(elsewhere)
        assert (8, 0, None) == (made.counts["session"], done.erased_again, done.kept)
        assert 'name = "Labor"\n' == (elsewhere.root / "lab.toml").read_text(encoding="utf-8")

    def test_only_the_owner_can_read_it_and_no_secret_is_in_it(self, lab: Lab, tmp_path: Path) -> None:
        """Mode 0600; the file holds manifest, lab.toml and database, not the key that signs links."""
        secret, target = lab.secret(), tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        assert 0o600 == stat.S_IMODE(target.stat().st_mode)
        with tarfile.open(target) as tar:
            found = {name: tar.extractfile(name).read() for name in tar.getnames()}  # type: ignore[union-attr]
        assert {"manifest.json", "lab.toml", "probelauf.db"} == set(found)
        assert not any(secret.encode() in content for content in found.values())

    def test_the_newest_backup_is_noted(self, lab: Lab, tmp_path: Path) -> None:
        """The doctor can tell how old it is."""
        assert last_backup(lab) is None
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        assert [NOW_MS, str(tmp_path / "lab.backup")] == list(vars(last_backup(lab)).values())

    def test_an_older_backup_is_replaced_but_no_other_file(self, lab: Lab, tmp_path: Path) -> None:
        """A misspelt name must not cost a file."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        back_up(lab, target, NOW_MS + 1)
        assert NOW_MS + 1 == read_manifest(target).made_ms
        toml = lab.root / "lab.toml"
        with pytest.raises(OperatorError, match="is no backup of Probelauf"):
            back_up(lab, toml, NOW_MS)
        assert 'name = "Labor"\n' == toml.read_text(encoding="utf-8")

    def test_what_was_erased_is_not_in_free_pages(self, lab: Lab, tmp_path: Path) -> None:
        """The copy is made of living rows only."""
        with contextlib.closing(sqlite3.connect(lab.database)) as db:
            db.execute("INSERT INTO receipt VALUES ('KANARIE-KANARIE', 'p', 's')")
            db.commit()
            db.execute("PRAGMA secure_delete = OFF")
            db.execute("DELETE FROM receipt WHERE receipt_hash = 'KANARIE-KANARIE'")
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"KANARIE-KANARIE" in lab.database.read_bytes()
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        with tarfile.open(tmp_path / "lab.backup") as tar:
            assert b"KANARIE-KANARIE" not in tar.extractfile("probelauf.db").read()  # type: ignore[union-attr]


class TestRestore:
    def test_the_erased_stay_erased(self, lab: Lab, tmp_path: Path) -> None:
        """Somebody erased after the backup was made is gone after it is restored, and the numbers fit the rest."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        with opened(lab) as store:
            gone = store.sessions()[0]
            erase(store, lab.root / "data", mark_of(gone.participant), NOW_MS + 1)
        after = numbers(lab)
        done = restore(lab, target, NOW_MS + 2, replace=True)
        assert 1 == done.erased_again
        assert after == numbers(lab)
        with opened(lab) as store:
            assert store.session(gone.session_id) is None
        assert gone.session_id.encode() not in lab.database.read_bytes()

    def test_consent_taken_back_stays_taken_back(self, lab: Lab, tmp_path: Path) -> None:
        """Somebody who takes part no longer since the backup counts nowhere in the restored lab; no snapshot stays."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        with opened(lab) as store:
            mark = mark_of(store.sessions()[0].participant)
            assert withdraw(store, lab.root / "data", mark, "taking_part", NOW_MS + 1)
            write_snapshot(store, lab.root / "data" / FOLDER, now_ms=NOW_MS)
        after = numbers(lab)
        restore(lab, target, NOW_MS + 2, replace=True)
        assert after == numbers(lab)
        assert None is newest(lab.root / "data" / FOLDER)

    def test_backup_and_restore_are_in_the_audit_log(self, lab: Lab, tmp_path: Path) -> None:
        """A backup is noted in the lab that it was made of, a restore in the lab that came back."""
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        with opened(lab) as store:
            assert ("backed_up", NOW_MS) == (store.audit_log()[-1].action, store.audit_log()[-1].at_ms)
        restore(lab, tmp_path / "lab.backup", NOW_MS + 1, replace=True)
        with opened(lab) as store:
            last = store.audit_log()[-1]
            assert verify_audit(store.audit_log()).intact
        assert ("restored", NOW_MS + 1) == (last.action, last.at_ms)
        assert last.object.startswith("backup of 2026-")

    def test_the_log_alone_is_enough(self, lab: Lab, tmp_path: Path) -> None:
        """When the database is lost, the erasure log beside it still names the erased."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        with opened(lab) as store:
            erase(store, lab.root / "data", mark_of(store.sessions()[0].participant), NOW_MS + 1)
        lab.database.write_bytes(b"rubbish" * 1000)
        done = restore(lab, target, NOW_MS + 2, replace=True)
        assert 1 == done.erased_again
        assert done.kept is not None
        assert b"rubbish" * 1000 == done.kept.read_bytes()

    def test_nobody_stays_signed_in(self, lab: Lab, tmp_path: Path) -> None:
        """Codes used up and sign-ins ended after the backup do not come to life again."""
        with opened(lab) as store:
            store.add_access_code("code", ("team",), NOW_MS * 2)
            store.add_access_code("used", ("team",), NOW_MS * 2)
            assert store.redeem_access_code("used", "anna", NOW_MS, NOW_MS * 2)
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        restore(lab, tmp_path / "lab.backup", NOW_MS, replace=True)
        with opened(lab) as store:
            assert store.sign_in("anna", NOW_MS) is None
            assert store.redeem_access_code("code", "bo", NOW_MS, NOW_MS * 2) is None

    def test_a_database_is_replaced_only_when_asked_and_then_kept(self, lab: Lab, tmp_path: Path) -> None:
        """Without --yes nothing changes; with it, the former database lies beside."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        with opened(lab) as store:
            store.add_receipt("later", "p", "s")
        with pytest.raises(OperatorError, match="repeat with --yes"):
            restore(lab, target, NOW_MS)
        done = restore(lab, target, NOW_MS, replace=True)
        assert done.kept is not None
        with opened(lab) as store:
            assert store.receipt("later") is None
        with contextlib.closing(open_store(done.kept)) as former:
            assert former.receipt("later") is not None

    def test_a_lab_in_use_is_refused(self, lab: Lab, tmp_path: Path) -> None:
        """Whoever records into a database that is replaced would lose it."""
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        with opened(lab) as store:
            store.check()
            with pytest.raises(OperatorError, match="is in use; stop Probelauf"):
                restore(lab, tmp_path / "lab.backup", NOW_MS, replace=True)
            store.add_receipt("still", "p", "s")
        with opened(lab) as store:
            assert store.receipt("still") is not None

    def test_a_changed_lab_file_is_left_alone(self, lab: Lab, tmp_path: Path) -> None:
        """What the operator wrote since then counts."""
        back_up(lab, tmp_path / "lab.backup", NOW_MS)
        (lab.root / "lab.toml").write_text('name = "Neu"\n', encoding="utf-8")
        done = restore(lab, tmp_path / "lab.backup", NOW_MS, replace=True)
        assert "it was left alone" in done.lab_file
        assert 'name = "Neu"\n' == (lab.root / "lab.toml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("kind", ["truncated", "flipped", "foreign", "empty", "text", "missing", "swapped"])
    def test_a_wrong_file_changes_nothing(self, lab: Lab, tmp_path: Path, kind: str) -> None:
        """A damaged or foreign file is refused with one sentence before anything is touched."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        spoil(target, kind)
        before = files_of(lab)
        with pytest.raises(
            OperatorError, match=r"is no backup of Probelauf, or it is damaged|There is no file"
        ) as told:
            restore(lab, target, NOW_MS, replace=True)
        assert 1 == len(str(told.value).splitlines())
        assert before == files_of(lab)

    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["backup", "restore"])
    def test_a_full_disk_leaves_everything_as_it_was(self, lab: Lab, tmp_path: Path, command: str) -> None:
        """When the file cannot be written in full, the old state stays, and no half file."""
        target = tmp_path / "lab.backup"
        back_up(lab, target, NOW_MS)
        before = (files_of(lab), target.read_bytes())
        options = ["--yes"] if command == "restore" else []
        limit = lab.database.stat().st_size // 2
        done = subprocess.run(
            [sys.executable, "-m", "labs.cli", "--workspace", str(lab.root), command, str(target), *options],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert 2 == done.returncode, done.stderr
        assert "cannot be written" in done.stderr
        assert 1 == len(done.stderr.strip().splitlines())
        assert before == (files_of(lab), target.read_bytes())
        assert ["lab", "lab.backup", "real.jsonl"] == sorted(os.listdir(tmp_path))


def spoil(path: Path, kind: str) -> None:
    """Make a wrong file of a backup."""
    whole = path.read_bytes()
    if kind == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "flipped":
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    elif kind == "foreign":
        with tarfile.open(path, "w:gz") as tar:
            tar.add(Path(__file__), "manifest.json")
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text(json.dumps({"format": "probelauf-backup-1"}), encoding="utf-8")
    elif kind == "missing":
        path.unlink()
    else:
        repack(path)


def repack(path: Path) -> None:
    """Put another database under the manifest of a backup, as sound gzip and tar."""
    with tarfile.open(path) as tar:
        parts = {name: (tar.getmember(name), tar.extractfile(name).read()) for name in tar.getnames()}  # type: ignore[union-attr]
    with tarfile.open(path, "w:gz") as tar:
        for name, (member, content) in parts.items():
            changed = content[:-1] + b"!" if name == "probelauf.db" else content
            tar.addfile(member, io.BytesIO(changed))


@pytest.mark.slow
def test_a_lab_on_a_server_has_the_same_backup(
    lab: Lab, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup restores into PostgreSQL, and one of PostgreSQL into a file; the numbers stay the same."""
    before = numbers(lab)
    back_up(lab, tmp_path / "file.backup", NOW_MS)
    monkeypatch.setenv("PROBELAUF_DATABASE", postgres.new_database())
    restore(lab, tmp_path / "file.backup", NOW_MS)
    assert before == numbers(lab)
    made = back_up(lab, tmp_path / "server.backup", NOW_MS, verify=True)
    assert 8 == made.counts["session"]
    with pytest.raises(OperatorError, match="is not empty"):
        restore(lab, tmp_path / "server.backup", NOW_MS, replace=True)
    monkeypatch.setenv("PROBELAUF_DATABASE", str(tmp_path / "new" / "lab.db"))
    restore(lab, tmp_path / "server.backup", NOW_MS)
    assert before == numbers(lab)
