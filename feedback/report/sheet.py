"""The evidence sheet: what this study shows for points of DIN SPEC 66336 and of the Servicestandard."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from feedback.findings import blocking
from feedback.metrics import decisive_tasks, metric_ids
from feedback.report.blocks import Block, Paragraph, Section, Table, Text
from feedback.report.criteria import Evidence, Point, read_standard
from feedback.report.material import Material
from feedback.report.measures import tell_cell
from feedback.report.method import seen_sessions
from feedback.report.wording import join
from feedback.report.words import Words

USAGE, FURTHER = ("completion", "sus", "umux_lite"), ("time", "errors", "backtracks", "lostness", "ease")


def draw_sheet(material: Material, words: Words) -> Section:
    """Return the sheet: a row a point, with what the study shows and where it stands in this report."""
    standard = read_standard()
    rows: list[list[Text]] = []
    for point in standard.points:
        told = Markup("<br>").join(TELLERS[point.evidence](material, words))
        rows.append([name_point(point, words), told, Markup('<a href="#{}">{}</a>').format(*link_of(point, words))])
    notes: list[Block] = [
        Paragraph(words("sheet_reading", n=len(standard.points))),
        Table(standard.standard, [words("point"), words("shows"), words("place_in_report")], rows, style="sheet"),
        Paragraph(words("sheet_names")),
        Paragraph(words("sheet_source", source=standard.source, day=standard.noted.isoformat())),
    ]
    return Section("nachweis", words("sheet"), notes)


def name_point(point: Point, words: Words) -> Markup:
    """Return the number of a point and its topic, with a mark where the topic is not the standard's own wording."""
    topic = point.topic.de if words.is_german else point.topic.en
    return Markup("{} {}{}").format(point.number, topic, "" if point.verbatim else " *")


def link_of(point: Point, words: Words) -> tuple[str, str]:
    """Return where the report says more."""
    target, key = PLACES[point.evidence]
    return target, words(key)


PLACES: dict[Evidence, tuple[str, str]] = {
    "testing": ("methode", "method"),
    "figures": ("befunde", "all_findings"),
    "problems": ("befunde", "all_findings"),
    "accessibility": ("bedingungen", "conditions"),
    "feedback": ("teilnehmende", "participants"),
    "usage": ("ergebnisse", "results"),
    "further": ("ergebnisse", "results"),
}


def tell_testing(material: Material, words: Words) -> Iterable[Text]:
    """Tell which round this is and how many people took part."""
    sessions = seen_sessions(material.evidence)
    yield words("sheet_round", round=material.study.round, n=len(sessions))
    if sessions:
        days = sorted(facts.session.started_ms for facts in sessions)
        yield words("sheet_days", first=words.day(days[0]), last=words.day(days[-1]))
    rounds = sorted({one.study.round for one in material.rounds})
    yield words("sheet_rounds", rounds=join(list(map(str, rounds)), words)) if rounds else words("sheet_one_round")


def tell_figures(material: Material, words: Words) -> Iterable[Text]:
    """Tell how many gates were set beforehand, and how many findings people noted."""
    yield words("sheet_gates", n=len(material.study.gates))
    yield words("sheet_findings", n=len(material.findings)) if material.findings else words("no_findings")


def tell_problems(material: Material, words: Words) -> Iterable[Text]:
    """Tell how many problems there are of each severity, and how many open ones block."""
    if not material.findings:
        yield words("no_findings")
        return
    for severity in range(4, -1, -1):
        found = [one for one in material.findings if one.severity == severity]
        if found:
            opened = sum(one.is_open for one in found)
            yield words("sheet_severity", severity=words(f"severity_{severity}"), n=len(found), open=opened)
    yield words(
        "sheet_blocking",
        severity=material.study.blocking_severity,
        n=len(blocking(material.findings, material.study.blocking_severity)),
    )


def tell_accessibility(material: Material, words: Words) -> Iterable[Text]:
    """Tell what a person has stated; a report claims no conformity."""
    yield words(f"accessibility_{material.study.hard_facts.accessibility}")
    yield words("no_conformity")


def tell_feedback(material: Material, words: Words) -> Iterable[Text]:
    """Tell how feedback is given, and what is kept."""
    yield words("feedback_optional")
    yield words("feedback_anonymous")
    yield words("feedback_comments", n=material.comments)


def tell_usage(material: Material, words: Words) -> Iterable[Text]:
    """Tell visits, completions of the decisive tasks and satisfaction, arm by arm."""
    yield words("sheet_visits", n=len(seen_sessions(material.evidence)))
    yield from tell_metrics(material, USAGE, words)


def tell_further(material: Material, words: Words) -> Iterable[Text]:
    """Tell the further metrics of the decisive tasks, arm by arm."""
    yield from tell_metrics(material, FURTHER, words)


def tell_metrics(material: Material, names: tuple[str, ...], words: Words) -> Iterable[Text]:
    """Tell metrics of all arms, those of tasks for the decisive ones."""
    study = material.study
    for arm in material.evidence.decision.arms.values():
        for metric_id in metric_ids(study):
            name, _, task = metric_id.partition(".")
            if name in names and (not task or task in decisive_tasks(study)):
                told = tell_cell(metric_id, arm.metrics[metric_id], words)
                yield f"{arm.arm}, {words.metric_name(metric_id)}: {told}"


TELLERS: dict[Evidence, Callable[[Material, Words], Iterable[Text]]] = {
    "testing": tell_testing,
    "figures": tell_figures,
    "problems": tell_problems,
    "accessibility": tell_accessibility,
    "feedback": tell_feedback,
    "usage": tell_usage,
    "further": tell_further,
}
