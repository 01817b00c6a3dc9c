"""How people found the service, in a study that starts at the finder."""

from html import escape

from feedback.evidence import StudyEvidence, tell_metric
from feedback.metrics import Findability, findability, select
from feedback.office.layout import paragraphs, section, table
from feedback.store import Store
from feedback.study import Study

READING = (
    "Diese Studie beginnt bei der Suche. Hier steht, wer den richtigen Dienst gefunden hat. "
    "Wir zählen Suchen. Was Menschen suchten, zeichnet das Labor nicht auf."
)


def draw_findability(store: Store, evidence: StudyEvidence) -> str:
    """Return a table a task with all arms, from the sessions that count; nothing for other studies."""
    study = evidence.study
    if study.start != "finder":
        return ""
    found = {arm: measure_arm(store, study, evidence, arm) for arm in (one.id for one in study.arms)}
    tables = "".join(
        draw_task(study, task.id, [found[arm.id][task.id] for arm in study.arms])
        for task in study.tasks
        if any(found[arm.id][task.id].persons for arm in study.arms)
    )
    return section("Finden Menschen den Dienst?", paragraphs(READING) + tables)


def measure_arm(store: Store, study: Study, evidence: StudyEvidence, arm: str) -> dict[str, Findability]:
    """Return the findability of each task in one arm."""
    usable = select(study, evidence.facts)[arm].usable
    events = [[event for _, event in store.events(one.session.session_id)] for one in usable]
    return {task.id: findability(task.id, events) for task in study.tasks}


def draw_task(study: Study, task: str, arms: list[Findability]) -> str:
    """Return the table of one task."""
    names = [f"Variante {study.arm_title(arm.id)}" for arm in study.arms]
    metric = f"completion.{task}"
    rows = [
        ["Richtigen Dienst gefunden", *(tell_metric(metric, one.reached) for one in arms)],
        ["Stand beim ersten Suchen ganz oben", *(tell_metric(metric, one.first_right) for one in arms)],
        ["Suchen, davon ohne den richtigen Dienst", *(f"{one.searches}, davon {one.without_hit}" for one in arms)],
    ]
    told = [[escape(cell) for cell in row] for row in rows]
    return table(f"{study.task_title(task)}: die Suche", ["Wert", *names], told)
