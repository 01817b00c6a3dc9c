"""The charts of a report as pictures within the page; they take what the charts of the office take.

Widths are shares of the column, so that a picture fits a phone and a sheet of paper without shrinking its words.
"""

from feedback.report.drawing.curves import draw_curves, draw_key
from feedback.report.drawing.strips import draw_axis, draw_bar, draw_dot, draw_funnel, draw_mark, draw_stack
from feedback.report.drawing.ways import draw_path

__all__ = [
    "draw_axis",
    "draw_bar",
    "draw_curves",
    "draw_dot",
    "draw_funnel",
    "draw_key",
    "draw_mark",
    "draw_path",
    "draw_stack",
]
