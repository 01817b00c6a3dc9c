"""The tables of the lab's database, and the steps from each older version to the present one.

The version stands in `PRAGMA user_version`. Each step is one transaction together with its version number.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedback.store.access import ACCESS_TABLES
from feedback.store.audit import AUDIT_TABLES
from feedback.store.drafts import DRAFT_TABLES
from feedback.store.erasure import ERASURE_TABLES
from feedback.store.ledger import ENROLMENT_COLUMNS
from feedback.store.notebook_tables import FINDING_TABLES
from feedback.store.processes import PROCESS_TABLES
from feedback.store.records import RECORD_TABLE
from feedback.store.rollup import reroll_ended
from feedback.store.rollup_tables import ROLLUP_TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x50724C66
"""`PrLf`: tells our files from other programs' SQLite files (`PRAGMA application_id`)."""

EVENT_TABLE = """
CREATE TABLE event (
    session_id TEXT NOT NULL REFERENCES session (session_id),
    seq INTEGER NOT NULL,
    t_ms INTEGER NOT NULL,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    task TEXT,
    page TEXT,
    target TEXT,
    attrs TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
) STRICT, WITHOUT ROWID
"""


def _create_recordings(db: "Database") -> None:
    """Flows, sessions, events, comments. sqlite-utils cannot say WITHOUT ROWID, so `event` is written out."""
    flow = {"content_hash": str, "prototype": str, "variant": str, "snapshot": str}
    db.create_table("flow", flow, pk="content_hash", not_null=flow, strict=True)
    session = {
        "session_id": str,
        "study": str,
        "round": int,
        "prototype": str,
        "variant": str,
        "arm": str,
        "content_hash": str,
        "mode": str,
        "participant": str,
        "position": int,
        "consent_version": str,
        "consent_scopes": str,
        "segment": str,
        "app_version": str,
        "synthetic": int,
        "started_ms": int,
        "ended_ms": int,
        "end_reason": str,
    }
    db.create_table(
        "session",
        session,
        pk="session_id",
        not_null=set(session) - {"segment", "ended_ms", "end_reason"},
        foreign_keys=[("content_hash", "flow", "content_hash")],
        strict=True,
    )
    db.table("session").create_index(["study", "started_ms"])
    db.execute(EVENT_TABLE)
    comment = {"session_id": str, "text": str, "t_ms": int}
    db.create_table(
        "comment",
        comment,
        pk="session_id",
        not_null=comment,
        foreign_keys=[("session_id", "session", "session_id")],
        strict=True,
    )


def _create_ledgers(db: "Database") -> None:
    """What a study and its people must remember: arms, plans, looks, access codes, receipts."""
    enrolment = {
        "study": str,
        "participant": str,
        "arm_order": str,
        "synthetic": int,
        "enrolled_ms": int,
    }
    db.create_table("enrolment", enrolment, pk=("study", "participant"), not_null=enrolment, strict=True)
    plan = {
        "study": str,
        "number": int,
        "plan_hash": str,
        "plan_text": str,
        "reason": str,
        "since_ms": int,
    }
    db.create_table("study_plan", plan, pk=("study", "number"), not_null=plan, strict=True)
    look = {
        "id": int,
        "study": str,
        "look": int,
        "looked_ms": int,
        "verdict": str,
        "sessions": str,
        "plan_hash": str,
    }
    db.create_table("study_look", look, pk="id", not_null=set(look) - {"id", "look"}, strict=True)
    code = {"code_hash": str, "roles": str, "expires_ms": int, "redeemed_ms": int}
    db.create_table("access_code", code, pk="code_hash", not_null=set(code) - {"redeemed_ms"}, strict=True)
    receipt = {"receipt_hash": str, "participant": str, "study": str}
    db.create_table("receipt", receipt, pk="receipt_hash", not_null=receipt, strict=True)


def _create(db: "Database") -> None:
    _create_recordings(db)
    _create_ledgers(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _add_findings(db: "Database") -> None:
    """Usability problems with all their versions; what was noted about a session goes when the session goes."""
    for statement in FINDING_TABLES:
        db.execute(statement)


def _add_records(db: "Database") -> None:
    """Decision records, which are only ever added."""
    for statement in RECORD_TABLE:
        db.execute(statement)


def _add_trust(db: "Database") -> None:
    """Sealed drafts, the roll-up, what was erased, what was done in the office."""
    for statement in (
        *DRAFT_TABLES,
        *ROLLUP_TABLES,
        *ERASURE_TABLES,
        *ENROLMENT_COLUMNS,
        *AUDIT_TABLES,
        *ACCESS_TABLES,
        *PROCESS_TABLES,
    ):
        db.execute(statement)
    reroll_ended(db.conn, [row[0] for row in db.execute("SELECT session_id FROM session")])


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (_create, _add_findings, _add_records, _add_trust)
SCHEMA_VERSION = len(MIGRATIONS)


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block in one transaction that holds the write lock from its start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version of the file, 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to `SCHEMA_VERSION`. Two processes may do so at once: the second finds the work done."""
    if version_of(connection) >= SCHEMA_VERSION:
        return
    # Imported only when there is something to build: sqlite-utils pulls in pandas where that is installed,
    # and the process that serves citizens must stay small.
    from sqlite_utils import Database

    db = Database(connection)
    for number, step in enumerate(MIGRATIONS, start=1):
        with immediate(connection), db.atomic():
            if version_of(connection) < number:
                step(db)
                connection.execute(f"PRAGMA user_version = {number}")
