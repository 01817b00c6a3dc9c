"""Findability: who reached the right service, counted from events without a word of the search."""

from feedback.events import Event, PageShown, ServiceChosen, ServiceSearched, TaskEnded, TaskStarted
from feedback.metrics import Metric, findability
from feedback.stats import NotEnoughData

STARTED = TaskStarted(t_ms=0, task="antrag")
SHOWN = PageShown(t_ms=9, task="antrag", page="start", nav="start")


def searched(rank: int | None, task: str = "antrag") -> ServiceSearched:
    """A search with ten results."""
    return ServiceSearched(t_ms=1, task=task, results=10, rank=rank)


def chosen(fits: bool, rank: int = 1) -> ServiceChosen:
    """A choice."""
    return ServiceChosen(t_ms=2, task="antrag", fits=fits, rank=rank)


FOUND_AT_ONCE: list[Event] = [STARTED, searched(1), chosen(True), SHOWN]
FOUND_LATER: list[Event] = [STARTED, searched(None), searched(3), chosen(False), chosen(True, 3), SHOWN]
GAVE_UP: list[Event] = [STARTED, searched(None), TaskEnded(t_ms=3, task="antrag", outcome="gave_up")]
NEVER_SEARCHED: list[Event] = [STARTED, TaskEnded(t_ms=3, task="antrag", outcome="gave_up")]
NO_FINDER: list[Event] = [STARTED, SHOWN]
OTHER_TASK: list[Event] = [searched(1, "aendern")]


def test_shares_of_persons_and_searches() -> None:
    """Two of four reached it, one of three saw it first at once, two of four searches did not show it."""
    found = findability("antrag", [FOUND_AT_ONCE, FOUND_LATER, GAVE_UP, NEVER_SEARCHED, NO_FINDER, OTHER_TASK])
    assert (4, 4, 2) == (found.persons, found.searches, found.without_hit)
    shares = [(one.n, one.x) for one in (found.reached, found.first_right) if isinstance(one, Metric)]
    assert [(4, 2), (3, 1)] == shares


def test_nothing_is_said_of_nobody() -> None:
    """Without a session at the finder no share is told, in place of 0."""
    found = findability("antrag", [NO_FINDER])
    assert (0, 0) == (found.persons, found.searches)
    assert all(isinstance(one, NotEnoughData) for one in (found.reached, found.first_right))
