"""The usability problems that people noted, and the mistakes that recordings show."""

from feedback.evidence import StudyEvidence
from feedback.findings.words import tell_rule
from feedback.metrics import rate_metric
from feedback.report.blocks import Block, Paragraph, Table, Text
from feedback.report.material import Material
from feedback.report.words import Words


def draw_findings(material: Material, words: Words) -> list[Block]:
    """Return all usability problems by priority."""
    if not material.findings:
        return [Paragraph(words("no_findings"))]
    rows: list[list[Text]] = [
        [
            words.german(finding.title),
            words(f"severity_{finding.severity}"),
            words(finding.version.status) + (f": {finding.version.note}" if finding.version.note else ""),
            words.count(finding.affected),
            str(len(finding.observations)),
        ]
        for finding in material.findings
    ]
    heads = [words("problem"), words("severity"), words("state"), words("persons_hit"), words("observations")]
    return [Paragraph(words("reading_findings")), Table(words("all_findings"), heads, rows, style="findings")]


def draw_mistakes(evidence: StudyEvidence, words: Words) -> list[Block]:
    """Return the mistakes that most people made, arm by arm."""
    blocks: list[Block] = []
    for arm in evidence.decision.arms.values():
        rows: list[list[Text]] = [
            [
                words.german(one.label),
                words.german(tell_rule(one.rule)),
                words.count(rate_metric(one.x, one.n)),
            ]
            for one in evidence.mistakes(arm.arm)
        ]
        caption = words("variant_named", arm=arm.title)
        table = Table(caption, [words("item"), words("mistake"), words("persons_hit")], rows, style="mistakes")
        blocks.append(table if rows else Paragraph(f"{caption}: {words('no_mistakes')}"))
    return blocks
