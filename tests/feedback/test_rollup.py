"""Sums say what single sessions say: who counts, rates, means, ways, mistakes; times within 5 %."""

from collections.abc import Sequence
from dataclasses import replace
from math import isclose
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.events import FlowField, FlowPage, FlowSnapshot, FlowTask, Session
from feedback.evidence.crowd import add_up
from feedback.metrics import ExactFigures, Metric, RolledFigures, select
from feedback.metrics.probed import read_probe
from feedback.replay import SessionFacts, TaskFacts, pack, unpack
from feedback.rollup import RollAmount, bucket_of, contribution, duration_of, merge
from feedback.stats import (
    Mean,
    NotEnoughData,
    SurvivalCurve,
    geometric_mean_from_sums,
    geometric_mean_interval,
    kaplan_meier,
    kaplan_meier_from_counts,
    mean_from_sums,
    mean_interval,
    quantile_from_counts,
)
from feedback.study import parse

STUDY = parse(
    """
title = "Wohngeld"
prototype = "wohngeld"
looks = [2, 4]
planned_sessions = 4
arm = [{id = "A", variant = "A"}, {id = "B", variant = "B"}]
task = [{id = "antrag", critical = true}, {id = "aendern"}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}]
""",
    "wohngeld/runde-1",
)
PAGES = ("start", "miete", "check", "done", "extra")
FLOW = FlowSnapshot(
    content_hash="h",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld",
    language="de",
    pages=tuple(FlowPage(id=page, title=page.title(), kind="form") for page in PAGES[:4]),
    fields=(FlowField(id="qm", label="Wie groß?", kind="integer"),),
    rules=("required",),
    tasks=(FlowTask(id="antrag", title="T", end_page="done", ideal_path=PAGES[:4]),),
)
OUTCOMES = ("success", "success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure")


def make_session(number: int, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "session_id": f"s{number:03}", "study": STUDY.id, "round": 1, "prototype": "wohngeld", "variant": "A",
        "arm": "A", "content_hash": "h", "mode": "alone", "participant": f"p{number}", "position": 0,
        "consent_version": "c", "consent_scopes": ("taking_part",), "app_version": "0", "synthetic": False,
        "started_ms": 1_000_000 + number * 1_000,
    }  # fmt: skip
    return Session(**(values | changes))


@st.composite
def tasks(draw: st.DrawFn, name: str) -> TaskFacts:
    pages = tuple(draw(st.lists(st.sampled_from(PAGES), min_size=1, max_size=8)))
    rules = st.tuples(st.sampled_from(PAGES), st.just("qm"), st.sampled_from(("required", "pattern")))
    problems = draw(st.dictionaries(rules, st.integers(1, 4), max_size=3))
    return TaskFacts(
        task=name,
        outcome=draw(st.sampled_from((*OUTCOMES, None))),
        duration_ms=draw(st.integers(0, 3_000_000)),
        pages=pages,
        ideal=4,
        errors=sum(problems.values()),
        backtracks=draw(st.integers(0, 5)),
        problems=problems,
    )


@st.composite
def facts_of(draw: st.DrawFn, number: int) -> SessionFacts:
    changes = {
        "arm": draw(st.sampled_from("AAB")),
        "participant": draw(st.sampled_from(("p1", "p2", f"q{number}", f"r{number}"))),
        "mode": draw(st.sampled_from(("alone", "moderated"))),
        "synthetic": draw(st.sampled_from((False, False, False, True))),
        "round": draw(st.sampled_from((1, 1, 1, 2))),
    }
    answers = {f"sus_{i}": draw(st.none() | st.integers(1, 5)) for i in range(1, 11)}
    return SessionFacts(
        session=make_session(number, **changes),
        end_reason=draw(st.sampled_from(("finished", "finished", "stopped", "technical_failure", None))),
        tasks=tuple(draw(tasks(name)) for name in draw(st.sampled_from(((), ("antrag",), ("antrag", "aendern"))))),
        answers={("sus", None): answers, ("ease", "antrag"): {"ease_1": draw(st.integers(1, 7))}},
        events=draw(st.integers(1, 60)),
        missing=draw(st.integers(0, 2)),
        withdrawn=draw(st.sampled_from((False, False, False, True))),
        flow=FLOW,
        sources=frozenset({"server"}),
        stays_ms={("antrag", page): draw(st.integers(0, 90_000)) for page in draw(st.sets(st.sampled_from(PAGES)))},
    )


CROWDS = st.integers(0, 14).flatmap(lambda n: st.tuples(*(facts_of(number) for number in range(n))))


