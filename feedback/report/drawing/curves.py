"""The share of people who have finished, over time."""

from collections.abc import Sequence

from markupsafe import Markup

from feedback.charts import COLORS, GRID, Axis, Curve
from feedback.report.drawing.elements import canvas, cent, line, words

HEIGHT, TOP, BOTTOM = 230, 12, 204
LEFT, RIGHT = 0.13, 0.95
DASHES = ("", "9 4", "3 3")
CROSS = '<path d="M-5-5 5 5M5-5-5 5" stroke-width="2.5" stroke="{}"/>'


def draw_curves(curves: Sequence[Curve], axis: Axis, percents: Sequence[str], label: str) -> Markup:
    """Return one line an arm; a cross is somebody who gave up. `percents` are the words for 0, 50 and 100 percent."""
    parts = []
    for share, told in zip((0.0, 0.5, 1.0), percents, strict=True):
        parts.append(line(cent(LEFT), up(share), cent(RIGHT), up(share), GRID, 1))
        parts.append(words(cent(LEFT - 0.015), up(share) + 5, told, "end"))
    for at, told in axis.ticks:
        parts.append(line(across(axis, at), TOP, across(axis, at), BOTTOM, GRID, 1))
        parts.append(words(across(axis, at), BOTTOM + 20, told))
    for place, curve in enumerate(curves):
        parts += draw_curve(curve, axis, place)
    return canvas(HEIGHT, *parts, label=label, kind="picture")


def draw_curve(curve: Curve, axis: Axis, place: int) -> list[str]:
    """Return the steps of one arm and its crosses."""
    color, dash = COLORS[place % len(COLORS)], DASHES[place % len(DASHES)]
    parts, time, share = [], 0.0, 0.0
    for next_time, next_share in (*curve.steps, (curve.end, None)):
        parts.append(line(across(axis, time), up(share), across(axis, next_time), up(share), color, 3, dash))
        if next_share is not None:
            parts.append(line(across(axis, next_time), up(share), across(axis, next_time), up(next_share), color, 3))
            time, share = next_time, next_share
    for at in curve.left:
        stands = max((high for moment, high in curve.steps if moment <= at), default=0.0)
        drawn = CROSS.format(color)
        parts.append(f'<svg x="{across(axis, at)}" y="{up(stands):g}" overflow="visible">{drawn}</svg>')
    return parts


def draw_key(place: int) -> Markup:
    """Return a piece of an arm's line, for the list of arms."""
    drawn = line("0", 8, "100%", 8, COLORS[place % len(COLORS)], 3, DASHES[place % len(DASHES)])
    return Markup('<svg class="mark" width="36" height="16" aria-hidden="true">{}</svg>').format(Markup(drawn))  # noqa: S704 - made here


def across(axis: Axis, time: float) -> str:
    """Return where a time stands."""
    share = (time - axis.low) / (axis.high - axis.low)
    return cent(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0))


def up(share: float) -> float:
    """Return how high a share stands, in pixels from the top.

    >>> up(0.0), up(1.0)
    (204.0, 12.0)
    """
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)
