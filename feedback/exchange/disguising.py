"""Facts without a way back to the store: other ids, other codes, no time of day."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from feedback.metrics import start_key
from feedback.sessions import SessionFacts

DAY_MS = 86_400_000


def disguise(facts: Iterable[SessionFacts], rename: Callable[[str], str]) -> tuple[SessionFacts, ...]:
    """Return the facts by start, with new codes for people (`rename`) and new ids for sessions.

    A start is cut to its day (UTC): who came to the lab at which minute could be known from a calendar. The
    milliseconds after midnight then only number the sessions, since their order decides which ones a look counts.
    """
    return tuple(
        replace(
            one,
            session=one.session.model_copy(
                update={
                    "session_id": f"s{number}",
                    "participant": rename(one.session.participant),
                    "started_ms": one.session.started_ms // DAY_MS * DAY_MS + number,
                    "ended_ms": None,
                }
            ),
        )
        for number, one in enumerate(sorted(facts, key=start_key), start=1)
    )
