"""The command that moves a lab to another database."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedback.audit import note, verify_audit
from feedback.store import open_store
from labs.cli import main


@pytest.mark.slow
def test_a_move_is_noted_where_the_lab_is_now(tmp_path: Path) -> None:
    """The new database has the old log and one entry more, without an address; the old one stays as it was."""
    source, target = tmp_path / "old.db", tmp_path / "new.db"
    with closing(open_store(source)) as store:
        note(store, "log_read", 1)
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "migrate-store", str(source), str(target)])
    assert 0 == done.exit_code, done.output
    with closing(open_store(source)) as old, closing(open_store(target)) as new:
        assert ["log_read"] == [one.action for one in old.audit_log()]
        assert ["log_read", "store_migrated"] == [one.action for one in new.audit_log()]
        assert "SQLite to SQLite" == new.audit_log()[-1].object
        assert verify_audit(new.audit_log()).intact
