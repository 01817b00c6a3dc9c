"""Times of all people, means of two groups, efficiency."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.stats import (
    Efficiency,
    LogRank,
    MeanTest,
    NotEnoughData,
    SurvivalCurve,
    efficiency,
    geometric_mean,
    kaplan_meier,
    logrank,
    paired_t,
    welch_t,
)

durations = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 1)), min_size=1, max_size=30)
values = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20)


def curve_of(people: list[tuple[int, int]]) -> SurvivalCurve:
    found = kaplan_meier([time for time, _ in people], [event for _, event in people])
    assert isinstance(found, SurvivalCurve)
    return found


def test_slow_people_who_gave_up_do_not_make_a_prototype_fast() -> None:
    """Known wrong: the mean of successes calls A fast because its slow people gave up; the median of all does
    not.
    """
    a_times, a_done = [60, 70, 80, 900, 900, 900, 900, 900], [1, 1, 1, 0, 0, 0, 0, 0]
    b_times, b_done = [120, 130, 140, 150, 160, 170, 180, 190], [1] * 8
    successes = [time for time, done in zip(a_times, a_done, strict=True) if done]
    assert geometric_mean(successes) < geometric_mean(b_times)
    a, b = kaplan_meier(a_times, a_done), kaplan_meier(b_times, b_done)
    assert isinstance(a, SurvivalCurve)
    assert isinstance(b, SurvivalCurve)
    assert a.median is None
    assert 150 == b.median
    assert a.at(300) > b.at(300)


@given(people=durations)
def test_curve_falls_from_one(people: list[tuple[int, int]]) -> None:
    """The curve starts at 1, falls at events only and never below 0."""
    curve = curve_of(people)
    steps = [curve.at(time) for time in range(32)]
    assert 1.0 == steps[0]
    assert sorted(steps, reverse=True) == steps
    assert steps[-1] >= -1e-12
    assert {time for time, event in people if event} == set(curve.times)


@given(people=durations)
def test_without_censoring_the_curve_is_the_share(people: list[tuple[int, int]]) -> None:
    """Where everyone finished, the curve is the plain share of those still at it."""
    finished = [(time, 1) for time, _ in people]
    curve = curve_of(finished)
    for moment in range(32):
        assert sum(time > moment for time, _ in finished) / len(finished) == pytest.approx(curve.at(moment), abs=1e-9)


@given(people=durations)
def test_everyone_censored_has_no_median(people: list[tuple[int, int]]) -> None:
    """Where everyone gave up, the curve stays at 1, the median is not reached, and no test is possible."""
    times = [time for time, _ in people]
    curve = curve_of([(time, 0) for time in times])
    assert 1.0 == curve.at(1000)
    assert curve.median is None
    nobody = [0] * len(times)
    assert isinstance(logrank(times, nobody, times, nobody), NotEnoughData)


@given(people=durations)
def test_one_more_who_gave_up_never_makes_faster(people: list[tuple[int, int]]) -> None:
    """A person who gave up after all others lifts the curve, and the median never falls."""
    before, after = curve_of(people), curve_of([*people, (31, 0)])
    assert all(after.at(time) >= before.at(time) - 1e-12 for time in range(32))
    assert (after.median or 99) >= (before.median or 99)


def test_half_reached_through_rounding() -> None:
    """Two products that make one half count as one half: 3/4 * 2/3, and 9/10 down to 5/10."""
    assert 2 == curve_of([(1, 1), (2, 1), (3, 1), (4, 1)]).median
    assert 5 == curve_of([(time, 1) for time in range(1, 11)]).median


@given(first=durations, second=durations)
def test_logrank_is_a_p_or_a_reason(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    """The test does not care about the order of groups, and gives a probability or a reason."""
    one, two = ([[time for time, _ in group], [event for _, event in group]] for group in (first, second))
    found, back = logrank(*one, *two), logrank(*two, *one)
    if isinstance(found, LogRank):
        assert isinstance(back, LogRank)
        assert 0 <= found.p <= 1
        assert found.chi_square == pytest.approx(back.chi_square, abs=1e-9)
    else:
        assert found == back


@given(people=durations)
def test_equal_groups_do_not_differ(people: list[tuple[int, int]]) -> None:
    """A group against itself has a chi-square of 0, or nothing can be said."""
    times, events = [time for time, _ in people], [event for _, event in people]
    found = logrank(times, events, times, events)
    if isinstance(found, LogRank):
        assert 0 == pytest.approx(found.chi_square, abs=1e-9)


@given(a=values, b=values)
def test_welch_is_a_test_or_a_reason(a: list[float], b: list[float]) -> None:
    """The interval contains the difference; two groups without spread give a reason."""
    found = welch_t(a, b)
    if isinstance(found, NotEnoughData):
        assert max(a) - min(a) < 1e-6
        assert max(b) - min(b) < 1e-6
        return
    assert isinstance(found, MeanTest)
    assert found.interval.low <= found.difference <= found.interval.high
    assert 0 <= found.p <= 1
    assert min(len(a), len(b)) - 1 <= found.df + 1e-9
    assert found.df <= len(a) + len(b) - 2 + 1e-9


@given(a=values, shift=st.floats(-100, 100))
def test_equal_differences_have_no_spread(a: list[float], shift: float) -> None:
    """The same difference in every pair says nothing about its spread, rounding or not."""
    assert isinstance(paired_t([value + shift for value in a], a), NotEnoughData)


@pytest.mark.parametrize(
    "found",
    [
        kaplan_meier([], []),
        logrank([], [], [3], [1]),
        welch_t([1], [2, 3]),
        welch_t([2, 2], [3, 3]),
        paired_t([], []),
        paired_t([1], [2]),
        efficiency([], []),
    ],
)
def test_too_little_is_a_reason(found: object) -> None:
    """Nobody, one person, and equal values give a reason of one sentence."""
    assert isinstance(found, NotEnoughData)
    assert found.have < found.need
    assert found.why.endswith(".")


@given(attempts=st.lists(st.tuples(st.integers(0, 1), st.floats(0.1, 1e4)), min_size=1, max_size=20))
def test_efficiency_stays_on_its_scale(attempts: list[tuple[int, float]]) -> None:
    """Nobody succeeding gives 0, everybody 1; between them the share lies between."""
    found = efficiency([success for success, _ in attempts], [time for _, time in attempts])
    assert isinstance(found, Efficiency)
    assert 0 <= found.relative <= 1 + 1e-12
    successes = {success for success, _ in attempts}
    if successes == {0}:
        assert Efficiency(0.0, 0.0) == found
    if successes == {1}:
        assert 1 == pytest.approx(found.relative)


@pytest.mark.parametrize(
    "call",
    [
        lambda: kaplan_meier([1, 2], [1]),
        lambda: kaplan_meier([-1], [1]),
        lambda: kaplan_meier([float("nan")], [1]),
        lambda: kaplan_meier([1], [2]),
        lambda: paired_t([1, 2], [1]),
        lambda: efficiency([1], [0]),
        lambda: efficiency([2], [1]),
    ],
)
def test_impossible_times_are_refused(call: Callable[[], object]) -> None:
    """Lengths that do not fit, negative times and events other than 0 and 1 are mistakes of the caller."""
    with pytest.raises(ValueError, match=r"each|pairs"):
        call()
