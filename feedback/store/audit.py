"""The audit log as a chain: each entry holds the hash of the one before, so that no change goes unseen."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from feedback.chain import GENESIS
from feedback.store.records import canonical, digest

if TYPE_CHECKING:
    from feedback.store.engine import Connection

AUDIT_TABLES = (
    """
CREATE TABLE audit_entry (
    number INTEGER NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    study TEXT NOT NULL,
    object TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    entry_hash TEXT NOT NULL UNIQUE
) STRICT
""",
)
_COLUMNS = "number, at_ms, actor, role, action, study, object, previous_hash, entry_hash"


@dataclass(frozen=True)
class Deed:
    """What somebody did: when (epoch milliseconds), who in which role, to what. `study` and `object` may be empty."""

    at_ms: int
    actor: str
    role: str
    action: str
    study: str = ""
    object: str = ""


@dataclass(frozen=True)
class AuditEntry(Deed):
    """A deed at its place in the chain; `number` counts from 1 within the lab."""

    number: int = 0
    previous_hash: str = GENESIS
    entry_hash: str = ""

    def computed_hash(self) -> str:
        """Return the hash over all that the entry says and over the hash before it."""
        content = {name: value for name, value in asdict(self).items() if name != "entry_hash"}
        return digest(canonical(content))


def append_deed(connection: "Connection", deed: Deed) -> AuditEntry:
    """Add a deed behind the last one and return its entry."""
    last = connection.execute("SELECT number, entry_hash FROM audit_entry ORDER BY number DESC LIMIT 1").fetchone()
    number, previous_hash = last or (0, GENESIS)
    placed = AuditEntry(**asdict(deed), number=number + 1, previous_hash=previous_hash)
    entry = AuditEntry(**{**asdict(placed), "entry_hash": placed.computed_hash()})
    connection.execute(
        f"INSERT INTO audit_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own columns
        (
            entry.number, entry.at_ms, entry.actor, entry.role, entry.action, entry.study, entry.object,
            entry.previous_hash, entry.entry_hash,
        ),
    )  # fmt: skip
    return entry


def read_audit(connection: "Connection") -> list[AuditEntry]:
    """Return all entries of the lab, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM audit_entry ORDER BY number")  # noqa: S608 - our own columns
    return [
        AuditEntry(at_ms, actor, role, action, study, what, number, previous_hash, entry_hash)
        for number, at_ms, actor, role, action, study, what, previous_hash, entry_hash in rows
    ]
