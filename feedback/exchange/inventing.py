"""From a line to a recording: events that replay to the facts of the line, on pages that claim nothing.

Nobody knows which pages an imported session showed, only how many. Its page views therefore carry invented ids,
`import-1`, `import-2` and so on: the first, the second different page, with no time on any of them. Its mistakes lie
at an invented field. So no page, no question and no rule of the prototype is blamed for what was not recorded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feedback.events import (
    Answered,
    Event,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    GapFound,
    Nav,
    PageShown,
    ProblemShown,
    Session,
    SessionEnded,
    SessionStarted,
    TaskEnded,
    TaskStarted,
)
from feedback.exchange.lines import AnswerLine, Line, SessionLine, TaskLine
from feedback.instruments import INSTRUMENTS
from feedback.store import WholeSession, canonical, digest
from feedback.study import Study
from feedback.study.segments import join_segments
from feedback.version import VERSION

END, UNKNOWN = "import-end", "import-unknown"
MOST_TITLES = 40


@dataclass(frozen=True)
class Origin:
    """What a session was recorded with: sessions of different origins are never taken for one version."""

    arm: str
    version: str | None
    language: str


def origin_of(session: SessionLine) -> Origin:
    """Return the origin of a line."""
    return Origin(session.arm, session.version, session.language)


def invent_flow(study: Study, origin: Origin, ideals: Mapping[str, int]) -> FlowSnapshot:
    """Return the smallest flow that makes a line readable: numbered pages, the plan's tasks, shortest paths.

    `ideals` holds the length of the shortest path by task, where it is known. The hash stands for the origin, not
    for a content that nobody has.
    """
    arm = study.arm(origin.arm)
    known = [study.prototype_of(arm.id), arm.variant, origin.version, origin.language]
    numbered = tuple(
        FlowPage(id=f"import-{number}", title=f"{number}. Seite (eingelesen)", kind="form")
        for number in range(1, MOST_TITLES + 1)
    )
    return FlowSnapshot(
        content_hash=f"import-{digest(canonical(known))[:32]}",
        prototype=study.prototype_of(arm.id),
        variant=arm.variant,
        title=study.title,
        language=origin.language,
        pages=(*numbered, FlowPage(id=END, title="Ende der Aufgabe (eingelesen)", kind="confirmation")),
        fields=(FlowField(id=UNKNOWN, label="Feld nicht bekannt (eingelesen)", kind="text"),),
        rules=(UNKNOWN,),
        tasks=tuple(
            FlowTask(
                id=task.id, title=task.name or task.id, end_page=END, ideal_path=ideal_path(ideals.get(task.id, 0))
            )
            for task in study.tasks
        ),
    )


def ideal_path(length: int) -> tuple[str, ...]:
    """Return a shortest path of so many invented pages, none for 0."""
    return (*(f"import-{number}" for number in range(1, length)), END) if length else ()


def invent_session(study: Study, line: Line, participant: str, flow: FlowSnapshot) -> WholeSession:
    """Return the recording of a line under a pseudonym; the same line gives the same recording."""
    said = line.session
    end_pages = {task.id: task.end_page for task in flow.tasks}
    events = (
        SessionStarted(t_ms=0, source="import"),
        *happen_tasks(line.tasks, end_pages),
        *happen_answers(line),
    )
    length_ms = sum(task.duration_ms for task in line.tasks)
    lost = lost_events(said, len(events) + 1)
    gap = (GapFound(t_ms=length_ms, source="import", missing=lost),) if lost else ()
    identity = canonical([study.id, participant, said.arm, said.started_ms])
    session = Session(
        session_id=f"import-{digest(identity)[:32]}",
        study=study.id,
        round=study.round,
        prototype=flow.prototype,
        variant=flow.variant,
        arm=said.arm,
        content_hash=flow.content_hash,
        mode=said.mode or study.mode,
        participant=participant,
        position=said.position,
        consent_version="import",
        consent_scopes=(),
        segment=join_segments(said.segments),
        app_version=VERSION,
        synthetic=said.synthetic,
        started_ms=said.started_ms,
        ended_ms=said.started_ms + length_ms,
        end_reason=said.end_reason,
    )
    ended = SessionEnded(t_ms=length_ms, source="import", reason=said.end_reason)
    return WholeSession(session, flow, (*events, *gap, ended))


def lost_events(said: SessionLine, events: int) -> int:
    """Return how many events count as lost, so that their share is that of the first recording."""
    return max(round(said.missing * events / said.events), 1) if said.missing and said.events else said.missing


def happen_tasks(tasks: tuple[TaskLine, ...], end_pages: Mapping[str, str]) -> Iterator[Event]:
    """Yield the events of all tasks, one task after the other."""
    t_ms = 0
    for task in tasks:
        yield TaskStarted(t_ms=t_ms, source="import", task=task.task)
        yield from happen_pages(task, end_pages[task.task], t_ms)
        for _ in range(task.errors):
            yield ProblemShown(
                t_ms=t_ms, source="import", task=task.task, page="import-1", target=UNKNOWN, rule=UNKNOWN
            )
        t_ms += task.duration_ms
        yield TaskEnded(t_ms=t_ms, source="import", task=task.task, outcome=task.outcome)


def happen_pages(task: TaskLine, end_page: str, start_ms: int) -> Iterator[Event]:
    """Yield the page views of a task: all at its start, but a success shows the end page when it ends."""
    for number, page in enumerate(invent_path(task, end_page)):
        arrives = page == end_page and (number > 0 or task.pages_total == 1)
        nav: Nav = "start" if number == 0 and not arrives else "next"
        if 1 <= number <= task.backtracks:
            nav = "back"
        t_ms = start_ms + task.duration_ms if arrives else start_ms
        yield PageShown(t_ms=t_ms, source="import", task=task.task, page=page, nav=nav)


def invent_path(task: TaskLine, end_page: str) -> list[str]:
    """Return so many page views of so many different pages; the page that comes last is the newest one.

    >>> line = {"task": "a", "outcome": "success", "duration_ms": 1, "errors": 0, "backtracks": 0}
    >>> invent_path(TaskLine(**line, pages_unique=3, pages_total=5), "done")
    ['import-1', 'import-2', 'import-1', 'import-1', 'done']
    """
    different = [f"import-{number}" for number in range(1, task.pages_unique + 1)]
    if different and task.outcome in ("success", "success_with_help"):
        different[-1] = end_page
    again = different[:1] * (task.pages_total - task.pages_unique)
    return [*different[:-1], *again, *different[-1:]]


def happen_answers(line: Line) -> Iterator[Event]:
    """Yield the answers after all tasks."""
    t_ms = sum(task.duration_ms for task in line.tasks)
    for answer in line.answers:
        yield Answered(
            t_ms=t_ms,
            source="import",
            task=task_of(line, answer),
            instrument=answer.instrument,
            item=answer.item,
            value=answer.value,
            wording=answer.wording or f"{answer.instrument}-import",
        )


def task_of(line: Line, answer: AnswerLine) -> str | None:
    """Return the task that an answer speaks about: the only one where none is named."""
    if answer.task is None and INSTRUMENTS[answer.instrument].per_task:
        return line.tasks[0].task
    return answer.task
