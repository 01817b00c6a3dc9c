"""The charts of the office. Arms differ by colour and by the shape of their dots, so that a grey print reads, too."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import plotly.graph_objects as go

from feedback.charts.shapes import COLORS, GRID, LOSS, ROOM, SYMBOLS, TEXT, Axis, Dot, Limit
from feedback.metrics import FunnelStep, Metric

FONT = {"family": "'Fira Sans', sans-serif", "size": 15, "color": TEXT}

CONFIG = {"displayModeBar": False, "staticPlot": True}

_LINE_CHARS = 46  # so much of a label fits into one line on a phone
_LINE_PX = 20
_DOT_ROW_PX = 64
_BAR_ROW_PX = 30
_TOP_PX, _BOTTOM_PX = 30, 34
_EDGE = 0.04  # of the scale is left free at both ends, for dots and texts that stand there


Part = dict[str, Any]
"""A part of a chart as plotly's JSON: handed over all at once."""


@dataclass
class Canvas:
    """A chart in the making. Handing plotly everything at once takes a tenth of the time of adding part by part."""

    layout: Part
    traces: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)

    def write(self, text: str, row: int, *, yshift: int) -> None:
        """Write text at the left edge of a row, so many pixels above its line."""
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": row, "yanchor": "bottom", "yshift": yshift}
        look = {"align": "left", "showarrow": False, "bgcolor": "#ffffff", "borderpad": 0}
        self.notes.append({"text": text, **place, **look})

    def draw_dot(self, value: Metric, row: int, *, look: int | None = None) -> None:
        """Draw one interval with its dot; `look` numbers its colour and shape, those of the row unless it is given."""
        place = row if look is None else look
        color, symbol = COLORS[place % len(COLORS)], SYMBOLS[place % len(SYMBOLS)]
        ends = {"symbol": "line-ns", "size": 12, "line": {"color": color, "width": 3}}
        self.add_line(x=[value.low, value.high], y=[row, row], line={"color": color, "width": 4}, marker=ends)
        marker = {"symbol": symbol, "size": 15, "color": color, "line": {"color": "#ffffff", "width": 2}}
        self.traces.append({"type": "scatter", "x": [value.estimate], "y": [row], "mode": "markers", "marker": marker})

    def add_line(self, **parts: Any) -> None:
        """Draw a line with markers at its points."""
        self.traces.append({"type": "scatter", "mode": "lines+markers", **parts})

    def finish(self) -> go.Figure:
        """Return the chart."""
        return make_figure(self.traces, {**self.layout, "annotations": self.notes})


def make_figure(traces: list[Part], layout: Part) -> go.Figure:
    """Return a figure of plotly's JSON. Our charts are valid, which the tests check; plotly would check each of them
    again whenever it is shown, and that takes five times as long as all else.
    """
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def dot_chart(dots: Sequence[Dot], axis: Axis, limit: Limit | None = None) -> go.Figure:
    """Return a chart with one dot and its interval for each arm, and the line of the gate where there is
    one.
    """
    labels = [f"<b>{wrap(dot.name)}</b><br>{wrap(dot.text)}" for dot in dots]
    row_px = _DOT_ROW_PX + _LINE_PX * max(label.count("<br>") for label in labels)
    canvas = open_canvas(rows=len(dots), row_px=row_px, top_px=_TOP_PX, bottom_px=_BOTTOM_PX)
    canvas.layout["yaxis"]["range"] = [len(dots) - 1 + 24 / row_px, 24 / row_px - 1]
    canvas.layout["xaxis"] |= {**scale(axis), "ticklabeloverflow": "allow"}
    if limit:
        canvas.layout["shapes"] = [
            {"type": "line", "x0": limit.at, "x1": limit.at, "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": TEXT, "width": 2, "dash": "dash"}}
        ]  # fmt: skip
        anchor = "right" if limit.at > (axis.low + axis.high) / 2 else "left"
        canvas.notes.append(
            {"text": escape(limit.text), "x": limit.at, "y": 1, "yref": "paper", "yanchor": "bottom",
             "xanchor": anchor, "showarrow": False}
        )  # fmt: skip
    for row, (dot, label) in enumerate(zip(dots, labels, strict=True)):
        canvas.write(label, row, yshift=10)
        if isinstance(dot.value, Metric):
            canvas.draw_dot(dot.value, row)
    return canvas.finish()


def scale(axis: Axis) -> Part:
    """Return an axis with its printed values, and some room at both ends."""
    edge = (axis.high - axis.low) * _EDGE
    return {
        "range": [axis.low - edge, axis.high + edge],
        "tickvals": [at for at, _ in axis.ticks],
        "ticktext": [text for _, text in axis.ticks],
        "showgrid": True,
        "gridcolor": GRID,
        "showticklabels": True,
    }


def funnel_chart(steps: Sequence[FunnelStep], texts: Sequence[str], color: str = COLORS[0]) -> go.Figure:
    """Return a chart with one bar a page: who went on (plain) and who left there (hatched), of all who
    started. `texts` are the labels above the bars, one a page.
    """
    labels = [wrap(text) for text in texts]
    row_px = _BAR_ROW_PX + _LINE_PX * max((label.count("<br>") for label in labels), default=0)
    canvas = open_canvas(rows=len(steps), row_px=row_px + 14, top_px=16, bottom_px=8)
    everybody = max((step.n for step in steps), default=1)
    canvas.layout["xaxis"]["range"] = [0, everybody]
    rows = list(range(len(steps)))
    went_on = [step.reached - step.left for step in steps]
    left = [step.left or None for step in steps]  # an empty bar would still have its outline
    rest = [step.n - step.reached for step in steps]
    hatched = {"shape": "/", "fgcolor": LOSS, "bgcolor": "#ffffff", "size": 6, "solidity": 0.45}
    parts: list[tuple[Sequence[int | None], Part]] = [
        (went_on, {"color": color}),
        (left, {"pattern": hatched, "line": {"color": LOSS, "width": 1.5}}),
        (rest, {"color": ROOM}),
    ]
    for values, marker in parts:
        bar = {"type": "bar", "x": values, "y": rows, "orientation": "h", "width": 12 / (row_px + 14)}
        canvas.traces.append({**bar, "marker": marker})
    for row, label in enumerate(labels):
        canvas.write(label, row, yshift=7)
    return canvas.finish()


def open_canvas(*, rows: int, row_px: int, top_px: int, bottom_px: int) -> Canvas:
    """Return a chart with so many rows, the first one on top, and nothing in it."""
    return Canvas(
        {
            "barmode": "stack",
            "bargap": 0,
            "font": FONT,
            "height": rows * row_px + top_px + bottom_px,
            "margin": {"l": 2, "r": 10, "t": top_px, "b": bottom_px, "pad": 0},
            "paper_bgcolor": "#ffffff",
            "plot_bgcolor": "#ffffff",
            "separators": ",.",
            "showlegend": False,
            "xaxis": {"fixedrange": True, "showgrid": False, "showticklabels": False, "zeroline": False},
            "yaxis": {
                "fixedrange": True,
                "range": [rows - 0.5, -0.5],
                "showgrid": False,
                "showticklabels": False,
                "zeroline": False,
            },
        }
    )


def wrap(text: str) -> str:
    """Return a text as lines that fit a narrow screen, safe in a chart.

    >>> wrap("A (Wohngeld < 2026)")
    'A (Wohngeld &lt; 2026)'
    """
    return "<br>".join(escape(line) for line in textwrap.wrap(text, _LINE_CHARS))
