"""Pictures one row high, which stand in the cells of tables."""

from collections.abc import Sequence

from markupsafe import Markup

from feedback.charts import COLORS, GRID, LOSS, ROOM, TEXT, Axis, Limit
from feedback.metrics import FunnelStep, Metric
from feedback.report.drawing.elements import box, canvas, cent, line, mark, words
from feedback.stats import NotEnoughData

HEIGHT, MIDDLE = 22, 11
EDGE = 0.08  # of the width is free at both ends, for dots and words that stand there
FUNNEL = 28


def place_of(axis: Axis, value: float) -> str:
    """Return where a value stands on a scale."""
    share = (value - axis.low) / (axis.high - axis.low)
    return cent(EDGE + (1 - 2 * EDGE) * min(max(share, 0.0), 1.0))


def draw_dot(value: Metric | NotEnoughData, axis: Axis, place: int, limit: Limit | None = None) -> Markup:
    """Return the interval of an arm with its dot, the marks of the scale behind it, and the line of the gate.

    What cannot be said has neither dot nor line.
    """
    parts = [line(place_of(axis, at), 0, place_of(axis, at), HEIGHT, GRID, 1) for at, _ in axis.ticks]
    if limit:
        parts.append(line(place_of(axis, limit.at), 0, place_of(axis, limit.at), HEIGHT, TEXT, 2, "4 3"))
    if isinstance(value, Metric):
        color = COLORS[place % len(COLORS)]
        low, high = place_of(axis, value.low), place_of(axis, value.high)
        parts.append(line(low, MIDDLE, high, MIDDLE, color, 4))
        parts += [line(end, MIDDLE - 6, end, MIDDLE + 6, color, 3) for end in (low, high)]
        parts.append(mark(place_of(axis, value.estimate), MIDDLE, place, color))
    return canvas(HEIGHT, *parts)


def draw_axis(axis: Axis) -> Markup:
    """Return the values of a scale."""
    return canvas(18, *(words(place_of(axis, at), 14, text) for at, text in axis.ticks))


def draw_mark(place: int) -> Markup:
    """Return the dot of an arm for a list of arms."""
    drawn = mark("8", 8, place, COLORS[place % len(COLORS)])
    return Markup('<svg class="mark" width="16" height="16" aria-hidden="true">{}</svg>').format(Markup(drawn))  # noqa: S704 - made here


def draw_bar(step: FunnelStep, place: int) -> Markup:
    """Return one page of a funnel: who went on (plain), who left there (hatched), of all who started."""
    everybody = max(step.n, 1)
    went_on, left = (step.reached - step.left) / everybody, step.left / everybody
    parts = [box("0", 5, "100%", 12, ROOM), box("0", 5, cent(went_on), 12, COLORS[place % len(COLORS)])]
    if step.left:
        parts.append(box(cent(went_on), 5, cent(left), 12, "url(#hatch)", f' stroke="{LOSS}" stroke-width="1.5"'))
    return canvas(HEIGHT, *parts)


def draw_funnel(steps: Sequence[FunnelStep], place: int) -> Markup:
    """Return a whole funnel in one row: a column a page, hatched on top where people left."""
    width = 1 / max(len(steps), 1)
    parts = []
    for number, step in enumerate(steps):
        everybody = max(step.n, 1)
        stood, left = FUNNEL * (step.reached - step.left) / everybody, FUNNEL * step.left / everybody
        x, wide = cent(number * width), cent(width * 0.86)
        parts.append(box(x, 0, wide, FUNNEL, ROOM))
        parts.append(box(x, FUNNEL - stood, wide, stood, COLORS[place % len(COLORS)]))
        if step.left:
            more = f' stroke="{LOSS}" stroke-width="1.5"'
            parts.append(box(x, FUNNEL - stood - left, wide, left, "url(#hatch)", more))
    return canvas(FUNNEL, *parts)


def draw_stack(parts: Sequence[float]) -> Markup:
    """Return a bar divided into parts of a whole, the first one the darkest."""
    drawn, start = [], 0.0
    for number, part in enumerate(parts):
        shade = 1.0 if len(parts) < 2 else 1.0 - 0.85 * number / (len(parts) - 1)
        drawn.append(box(cent(start), 3, cent(part), 16, COLORS[0], f' fill-opacity="{shade:.2f}" stroke="#ffffff"'))
        start += part
    return canvas(HEIGHT, *drawn)
