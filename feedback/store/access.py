"""The ways into the office: one-time codes, and who is signed in. Only keyed hashes of secrets are stored."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedback.store.engine import Connection

ACCESS_TABLES = (
    "ALTER TABLE access_code ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    """
CREATE TABLE sign_in (
    sign_in_hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT
""",
)


@dataclass(frozen=True)
class SignIn:
    """Somebody who is signed in: the name ("" where nobody gave one), the roles, and until when (epoch ms)."""

    name: str
    roles: tuple[str, ...]
    expires_ms: int


def add_access_code(
    connection: "Connection", code_hash: str, roles: tuple[str, ...], expires_ms: int, name: str = ""
) -> None:
    """Store a one-time code by its hash, for somebody with this name."""
    connection.execute(
        "INSERT INTO access_code (code_hash, roles, expires_ms, name) VALUES (?, ?, ?, ?)",
        (code_hash, json.dumps(roles), expires_ms, name),
    )


def redeem_access_code(
    connection: "Connection", code_hash: str, sign_in_hash: str, now_ms: int, expires_ms: int
) -> SignIn | None:
    """Use up the code and sign in with it, both or none; None when it is unknown, used or expired."""
    row = connection.execute(
        "UPDATE access_code SET redeemed_ms = ? "
        "WHERE code_hash = ? AND redeemed_ms IS NULL AND expires_ms > ? RETURNING name, roles",
        (now_ms, code_hash, now_ms),
    ).fetchone()
    if row is None:
        return None
    found = SignIn(row[0], tuple(json.loads(row[1])), expires_ms)
    add_sign_in(connection, sign_in_hash, found, now_ms)
    return found


def add_sign_in(connection: "Connection", sign_in_hash: str, person: SignIn, now_ms: int) -> bool:
    """Sign somebody in; return whether that is new. One who signed out stays out. Forgets what has expired."""
    connection.execute("DELETE FROM sign_in WHERE expires_ms <= ?", (now_ms,))
    row = connection.execute(
        "INSERT INTO sign_in (sign_in_hash, name, roles, expires_ms) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (sign_in_hash) DO NOTHING RETURNING name",
        (sign_in_hash, person.name, json.dumps(person.roles), person.expires_ms),
    ).fetchone()
    return row is not None


def read_sign_in(connection: "Connection", sign_in_hash: str, now_ms: int) -> SignIn | None:
    """Return who is signed in; None for one who signed out or whose time is over."""
    row = connection.execute(
        "SELECT name, roles, expires_ms FROM sign_in WHERE sign_in_hash = ? AND ended_ms IS NULL AND expires_ms > ?",
        (sign_in_hash, now_ms),
    ).fetchone()
    return _read(row)


def read_sign_ins(connection: "Connection", now_ms: int) -> list[tuple[str, SignIn]]:
    """Return everybody who is signed in with the hash of the sign-in, by name."""
    rows = connection.execute(
        "SELECT sign_in_hash, name, roles, expires_ms FROM sign_in WHERE ended_ms IS NULL AND expires_ms > ? "
        "ORDER BY name, expires_ms, sign_in_hash",
        (now_ms,),
    )
    return [(row[0], SignIn(row[1], tuple(json.loads(row[2])), row[3])) for row in rows]


def end_sign_in(connection: "Connection", sign_in_hash: str, now_ms: int) -> SignIn | None:
    """Sign somebody out, in every process and browser; return who it was, None when nobody was signed in."""
    row = connection.execute(
        "UPDATE sign_in SET ended_ms = ? WHERE sign_in_hash = ? AND ended_ms IS NULL AND expires_ms > ? "
        "RETURNING name, roles, expires_ms",
        (now_ms, sign_in_hash, now_ms),
    ).fetchone()
    return _read(row)


def _read(row: Any) -> SignIn | None:
    return SignIn(row[0], tuple(json.loads(row[1])), row[2]) if row else None
