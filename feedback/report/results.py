"""The results: data check, conditions, values by task with their spread, times, pages, questions, ranks, rounds."""

from collections.abc import Sequence
from statistics import quantiles

from feedback.charts import Group
from feedback.decision import ArmDecision
from feedback.events import Outcome
from feedback.evidence import StudyEvidence
from feedback.instruments import INSTRUMENTS
from feedback.metrics import metric_ids, rate_metric, values_of
from feedback.report.blocks import Block, Paragraph, Section, Table, Text
from feedback.report.further import (
    curve_axis,
    curves_of,
    error_groups,
    item_groups,
    rank_stacks,
    round_groups,
    stay_groups,
    weight_dots,
)
from feedback.report.groups import groups_section
from feedback.report.material import Material
from feedback.report.measures import (
    FIVE,
    QUESTIONS,
    SHARES,
    axis_of,
    dots_of,
    ids_of,
    limit_of,
    tell_cell,
    time_axis,
)
from feedback.report.picturing import curve_blocks, dot_table, funnel_table, group_table, range_table, stack_table
from feedback.report.problems import draw_findings, draw_mistakes
from feedback.report.wording import badge_gate, capital, judge_check
from feedback.report.words import Words
from feedback.stats import NotEnoughData
from feedback.study import criteria_of

OUTCOMES: tuple[Outcome, ...] = ("success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure")
FEWEST_FOR_SPREAD = 5
ROUND_METRICS = ("completion", "sus", "time")


def draw_results(material: Material, words: Words) -> list[Section]:
    """Return all results, one section a question."""
    evidence = material.evidence
    sections = [
        Section("datenpruefung", words("data"), draw_checks(evidence, words)),
        Section("bedingungen", words("conditions"), draw_gates(evidence, words)),
        *(draw_task(material, task.id, words) for task in evidence.study.tasks),
        Section("zufriedenheit", words("satisfaction"), draw_satisfaction(material, words)),
        Section("rang", words("ranking"), draw_ranking(evidence, words)),
        groups_section(evidence, words),
        Section("befunde", words("all_findings"), draw_findings(material, words)),
        Section("fehler", words("mistakes"), draw_mistakes(evidence, words)),
    ]
    if material.rounds:
        sections.append(Section("runden", words("rounds"), draw_rounds(material, words)))
    return sections


