"""The sessions behind a number, and the steps of one session, in German words; nothing here draws."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from feedback.decision.numbers import count, number
from feedback.events import (
    Assisted,
    Event,
    GapFound,
    HelpOpened,
    Outcome,
    PageShown,
    ProblemShown,
    ProblemSolved,
    SessionEnded,
    TaskEnded,
    TaskStarted,
)
from feedback.evidence import StudyEvidence, name_metric, tell_duration
from feedback.evidence.attendance import count_gave_up
from feedback.findings.words import tell_rule, tell_session
from feedback.metrics import decisive_tasks, funnel_of, metric_ids, mistakes_of, task_rate, values_of
from feedback.metrics.funnel import page_titles
from feedback.metrics.mistakes import field_labels
from feedback.office.session_links import ATTENDANCE, LEFT, MISTAKE, REACHED, NumberKey
from feedback.sessions import SessionFacts, TaskFacts
from feedback.study import Study

Sessions = tuple[SessionFacts, ...]

OUTCOMES: dict[Outcome | None, str] = {
    "success": "Ohne Hilfe geschafft",
    "success_with_help": "Mit Hilfe geschafft",
    "failed": "Nicht geschafft",
    "gave_up": "Aufgegeben",
    "timed_out": "Zeit abgelaufen",
    "technical_failure": "Technische Störung",
    None: "Läuft noch",
}
NOT_STARTED = "Nicht begonnen"
VALUE_NAMES = {"sus": "SUS (0 bis 100)", "umux_lite": "UMUX-Lite (0 bis 100)", "ease": "Leichtigkeit (1 bis 7)"}
MOVES = {"back": "Zurück zur Seite", "jump": "Sprung zur Seite", "resume": "Neu geladen: Seite"}
ATTENDANCE_NAMES = {
    "sessions": "Sitzungen",
    "counted": "Ausgewertet",
    "gave_up": "Davon aufgegeben",
    "waiting": "Zählt erst später",
    "dropped": "Vor der Aufgabe aufgehört",
    "technical": "Technische Störung",
    "running": "Läuft noch",
    "repeats": "Zweiter Besuch",
}
"""The columns of the attendance; the keys are fields of `feedback.evidence.Attendance`."""


@dataclass(frozen=True)
class Behind:
    """What stands behind a number: its name, the sessions by start, and the task it is about, if about one."""

    name: str
    sessions: Sessions
    task: str = ""


@dataclass(frozen=True)
class SessionRow:
    """A session in words; `value` is the person's own value where the number is the mean of a questionnaire."""

    session_id: str
    code: str
    outcomes: tuple[str, ...]
    duration: str
    pages: int
    errors: int
    backtracks: int
    value: str = ""


@dataclass(frozen=True)
class Step:
    """What happened `t_ms` milliseconds after the session began, in words."""

    t_ms: int
    told: str


def find_behind(evidence: StudyEvidence, asked: NumberKey) -> Behind | None:
    """Return the sessions behind a number of an arm of the study, None for a number that it does not have."""
    kind, _, rest = asked.wert.partition(".")
    usable = evidence.counted.arms[asked.variante].usable
    if asked.wert in metric_ids(evidence.study):
        found = tuple(facts for facts in usable if has_value(asked.wert, facts))
        return Behind(with_task(evidence.study, name_metric(asked.wert), rest), found, rest)
    if kind in (REACHED, LEFT):
        return behind_page(evidence.study, usable, asked, rest)
    if kind == ATTENDANCE and rest in ATTENDANCE_NAMES:
        return Behind(ATTENDANCE_NAMES[rest], attending(evidence, asked.variante, rest))
    return behind_mistake(usable, asked) if asked.wert == MISTAKE else None


def has_value(metric_id: str, facts: SessionFacts) -> bool:
    """Return whether a session counts in a metric."""
    name, _, task = metric_id.partition(".")
    if name == "completion":
        return task_rate([facts], task).n > 0
    return bool(values_of(name, [facts], task or None))


def with_task(study: Study, name: str, task: str) -> str:
    """Return the name of a number with the task it is about."""
    return f"{study.task_title(task)}: {name}" if task else name


def behind_page(study: Study, usable: Sessions, asked: NumberKey, task: str) -> Behind | None:
    """Return who reached a page of a task or saw it last without success."""
    title = next((step.title for step in funnel_of(usable, task) if step.page == asked.ort), None)
    if title is None:
        return None
    left = asked.wert.startswith(LEFT)
    found = tuple(
        facts
        for facts in usable
        if any(step.page == asked.ort and (step.left if left else step.reached) for step in funnel_of((facts,), task))
    )
    return Behind(with_task(study, f"„{title}“ {'zuletzt gesehen' if left else 'erreicht'}", task), found, task)


