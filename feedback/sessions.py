"""From the events of a session to its facts: per task outcome, time, path and mistakes; and the answers
given.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feedback.events import (
    Answered,
    ConsentGiven,
    ConsentWithdrawn,
    EndReason,
    Event,
    FlowSnapshot,
    FlowTask,
    GapFound,
    Outcome,
    PageShown,
    ProblemShown,
    Session,
    SessionEnded,
    TaskEnded,
    TaskStarted,
)
from feedback.instruments import INSTRUMENTS
from feedback.store.protocol import Store

IDLE_MS = 30 * 60 * 1000

# what an open task comes to when its session ends; "finished" with an open task means that its end got lost
OPEN_TASK: dict[EndReason, Outcome] = {
    "stopped": "gave_up",
    "timed_out": "timed_out",
    "technical_failure": "technical_failure",
    "finished": "technical_failure",
}

Problem = tuple[str, str, str]  # page, target, rule


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
    count the events that are there and those that got lost. `withdrawn` sessions may not be used for
    anything.
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

    @property
    def over(self) -> bool:
        """Whether the session has ended, by itself or by half an hour of silence."""
        return self.end_reason is not None

    def task(self, task_id: str) -> TaskFacts | None:
        """Return the facts of a task, None when it was not started."""
        return next((task for task in self.tasks if task.task == task_id), None)


def load_facts(store: Store, study_id: str, *, now_ms: int) -> tuple[SessionFacts, ...]:
    """Return the facts of all sessions of a study, by start."""
    events: dict[str, list[tuple[int, Event]]] = {}
    for session_id, seq, event in store.events_of_study(study_id):
        events.setdefault(session_id, []).append((seq, event))
    sessions = store.sessions(study_id)
    flows = {content_hash: store.flow(content_hash) for content_hash in {s.content_hash for s in sessions}}
    return tuple(
        replay(session, events.get(session.session_id, ()), flows[session.content_hash], now_ms=now_ms)
        for session in sessions
    )


def replay(
    session: Session, events: Iterable[tuple[int, Event]], flow: FlowSnapshot | None, *, now_ms: int
) -> SessionFacts:
    """Return the facts of a session from its numbered events, in whatever order and however often they come.

    A session without an end that has been silent for more than half an hour before `now_ms` (epoch) timed
    out. Of a task only the first attempt counts, up to its end.
    """
    numbered = drop_duplicates(events)
    ordered = [numbered[seq] for seq in sorted(numbered)]
    reason = find_end(session, ordered, now_ms)
    answers, wordings = collect_answers(ordered)
    lost = max(numbered, default=-1) + 1 - len(numbered)
    return SessionFacts(
        session=session,
        end_reason=reason,
        tasks=tuple(
            describe_task(task, span, reason, flow, is_last) for task, (span, is_last) in split_by_task(ordered).items()
        ),
        answers=answers,
        wordings=wordings,
        events=len(ordered),
        missing=lost + sum(event.missing for event in ordered if isinstance(event, GapFound)),
        withdrawn=is_withdrawn(session, ordered),
        flow=flow,
    )


def drop_duplicates(events: Iterable[tuple[int, Event]]) -> dict[int, Event]:
    """Return one event a number; should two differ, the choice does not depend on their order."""
    kept: dict[int, Event] = {}
    for seq, event in events:
        known = kept.setdefault(seq, event)
        if event != known and repr(event) < repr(known):
            kept[seq] = event
    return kept


def find_end(session: Session, ordered: list[Event], now_ms: int) -> EndReason | None:
    """Return why the session ended, None while it runs."""
    if session.end_reason is not None:
        return session.end_reason
    ends = [event.reason for event in ordered if isinstance(event, SessionEnded)]
    if ends:
        return ends[0]
    last_ms = session.started_ms + max((event.t_ms for event in ordered), default=0)
    return "timed_out" if now_ms - last_ms > IDLE_MS else None


def is_withdrawn(session: Session, ordered: list[Event]) -> bool:
    """Return whether a scope of the consent was taken back and not given again."""
    given = ever = frozenset(session.consent_scopes)
    for event in ordered:
        if isinstance(event, ConsentGiven):
            given, ever = given | set(event.scopes), ever | set(event.scopes)
        elif isinstance(event, ConsentWithdrawn):
            given, ever = given - set(event.scopes), ever | set(event.scopes)
    return given != ever


def split_by_task(ordered: list[Event]) -> dict[str, tuple[list[Event], bool]]:
    """Return the events of each task's first attempt, from its start to its end, and whether it came last.

    An event belongs to the task it names, else to the task started last.
    """
    spans: dict[str, list[Event]] = {}
    ended: set[str] = set()
    current: str | None = None
    for event in ordered:
        if isinstance(event, TaskStarted):
            current = event.task
            if current not in spans:
                spans[current] = [event]
            continue
        task = event.task or current
        if task in spans and task not in ended:
            spans[task].append(event)
            if isinstance(event, TaskEnded):
                ended.add(task)
    last = list(spans)[-1] if spans else None
    return {task: (span, task == last) for task, span in spans.items()}


def describe_task(
    task: str, span: list[Event], session_end: EndReason | None, flow: FlowSnapshot | None, is_last: bool
) -> TaskFacts:
    """Return the facts of one task from its events, the first being its start."""
    plan = next((known for known in flow.tasks if known.id == task), None) if flow else None
    outcome = find_outcome(span, session_end, is_last)
    shown = [event for event in span if isinstance(event, PageShown) and event.nav != "resume"]
    problems = Counter(
        (event.page, event.target, event.rule)
        for event in span
        if isinstance(event, ProblemShown) and event.page and event.target
    )
    end_ms = find_end_page(shown, plan)
    until_ms = end_ms if outcome == "success" and end_ms is not None else max(event.t_ms for event in span)
    return TaskFacts(
        task=task,
        outcome=outcome,
        duration_ms=max(until_ms - span[0].t_ms, 0),
        pages=tuple(str(event.page) for event in shown),
        ideal=len(plan.ideal_path) or None if plan else None,
        errors=problems.total(),
        backtracks=sum(event.nav == "back" for event in shown),
        problems=dict(problems),
        reached_end=end_ms is not None,
    )


def find_outcome(span: list[Event], session_end: EndReason | None, is_last: bool) -> Outcome | None:
    """Return the outcome that was recorded; for an open task, what the end of the session makes of it."""
    for event in span:
        if isinstance(event, TaskEnded):
            return event.outcome
    if not is_last:  # the next task began, so this one ended and the event is lost: nobody knows how
        return "technical_failure"
    return OPEN_TASK[session_end] if session_end else None


def find_end_page(shown: list[PageShown], plan: FlowTask | None) -> int | None:
    """Return when the end page of the task was first reached; a task that starts there has not reached it
    yet.
    """
    if plan is None:
        return None
    return next((e.t_ms for e in shown if e.page == plan.end_page and e.nav != "start"), None)


def collect_answers(
    ordered: list[Event],
) -> tuple[dict[tuple[str, str | None], dict[str, int | None]], frozenset[tuple[str, str]]]:
    """Return the last answer to each item, by questionnaire and task, and the wordings that were read.

    A questionnaire that follows each task belongs to the task it names, else to the one started last.
    """
    answers: dict[tuple[str, str | None], dict[str, int | None]] = {}
    wordings: set[tuple[str, str]] = set()
    current: str | None = None
    for event in ordered:
        if isinstance(event, TaskStarted):
            current = event.task
        elif isinstance(event, Answered):
            known = INSTRUMENTS.get(event.instrument)
            task = event.task or current if known and known.per_task else None
            answers.setdefault((event.instrument, task), {})[event.item] = event.value
            wordings.add((event.instrument, event.wording))
    return answers, frozenset(wordings)
