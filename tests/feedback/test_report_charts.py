"""The pictures of a report and the further charts of the office show the values they are given."""

import re
from dataclasses import replace

from deciding import STUDY, make_arm, make_facts

from feedback.charts import (
    Axis,
    Curve,
    Dot,
    Group,
    Limit,
    Link,
    Path,
    Stack,
    curve_chart,
    group_chart,
    path_chart,
    stack_chart,
)
from feedback.decision import decide, gather
from feedback.evidence import StudyEvidence
from feedback.metrics import FunnelStep, Metric
from feedback.report.drawing import draw_bar, draw_curves, draw_dot, draw_funnel, draw_path, draw_stack
from feedback.report.further import (
    curves_of,
    error_groups,
    finished_by,
    item_groups,
    path_of,
    rank_stacks,
    round_groups,
    stay_groups,
)
from feedback.sessions import SessionFacts, TaskFacts
from feedback.stats import NotEnoughData

SHARES = Axis(0, 1, ((0.0, "0\xa0%"), (1.0, "100\xa0%")))
VALUE = Metric(12, 0.75, 0.5, 1.0, "share", x=9)
UNKNOWN = NotEnoughData(0, 1, "Niemand hat begonnen.")
CURVE = Curve("A", 3, ((50.0, 0.4), (60.0, 0.8)), (55.0,), 90.0)
WAYS = Path(("Start", "Miete", "Ende"), (Link(0, 1, 9, "next"), Link(1, 0, 2, "back"), Link(1, None, 3, "leave")))


def evidence_of(facts: list[SessionFacts]) -> StudyEvidence:
    decision = decide(STUDY, facts, now_ms=1_800_000_000_000)
    return StudyEvidence(STUDY, None, tuple(facts), gather(STUDY, facts), {}, decision)


def places(drawn: str, attribute: str) -> list[float]:
    return [float(found) for found in re.findall(rf'{attribute}="([\d.]+)%"', drawn)]


def test_a_dot_lies_within_its_interval_and_the_scale_is_kept() -> None:
    """The middle of the scale is the middle of the picture, and the interval runs from its low to its high end."""
    drawn = draw_dot(VALUE, SHARES, 0)
    low, high, dot = 50.0, 92.0, 71.0
    assert [low, high] == sorted({*places(drawn, "x1"), *places(drawn, "x2")} - {8.0, 92.0} | {92.0})
    assert [dot] == places(drawn, " x")


def test_what_cannot_be_said_is_not_drawn() -> None:
    """Unknown has no dot; the line of the gate stays."""
    drawn = draw_dot(UNKNOWN, SHARES, 0, Limit(0.5, "gefordert"))
    assert [] == places(drawn, " x")
    assert "stroke-dasharray" in drawn


def test_arms_differ_by_shape() -> None:
    """A grey print can be read."""
    assert "<circle" in draw_dot(VALUE, SHARES, 0)
    assert "<rect" in draw_dot(VALUE, SHARES, 1)


def test_a_bar_shows_who_went_on_and_who_left() -> None:
    """Of 10 people 8 came and 2 left: 60 % plain, 20 % hatched."""
    step = FunnelStep("miete", "Miete", 8, 2, 10)
    assert ["100%", "60.00%", "20.00%"] == re.findall(r'width="([\d.]+%)" height="12"', draw_bar(step, 0))
    assert 1 == draw_funnel([step], 0).count("url(#hatch)")


def test_parts_of_a_bar_fill_it() -> None:
    """Two places with 25 and 75 percent."""
    assert ["25.00%", "75.00%"] == re.findall(r'width="([\d.]+%)" height="16"', draw_stack((0.25, 0.75)))


def test_a_curve_has_its_steps_and_its_crosses() -> None:
    """Two rises, and one cross for the person who gave up between them."""
    drawn = draw_curves([CURVE], Axis(0, 100, ((0.0, "0"), (100.0, "100"))), ["0", "50", "100"], "Zeiten <A>")
    assert 'aria-label="Zeiten &lt;A&gt;"' in drawn
    assert 1 == drawn.count("M-5-5 5 5")
    assert [0.0, 50.0, 60.0, 90.0] == list(curve_chart([CURVE], SHARES).data[0].x)
    assert [0.4] == list(curve_chart([CURVE], SHARES).data[1].y)