def behind_mistake(usable: Sessions, asked: NumberKey) -> Behind | None:
    """Return who made a mistake."""
    problem = (asked.ort, asked.feld, asked.regel)
    found = tuple(facts for facts in usable if any(problem in task.problems for task in facts.tasks))
    label = next((one.label for one in mistakes_of(usable) if (one.page, one.target, one.rule) == problem), None)
    return None if label is None else Behind(f"{label}: {tell_rule(asked.regel)}", found)


def attending(evidence: StudyEvidence, arm: str, kind: str) -> Sessions:
    """Return the sessions in one column of the attendance, by start."""
    everybody, counted = evidence.counted.so_far[arm], evidence.counted.arms[arm].usable
    decisive = decisive_tasks(evidence.study)
    parts: dict[str, Callable[[], Iterable[SessionFacts]]] = {
        "sessions": lambda: everybody.all,
        "counted": lambda: counted,
        "gave_up": lambda: (facts for facts in counted if count_gave_up([facts], decisive)),
        "waiting": lambda: everybody.usable[len(counted) :],
        "dropped": lambda: everybody.dropped,
        "technical": lambda: everybody.technical,
        "running": lambda: everybody.running,
        "repeats": lambda: everybody.repeats,
    }
    return tuple(sorted(parts[kind](), key=lambda facts: (facts.session.started_ms, facts.session.session_id)))


def find_session(evidence: StudyEvidence, code: str) -> SessionFacts | None:
    """Return a session that the study may look at, by its id or by its shortened id where only one has it."""
    everybody = [facts for selection in evidence.counted.so_far.values() for facts in selection.all]
    exact = [facts for facts in everybody if facts.session.session_id == code]
    found = exact or [facts for facts in everybody if tell_session(facts.session.session_id) == code]
    return found[0] if len(found) == 1 else None


def make_row(study: Study, facts: SessionFacts, metric_id: str = "", task: str = "") -> SessionRow:
    """Return a session as a row: about one task, or about all that it started."""
    tasks = [one for one in facts.tasks if task in ("", one.task)]
    name, _, metric_task = metric_id.partition(".")
    values = values_of(name, [facts], metric_task or None) if name in VALUE_NAMES else []
    return SessionRow(
        session_id=facts.session.session_id,
        code=tell_session(facts.session.session_id),
        outcomes=tell_outcomes(study, tasks),
        duration=tell_duration(sum(one.duration_ms for one in tasks) / 1000),
        pages=sum(one.pages_total for one in tasks),
        errors=sum(one.errors for one in tasks),
        backtracks=sum(one.backtracks for one in tasks),
        value=number(values[0]) if values else "",
    )


def tell_outcomes(study: Study, tasks: list[TaskFacts]) -> tuple[str, ...]:
    """Return how each task ended; their names only where there are several."""
    if len(tasks) == 1:
        return (OUTCOMES[tasks[0].outcome],)
    return tuple(f"{tell_task(study, one.task)}: {OUTCOMES[one.outcome]}" for one in tasks) or (NOT_STARTED,)


def tell_task(study: Study, task: str) -> str:
    """Return the title of a task, or its id when the plan no longer has it."""
    return study.task_title(task) if any(one.id == task for one in study.tasks) else task


def tell_steps(study: Study, facts: SessionFacts, events: Iterable[tuple[int, Event]]) -> list[Step]:
    """Return the steps of a session in their order; answers and changed fields are no steps."""
    titles, labels = page_titles([facts]), field_labels([facts])
    ordered = [event for _, event in sorted(events, key=lambda numbered: (numbered[1].t_ms, numbered[0]))]
    steps = [Step(event.t_ms, tell_step(study, event, titles, labels)) for event in ordered]
    return [step for step in steps if step.told]


def tell_step(study: Study, event: Event, titles: dict[str, str], labels: dict[str, str]) -> str:
    """Return an event in words, nothing for one that is no step."""
    match event:
        case TaskStarted():
            return f"Aufgabe begonnen: {tell_task(study, event.task)}"
        case TaskEnded():
            return f"Aufgabe beendet: {OUTCOMES[event.outcome]}"
        case PageShown():
            return f"{MOVES.get(event.nav, 'Seite')} „{titles.get(event.page, event.page)}“"
        case ProblemShown():
            return f"Fehler bei „{labels.get(event.target, event.target)}“: {tell_rule(event.rule)}"
        case ProblemSolved():
            return f"Fehler behoben bei „{labels.get(event.target, event.target)}“"
        case HelpOpened():
            return f"Hilfe geöffnet auf der Seite „{titles.get(event.page, event.page)}“"
        case GapFound():
            return f"Lücke in der Aufzeichnung: {count(event.missing, 'Ereignis fehlt', 'Ereignisse fehlen')}"
        case Assisted():
            return "Jemand half"
        case SessionEnded():
            return "Sitzung beendet"
    return ""
