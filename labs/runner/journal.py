"""The log: one line an event on the error stream, without anything that a person typed.

An error is told by its type and its places in the code, never by its message, which could repeat what somebody
typed. Of what other programs' code logs, only the fixed words are kept, not the values put into them; of what
prototypes log, only where they did.
"""

import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import Any

from feedback.errors import OperatorError

VARIABLE = "PROBELAUF_LOG"
STYLES = ("plain", "json")
OWN = ("probelauf", "feedback", "labs")
KNOWN = ("streamlit", "uvicorn", "asyncio", "starlette", "websockets")
_DEEPEST = 5


def write_journal(style: str | None = None) -> None:
    """Send all logging of the process through the journal: plain lines on a terminal, else JSON.

    `style` or the variable PROBELAUF_LOG decides otherwise; OperatorError for an unknown one.
    """
    chosen = style or os.environ.get(VARIABLE) or ("plain" if sys.stderr.isatty() else "json")
    if chosen not in STYLES:
        raise OperatorError(f"{VARIABLE} is `{chosen}`; set it to plain or json.")
    handler = logging.StreamHandler()
    handler.setFormatter(Journal(chosen))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    _take_over_streamlit()
    threading.excepthook = _note_thread


class Journal(logging.Formatter):
    """Makes one line of a log record."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._plain = style == "plain"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry = entry_of(record)
        if not self._plain:
            return json.dumps(entry, ensure_ascii=False)
        places = "".join(f"\n    {place}" for place in entry.get("places", ()))
        error = f" {entry['error']}" if "error" in entry else ""
        return f"{entry['time']} {entry['level']} {entry['from']}: {entry['event']}{error}{places}"


def entry_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what the journal says about a log record."""
    entry: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "from": record.name,
        "event": _event(record),
        "place": f"{record.pathname}:{record.lineno}",
    }
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        entry |= {"error": names_of(error), "places": places_of(error)}
    places = getattr(record, "places", None)
    return entry if places is None else entry | {"places": places}


def names_of(error: BaseException) -> str:
    """Return the type of an error, and of those that caused it.

    >>> names_of(KeyError("Müller"))
    'KeyError'
    """
    return " from ".join(type(one).__name__ for one in _chain(error))


def places_of(error: BaseException) -> list[str]:
    """Return the places in the code that led to an error and to its causes, the innermost last."""
    return [
        f"{place.filename}:{place.lineno} {place.name}"
        for one in reversed(_chain(error))
        for place in traceback.extract_tb(one.__traceback__)
    ]


def _chain(error: BaseException) -> list[BaseException]:
    found = [error]
    while len(found) < _DEEPEST and (cause := found[-1].__cause__ or found[-1].__context__) is not None:
        found.append(cause)
    return found


def _event(record: logging.LogRecord) -> str:
    room = record.name.partition(".")[0]
    if room in OWN:
        return record.getMessage()
    if room not in KNOWN:
        return "logged by a prototype or another package"
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    # asyncio writes the error itself from the second line on.
    return record.msg.partition("\n")[0]


def _take_over_streamlit() -> None:
    """Let Streamlit's loggers pass their records on; each of them has a handler that prints errors in full."""
    from streamlit import logger as theirs

    def pass_on(logger: logging.Logger) -> None:
        logger.handlers = []
        logger.propagate = True

    theirs.setup_formatter = pass_on
    theirs.update_formatter()


def _note_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not issubclass(failed.exc_type, SystemExit):
        logging.getLogger("probelauf").error("A thread ended.", exc_info=failed.exc_value)