def same(one: Metric | NotEnoughData, other: Metric | NotEnoughData) -> bool:
    """Return whether two values agree to three digits; what cannot be said agrees in count and reason.

    The interval of two sessions widens what was rounded.
    """
    if isinstance(one, NotEnoughData) or isinstance(other, NotEnoughData):
        return one == other
    near = all(
        isclose(getattr(one, name), getattr(other, name), rel_tol=1e-3, abs_tol=1e-3)
        for name in ("estimate", "low", "high")
    )
    return near and (one.n, one.x, one.unit, one.grade) == (other.n, other.x, other.unit, other.grade)


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(CROWDS)
def test_sums_say_what_sessions_say(facts: tuple[SessionFacts, ...]) -> None:
    """For any crowd: who counts, and every figure of every chart."""
    selections = select(STUDY, facts)
    exact = ExactFigures(STUDY, {arm: one.usable for arm, one in selections.items()})
    rolled = RolledFigures(STUDY, add_up(STUDY, facts), {"h": FLOW})
    for arm, selection in selections.items():
        sums = rolled.rollup.arms[arm]
        for kind in ("usable", "dropped", "technical", "repeats"):
            assert len(getattr(selection, kind)) == sums.kinds[kind]
        over = [one for one in selection.all if one.over]
        assert sum(one.session.mode == "moderated" for one in over) == sums.modes["moderated"]
        assert sum(one.missing for one in over) == sums.whole("missing").total
        metrics, summed = exact.metrics(arm), rolled.metrics(arm)
        assert metrics.keys() == summed.keys()
        assert all(same(metrics[name], summed[name]) for name in metrics)
        assert exact.mistakes(arm) == rolled.mistakes(arm)
        assert all(same(*pair) for pair in both(exact.answers(arm, "sus"), rolled.answers(arm, "sus")))
        for task in ("antrag", "aendern"):
            assert by_page(exact.funnel(arm, task)) == by_page(rolled.funnel(arm, task))
            assert dict(exact.moves(arm, task)) == dict(rolled.moves(arm, task))
            assert all(same(*pair) for pair in both(exact.stays(arm, task), rolled.stays(arm, task)))
            assert all(same(*pair) for pair in both(exact.errors(arm, task), rolled.errors(arm, task)))


def by_page(steps: Sequence[Any]) -> dict[str, Any]:
    return {step.page: step for step in steps}


def both(one: Any, other: Any) -> list[tuple[Any, Any]]:
    """Return the values of two mappings in pairs; they have the same keys."""
    assert one.keys() == other.keys()
    return [(one[key], other[key]) for key in one]


@settings(deadline=None, max_examples=50)
@given(st.lists(facts_of(1), min_size=1, max_size=1))
def test_facts_survive_packing(facts: list[SessionFacts]) -> None:
    """What is taken out of the sums again is what was put in."""
    one = replace(facts[0], withdrawn=False, wordings=frozenset({("sus", "w1")}), probe={("clicks", "start", ""): 3})
    assert one == unpack(pack(one), one.session, FLOW)


@settings(deadline=None, max_examples=20)
@given(CROWDS)
def test_taking_away_is_exact(facts: tuple[SessionFacts, ...]) -> None:
    """What was added and taken away leaves nothing."""
    rows = [contribution([one]) for one in facts]
    assert {} == merge(merge({}, *rows), *rows, sign=-1)


def test_running_and_withdrawn_sessions_add_nothing() -> None:
    """Neither what is not over nor what may not be used."""
    facts = SessionFacts(make_session(1), "finished", events=3)
    assert {} == contribution([replace(facts, end_reason=None)])
    assert {} == contribution([replace(facts, withdrawn=True)])
    assert contribution([facts])


@given(st.integers(1, 100_000_000))
def test_a_bucket_is_true_within_5_percent(duration_ms: int) -> None:
    """The middle of a bucket is at most 2.5 % away from every duration in it."""
    assert abs(duration_of(bucket_of(duration_ms)) / duration_ms - 1) < 0.025


@given(st.lists(st.integers(-500, 500), max_size=40), st.sampled_from((0.0, 2.5)))
def test_a_mean_from_sums_is_the_mean(values: list[int], step: float) -> None:
    """The interval, too, and the floor of the spread."""
    found = mean_from_sums(len(values), sum(values), sum(v * v for v in values), step=step)
    agree(mean_interval([float(v) for v in values], step=step), found)


@given(st.lists(st.integers(1, 5_000), max_size=40))
def test_a_geometric_mean_from_sums_is_the_geometric_mean(values: list[int]) -> None:
    """From whole numbers of a hundred-thousandth, in seconds of milliseconds."""
    from math import log

    units = [round(log(value) * 100_000) for value in values]
    found = geometric_mean_from_sums(len(values), sum(units), sum(u * u for u in units), 100_000, 0.001, step=1.0)
    agree(geometric_mean_interval([value / 1000 for value in values], step=1.0), found)