def test_ways_are_as_thick_as_there_were_moves() -> None:
    """Nine moves are drawn thicker than two, in the report and in the office."""
    widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', draw_path(WAYS, "Wege"))]
    assert sorted(widths, reverse=True) == [widths[0], widths[2], widths[1]]
    sankey = path_chart(WAYS, "aufgehört").data[0]
    assert [9, 2, 3] == list(sankey.link.value)
    assert [1, 0, 3] == list(sankey.link.target)


def test_groups_and_stacks_of_the_office_draw_every_value() -> None:
    """One interval with its dot for each arm that has a value; a bar for each place."""
    groups = [Group("Seite", (Dot("A", VALUE, "9 von 12"), Dot("B", UNKNOWN, "keine Aussage")))]
    assert [(0.5, 1.0), (0.75,)] == [tuple(trace.x) for trace in group_chart(groups, SHARES).data]
    stacks = [Stack("A", (0.9, 0.1), ("", "")), Stack("B", (0.1, 0.9), ("", ""))]
    assert [(0.9, 0.1), (0.1, 0.9)] == [tuple(trace.x) for trace in stack_chart(stacks).data]


def test_who_gave_up_is_censored_not_left_out() -> None:
    """Of 12 people 9 finished: the curve counts 12, rises to less than 1, and has three crosses."""
    evidence = evidence_of(make_arm("A", 12, 9) + make_arm("B", 12, 12))
    curve = curves_of(evidence, "antrag")[0]
    assert (12, 3) == (curve.n, len(curve.left))
    assert curve.steps[-1][1] < 1
    value = finished_by(evidence.counted.arms["A"].usable, "antrag", 60.004)
    assert isinstance(value, Metric)
    assert (5, 12) == (value.x, value.n)


def test_ways_name_moves_back_and_leaving() -> None:
    """Pages come in the order of the prototype; who leaves without success leaves on the last page."""
    tasks = (TaskFacts("antrag", "gave_up", 9, ("start", "miete", "start")),)
    facts = [*make_arm("A", 1), SessionFacts(make_facts(5).session, "finished", tasks), *make_arm("B", 2)]
    path = path_of(evidence_of(facts), "A", "antrag")
    moves = {(link.source, link.target): link.move for link in path.links}
    assert {"next", "skip", "back", "leave"} >= set(moves.values())
    assert "leave" == moves[0, None]


def test_pages_that_an_arm_does_not_have_have_no_value_there() -> None:
    """An arm stands only at the pages that somebody of it saw, in its own colour."""
    other = [
        SessionFacts(make_facts(n, "B").session, "finished", (TaskFacts("antrag", "success", 9, ("b",)),))
        for n in range(3)
    ]
    groups = error_groups(evidence_of(make_arm("A", 3) + other), "antrag")
    assert {"b": [1], "start": [0], "done": [0]} == {one.label: [dot.place for dot in one.dots] for one in groups}


def test_stays_are_those_of_the_people_who_count() -> None:
    """Two people stayed 10 and 40 seconds: 20 in the geometric mean."""
    quick, slow = (
        replace(facts, stays_ms={("antrag", "start"): stay_ms})
        for facts, stay_ms in zip(make_arm("A", 2), (10_000, 40_000), strict=True)
    )
    value = stay_groups(evidence_of([quick, slow, *make_arm("B", 2)]), "antrag")[0].dots[0].value
    assert isinstance(value, Metric)
    assert (2, 20.0) == (value.n, round(value.estimate, 6))


def test_items_say_which_end_is_good() -> None:
    """A low answer to an even question of the SUS is good, and the label says so."""
    groups = item_groups(evidence_of(make_arm("A", 3) + make_arm("B", 3)), "sus", "den Dienst")
    assert 10 == len(groups)
    assert groups[0].label.endswith("(mehr ist besser)")
    assert groups[1].label.endswith("(weniger ist besser)")
    assert [5.0, 1.0] == [one.dots[0].value.estimate for one in groups[:2] if isinstance(one.dots[0].value, Metric)]


def test_ranks_and_rounds_come_from_the_decision() -> None:
    """Before the first look there is no rank; each round stands with its number."""
    early, late = evidence_of(make_arm("A", 3)), evidence_of(make_arm("A", 12) + make_arm("B", 12, 2))
    assert () == rank_stacks(early)
    assert {"A (Eine Frage je Seite)", "B"} == {stack.name for stack in rank_stacks(late)}
    names = [dot.name for dot in round_groups([early, late], "sus")]
    assert "Runde 1, Variante A (Eine Frage je Seite)" == names[0]
    assert 4 == len(names)
