"""What a citizen leaves behind in one task: steps in the prototype turned into events. Never a value."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from feedback.events import Event, FieldChanged, Nav, PageShown, ProblemShown, ProblemSolved
from labs.journey import Step


@dataclass
class Trail:
    """The steps of one participant in one task."""

    task: str = ""
    _pages: set[str] = field(default_factory=set)
    _mistaken: set[str] = field(default_factory=set)
    _changes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, task: str, events: Iterable[Event]) -> "Trail":
        """Return the trail that recorded events show; the entries of a group count together there."""
        trail = cls(task)
        for event in events:
            if event.task != task:
                continue
            match event:
                case PageShown():
                    trail._pages.add(event.page)
                case ProblemShown():
                    trail._mistaken.add(event.target)
                case FieldChanged():
                    trail._changes[event.target] = event.count
        return trail

    def reached(self, page: str) -> bool:
        """Say whether this page was moved to."""
        return page in self._pages

    def follow(self, step: Step, nav: Nav, t_ms: int) -> list[Event]:
        """Return the events of one step: fields changed, problems solved and shown, the next page."""
        events: list[Event] = []
        here = {"t_ms": t_ms, "task": self.task, "page": step.from_page}
        for name in step.changed:
            self._changes[name] = self._changes.get(name, 0) + 1
            after_error = name in self._mistaken
            events.append(FieldChanged(**here, target=name, count=self._changes[name], after_error=after_error))
        for name, rule in step.solved:
            events.append(ProblemSolved(**here, target=name, rule=rule))
        for name, rule in dict.fromkeys((problem.field, problem.rule) for problem in step.problems):
            self._mistaken.add(name)
            events.append(ProblemShown(**here, target=name, rule=rule))
        if step.moved:
            self._pages.add(step.to_page)
            events.append(PageShown(t_ms=t_ms, task=self.task, page=step.to_page, from_page=step.from_page, nav=nav))
        return events
