"""Findability: who reached the right service before a task. A metric of its own, beside its completion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.events import Event, PageShown, ServiceChosen, ServiceSearched, TaskStarted
from feedback.metrics.values import Metric, rate_metric
from feedback.stats import NotEnoughData


@dataclass(frozen=True)
class Findability:
    """How a task was found, over all persons who began it at the finder.

    `reached` is the share who opened the right service, `first_right` of those who searched the share whose first
    search showed it at the top. `searches` counts all searches, `without_hit` those that did not show it at all; they
    are no shares with a range, since one person may search often.
    """

    task: str
    persons: int
    searches: int
    without_hit: int
    reached: Metric | NotEnoughData
    first_right: Metric | NotEnoughData


def findability(task: str, sessions: Iterable[Sequence[Event]]) -> Findability:
    """Return the findability of a task from the events of sessions, each in order.

    Sessions that began the task in the prototype itself, or not at all, do not count.
    """
    begun = [own for own in (_of_task(task, events) for events in sessions) if _began_at_finder(own)]
    searches = [[one for one in own if isinstance(one, ServiceSearched)] for own in begun]
    searched = [found for found in searches if found]
    every = [one for found in searches for one in found]
    return Findability(
        task,
        persons=len(begun),
        searches=len(every),
        without_hit=sum(one.rank is None for one in every),
        reached=_share([any(isinstance(one, ServiceChosen) and one.fits for one in own) for own in begun]),
        first_right=_share([found[0].rank == 1 for found in searched]),
    )


def _of_task(task: str, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.task == task]


def _began_at_finder(events: Sequence[Event]) -> bool:
    """Tell whether the task began, and no page of the prototype was shown before a search."""
    if not any(isinstance(event, TaskStarted) for event in events):
        return False
    first = next((event for event in events if isinstance(event, PageShown | ServiceSearched)), None)
    return not isinstance(first, PageShown)


def _share(marks: Sequence[bool]) -> Metric | NotEnoughData:
    return rate_metric(sum(marks), len(marks)) if marks else NotEnoughData(0, 1, "Niemand hat gesucht.")
