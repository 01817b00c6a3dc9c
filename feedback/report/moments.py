"""How long people stayed on each page of a task."""

from collections.abc import Iterable, Mapping

from feedback.events import Event, PageShown, TaskEnded, TaskStarted
from feedback.store import Store

Stays = Mapping[tuple[str, str], float]
"""Seconds by task and page, of one session."""


def read_stays(store: Store, study_id: str) -> dict[str, Stays]:
    """Return the stays of all sessions of a study by session id."""
    events: dict[str, list[Event]] = {}
    for session_id, _, event in store.events_of_study(study_id):
        events.setdefault(session_id, []).append(event)
    return {session_id: measure_stays(found) for session_id, found in events.items()}


def measure_stays(events: Iterable[Event]) -> dict[tuple[str, str], float]:
    """Return the seconds on each page of each task, all visits together, from the events of a session in order.

    A stay runs from the showing of a page to that of the next one, or to the end of the task; the last page of a task
    without an end has none, since nobody knows how long it stood open.

    >>> shown = [PageShown(t_ms=0, page="a", nav="start"), PageShown(t_ms=4000, page="b", nav="next")]
    >>> measure_stays([TaskStarted(t_ms=0, task="t"), *shown, TaskEnded(t_ms=9000, task="t", outcome="success")])
    {('t', 'a'): 4.0, ('t', 'b'): 5.0}
    """
    stays: dict[tuple[str, str], float] = {}
    task: str | None = None
    page, since_ms = "", 0
    for event in events:
        if task and page and isinstance(event, PageShown | TaskEnded):
            stays[task, page] = stays.get((task, page), 0.0) + max(event.t_ms - since_ms, 0) / 1000
        if isinstance(event, TaskStarted):
            task, page = event.task, ""
        elif isinstance(event, TaskEnded):
            task, page = None, ""
        elif isinstance(event, PageShown):
            page, since_ms = str(event.page), event.t_ms
    return stays
