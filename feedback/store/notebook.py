"""Usability problems as the team writes them down: the rows, and how they are read and written.

Nothing is overwritten. Every change of a finding is a new version with its author and time, so that it stays
clear who opened the way for a green light, and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from feedback.errors import ProbelaufError

if TYPE_CHECKING:
    from feedback.store.engine import Connection

Status = Literal["open", "mended", "accepted"]


class ChangedMeanwhileError(ProbelaufError):
    """Somebody else changed the finding since it was read; nothing was stored."""


@dataclass(frozen=True)
class FindingVersion:
    """A finding as it stood after one change.

    `number` counts within the study; 0 asks the store for the next one. `page` and `field` are ids of the
    prototype, `arm` is None when the finding is about all arms. `note` is the version in which it was mended or
    the reason why it was accepted. `agreed` is the severity that the team settled on, `merged_into` the number of
    the finding that this one is a part of, `candidate` the proposal that it came from.
    """

    study: str
    number: int
    version: int
    title: str
    task: str | None
    page: str | None
    field: str | None
    arm: str | None
    status: Status
    note: str
    agreed: int | None
    merged_into: int | None
    candidate: str | None
    changed_by: str
    changed_ms: int
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """A note of an observer: `t_ms` after the session's start where it is about a moment of a session."""

    number: int
    text: str
    noted_by: str
    noted_ms: int
    session_id: str | None = None
    t_ms: int | None = None


@dataclass(frozen=True)
class Rating:
    """How severe one rater finds a problem, from 0 to 4. The first judgement counts: it is the independent one."""

    number: int
    rater: str
    severity: int
    rated_ms: int


@dataclass(frozen=True)
class Quote:
    """Words of a participant who agreed to be quoted. It goes with the session when that is deleted."""

    number: int
    session_id: str
    text: str
    added_by: str
    added_ms: int


@dataclass(frozen=True)
class Dismissal:
    """A proposal that the team looked at and does not take for a problem."""

    candidate: str
    reason: str
    dismissed_by: str
    dismissed_ms: int


@dataclass(frozen=True)
class FindingChange:
    """What one step of work adds, all or none. The number 0 stands for the new finding of the same change."""

    study: str
    versions: tuple[FindingVersion, ...] = ()
    observations: tuple[Observation, ...] = ()
    ratings: tuple[Rating, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True)
class FindingNotes:
    """All that was written down in a study: the newest version of each finding, and everything else in order."""

    versions: tuple[FindingVersion, ...] = ()
    observations: tuple[Observation, ...] = ()
    ratings: tuple[Rating, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()


_VERSION = (
    "study, number, version, title, task, page, field, arm, status, note, agreed, merged_into, candidate, "
    "changed_by, changed_ms"
)
_NEWEST = f"""
SELECT {_VERSION} FROM finding AS one WHERE study = :study AND version = (
    SELECT max(version) FROM finding AS all_of_it WHERE all_of_it.study = one.study AND all_of_it.number = one.number
) ORDER BY number
"""  # noqa: S608 - names of our own columns
_HISTORY = f"SELECT {_VERSION} FROM finding WHERE study = ? AND number = ? ORDER BY version"  # noqa: S608 - the same
_INSERT_VERSION = f"INSERT INTO finding ({_VERSION}) VALUES ({', '.join('?' * 15)})"  # noqa: S608 - the same
_OBSERVATIONS = "number, text, noted_by, noted_ms, session_id, t_ms"
_RATINGS = "number, rater, severity, rated_ms"
_QUOTES = "number, session_id, text, added_by, added_ms"
_DISMISSALS = "candidate, reason, dismissed_by, dismissed_ms"


def save_finding(connection: "Connection", change: FindingChange) -> int:
    """Store the change inside the transaction; return the number of its (first) finding, 0 when it has none.

    Raises ChangedMeanwhileError unless each version follows the newest one.
    """
    new = connection.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM finding WHERE study = ?", (change.study,)
    ).fetchone()[0]
    versions = [replace(version, number=version.number or new) for version in change.versions]
    for version in versions:
        _put_version(connection, version)
    study = change.study
    connection.executemany(
        f"INSERT INTO finding_observation (study, {_OBSERVATIONS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
        [(study, one.number or new, one.text, one.noted_by, one.noted_ms, one.session_id, one.t_ms)
         for one in change.observations],
    )  # fmt: skip
    connection.executemany(
        f"INSERT INTO finding_rating (study, {_RATINGS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
        [(study, one.number or new, one.rater, one.severity, one.rated_ms) for one in change.ratings],
    )
    connection.executemany(
        f"INSERT INTO finding_quote (study, {_QUOTES}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own columns
        [(study, one.number or new, one.session_id, one.text, one.added_by, one.added_ms) for one in change.quotes],
    )
    connection.executemany(
        f"INSERT INTO finding_dismissal (study, {_DISMISSALS}) VALUES (?, ?, ?, ?, ?) "  # noqa: S608 - our own columns
        "ON CONFLICT DO NOTHING",
        [(study, one.candidate, one.reason, one.dismissed_by, one.dismissed_ms) for one in change.dismissals],
    )
    return versions[0].number if versions else 0


