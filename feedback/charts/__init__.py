"""Charts: they draw what they are given and compute nothing. Each needs a text or a table beside it."""

from feedback.charts.figures import CONFIG, FONT, dot_chart, funnel_chart, wrap
from feedback.charts.further import curve_chart, group_chart, path_chart, stack_chart
from feedback.charts.shapes import (
    COLORS,
    GRID,
    LOSS,
    ROOM,
    SYMBOLS,
    TEXT,
    Axis,
    Curve,
    Dot,
    Group,
    Limit,
    Link,
    Path,
    Stack,
)

__all__ = [
    "COLORS",
    "CONFIG",
    "FONT",
    "GRID",
    "LOSS",
    "ROOM",
    "SYMBOLS",
    "TEXT",
    "Axis",
    "Curve",
    "Dot",
    "Group",
    "Limit",
    "Link",
    "Path",
    "Stack",
    "curve_chart",
    "dot_chart",
    "funnel_chart",
    "group_chart",
    "path_chart",
    "stack_chart",
    "wrap",
]
