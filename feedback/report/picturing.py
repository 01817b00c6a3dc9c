"""Charts as tables with a picture in each row: what the eye sees stands beside it in numbers."""

from collections.abc import Sequence

from markupsafe import Markup

from feedback.charts import Axis, Curve, Dot, Group, Limit, Path, Stack
from feedback.evidence import StudyEvidence
from feedback.metrics import FunnelStep
from feedback.report.blocks import Block, Paragraph, Picture, Table, Text
from feedback.report.drawing import (
    draw_axis,
    draw_bar,
    draw_curves,
    draw_dot,
    draw_key,
    draw_mark,
    draw_path,
    draw_stack,
)
from feedback.report.further import finished_by
from feedback.report.words import Words


def dot_table(
    caption: str, dots: Sequence[Dot], axis: Axis, limit: Limit | None, words: Words, style: str = "chart"
) -> Table:
    """Return one metric with all arms; the line of the gate is named in the caption."""
    rows = [
        [name_dot(place, dot.name), dot.text, draw_dot(dot.value, axis, place, limit)] for place, dot in enumerate(dots)
    ]
    heads = [words("variant"), words("measured"), words("picture")]
    told = f"{caption} ({limit.text})" if limit else caption
    return Table(told, heads, rows, foot=draw_axis(axis), style=style)


def name_dot(place: int, name: str) -> Markup:
    """Return the name of an arm with its dot."""
    return draw_mark(place) + Markup(" {}").format(name)


def group_table(caption: str, head: str, groups: Sequence[Group], axis: Axis, words: Words) -> Table:
    """Return a value of each page or question for all arms: a row with the page alone, then a row an arm."""
    rows: list[list[Text]] = []
    for group in groups:
        rows.append([group.label])
        for row, dot in enumerate(group.dots):
            place = row if dot.place is None else dot.place
            rows.append([name_dot(place, dot.name), dot.text, draw_dot(dot.value, axis, place)])
    return Table(caption, [head, words("measured"), words("picture")], rows, draw_axis(axis), style="chart groups")


def funnel_table(caption: str, steps: Sequence[FunnelStep], place: int, words: Words) -> Table:
    """Return the pages of a task: who reached each and who left there."""
    rows = [
        [step.title, words.count(step.reached_rate), words.count(step.left_rate), draw_bar(step, place)]
        for step in steps
    ]
    return Table(caption, [words("page"), words("reached"), words("left_here"), words("picture")], rows, style="funnel")


def stack_table(caption: str, stacks: Sequence[Stack], words: Words) -> Table:
    """Return how likely each arm takes each place."""
    rows = [[stack.name, ", ".join(stack.texts), draw_stack(stack.parts)] for stack in stacks]
    return Table(caption, [words("variant"), words("probability"), words("picture")], rows, style="chart")


def range_table(caption: str, head: str, dots: Sequence[Dot], axis: Axis, words: Words) -> Table:
    """Return ranges that people set, such as weights."""
    rows: list[list[Text]] = [[dot.name, dot.text, draw_dot(dot.value, axis, 0)] for dot in dots]
    return Table(caption, [head, words("range"), words("picture")], rows, draw_axis(axis), style="chart")


def curve_blocks(
    evidence: StudyEvidence, task: str, title: str, curves: Sequence[Curve], axis: Axis, words: Words
) -> list[Block]:
    """Return how the share of those who have finished grows, as a picture and as counts of persons."""
    percents = [words.share(share) for share in (0.0, 0.5, 1.0)]
    alt = words("curves_alt", task=title)
    picture = Picture(
        draw_curves(curves, axis, percents, alt), alt, [(draw_key(n), one.name) for n, one in enumerate(curves)]
    )
    arms = evidence.decision.arms
    rows = [
        [
            words("within", time=told),
            *(words.count(finished_by(evidence.counted.arms[arm].usable, task, at)) for arm in arms),
        ]
        for at, told in axis.ticks[1:]
    ]
    heads = [words("finished"), *(words("variant_named", arm=one.title) for one in arms.values())]
    return [picture, Table(words("finished_by", task=title), heads, rows)]


def path_blocks(path: Path, title: str, n: int, words: Words) -> list[Block]:
    """Return the ways that people took, as a picture and as a list of moves."""
    alt = words("path_alt", title=title)
    rows = [
        [
            path.pages[link.source],
            words("gone") if link.target is None else path.pages[link.target],
            words(f"move_{link.move}"),
            words("moves_of", times=link.times, n=n),
        ]
        for link in path.links
    ]
    heads = [words("from"), words("to_page"), words("move"), words("times")]
    lead = Paragraph(title, look="lead")
    return [
        lead,
        Picture(draw_path(path, alt), alt),
        Table(words("path_table", title=title), heads, rows, style="moves"),
    ]
