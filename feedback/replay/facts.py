"""What one session shows, and one task in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.events import EndReason, FlowSnapshot, Outcome, Session, Source

Problem = tuple[str, str, str]  # page, target, rule
ProbeMark = tuple[str, str, str]
"""A measure of the probe, the page, and the field ("" for the page): `("hesitation_ms", "miete", "miete")`.

Measures are hesitation_ms, dwell_ms and edits of fields; helps of fields and pages; clicks, dead_clicks and
rage_clicks of pages; idle_ms and hidden (how often the tab went out of sight) of the whole session.
"""


@dataclass(frozen=True)
class TaskFacts:
    """What one participant did in one task.

    `outcome` is None while the task runs. `duration_ms` of a success runs to the first showing of the end
    page. `pages` are the page views in order, without those after a reload; `ideal` is the length of the
    shortest path, None where the flow is not known. `errors` counts shown problems, `backtracks` moves back.
    """

    task: str
    outcome: Outcome | None
    duration_ms: int
    pages: tuple[str, ...] = ()
    ideal: int | None = None
    errors: int = 0
    backtracks: int = 0
    problems: Mapping[Problem, int] = field(default_factory=dict)
    reached_end: bool = False

    @property
    def pages_unique(self) -> int:
        """How many different pages were seen."""
        return len(set(self.pages))

    @property
    def pages_total(self) -> int:
        """How many page views there were."""
        return len(self.pages)

    @property
    def last_page(self) -> str | None:
        """The page that was seen last."""
        return self.pages[-1] if self.pages else None


@dataclass(frozen=True)
class SessionFacts:
    """What one session shows.

    `end_reason` is None while the session runs. `answers` holds `{(instrument, task or None): {item:
    value}}`, the last answer to an item; `wordings` the wordings that were read. `events` and `missing`
    count the events of the server and the staff that are there and those that got lost; `probe_events` and
    `probe_missing` those of the client probe, whose sums by measure and place are in `probe`. `sources` says who
    recorded. `stays_ms` is the time on each page by task and page, all visits together. `withdrawn` sessions may not
    be used for anything.
    """

    session: Session
    end_reason: EndReason | None
    tasks: tuple[TaskFacts, ...] = ()
    answers: Mapping[tuple[str, str | None], Mapping[str, int | None]] = field(default_factory=dict)
    wordings: frozenset[tuple[str, str]] = frozenset()
    events: int = 0
    missing: int = 0
    withdrawn: bool = False
    flow: FlowSnapshot | None = None
    sources: frozenset[Source] = frozenset()
    probe_events: int = 0
    probe_missing: int = 0
    probe: Mapping[ProbeMark, int] = field(default_factory=dict)
    stays_ms: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether the session has ended, by itself or by half an hour of silence."""
        return self.end_reason is not None

    def task(self, task_id: str) -> TaskFacts | None:
        """Return the facts of a task, None when it was not started."""
        return next((task for task in self.tasks if task.task == task_id), None)