def _put_version(connection: "Connection", version: FindingVersion) -> None:
    key = (version.study, version.number)
    newest = connection.execute(
        "SELECT coalesce(max(version), 0) FROM finding WHERE study = ? AND number = ?", key
    ).fetchone()[0]
    if version.version != newest + 1:
        raise ChangedMeanwhileError(f"Finding {version.number} of {version.study} was changed meanwhile.")
    row = (
        *key, version.version, version.title, version.task, version.page, version.field, version.arm, version.status,
        version.note, version.agreed, version.merged_into, version.candidate, version.changed_by, version.changed_ms,
    )  # fmt: skip
    connection.execute(_INSERT_VERSION, row)
    connection.executemany(
        "INSERT INTO finding_session (study, number, version, session_id) VALUES (?, ?, ?, ?)",
        [(*key, version.version, session_id) for session_id in dict.fromkeys(version.sessions)],
    )


def read_findings(connection: "Connection", study: str) -> FindingNotes:
    """Return what was written down in a study."""
    newest = connection.execute(_NEWEST, {"study": study}).fetchall()
    return FindingNotes(
        versions=_with_sessions(connection, study, newest),
        observations=tuple(Observation(*row) for row in _rows(connection, _OBSERVATIONS, "finding_observation", study)),
        ratings=tuple(
            Rating(*row) for row in _rows(connection, _RATINGS, "finding_rating", study, "rated_ms, number, rater")
        ),
        quotes=tuple(Quote(*row) for row in _rows(connection, _QUOTES, "finding_quote", study)),
        dismissals=tuple(
            Dismissal(*row)
            for row in _rows(connection, _DISMISSALS, "finding_dismissal", study, "dismissed_ms, candidate")
        ),
    )


def read_history(connection: "Connection", study: str, number: int) -> tuple[FindingVersion, ...]:
    """Return all versions of a finding, oldest first."""
    return _with_sessions(connection, study, connection.execute(_HISTORY, (study, number)).fetchall())


def _with_sessions(connection: "Connection", study: str, rows: Sequence[Sequence[Any]]) -> tuple[FindingVersion, ...]:
    seen: dict[tuple[int, int], list[str]] = {}
    for number, version, session_id in connection.execute(
        "SELECT number, version, session_id FROM finding_session WHERE study = ? ORDER BY session_id", (study,)
    ):
        seen.setdefault((number, version), []).append(session_id)
    return tuple(FindingVersion(*row, *[tuple(seen.get((row[1], row[2]), ()))]) for row in rows)


def _rows(connection: "Connection", columns: str, table: str, study: str, order: str = "id") -> list[tuple[Any, ...]]:
    sql = f"SELECT {columns} FROM {table} WHERE study = ? ORDER BY {order}"  # noqa: S608 - our own names
    return connection.execute(sql, (study,)).fetchall()