def draw_checks(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return every condition on the data with its state."""
    if not evidence.counted.over:
        return [Paragraph(words("no_session_over"))]
    rows: list[list[Text]] = [
        [words.name(f"check_{c.id}", c.id), judge_check(c, words), words.german(c.sentence)]
        for c in evidence.decision.data_check
    ]
    return [Table(words("data"), [words("condition"), words("state"), words("reason")], rows, style="checks")]


def draw_gates(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return one table an arm: each gate with its state and its sentence, and what would change it."""
    blocks: list[Block] = []
    for arm in evidence.decision.arms.values():
        rows = [
            [words.german(capital(gate.subject)), badge_gate(gate, words), tell_reason(evidence, arm, gate.id, words)]
            for gate in arm.gates
        ]
        heads = [words("condition"), words("state"), words("reason")]
        blocks.append(Table(words("variant_named", arm=arm.title), heads, rows, style="checks"))
    return blocks


def tell_reason(evidence: StudyEvidence, arm: ArmDecision, gate_id: str, words: Words) -> Text:
    """Return the sentence of a gate with the advice on it."""
    sentence = next(gate.sentence for gate in arm.gates if gate.id == gate_id)
    advice = evidence.decision.advice
    told = advice.arms[arm.arm].told.get(gate_id, ()) if advice and arm.arm in advice.arms else ()
    return words.german(" ".join([sentence, *told]))


def draw_task(material: Material, task: str, words: Words) -> Section:
    """Return the results of one task: outcomes, values with spread, losses, times, pages."""
    evidence, title = material.evidence, material.study.task_title(task)
    section_id = f"aufgabe-{task}"
    blocks: list[Block] = [outcome_table(evidence, task, words)]
    for question in QUESTIONS:
        for metric_id in ids_of(evidence.study, question.metric):
            if metric_id.partition(".")[2] == task:
                dots, limit = (
                    dots_of(evidence, metric_id, words, short=True),
                    limit_of(evidence.study, metric_id, words),
                )
                axis = axis_of(question.metric, [dot.value for dot in dots])
                blocks.append(Paragraph(words(question.id)))
                blocks.append(dot_table(words.metric_name(metric_id), dots, axis, limit, words))
    blocks.append(
        spread_table(evidence, [one for one in metric_ids(evidence.study) if one.endswith(f".{task}")], words)
    )
    parts = [
        Section(f"{section_id}-zeiten", words("times_of", task=title), draw_times(evidence, task, title, words)),
        Section(f"{section_id}-verluste", words("losses_of", task=title), draw_funnels(evidence, task, words)),
        Section(f"{section_id}-seiten", words("pages_of", task=title), draw_pages(material, task, words)),
    ]
    return Section(section_id, words("task_named", task=title), blocks, parts)


def outcome_table(evidence: StudyEvidence, task: str, words: Words) -> Table:
    """Return how often the task ended in which way, as persons of persons with intervals."""
    arms = evidence.decision.arms
    ended = {
        arm: [
            found.outcome
            for facts in evidence.counted.arms[arm].usable
            if (found := facts.task(task)) and found.outcome is not None
        ]
        for arm in arms
    }
    rows = [
        [
            words(f"outcome_{name}"),
            *(words.count(rate_metric(found.count(name), len(found))) for found in ended.values()),
        ]
        for name in OUTCOMES
        if name in OUTCOMES[:4] or any(name in found for found in ended.values())
    ]
    heads = [words("outcome"), *(words("variant_named", arm=one.title) for one in arms.values())]
    return Table(words("outcomes"), heads, rows)


def spread_table(evidence: StudyEvidence, metrics: Sequence[str], words: Words) -> Table:
    """Return every value with persons, interval, and the middle half of the persons."""
    arms = evidence.decision.arms
    rows: list[list[Text]] = [
        [
            words.metric_name(one),
            *(
                f"{tell_cell(one, arm.metrics[one], words)}{tell_spread(evidence, arm.arm, one, words)}"
                for arm in arms.values()
            ),
        ]
        for one in metrics
    ]
    heads = [words("value"), *(words("variant_named", arm=one.title) for one in arms.values())]
    return Table(words("all_values"), heads, rows)


def tell_spread(evidence: StudyEvidence, arm: str, metric_id: str, words: Words) -> str:
    """Return between which values the middle half of the persons lies; nothing for a rate or fewer than five."""
    name, _, task = metric_id.partition(".")
    if name == "completion":
        return ""
    values = values_of(name, evidence.counted.arms[arm].usable, task or None)
    if len(values) < FEWEST_FOR_SPREAD:
        return ""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f". {words('middle_half', range=words.range(metric_id, low, high))}"


def draw_times(evidence: StudyEvidence, task: str, title: str, words: Words) -> list[Block]:
    """Return how many have finished by when, with those who gave up."""
    curves = curves_of(evidence, task)
    if not curves:
        return [Paragraph(words("nobody_started"))]
    return [
        Paragraph(words("reading_curves")),
        *curve_blocks(evidence, task, title, curves, curve_axis(curves), words),
    ]


def draw_funnels(evidence: StudyEvidence, task: str, words: Words) -> list[Block]:
    """Return the funnel of each arm."""
    blocks: list[Block] = []
    for place, arm in enumerate(evidence.decision.arms.values()):
        steps = evidence.funnel(arm.arm, task)
        caption = words("variant_named", arm=arm.title)
        if steps and steps[0].n:
            blocks.append(funnel_table(caption, steps, place, words))
        else:
            blocks.append(Paragraph(f"{caption}: {words('nobody_started')}"))
    return blocks


def draw_pages(material: Material, task: str, words: Words) -> list[Block]:
    """Return, page by page, how long people stayed and who made a mistake."""
    stays = stay_groups(material.evidence, task, words, short=True)
    errors = error_groups(material.evidence, task, words, short=True)
    if not stays:
        return [Paragraph(words("nobody_started"))]
    return [
        group_table(words("stays"), words("page"), stays, time_axis(longest(stays)), words),
        group_table(words("errors_by_page"), words("page"), errors, SHARES, words),
    ]


def longest(groups: Sequence[Group]) -> float:
    """Return the end of the longest interval, so that all fit on one scale."""
    highs = [dot.value.high for one in groups for dot in one.dots if not isinstance(dot.value, NotEnoughData)]
    return max(highs, default=60.0)


def draw_satisfaction(material: Material, words: Words) -> list[Block]:
    """Return the scores of questionnaires and the answers to each question of the SUS."""
    evidence = material.evidence
    blocks: list[Block] = [Paragraph(words("ask_sus"))]
    for metric in ("sus", "umux_lite"):
        dots = dots_of(evidence, metric, words, short=True)
        axis = axis_of(metric, [dot.value for dot in dots])
        blocks.append(dot_table(words.metric_name(metric), dots, axis, limit_of(evidence.study, metric, words), words))
    blocks.append(spread_table(evidence, ["sus", "umux_lite"], words))
    answered = any(("sus", None) in facts.answers for one in evidence.counted.arms.values() for facts in one.usable)
    if not answered:
        return [*blocks, Paragraph(words("nobody_answered"))]
    groups = item_groups(evidence, "sus", words("the_service"), words, short=True)
    scale = INSTRUMENTS["sus"]
    low, high = scale.low_label.show(words.language), scale.high_label.show(words.language)
    told = words("item_scale", low=scale.low, low_label=low, high=scale.high, high_label=high)
    return [*blocks, Paragraph(told), group_table(words("sus_items"), words("item"), groups, FIVE, words)]


def draw_ranking(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return how likely each arm is best, by which weights, and what would change that."""
    ranking, advice = evidence.decision.ranking, evidence.decision.advice
    if ranking is None:
        return [Paragraph(words("no_ranking"))]
    names = {one.id: name_criterion(evidence, one.id, words) for one in criteria_of(evidence.study)}
    blocks: list[Block] = [Paragraph(words("reading_ranking"))]
    stacks = rank_stacks(evidence, words)
    blocks += [stack_table(words("rank_acceptability"), stacks, words)] if stacks else [Paragraph(words("one_arm"))]
    blocks.append(range_table(words("weights"), words("criterion"), weight_dots(ranking, names, words), SHARES, words))
    if advice and advice.sentences:
        blocks.append(Paragraph(words.german(" ".join(advice.sentences))))
    return blocks


def name_criterion(evidence: StudyEvidence, criterion: str, words: Words) -> str:
    """Return the words for a criterion: its metric, with its task."""
    name, _, task = criterion.partition(".")
    return words.metric_name(name) + (f": {evidence.study.task_title(task)}" if task else "")


def draw_rounds(material: Material, words: Words) -> list[Block]:
    """Return the main values of all rounds side by side."""
    blocks: list[Block] = [Paragraph(words("reading_rounds"))]
    for metric in ROUND_METRICS:
        for metric_id in ids_of(material.study, metric):
            dots = round_groups(material.rounds, metric_id, words)
            caption = name_criterion(material.evidence, metric_id, words)
            axis = axis_of(metric, [dot.value for dot in dots])
            blocks.append(dot_table(caption, dots, axis, limit_of(material.study, metric_id, words), words))
    return blocks
