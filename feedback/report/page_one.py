"""Page one, for those who decide: question, verdict, rule, people, values, losses, problems, signatures."""

from dataclasses import dataclass

from markupsafe import Markup

from feedback.decision import Check, GateResult
from feedback.evidence import StudyEvidence
from feedback.findings import Finding
from feedback.metrics import FunnelStep, decisive_tasks
from feedback.records import Record
from feedback.report.blocks import Block, Bullets, Paragraph, Section, Table, Text
from feedback.report.drawing import draw_funnel
from feedback.report.groups import access_section
from feedback.report.material import Material
from feedback.report.measures import axis_of, dots_of, ids_of, limit_of
from feedback.report.picturing import dot_table, name_dot
from feedback.report.wording import (
    KEYS,
    TONES,
    badge_gate,
    badge_verdict,
    headline,
    tell_arm,
    tell_basis,
    tell_gate,
    tell_kinds,
    tell_plan,
)
from feedback.report.words import Words

SHOWN = ("completion", "sus", "time")
MOST_FINDINGS = 3


@dataclass(frozen=True)
class VerdictBox:
    """The verdict at the top of the page."""

    kicker: str
    headline: str
    sentence: Text
    tone: str
    arms: tuple[Text, ...]
    basis: str


def tell_verdict(material: Material, words: Words) -> VerdictBox:
    """Return the verdict on the study and on each arm."""
    evidence, decision = material.evidence, material.evidence.decision
    kicker = words("verdict_invented" if decision.demo else "verdict")
    arms = []
    for arm in decision.arms.values():
        why = tell_arm(arm, decision, words)
        named = words("variant_named", arm=arm.title)
        told = Markup("{} <strong>{}</strong>").format(badge_verdict(arm.verdict, words), named)
        arms.append(told + (Markup(": {}").format(why) if why else ""))
    return VerdictBox(
        f"{kicker}: {words(f'verdict_{KEYS[decision.verdict]}')}",
        headline(evidence, words),
        words.german(decision.sentence),
        TONES[decision.verdict],
        tuple(arms),
        tell_basis(decision, words),
    )


def draw_page_one(material: Material, words: Words) -> list[Section]:
    """Return the sections below the verdict."""
    return [
        Section("regel", words("rule"), [Paragraph(tell_plan(material.evidence, words)), draw_rule(material, words)]),
        Section("wer", words("who"), draw_people(material.evidence, words)),
        Section("werte", words("values"), [Paragraph(words("reading")), *draw_values(material.evidence, words)]),
        Section("verluste", words("losses"), draw_losses(material.evidence, words)),
        Section("probleme", words("problems"), draw_problems(material, words)),
        access_section(material, words),
        Section("daten", words("data"), draw_quality(material.evidence, words)),
    ]


def draw_rule(material: Material, words: Words) -> Table:
    """Return each condition of the plan with its state in every arm."""
    evidence, arms = material.evidence, material.evidence.decision.arms
    gates: dict[str, dict[str, GateResult]] = {}
    for arm in arms.values():
        for gate in arm.gates:
            gates.setdefault(gate.id, {})[arm.arm] = gate
    rows = [
        [
            tell_gate(evidence.study, next(iter(found.values())), evidence.decision.look, words),
            *(badge_gate(found[arm], words) if arm in found else "" for arm in arms),
        ]
        for found in gates.values()
    ]
    heads = [words("condition"), *(words("variant_named", arm=arm) for arm in arms)]
    return Table(words("conditions"), heads, rows, style="rule quiet")


