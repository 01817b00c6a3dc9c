"""What holds for groups of people, where enough people are in them for nobody to be recognised."""

from collections.abc import Sequence

from feedback.evidence import StudyEvidence
from feedback.metrics import evaluate_sessions, metric_ids
from feedback.metrics.measures import started, values_of
from feedback.report.blocks import Block, Paragraph, Section, Table, Text
from feedback.report.material import Material
from feedback.report.small_groups import SMALLEST, Filter, Person, matches, publishable, single_filters
from feedback.report.words import Words
from feedback.sessions import SessionFacts
from feedback.study.segments import split_segments

ACCESS = "access"
"""The dimension of a session's groups that says what access a person needs, such as `access.screenreader`."""
SHOWN = ("completion", "sus")


def access_section(material: Material, words: Words) -> Section:
    """Return what is equal for people with access needs, or that nothing can be said."""
    evidence = material.evidence
    asked = [one for arm in evidence.counted.arms.values() for one in arm.usable if ACCESS in groups_of(one)]
    if not asked:
        return Section("zugang", words("access"), [Paragraph(words("access_unknown"))])
    rows = group_rows(evidence, words, only=ACCESS)
    blocks: list[Block] = [Paragraph(words("access_reading", smallest=SMALLEST))]
    blocks.append(group_table(words("access"), rows, words) if rows else Paragraph(words("groups_too_small")))
    return Section("zugang", words("access"), blocks)


def groups_section(evidence: StudyEvidence, words: Words) -> Section:
    """Return the results of all groups that may be shown."""
    known = [one for arm in evidence.counted.arms.values() for one in arm.usable if groups_of(one)]
    if not known:
        return Section("gruppen", words("groups"), [Paragraph(words("groups_unknown"))])
    rows = group_rows(evidence, words)
    blocks: list[Block] = [Paragraph(words("groups_reading", smallest=SMALLEST))]
    blocks.append(group_table(words("groups"), rows, words) if rows else Paragraph(words("groups_too_small")))
    return Section("gruppen", words("groups"), blocks)


def groups_of(facts: SessionFacts) -> Person:
    """Return the groups that a person belongs to."""
    return split_segments(facts.session.segment)


def group_table(caption: str, rows: Sequence[Sequence[Text]], words: Words) -> Table:
    """Return the results of groups as a table."""
    return Table(caption, [words("group"), words("variant"), words("value"), words("measured")], rows, style="people")


def group_rows(evidence: StudyEvidence, words: Words, only: str | None = None) -> list[list[Text]]:
    """Return a row for each group, arm and metric that may be shown; `only` names a single dimension.

    Each number has its own people (not all who tried a task answered the questions), so each is checked for itself.
    The groups of all dimensions are checked together, so that two tables do not give away what one withholds.
    """
    rows: list[list[Text]] = []
    for metric_id in metric_ids(evidence.study):
        name, _, task = metric_id.partition(".")
        if name not in SHOWN:
            continue
        label = words.metric_name(metric_id) + (f": {evidence.study.task_title(task)}" if task else "")
        for arm in evidence.decision.arms.values():
            sessions = [one for one in evidence.counted.arms[arm.arm].usable if has_value(one, name, task)]
            for group, found in shown_groups(sessions, only):
                value = evaluate_sessions(evidence.study, found)[metric_id]
                rows.append([group, arm.title, label, words.metric(metric_id, value)])
    return sorted(rows, key=lambda row: str(row[0]))


def has_value(facts: SessionFacts, metric: str, task: str) -> bool:
    """Return whether a session counts in a metric."""
    return bool(started([facts], task)) if metric == "completion" else bool(values_of(metric, [facts], task or None))


def shown_groups(sessions: Sequence[SessionFacts], only: str | None) -> list[tuple[str, list[SessionFacts]]]:
    """Return the groups that may be shown, with their sessions."""
    people = [groups_of(facts) for facts in sessions]
    shown = publishable(people, single_filters(people, first=(ACCESS,)))
    return [
        (name_group(one), [facts for facts, person in zip(sessions, people, strict=True) if matches(person, one)])
        for one in shown
        if only is None or all(dimension == only for dimension, _ in one)
    ]


def name_group(group: Filter) -> str:
    """Return the name of a group.

    >>> name_group(frozenset({("age", "60plus")}))
    'age: 60plus'
    """
    return ", ".join(f"{dimension}: {value}" for dimension, value in sorted(group))
