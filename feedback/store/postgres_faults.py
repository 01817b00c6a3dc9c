"""PostgreSQL's errors, said in one sentence to whoever can mend them, and never with a password."""

import psycopg

from feedback.errors import InternalError, OperatorError, ProbelaufError

_BY_STATE = {
    "08": "cannot be reached; check that the server runs, and the network",
    "25006": "takes no writes; it is a replica or was set to read only: name the main server",
    "28": "does not let us in; check user, password (PGPASSWORD or ~/.pgpass) and pg_hba.conf",
    "3D000": "does not exist; make it with createdb",
    "40": "was changed by another process in the same moment; try again",
    "42501": "does not allow this; make the user of Probelauf the owner of the database",
    "53100": "cannot grow because the server's disk is full; free some space, then try again",
    "53300": "has no connection left; raise max_connections, or stop other programs",
    "53": "has too little memory or disk; give the server more",
    "55P03": "is held by another program; close what has it open, then try again",
    "57P": "is being stopped or started; wait until the server runs again",
    "57014": "was told to stop the work; try again",
    "58": "cannot be read or written because the server's disk reports an error; check the disk",
    "XX001": "is damaged; stop Probelauf and put a backup in its place",
    "XX002": "is damaged; rebuild its indexes with REINDEX, or put a backup in its place",
}
# While a connection is being made there is no state, only libpq's or the server's words.
_BY_WORDS = {
    "password": _BY_STATE["28"],
    "authentication": _BY_STATE["28"],
    "pg_hba": _BY_STATE["28"],
    "role ": _BY_STATE["28"],
    "does not exist": _BY_STATE["3D000"],
    "too many": _BY_STATE["53300"],
    "connection slots": _BY_STATE["53300"],
    "starting up": _BY_STATE["57P"],
    "shutting down": _BY_STATE["57P"],
    "recovery": _BY_STATE["57P"],
}
_ONE_WRITE_ONLY = ("22", "23", "40", "42")


def explain(error: psycopg.Error, place: str) -> ProbelaufError:
    """Return the error for the person who must act: OperatorError for server, disk and rights, else InternalError.

    Only the first line of the server's words is repeated: its details hold whole rows.
    """
    state, words = error.sqlstate or "", error.diag.message_primary or type(error).__name__
    for prefix, remedy in _BY_STATE.items():
        if state.startswith(prefix):
            return OperatorError(f"The database {place} {remedy}.")
    if isinstance(error, psycopg.IntegrityError):
        return InternalError(f"The store refused a record that contradicts what is stored ({words}).")
    if isinstance(error, psycopg.OperationalError):
        said = str(error)
        found = (remedy for part, remedy in _BY_WORDS.items() if part in said)
        return OperatorError(f"The database {place} {next(found, _BY_STATE['08'])}.")
    if isinstance(error, psycopg.DataError):
        return InternalError(f"The store refused a value that PostgreSQL cannot hold ({words}).")
    return InternalError(f"The store made a mistake in its own SQL ({words}).")


def hits_every_write(error: psycopg.Error) -> bool:
    """Say whether the next write would fail for the same reason, as without a server or with a full disk."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate == "42501" or not error.sqlstate.startswith(_ONE_WRITE_ONLY)