def agree(one: Mean | NotEnoughData, other: Mean | NotEnoughData) -> None:
    """Both say the same, to four digits."""
    if isinstance(one, NotEnoughData) or isinstance(other, NotEnoughData):
        assert one == other
        return
    pairs = [(one.mean, other.mean), (one.sd, other.sd), (one.interval.low, other.interval.low)]
    assert one.n == other.n
    assert all(isclose(*pair, rel_tol=1e-4, abs_tol=1e-4) for pair in pairs)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1)), max_size=40))
def test_a_survival_curve_from_counts_is_the_curve(people: list[tuple[int, int]]) -> None:
    """With ties, and with people who leave at the time at which others finish."""
    times, events = [time for time, _ in people], [event for _, event in people]
    counts = [
        [(float(time), sum(1 for one in people if one == (time, done))) for time in range(10) if (time, done) in people]
        for done in (1, 0)
    ]
    exact, counted = kaplan_meier(times, events), kaplan_meier_from_counts(*counts)
    if not isinstance(exact, SurvivalCurve) or not isinstance(counted, SurvivalCurve):
        assert exact == counted
        return
    assert (exact.n, exact.times, exact.median) == (counted.n, counted.times, counted.median)
    assert exact.shares == pytest.approx(counted.shares)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.sampled_from((0.1, 0.5, 0.9, 1.0)))
def test_a_quantile_is_reached_by_its_share(values: list[int], share: float) -> None:
    """At least this share lies at or below it, and less than this share strictly below."""
    counts = [(float(value), values.count(value)) for value in set(values)]
    found = quantile_from_counts(counts, share)
    assert not isinstance(found, NotEnoughData)
    assert sum(value <= found for value in values) >= share * len(values) > sum(value < found for value in values)


def test_times_of_a_crowd_are_true_within_5_percent() -> None:
    """The median of 500 log-normal times, of whom every tenth gave up."""
    rng = Random(1)
    facts = [
        SessionFacts(
            make_session(number),
            "finished",
            (TaskFacts("antrag", "gave_up" if number % 10 == 0 else "success", round(rng.lognormvariate(12, 0.7))),),
        )
        for number in range(500)
    ]
    exact = ExactFigures(STUDY, {"A": tuple(facts)}).times("A", "antrag")
    rolled = RolledFigures(STUDY, add_up(STUDY, facts), {}).times("A", "antrag")
    assert exact is not None
    assert rolled is not None
    assert exact.curve.median is not None
    assert rolled.curve.median is not None
    assert abs(rolled.curve.median / exact.curve.median - 1) < 0.05
    assert abs(rolled.end / exact.end - 1) < 0.025
    assert len(exact.left) > len(rolled.left) > 0


def test_the_probe_tells_only_of_those_who_allowed_it() -> None:
    """Two of three people were watched: medians, clicks and corrections are theirs."""
    task = (TaskFacts("antrag", "success", 9_000, ("start", "miete")),)
    plain = SessionFacts(make_session(1), "finished", task, sources=frozenset({"server"}), flow=FLOW)
    marks = [
        {("hesitation_ms", "miete", "qm"): 2_000, ("dwell_ms", "miete", "qm"): 500, ("edits", "miete", "qm"): 3},
        {("dwell_ms", "miete", "qm"): 700, ("edits", "miete", "qm"): 0, ("dead_clicks", "start", ""): 4},
    ]
    seen = [
        replace(
            plain, session=make_session(number), sources=frozenset({"server", "probe"}), probe=probe, probe_events=3
        )
        for number, probe in enumerate(marks, start=2)
    ]
    found = read_probe(add_up(STUDY, [plain, *seen]).arms["A"], {"start": "Start"})
    assert (2, 3) == (found.n, found.of)
    (field,) = found.fields
    assert (2, 1.5) == (field.n, field.edits)
    assert field.hesitation_s is not None
    assert abs(field.hesitation_s / 2 - 1) < 0.025
    (page,) = found.pages
    assert isinstance(page.dead, Metric)
    assert (1, 2, 4, 0) == (page.dead.x, page.dead.n, page.dead_clicks, page.rage_clicks)


def test_amounts_of_millions_fit_a_database_column() -> None:
    """Two million sessions of the slowest people and the worst ways stay below 2^63."""
    slow = TaskFacts("antrag", "success", 24 * 3_600_000, ("start",), ideal=40, errors=999, backtracks=999)
    stays = {("antrag", "start"): 24 * 3_600_000}
    answers = {("sus", None): {f"sus_{i}": 5 if i % 2 else 1 for i in range(1, 11)}}
    facts = SessionFacts(make_session(1, started_ms=1_900_000_000_000), "finished", (slow,), answers, stays_ms=stays)
    worst = max(max(amount) for amount in contribution([facts]).values())
    assert worst * 2_000_000 < 2**63
    assert RollAmount(1, 10_000, 100_000_000) in contribution([facts]).values()
