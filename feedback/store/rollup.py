"""The roll-up in the database. Each function runs inside one transaction, or reads.

Whoever changes a session that is over (late events, a withdrawal, an erasure, an import) calls `reroll` with its id
afterwards, in the same transaction; for a session that is gone, too.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from feedback.events import FlowSnapshot, Session, from_row
from feedback.replay import SessionFacts, pack, replay, unpack
from feedback.rollup import KEY_COLUMNS, RollAmount, RollKey, Rows, contribution, merge
from feedback.store.rows import SELECT_EVENTS, SELECT_SESSION, session_from_row

if TYPE_CHECKING:
    from feedback.store.engine import Connection

Visit = tuple[Session, str | None]
"""A session, and its packed facts where it is part of the roll-up."""

_CHUNK = 500
_COLUMNS = ", ".join(KEY_COLUMNS)
_SESSION = ", ".join(f"session.{name}" for name in Session.model_fields)
_SELECT_VISITS = f"SELECT {_SESSION}, facts FROM session LEFT JOIN visit USING (session_id)"  # noqa: S608 - own names
_ADD = (
    f"INSERT INTO rollup ({_COLUMNS}, n, total, squares) "  # noqa: S608 - names of our own columns
    f"VALUES ({', '.join('?' * (len(KEY_COLUMNS) + 3))}) ON CONFLICT ({_COLUMNS}) DO UPDATE SET "
    "n = rollup.n + excluded.n, total = rollup.total + excluded.total, squares = rollup.squares + excluded.squares"
)
_DROP = f"DELETE FROM rollup WHERE n = 0 AND {' AND '.join(f'{name} = ?' for name in KEY_COLUMNS)}"  # noqa: S608


def reroll(connection: "Connection", session_id: str) -> None:
    """Bring the roll-up in line with what is stored of a session now: call it after the change, in its transaction.

    A session that runs, is withdrawn or is gone contributes nothing; its row of facts is deleted.
    """
    reroll_many(connection, [session_id])


def reroll_many(connection: "Connection", session_ids: Iterable[str]) -> None:
    """Bring the roll-up in line with several sessions; their changes are added up before they are written."""
    changes: list[Rows] = []
    for session_id in session_ids:
        old, new = read_rolled(connection, session_id), read_facts(connection, session_id)
        either = new or old
        if either is None or (old and new and pack(old) == pack(new)):
            continue
        others = [one for one in read_beside(connection, either.session) if one.session.session_id != session_id]
        after = contribution([*others, *([new] if new else [])])
        changes.append(merge(after, contribution([*others, *([old] if old else [])]), sign=-1))
        put_visit(connection, session_id, new)
    add_rows(connection, changes[0] if len(changes) == 1 else merge({}, *changes))


def read_facts(connection: "Connection", session_id: str) -> SessionFacts | None:
    """Return the facts of a session that is over, None where it runs, is withdrawn or gone."""
    row = connection.execute(
        f"{SELECT_SESSION} WHERE session_id = ? AND ended_ms IS NOT NULL", (session_id,)
    ).fetchone()
    if row is None:
        return None
    session = session_from_row(row)
    facts = replay_stored(connection, session, now_ms=int(session.ended_ms or 0))
    return None if facts.withdrawn else facts


def replay_stored(connection: "Connection", session: Session, *, now_ms: int) -> SessionFacts:
    """Return the facts of a session from its stored events."""
    rows = connection.execute(SELECT_EVENTS, (session.session_id,)).fetchall()
    events = [(seq, from_row(tuple(columns))) for seq, *columns in rows]
    return replay(session, events, read_flow(connection, session.content_hash), now_ms=now_ms)


def read_rolled(connection: "Connection", session_id: str) -> SessionFacts | None:
    """Return the facts with which a session stands in the roll-up, None where it does not."""
    row = connection.execute("SELECT session, facts FROM visit WHERE session_id = ?", (session_id,)).fetchone()
    return unpack_visit(connection, *row) if row else None


def read_beside(connection: "Connection", session: Session) -> list[SessionFacts]:
    """Return the rolled-up sessions of the same participant in the same arm and round."""
    rows = connection.execute(
        "SELECT session, facts FROM visit WHERE study = ? AND participant = ?", (session.study, session.participant)
    ).fetchall()
    found = [unpack_visit(connection, *row) for row in rows]
    return [one for one in found if place_of(one.session) == place_of(session)]


def place_of(session: Session) -> tuple[str, int, str, bool]:
    """Return what a session adds up with."""
    return session.study, session.round, session.arm, session.synthetic


def unpack_visit(connection: "Connection", session_text: str, facts: str) -> SessionFacts:
    """Return the facts of a row of the table `visit`."""
    session = Session.model_validate_json(session_text)
    return unpack(facts, session, read_flow(connection, session.content_hash))


def read_flow(connection: "Connection", content_hash: str) -> FlowSnapshot | None:
    """Return a flow. The same text is read only once."""
    row = connection.execute("SELECT snapshot FROM flow WHERE content_hash = ?", (content_hash,)).fetchone()
    return parse_flow(row[0]) if row else None


@lru_cache(maxsize=64)
def parse_flow(text: str) -> FlowSnapshot:
    """Return the flow of a stored text."""
    return FlowSnapshot.model_validate_json(text)


def put_visit(connection: "Connection", session_id: str, facts: SessionFacts | None) -> None:
    """Keep the facts of a session, or delete them."""
    if facts is None:
        connection.execute("DELETE FROM visit WHERE session_id = ?", (session_id,))
        return
    session = facts.session
    connection.execute(
        "INSERT INTO visit (session_id, study, participant, session, facts) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (session_id) DO UPDATE SET session = excluded.session, facts = excluded.facts",
        (session_id, session.study, session.participant, session.model_dump_json(), pack(facts)),
    )


def add_rows(connection: "Connection", change: Rows) -> None:
    """Add amounts to the roll-up; rows that come to nothing are deleted. In the order of keys, so that two processes
    at once never wait for each other in a circle.
    """
    ordered = sorted(change.items())
    if ordered:
        connection.executemany(_ADD, [(*key, *amount) for key, amount in ordered])
    if emptied := [key for key, amount in ordered if amount.n < 0]:
        connection.executemany(_DROP, emptied)


def reroll_ended(connection: "Connection", session_ids: Iterable[str]) -> None:
    """Bring the roll-up in line with those of the sessions that are over already: their events came late."""
    ids = sorted(set(session_ids))
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT session_id FROM session WHERE ended_ms IS NOT NULL AND session_id IN ({marks})"  # noqa: S608
        reroll_many(connection, [row[0] for row in connection.execute(sql, part).fetchall()])


def read_rollup(connection: "Connection", study: str) -> list[tuple[RollKey, RollAmount]]:
    """Return the rows of a study."""
    columns, keys = f"{_COLUMNS}, n, total, squares", len(KEY_COLUMNS)
    rows = connection.execute(f"SELECT {columns} FROM rollup WHERE study = ?", (study,))  # noqa: S608 - own names
    return [(RollKey._make(row[:keys]), RollAmount._make(row[keys:])) for row in rows]


def read_visits(connection: "Connection", study: str, *, after: tuple[int, str] = (-1, ""), limit: int) -> list[Visit]:
    """Return the next sessions of a study by start (epoch milliseconds) and id, behind `after`."""
    return _visits(
        connection,
        "WHERE session.study = ? AND (started_ms, session.session_id) > (?, ?) "
        "ORDER BY started_ms, session.session_id LIMIT ?",
        (study, *after, limit),
    )


def read_open_sessions(connection: "Connection", study: str) -> list[Session]:
    """Return the sessions of a study that have no end, by start."""
    where = "WHERE study = ? AND ended_ms IS NULL ORDER BY started_ms, session_id"
    return [session_from_row(row) for row in connection.execute(f"{SELECT_SESSION} {where}", (study,)).fetchall()]


def has_more_sessions(connection: "Connection", study: str, than: int) -> bool:
    """Return whether a study has more sessions than a number; never counts further than that."""
    sql = "SELECT count(*) FROM (SELECT 1 AS one FROM session WHERE study = ? LIMIT ?) AS first"
    return int(connection.execute(sql, (study, than + 1)).fetchone()[0]) > than


def clear_rollup(connection: "Connection", study: str | None) -> list[str]:
    """Throw the roll-up (of one study) away; return the sessions that are over, in the order to roll them up again."""
    where, values = ("", ()) if study is None else (" WHERE study = ?", (study,))
    connection.execute(f"DELETE FROM rollup{where}", values)  # noqa: S608 - no outside text
    connection.execute(f"DELETE FROM visit{where}", values)  # noqa: S608 - no outside text
    rows = connection.execute(f"SELECT session_id, ended_ms FROM session{where}", values)  # noqa: S608 - the same
    return sorted(session_id for session_id, ended_ms in rows if ended_ms is not None)


def close_silent(connection: "Connection", study: str, now_ms: int, before_ms: int) -> int:
    """End the sessions that started before a time and have been silent for half an hour; return how many.

    Somebody just went away: they count as they have counted since, and need not be replayed again and again. The end
    is the last sign of life.
    """
    closed = [
        (last_ms(connection, session), facts.end_reason, session.session_id)
        for session in read_open_sessions(connection, study)
        if session.started_ms < before_ms
        and (facts := replay_stored(connection, session, now_ms=now_ms)).end_reason is not None
    ]
    connection.executemany(
        "UPDATE session SET ended_ms = ?, end_reason = ? WHERE session_id = ? AND ended_ms IS NULL", closed
    )
    reroll_many(connection, [session_id for _, _, session_id in closed])
    return len(closed)


def last_ms(connection: "Connection", session: Session) -> int:
    """Return when the last event of a session happened (epoch milliseconds)."""
    sql = "SELECT coalesce(max(t_ms), 0) FROM event WHERE session_id = ?"
    return session.started_ms + int(connection.execute(sql, (session.session_id,)).fetchone()[0])


def _visits(connection: "Connection", where: str, values: Sequence[object]) -> list[Visit]:
    rows = connection.execute(f"{_SELECT_VISITS} {where}", values).fetchall()
    return [(session_from_row(columns), packed) for *columns, packed in rows]
