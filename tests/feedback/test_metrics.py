"""Metrics, funnel and mistakes: who counts, what is said, and what cannot be said."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import a_session

from feedback import study
from feedback.events import EndReason, FlowField, FlowPage, FlowSnapshot, FlowTask, Outcome, Session
from feedback.metrics import (
    FunnelStep,
    Metric,
    Mistake,
    evaluate,
    funnel,
    metric_ids,
    metric_to_json,
    rate_metric,
    select,
    top_mistakes,
    unit_of,
)
from feedback.sessions import Problem, SessionFacts, TaskFacts
from feedback.stats import NotEnoughData
from feedback.study import Study

PLAN = """\
title = "Wohngeld"
prototype = "wohngeld"
arm = [{id = "A", variant = "A"}, {id = "B", variant = "B"}]
task = [{id = "antrag", critical = true}, {id = "aendern"}]
gate = [{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""
STUDY = study.parse(PLAN, "wohngeld/runde-1")
DEMO = study.parse("demo = true\n" + PLAN, "wohngeld/runde-1")

PAGES = ("start", "miete", "check", "done")
FLOW = FlowSnapshot(
    content_hash="h1", prototype="wohngeld", variant="A", title="Wohngeld beantragen", language="de",
    pages=tuple(FlowPage(id=name, title=name.title(), kind="form") for name in (*PAGES, "hidden")),
    fields=(FlowField(id="miete", label="Wie hoch ist Ihre Miete?", kind="euro"),),
    rules=("required",),
    tasks=(FlowTask(id="antrag", title="T", end_page="done", ideal_path=PAGES),),
)  # fmt: skip


def make_session(number: int, **changes: object) -> Session:
    values = {"content_hash": "h1", "participant": f"p{number:03}", "started_ms": number}
    return a_session(f"s{number:03}", **values | changes)


def make_task(
    outcome: Outcome | None = "success",
    duration_ms: int = 60_000,
    pages: tuple[str, ...] = PAGES,
    problems: Mapping[Problem, int] | None = None,
) -> TaskFacts:
    found = problems or {}
    return TaskFacts("antrag", outcome, duration_ms, pages, 4, sum(found.values()), 0, found, outcome == "success")


def make_facts(
    number: int,
    task: TaskFacts | None,
    *,
    sus: int | None = None,
    ended: EndReason | None = "finished",
    withdrawn: bool = False,
    **changes: object,
) -> SessionFacts:
    """Return a session; `sus` is the answer to the odd items, the even ones mirror it."""
    answers: dict[tuple[str, str | None], dict[str, int | None]] = {}
    if sus is not None:
        answers["sus", None] = {f"sus_{i}": sus if i % 2 else 6 - sus for i in range(1, 11)}
    session = make_session(number, **changes)
    return SessionFacts(session, ended, (task,) if task else (), answers, withdrawn=withdrawn, flow=FLOW)


def metric_of(facts: list[SessionFacts], metric_id: str, plan: Study = STUDY) -> Metric | NotEnoughData:
    return evaluate(plan, facts)["A"][metric_id]


def number_of(facts: list[SessionFacts], metric_id: str) -> Metric:
    found = metric_of(facts, metric_id)
    assert isinstance(found, Metric)
    return found


def test_an_empty_study_says_nothing_about_everything() -> None:
    """Without a session every metric of every arm is a reason, in an arm without sessions too."""
    found = evaluate(STUDY, [])
    assert ["A", "B"] == list(found)
    for metrics in found.values():
        assert metric_ids(STUDY) == tuple(metrics)
        assert all(isinstance(value, NotEnoughData) for value in metrics.values())


def test_completion_counts_those_who_started() -> None:
    """Success with help is no completion; technical failures and those who never started are left out."""
    outcomes: list[Outcome] = ["success", "success", "success_with_help", "gave_up", "technical_failure"]
    facts = [make_facts(i, make_task(outcome)) for i, outcome in enumerate(outcomes)]
    found = number_of([*facts, make_facts(9, None, ended="stopped")], "completion.antrag")
    assert (2, 4, 0.5, "share") == (found.x, found.n, found.estimate, found.unit)
    assert found.low < 0.5 < found.high


@pytest.mark.parametrize(("outcome", "rate"), [("success", 1.0), ("failed", 0.0)])
def test_all_or_none(outcome: Outcome, rate: float) -> None:
    """0 of n and n of n keep an interval with a width."""
    found = number_of([make_facts(i, make_task(outcome)) for i in range(12)], "completion.antrag")
    assert rate == found.estimate
    assert 0 <= found.low < found.high <= 1


def test_one_session_has_a_rate_but_no_mean() -> None:
    """One session gives x of n with a wide interval; a time has no spread yet."""
    facts = [make_facts(1, make_task(), sus=4)]
    assert 1 == number_of(facts, "completion.antrag").n
    for metric_id in ("time.antrag", "errors.antrag", "lostness.antrag", "sus"):
        found = metric_of(facts, metric_id)
        assert isinstance(found, NotEnoughData)
        assert (1, 2) == (found.have, found.need)


def test_time_is_of_successes_only() -> None:
    """The slow who gave up do not count in the time, but everybody giving up leaves none."""
    facts = [
        make_facts(1, make_task(duration_ms=50_000)),
        make_facts(2, make_task(duration_ms=72_000)),
        make_facts(3, make_task("gave_up", duration_ms=1_000)),
    ]
    found = number_of(facts, "time.antrag")
    assert (2, "s") == (found.n, found.unit)
    assert 60.0 == pytest.approx(found.estimate)
    nobody = metric_of([make_facts(i, make_task("gave_up")) for i in range(5)], "time.antrag")
    assert isinstance(nobody, NotEnoughData)
    assert "Niemand hat die Aufgabe geschafft." in nobody.why


def test_a_success_in_no_time_does_not_fail() -> None:
    """A duration of zero milliseconds has no logarithm and counts as one."""
    assert 0.001 == pytest.approx(
        number_of([make_facts(i, make_task(duration_ms=0)) for i in range(3)], "time.antrag").estimate
    )


def test_perfect_paths_are_not_certain() -> None:
    """When nobody strays, lostness is 0 with an interval that reaches above it."""
    found = number_of([make_facts(i, make_task()) for i in range(12)], "lostness.antrag")
    assert (0.0, 0.0) == (found.estimate, found.low)
    assert found.high > 0


def test_errors_stay_above_zero() -> None:
    """The interval of a mean count does not go below zero."""
    facts = [make_facts(i, make_task(problems={("miete", "miete", "required"): i % 2})) for i in range(6)]
    found = number_of(facts, "errors.antrag")
    assert 0.5 == found.estimate
    assert found.low >= 0


def test_equal_sus_scores_keep_a_width_and_a_grade() -> None:
    """Twelve equal scores are known to the step of the scale: an interval, narrow enough for a grade."""
    found = number_of([make_facts(i, make_task(), sus=4) for i in range(12)], "sus")
    assert 75.0 == found.estimate
    assert 74.0 < found.low < 75.0 < found.high < 76.0
    assert found.grade is not None
    assert "B" == found.grade.letter


def test_spread_scores_get_no_grade() -> None:
    """A wide interval carries no letter."""
    facts = [make_facts(i, make_task(), sus=1 + i % 5) for i in range(10)]
    assert number_of(facts, "sus").grade is None


def test_answers_off_the_scale_count_as_missing() -> None:
    """A value that the questionnaire does not have is not scored and does not fail."""
    facts = [make_facts(i, make_task(), sus=9) for i in range(3)]
    found = metric_of(facts, "sus")
    assert isinstance(found, NotEnoughData)
    assert 0 == found.have


def test_synthetic_sessions_count_only_in_a_demo() -> None:
    """In a study that is no demo synthetic sessions are not there."""
    facts = [make_facts(1, make_task()), make_facts(2, make_task(), synthetic=True)]
    assert 1 == number_of(facts, "completion.antrag").n
    demo = metric_of(facts, "completion.antrag", DEMO)
    assert isinstance(demo, Metric)
    assert 2 == demo.n


def test_what_is_left_out_of_a_selection() -> None:
    """Other studies, rounds and arms, withdrawn consent and double delivery do not count."""
    facts = [
        make_facts(1, make_task()),
        make_facts(1, make_task()),
        make_facts(2, make_task(), study="wohngeld/runde-2"),
        make_facts(3, make_task(), round=2),
        make_facts(4, make_task(), arm="C"),
        make_facts(5, make_task(), withdrawn=True),
    ]
    assert ["s001"] == [found.session.session_id for found in select(STUDY, facts)["A"].all]


def test_kinds_of_sessions() -> None:
    """Usable, dropped, technical, running, and the repeat of a participant are told apart."""
    facts = [
        make_facts(1, make_task()),
        make_facts(2, None, ended="stopped"),
        make_facts(3, make_task("technical_failure")),
        make_facts(4, None, ended="technical_failure"),
        make_facts(5, make_task(None), ended=None),
        make_facts(6, make_task("failed"), participant="p001"),
    ]
    found = select(STUDY, facts)["A"]
    kinds = [found.usable, found.dropped, found.technical, found.running, found.repeats]
    assert [["s001"], ["s002"], ["s003", "s004"], ["s005"], ["s006"]] == [
        [f.session.session_id for f in kind] for kind in kinds
    ]
    assert 6 == len(found.all)


def test_a_crash_after_the_critical_task_keeps_it() -> None:
    """Who finished the critical task counts, even when technology failed later."""
    assert 1 == number_of([make_facts(1, make_task(), ended="technical_failure")], "completion.antrag").n


def test_funnel_shows_where_people_leave() -> None:
    """Pages come in the order of the prototype, with those of the ideal path that nobody reached."""
    facts = [
        make_facts(1, make_task("gave_up", pages=("start", "miete"))),
        make_facts(2, make_task("gave_up", pages=("start", "miete", "start"))),
    ]
    steps = [(step.page, step.reached, step.left, step.n) for step in funnel(STUDY, facts, "A", "antrag")]
    assert [("start", 2, 1, 2), ("miete", 2, 1, 2), ("check", 0, 0, 2), ("done", 0, 0, 2)] == steps
    assert () == funnel(STUDY, facts, "B", "antrag")


def test_each_step_of_a_funnel_carries_its_rates() -> None:
    """Who reached and who left a page are rates of all who started, each with its interval."""
    step = FunnelStep("miete", "Ihre Miete", reached=12, left=3, n=12)
    assert rate_metric(12, 12) == step.reached_rate
    left = step.left_rate
    assert isinstance(left, Metric)
    assert (3, 12, 0.25) == (left.x, left.n, left.estimate)
    assert (0.0889, 0.5323) == (pytest.approx(left.low, abs=1e-4), pytest.approx(left.high, abs=1e-4))
    assert isinstance(FunnelStep("start", "Start", reached=0, left=0, n=0).left_rate, NotEnoughData)


def test_mistakes_count_persons_first() -> None:
    """A mistake of two persons comes before one that a single person makes five times; n saw the page."""
    often: Mapping[Problem, int] = {("check", "agree", "required"): 5}
    both: Mapping[Problem, int] = {("miete", "miete", "required"): 1}
    facts = [
        make_facts(1, make_task(problems={**often, **both})),
        make_facts(2, make_task(problems=both)),
        make_facts(3, make_task("gave_up", pages=("start",))),
    ]
    first, second = top_mistakes(STUDY, facts, "A")
    assert isinstance(first, Mistake)
    assert ("Wie hoch ist Ihre Miete?", 2, 2, 2) == (first.label, first.x, first.n, first.shown)
    assert ("agree", 1, 2, 5) == (second.label, second.x, second.n, second.shown)
    assert 1 == len(top_mistakes(STUDY, facts, "A", limit=1))


def test_json_of_a_metric() -> None:
    """A metric has n, estimate, interval and unit; one that cannot be said has null and a reason."""
    said = metric_to_json("sus", Metric(12, 75.0, 70.0, 80.0, "points"))
    assert {"n": 12, "estimate": 75.0, "low": 70.0, "high": 80.0, "unit": "points"} == said
    unsaid = metric_to_json("time.antrag", NotEnoughData(1, 2, "Zu wenig."))
    assert {"n": 1, "estimate": None, "low": None, "high": None, "unit": "s", "why": "Zu wenig."} == unsaid


OUTCOMES = ["success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure"]


PATHS = st.lists(st.sampled_from(PAGES), max_size=8)
DRAWN = st.tuples(st.sampled_from(OUTCOMES), st.integers(0, 10**8), PATHS, st.none() | st.integers(1, 5))


@given(drawn=st.lists(DRAWN, max_size=15))
def test_every_interval_contains_its_estimate(drawn: list[tuple[Outcome, int, list[str], int | None]]) -> None:
    """Whatever the sessions, each metric is a reason, or an estimate inside its interval."""
    facts = [
        make_facts(i, make_task(outcome, duration, tuple(pages)), sus=sus)
        for i, (outcome, duration, pages, sus) in enumerate(drawn)
    ]
    for metric_id, value in evaluate(STUDY, facts)["A"].items():
        if isinstance(value, Metric):
            assert value.low <= value.estimate <= value.high
            assert unit_of(metric_id) == value.unit
            assert value.n <= len(drawn)
        else:
            assert value.have < value.need
