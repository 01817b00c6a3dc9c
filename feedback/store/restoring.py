"""What must not come to life again in a restored database."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedback.store.engine import Connection


def forget_passing(connection: "Connection", now_ms: int) -> None:
    """Withdraw all one-time codes, sign everybody out of the office, forget the processes that served then."""
    connection.execute("DELETE FROM access_code")
    connection.execute("UPDATE sign_in SET ended_ms = ? WHERE ended_ms IS NULL", (now_ms,))
    connection.execute("DELETE FROM process")
