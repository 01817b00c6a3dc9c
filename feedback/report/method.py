"""The method of a test, after the Common Industry Format for usability test reports (ISO/IEC 25062)."""

from collections.abc import Iterable

from feedback.events import FlowPage
from feedback.evidence import StudyEvidence
from feedback.instruments import INSTRUMENTS
from feedback.metrics import metric_ids
from feedback.report.blocks import Block, Bullets, Facts, Paragraph, Section, Table, Text
from feedback.report.material import Material
from feedback.report.wording import join, tell_basis, tell_plan
from feedback.report.words import Words
from feedback.sessions import SessionFacts
from feedback.study import Study


def draw_method(material: Material, words: Words) -> list[Section]:
    """Return product, objectives and method."""
    evidence = material.evidence
    parts = [
        Section("teilnehmende", words("participants"), draw_participants(material, words)),
        Section("aufgaben", words("tasks"), draw_tasks(evidence, words)),
        Section("design", words("design"), draw_design(evidence, words)),
        Section("ablauf", words("procedure"), draw_procedure(evidence, words)),
        Section("hilfe", words("assistance"), draw_assistance(evidence, words)),
        Section("groessen", words("metrics"), draw_metrics(evidence.study, words)),
    ]
    return [
        Section("produkt", words("product"), [draw_product(material, words)]),
        Section("ziele", words("objectives"), draw_objectives(evidence.study, words)),
        Section("methode", words("method"), parts=parts),
    ]


def seen_sessions(evidence: StudyEvidence) -> tuple[SessionFacts, ...]:
    """Return all sessions that the study may look at."""
    return tuple(facts for selection in evidence.counted.so_far.values() for facts in selection.all)


def draw_product(material: Material, words: Words) -> Facts:
    """Return what was tested."""
    study, sessions = material.study, seen_sessions(material.evidence)
    flows = {facts.flow.title: facts.flow for facts in sessions if facts.flow}
    languages = sorted({flow.language for flow in flows.values()})
    arms = ", ".join(study.arm_title(arm.id) for arm in study.arms)
    pairs: list[tuple[str, Text]] = [
        (words("service"), ", ".join(flows) or words("not_seen_yet")),
        (words("prototype"), ", ".join(dict.fromkeys(study.prototype_of(arm.id) for arm in study.arms))),
        (words("compared"), arms),
        (words("kind_of_product"), words("clickable")),
        (words("shown_in"), ", ".join(words(f"language_{one}") for one in languages) or words("not_seen_yet")),
        (words("laboratory"), f"{material.lab.name}, {material.lab.authority}"),
        (words("contact"), material.lab.contact),
    ]
    return Facts(pairs)


def draw_objectives(study: Study, words: Words) -> list[Block]:
    """Return the hypotheses that stood before the first session."""
    if not study.hypotheses:
        return [Paragraph(words("no_hypotheses"))]
    return [Paragraph(words("hypotheses")), Bullets([words.german(one) for one in study.hypotheses])]


def draw_participants(material: Material, words: Words) -> list[Block]:
    """Return who took part, arm by arm, and what is not known about them."""
    evidence = material.evidence
    columns = ("sessions", "counted", "gave_up", "waiting", "dropped", "technical", "running", "repeats")
    arms = {arm: evidence.attendance(arm) for arm in evidence.decision.arms}
    rows = [
        [words(f"attended_{name}"), *(str(getattr(one, name)) for one in arms.values())]
        for name in columns
        if name in columns[:3] or any(getattr(one, name) for one in arms.values())
    ]
    heads = [words("sessions"), *(words("variant_named", arm=one.title) for one in evidence.decision.arms.values())]
    grouped = any(facts.session.segment for facts in seen_sessions(evidence))
    told = [words("participants_pseudonymous"), *([] if grouped else [words("participants_unknown")])]
    told.append(tell_basis(evidence.decision, words))
    return [Paragraph(" ".join(told)), Table(words("attendance"), heads, rows)]


def draw_tasks(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return the tasks with what counts as completed."""
    rows = []
    for task in evidence.study.tasks:
        found = [
            (flow, one)
            for facts in seen_sessions(evidence)
            if (flow := facts.flow)
            for one in flow.tasks
            if one.id == task.id
        ]
        ends = list(dict.fromkeys(title_of(flow.pages, one.end_page) for flow, one in found))
        shortest = sorted({len(one.ideal_path) for _, one in found if one.ideal_path})
        told = words("ends_at", page=join([f"„{end}“" for end in ends], words)) if ends else words("not_seen_yet")
        limit = words("minutes", n=words.number(task.time_limit_min)) if task.time_limit_min else words("no_limit")
        path = words("pages", n=" / ".join(map(str, shortest))) if shortest else words("not_seen_yet")
        name = evidence.study.task_title(task.id) + (f" ({words('critical')})" if task.critical else "")
        rows.append([name, told, path, limit])
    heads = [words("task"), words("completed_when"), words("shortest_path"), words("time_limit")]
    return [Paragraph(words("critical_means")), Table(words("tasks"), heads, rows)]


def title_of(pages: Iterable[FlowPage], page_id: str) -> str:
    """Return the title of a page of a flow."""
    return next((page.title for page in pages if page.id == page_id), page_id)


def draw_design(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return how people were spread over the arms and when the study looks at its data."""
    study = evidence.study
    told = [
        words("design_one_arm" if len(study.arms) == 1 else f"design_{study.design}"),
        words("planned", n=study.planned_sessions),
        words("looks_at", looks=join([str(look) for look in study.looks], words)),
        words("no_peeking"),
        tell_plan(evidence, words),
    ]
    return [Paragraph(" ".join(told))]


def draw_procedure(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return what a participant goes through, step by step."""
    asked = {instrument for facts in seen_sessions(evidence) for instrument, _ in facts.answers}
    after = [one for one in INSTRUMENTS.values() if one.id in asked]
    steps = [words("step_consent"), words("step_briefing"), words("step_task")]
    steps += [words("step_ease")] if any(one.per_task for one in after) else []
    visit = [one.title.show(words.language) for one in after if not one.per_task]
    steps += [words("step_questions", names=join(visit, words))] if visit else []
    return [Bullets([*steps, words("step_comment")]), Paragraph(words("environment"))]


def draw_assistance(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return who was there to help and how often people finished with help."""
    tasks = [task for facts in seen_sessions(evidence) for task in facts.tasks if task.outcome]
    helped = sum(task.outcome == "success_with_help" for task in tasks)
    told = [words(f"mode_{evidence.study.mode}"), words("help_does_not_count")]
    told.append(words("helped", n=helped, all=len(tasks)) if tasks else words("nobody_started"))
    return [Paragraph(" ".join(told))]


def draw_metrics(study: Study, words: Words) -> list[Block]:
    """Return what is measured and how, with the sources of questionnaires."""
    names = dict.fromkeys(metric_id.partition(".")[0] for metric_id in metric_ids(study))
    rows = []
    for name in names:
        source = INSTRUMENTS[name].source if name in INSTRUMENTS else words("own_recording")
        rows.append([words.metric_name(name), words(f"means_{name}"), source])
    heads = [words("value"), words("meaning"), words("source")]
    return [Paragraph(words("intervals")), Table(words("metrics"), heads, rows)]