def draw_people(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return how many people of which kind took part."""
    attended = [evidence.attendance(arm) for arm in evidence.decision.arms]
    counted = [
        words("counted_in", arm=arm, n=words.persons(evidence.attendance(arm).counted))
        for arm in evidence.decision.arms
    ]
    return [Paragraph(" ".join([*tell_kinds(attended, words), *(counted if evidence.facts else [])]))]


def draw_values(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return one table with a dot and its interval for every arm, metric by metric; all tasks are in the body."""
    study, blocks = evidence.study, []
    for metric in SHOWN:
        for metric_id in ids_of(study, metric):
            task = metric_id.partition(".")[2]
            if task and task not in decisive_tasks(study):
                continue
            dots, limit = dots_of(evidence, metric_id, words, short=True), limit_of(study, metric_id, words)
            name = words.metric_name(metric_id)
            caption = f"{name}: {study.task_title(task)}" if task else name
            axis = axis_of(metric, [dot.value for dot in dots])
            blocks.append(dot_table(caption, dots, axis, limit, words, style="chart brief"))
    return list(blocks)


def draw_losses(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return the funnel of each decisive task in one row an arm, with its largest loss in words."""
    blocks: list[Block] = [Paragraph(words("reading_funnel"))]
    for task in decisive_tasks(evidence.study):
        rows: list[list[Text]] = []
        for place, arm in enumerate(evidence.decision.arms.values()):
            steps = evidence.funnel(arm.arm, task)
            told = tell_losses(steps, words)
            named = name_dot(place, words("variant_named", arm=arm.arm))
            rows.append([named, told, draw_funnel(steps, place)])
        heads = [words("variant"), words("largest_loss"), words("picture")]
        blocks.append(Table(evidence.study.task_title(task), heads, rows, style="chart brief"))
    return blocks


def tell_losses(steps: tuple[FunnelStep, ...], words: Words) -> str:
    """Return the page where most people left, with its rate and interval."""
    if not steps or steps[0].n == 0:
        return words("nobody_started")
    worst = max(steps, key=lambda step: step.left)
    if worst.left == 0:
        return words("nobody_left", rate=words.count(worst.left_rate))
    return words("left_most", page=worst.title, rate=words.count(worst.left_rate))


def draw_problems(material: Material, words: Words) -> list[Block]:
    """Return the problems to mend first, with the words of people who agree to be quoted."""
    if not material.findings:
        return [Paragraph(words("no_findings"))]
    return [Bullets([tell_problem(material, one, words) for one in material.findings[:MOST_FINDINGS]])]


def tell_problem(material: Material, finding: Finding, words: Words) -> Markup:
    """Return one problem: title, severity, state, how many it hit, and a quote."""
    told = Markup("<strong>{}</strong> {} {}").format(
        words.german(finding.title),
        words("severity_is", severity=words(f"severity_{finding.severity}"), state=words(finding.version.status)),
        words("hit", rate=words.count(finding.affected)),
    )
    quotes = material.quotes.get(finding.number, ())
    return told + Markup("<q>{}</q>").format(words.german(quotes[0])) if quotes else told


def draw_quality(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return whether the data carry a decision: what is wrong, or that nothing is."""
    checks = evidence.decision.data_check
    if not evidence.counted.over:
        return [Paragraph(words("no_session_over"))]
    wrong = [check for check in checks if check.ok is not True]
    return [*tell_wrong(wrong, words), Paragraph(words("checks_passed", n=len(checks) - len(wrong), all=len(checks)))]


def tell_wrong(wrong: list[Check], words: Words) -> list[Block]:
    """Return the conditions that the data do not meet."""
    return [Bullets([words.german(check.sentence) for check in wrong])] if wrong else []


def tell_signature(record: Record, words: Words) -> Text:
    """Return who signed what and when, and why another verdict than the computed one."""
    verdict = words(f"verdict_{KEYS[record.verdict]}") if record.verdict in KEYS else record.verdict
    told = words(
        "signed",
        verdict=f"{verdict}, {words('variant_named', arm=record.arm)}" if record.arm else verdict,
        name=record.signed_by.name,
        role=record.signed_by.role,
        day=words.day(record.signed_ms),
        record=record.id,
    )
    if record.override is None:
        return told
    second = record.override.second
    why = words("overridden", reason=record.override.reason, name=second.name, role=second.role)
    return f"{told} {why}"
