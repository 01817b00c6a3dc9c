"""The appendices: plan, ways through the pages, versions and hashes, looks at the data, signatures."""

from collections import Counter

from feedback.report.blocks import Block, Facts, Paragraph, Section, Table, Text, Verbatim
from feedback.report.further import path_of
from feedback.report.material import Material
from feedback.report.method import seen_sessions
from feedback.report.page_one import tell_signature
from feedback.report.picturing import path_blocks
from feedback.report.wording import KEYS
from feedback.report.words import Words
from feedback.version import VERSION


def draw_appendix(material: Material, words: Words) -> list[Section]:
    """Return all appendices."""
    return [
        Section("plan", words("plan_text"), draw_plan(material, words)),
        Section("seitengraph", words("page_graph"), draw_graph(material, words)),
        Section("versionen", words("versions"), draw_versions(material, words)),
        Section("auswertungen", words("looks"), draw_looks(material, words)),
        Section("unterschriften", words("signatures"), draw_signatures(material, words)),
    ]


def draw_plan(material: Material, words: Words) -> list[Block]:
    """Return the plan in force as its author wrote it, and the reasons of all amendments."""
    lock = material.evidence.lock
    blocks: list[Block] = [Verbatim(lock.plan_text if lock else material.study.plan_text, words("plan_text"))]
    if lock and lock.amendments:
        rows: list[list[Text]] = [
            [words.day(one.amended_ms), words.german(one.reason), one.plan_hash[:12]] for one in lock.amendments
        ]
        blocks.append(Table(words("amendments"), [words("day"), words("reason"), words("plan_hash")], rows))
    return blocks


def draw_graph(material: Material, words: Words) -> list[Block]:
    """Return the ways that people took in each task and arm."""
    evidence = material.evidence
    blocks: list[Block] = [Paragraph(words("reading_graph"))]
    for task in material.study.tasks:
        for arm in evidence.decision.arms.values():
            path = path_of(evidence, arm.arm, task.id)
            title = f"{material.study.task_title(task.id)}, {words('variant_named', arm=arm.title)}"
            steps = evidence.funnel(arm.arm, task.id)
            if path.links:
                blocks += path_blocks(path, title, steps[0].n, words)
            else:
                blocks.append(Paragraph(f"{title}: {words('nobody_started')}"))
    return blocks


def draw_versions(material: Material, words: Words) -> list[Block]:
    """Return which versions of prototypes and program stand behind the numbers, and the hashes to check them by."""
    study, seen = material.study, seen_sessions(material.evidence)
    pairs: list[tuple[str, Text]] = [
        (words("program"), f"Probelauf {VERSION}"),
        (words("recorded_with"), ", ".join(sorted({one.session.app_version for one in seen})) or words("not_seen_yet")),
        (words("study_id"), study.id),
        (words("plan_hash"), study.plan_hash),
        (words("data_hash"), material.snapshot or words("not_seen_yet")),
        (words("made"), words.day(material.made_ms)),
    ]
    tried = Counter((one.session.arm, one.session.variant, one.session.content_hash) for one in seen)
    rows: list[list[Text]] = [
        [study.arm_title(arm), variant, content_hash, str(n)]
        for (arm, variant, content_hash), n in sorted(tried.items())
    ]
    blocks: list[Block] = [Facts(pairs)]
    if rows:
        heads = [words("variant"), words("prototype"), words("content_hash"), words("sessions")]
        blocks.append(Table(words("tried"), heads, rows, style="hashes"))
    return blocks


def draw_looks(material: Material, words: Words) -> list[Block]:
    """Return who looked at the verdict when; a look between the planned ones changes nothing, but it is kept."""
    if not material.looks:
        return [Paragraph(words("no_looks"))]
    rows: list[list[Text]] = [
        [
            words.day(one.looked_ms),
            str(one.look) if one.look is not None else words("before_first"),
            words(f"verdict_{KEYS[one.verdict]}") if one.verdict in KEYS else one.verdict,
        ]
        for one in material.looks
    ]
    return [Table(words("looks"), [words("day"), words("planned_look"), words("verdict")], rows)]


def draw_signatures(material: Material, words: Words) -> list[Block]:
    """Return what is signed, with the hashes of the records."""
    blocks: list[Block] = [] if material.chain_intact else [Paragraph(words("chain_broken"), look="notice")]
    if not material.records:
        return [*blocks, Paragraph(words("not_signed"))]
    rows: list[list[Text]] = [[one.id, tell_signature(one, words), one.record_hash] for one in material.records]
    heads = [words("record"), words("signed_what"), words("record_hash")]
    return [*blocks, Table(words("signatures"), heads, rows, style="hashes")]
