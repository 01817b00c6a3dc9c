"""The way to the service: where a study starts at the finder, the citizen searches before the prototype opens.

What she types is never kept: a visit is told which services were found, and records how many and at which place the
right one stood.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.events import Event, ServiceChosen, ServiceSearched
from feedback.study import Study
from labs.service import Flow, Task
from labs.visit.entrance import Entrance


@dataclass
class Seeking:
    """One citizen before the prototype, all by OZG ids: `right` is the service of the task.

    `found` are the services of the last search, the best first, None before the first one. `elsewhere` is the service
    whose page is shown that the lab does not have.
    """

    right: str
    found: tuple[str, ...] | None = None
    elsewhere: str | None = None

    @property
    def rank(self) -> int | None:
        """At which place the right service was found, counted from 1; None where it was not."""
        return self.found.index(self.right) + 1 if self.found and self.right in self.found else None


def begin_seeking(study: Study, flow: Flow, task: Task) -> Seeking | None:
    """Return the search before a task; None where the study, or the task, begins in the prototype."""
    ozg = flow.keys.get("ozg")
    return Seeking(ozg) if ozg and study.start == "finder" and not task.starts else None


def has_arrived(task: str, events: Iterable[Event]) -> bool:
    """Return whether recorded events say that somebody found the service of a task."""
    return any(isinstance(one, ServiceChosen) and one.task == task and one.fits for one in events)


class Seeker(Entrance):
    """The part of a visit that searches. `seeking` is None while nobody does."""

    seeking: Seeking | None = None

    def search(self, turn: int, found: Sequence[str]) -> None:
        """Search: these services were found, the best first."""
        with self._acting(turn, "prototype") as acting:
            task = self.stage.task
            if acting and self.seeking and task:
                self.seeking.found, self.seeking.elsewhere = tuple(found), None
                self._record(ServiceSearched(t_ms=self.t_ms, task=task, results=len(found), rank=self.seeking.rank))

    def choose(self, turn: int, service: str) -> None:
        """Choose one of the services found. The right one opens the prototype."""
        with self._acting(turn, "prototype") as acting:
            task, found = self.stage.task, (self.seeking and self.seeking.found) or ()
            if acting and self.seeking and task and service in found:
                fits = service == self.seeking.right
                self._record(ServiceChosen(t_ms=self.t_ms, task=task, fits=fits, rank=found.index(service) + 1))
                if fits:
                    self.seeking = None
                    self._open_prototype()
                else:
                    self.seeking.elsewhere = service

    def search_again(self, turn: int) -> None:
        """Go back from a service that the lab does not have to what was found."""
        with self._acting(turn, "prototype") as acting:
            if acting and self.seeking:
                self.seeking.elsewhere = None

    @property
    def t_ms(self) -> int:
        """Milliseconds since the session started."""
        raise NotImplementedError

    def _record(self, *events: Event) -> None:
        """Record what happened."""
        raise NotImplementedError

    def _open_prototype(self) -> None:
        """Show the first page of the prototype."""
        raise NotImplementedError
