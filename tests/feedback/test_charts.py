"""Charts show what they are given: every value, the line of the gate, and what cannot be said."""

import plotly.graph_objects as go
import pytest

from feedback.charts import (
    SYMBOLS,
    Axis,
    Curve,
    Dot,
    Group,
    Limit,
    Link,
    Path,
    Stack,
    curve_chart,
    dot_chart,
    funnel_chart,
    group_chart,
    path_chart,
    stack_chart,
)
from feedback.metrics import FunnelStep, Metric
from feedback.stats import NotEnoughData

SHARES = Axis(0, 1, ((0.0, "0\xa0%"), (1.0, "100\xa0%")))
DOTS = [
    Dot("A (Eine Frage)", Metric(12, 0.75, 0.47, 0.91, "share", x=9), "9 von 12"),
    Dot("B <Gruppen>", Metric(11, 1.0, 0.74, 1.0, "share", x=11), "11 von 11"),
]


def test_each_arm_has_its_interval_and_its_dot() -> None:
    """The drawn numbers are the given ones, and arms differ by shape too, for a grey print."""
    intervals, dots = dot_chart(DOTS, SHARES).data[::2], dot_chart(DOTS, SHARES).data[1::2]
    assert [(0.47, 0.91), (0.74, 1.0)] == [tuple(trace.x) for trace in intervals]
    assert [(0.75,), (1.0,)] == [tuple(trace.x) for trace in dots]
    assert list(SYMBOLS[:2]) == [trace.marker.symbol for trace in dots]


def test_the_gate_is_a_line_with_its_text() -> None:
    """The required value stands where it is on the scale, in words too."""
    figure = dot_chart(DOTS, SHARES, Limit(0.78, "gefordert: 78\xa0%"))
    assert [(0.78, 0.78)] == [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert "gefordert: 78\xa0%" in [note.text for note in figure.layout.annotations]


def test_without_a_gate_there_is_no_line() -> None:
    """A metric that nobody set a condition on has no line."""
    assert () == dot_chart(DOTS, SHARES).layout.shapes


def test_what_cannot_be_said_has_no_dot_but_its_reason() -> None:
    """Unknown is neither 0 nor missing: the reason stands in its row."""
    unknown = NotEnoughData(0, 1, "Niemand hat begonnen.")
    figure = dot_chart([Dot("A", unknown, "Keine Aussage möglich. Niemand hat begonnen.")], SHARES)
    assert 0 == len(figure.data)
    assert ["<b>A</b><br>Keine Aussage möglich. Niemand hat begonnen."] == [
        note.text for note in figure.layout.annotations
    ]


def test_names_from_a_plan_are_no_markup() -> None:
    """An author's text is shown as written."""
    texts = [note.text for note in dot_chart(DOTS, SHARES).layout.annotations]
    assert "<b>B &lt;Gruppen&gt;</b><br>11 von 11" == texts[1]


def test_ends_of_the_scale_are_not_cut_off() -> None:
    """A dot at 100 % is drawn whole, so the axis runs a little further."""
    low, high = dot_chart(DOTS, SHARES).layout.xaxis.range
    assert low < 0 < 1 < high


def test_the_funnel_divides_all_who_started_into_three() -> None:
    """On every page: who went on, who left there, who never came; none of an empty bar is drawn."""
    steps = [FunnelStep("start", "Start", 12, 0, 12), FunnelStep("miete", "Ihre Miete", 12, 3, 12)]
    steps.append(FunnelStep("done", "Fertig", 9, 0, 12))
    figure = funnel_chart(steps, ["Start: 12 von 12", "Ihre Miete: 12 von 12", "Fertig: 9 von 12"])
    assert [(12, 9, 9), (None, 3, None), (0, 0, 3)] == [tuple(trace.x) for trace in figure.data]
    assert "/" == figure.data[1].marker.pattern.shape
    assert ["Start: 12 von 12", "Ihre Miete: 12 von 12", "Fertig: 9 von 12"] == [
        note.text for note in figure.layout.annotations
    ]


@pytest.mark.parametrize(
    "figure",
    [
        dot_chart(DOTS, SHARES, Limit(0.78, "gefordert")),
        funnel_chart([FunnelStep("start", "Start", 12, 2, 12)], ["Start"]),
        group_chart([Group("Seite", tuple(DOTS))], SHARES),
        curve_chart([Curve("A", 3, ((50.0, 0.4), (60.0, 0.8)), (55.0,), 90.0)], SHARES),
        stack_chart([Stack("A", (0.25, 0.75), ("Platz 1", "Platz 2"))]),
        path_chart(Path(("Start", "Miete"), (Link(0, 1, 9, "next"), Link(1, None, 3, "leave"))), "aufgehört"),
    ],
    ids=["dots", "funnel", "groups", "curves", "stacks", "ways"],
)
def test_plotly_accepts_every_chart(figure: go.Figure) -> None:
    """Charts are made without plotly's own check, so it looks at them here."""
    assert len(figure.data) == len(go.Figure(figure.to_dict()).data)


def test_plotly_refuses_what_is_wrong() -> None:
    """The check above is one."""
    with pytest.raises(ValueError, match="colour"):
        go.Figure({"data": [{"type": "scatter", "colour": "red"}]})
