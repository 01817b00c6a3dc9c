"""Further charts of the office: values by page or question, times with those who gave up, ranks, ways."""

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from feedback.charts.figures import FONT, Part, make_figure, open_canvas, scale, wrap
from feedback.charts.shapes import COLORS, GRID, LOSS, ROOM, Axis, Curve, Group, Path, Stack
from feedback.metrics import Metric

_GROUP_PX, _ROW_PX = 34, 46
DASHES = ("solid", "dash", "dot")


def group_chart(groups: Sequence[Group], axis: Axis) -> go.Figure:
    """Return a chart with a heading a group, and below it one dot with its interval for each arm."""
    heads = [f"<b>{wrap(group.label)}</b>" for group in groups]
    rows = sum(1 + len(group.dots) + extra(head) for group, head in zip(groups, heads, strict=True))
    canvas = open_canvas(rows=rows, row_px=_ROW_PX, top_px=4, bottom_px=_GROUP_PX)
    canvas.layout["xaxis"] |= scale(axis)
    row = 0
    for group, head in zip(groups, heads, strict=True):
        row += extra(head)
        canvas.write(head, row, yshift=-12)
        for place, dot in enumerate(group.dots):
            row += 1
            canvas.write(f"{escape(dot.name)}: {wrap(dot.text)}", row, yshift=8)
            if isinstance(dot.value, Metric):
                canvas.draw_dot(dot.value, row, look=place if dot.place is None else dot.place)
        row += 1
    return canvas.finish()


def extra(head: str) -> int:
    """Return how many more rows a heading of several lines takes.

    >>> extra("one line"), extra("two<br>lines"), extra("four<br>lines<br>and<br>more")
    (0, 1, 2)
    """
    return (head.count("<br>") + 1) // 2


def curve_chart(curves: Sequence[Curve], axis: Axis) -> go.Figure:
    """Return the share of people who have finished over time, one line an arm; a cross is somebody who gave up."""
    traces: list[Part] = []
    for place, curve in enumerate(curves):
        points = [(0.0, 0.0), *curve.steps, (curve.end, curve.steps[-1][1] if curve.steps else 0.0)]
        color = COLORS[place % len(COLORS)]
        traces.append(
            {
                "type": "scatter",
                "x": [at for at, _ in points],
                "y": [share for _, share in points],
                "mode": "lines",
                "name": escape(curve.name),
                "line": {"shape": "hv", "width": 3, "color": color, "dash": DASHES[place % 3]},
            }
        )
        crosses = {"x": list(curve.left), "y": [reached(curve, at) for at in curve.left], "mode": "markers"}
        marker = {"symbol": "x", "size": 10, "color": color}
        traces.append({"type": "scatter", **crosses, "showlegend": False, "marker": marker})
    layout = {
        "font": FONT, "height": 320, "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff", "separators": ",.",
        "margin": {"l": 50, "r": 10, "t": 10, "b": 40}, "legend": {"orientation": "h", "y": 1.12},
        "xaxis": {
            "fixedrange": True, "range": [axis.low, axis.high], "gridcolor": GRID,
            "tickvals": [at for at, _ in axis.ticks], "ticktext": [text for _, text in axis.ticks],
        },
        "yaxis": {"fixedrange": True, "range": [0, 1.02], "tickformat": ".0%", "gridcolor": GRID},
    }  # fmt: skip
    return make_figure(traces, layout)


def reached(curve: Curve, at: float) -> float:
    """Return how high a curve stands at a time.

    >>> reached(Curve("A", 3, ((50.0, 0.4), (60.0, 0.8)), (), 90.0), 55.0)
    0.4
    """
    return max((share for time, share in curve.steps if time <= at), default=0.0)


def stack_chart(stacks: Sequence[Stack]) -> go.Figure:
    """Return one bar an arm, divided into its parts; the first part is the darkest."""
    canvas = open_canvas(rows=len(stacks), row_px=_ROW_PX + 20, top_px=30, bottom_px=8)
    rows = list(range(len(stacks)))
    most = max((len(stack.parts) for stack in stacks), default=0)
    for part in range(most):
        values = [stack.parts[part] for stack in stacks]
        marker = {"color": COLORS[0], "opacity": shade(part, most), "line": {"color": "#ffffff", "width": 1}}
        canvas.traces.append(
            {"type": "bar", "x": values, "y": rows, "orientation": "h", "width": 0.3, "marker": marker}
        )
    for row, stack in enumerate(stacks):
        canvas.write(f"<b>{escape(stack.name)}</b><br>{wrap(', '.join(stack.texts))}", row, yshift=12)
    canvas.layout["xaxis"]["range"] = [0, 1]
    return canvas.finish()


def shade(part: int, most: int) -> float:
    """Return how dark a part is drawn, from the darkest first one to the lightest.

    >>> shade(0, 3), shade(2, 3)
    (1.0, 0.15)
    """
    return 1.0 if most < 2 else round(1.0 - 0.85 * part / (most - 1), 2)


def path_chart(path: Path, gone: str) -> go.Figure:
    """Return the ways that people took; `gone` names where those went who left."""
    tones = {"next": COLORS[0], "skip": COLORS[4], "back": COLORS[2], "leave": LOSS}
    ways = {
        "type": "sankey",
        "node": {"label": [*map(escape, path.pages), escape(gone)], "color": ROOM, "pad": 12, "thickness": 12},
        "link": {
            "source": [link.source for link in path.links],
            "target": [len(path.pages) if link.target is None else link.target for link in path.links],
            "value": [link.times for link in path.links],
            "color": [tones[link.move] for link in path.links],
        },
    }
    layout = {"font": FONT, "height": 420, "margin": {"l": 4, "r": 4, "t": 8, "b": 8}, "paper_bgcolor": "#ffffff"}
    return make_figure([ways], layout)
