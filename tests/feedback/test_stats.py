"""The statistics at the edges, and as properties; the published values stand in `statistics_cases.json`."""

import doctest
import importlib
import pkgutil
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feedback.instruments
import feedback.stats
from feedback.stats import (
    Interval,
    Mean,
    NotEnoughData,
    PointEstimate,
    allocation_p,
    fewest_successes,
    gate_probability,
    geometric_mean,
    geometric_mean_interval,
    lostness,
    mean_gate_probability,
    mean_interval,
    point_estimate,
    spread,
    wilson,
)

SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]


@pytest.mark.parametrize(
    "name",
    [
        info.name
        for package in (feedback.stats, feedback.instruments)
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ],
)
def test_examples_in_docstrings(name: str) -> None:
    """The examples in the docstrings hold."""
    assert 0 == doctest.testmod(importlib.import_module(name)).failed


def test_mean_interval_of_the_sleep_data() -> None:
    """The t interval of ten values is that of R's t.test(extra) for group 1 of `sleep`."""
    found = mean_interval(SLEEP_A)
    assert isinstance(found, Mean)
    assert 0.75 == pytest.approx(found.mean)
    assert (-0.5297804, 2.0297804) == pytest.approx((found.interval.low, found.interval.high), abs=1e-6)


def test_only_twelve_of_twelve_pass_the_first_look() -> None:
    """At 12 sessions the completion gate of the reference study lets no failure through."""
    assert 12 == fewest_successes(12, 0.78, 0.90)
    assert 18 == fewest_successes(20, 0.78, 0.90)
    assert 27 == fewest_successes(30, 0.78, 0.90)


@pytest.mark.parametrize("found", [wilson(0, 0), point_estimate(0, 0), mean_interval([]), mean_interval([5.0])])
def test_too_little_is_said_and_not_guessed(found: object) -> None:
    """Without data there is a statement with a reason, not a number."""
    assert isinstance(found, NotEnoughData)
    assert found.have < found.need
    assert found.why.endswith(".")


@pytest.mark.parametrize("call", [lambda: wilson(3, 2), lambda: wilson(-1, 2), lambda: gate_probability(3, 2, 0.5)])
def test_impossible_counts_are_refused(call: Callable[[], object]) -> None:
    """More successes than trials are a mistake of the caller."""
    with pytest.raises(ValueError, match="no rate"):
        call()


def test_gate_off_the_scale_is_refused() -> None:
    """A gate of 100 % can never hold and is a mistake of the caller."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        gate_probability(3, 3, 1.0)


@pytest.mark.parametrize("times", [[], [0.0, 3.0]])
def test_geometric_mean_needs_positive_times(times: list[float]) -> None:
    """A time of zero has no logarithm."""
    with pytest.raises(ValueError, match="positive"):
        geometric_mean(times)


def test_equal_answers_do_not_claim_certainty() -> None:
    """Twelve equal SUS scores get the spread that rounding to 2.5 points has, and a gate at their value is
    even.
    """
    equal = [70.0] * 12
    assert 2.5 / 12**0.5 == pytest.approx(spread(equal, 2.5))
    assert 0.5 == pytest.approx(mean_gate_probability(equal, 70.0, 2.5))
    probability = mean_gate_probability(equal, 69.5, 2.5)
    assert isinstance(probability, float)
    assert 0.9 < probability < 1.0
    found = mean_interval(equal, step=2.5)
    assert isinstance(found, Mean)
    assert found.interval.low < 70.0 < found.interval.high


def test_equal_answers_without_a_step_cannot_be_judged() -> None:
    """Where the resolution of the scale is not known, equal values say nothing about their spread."""
    assert isinstance(mean_gate_probability([70.0] * 12, 68.0), NotEnoughData)


def test_equal_times_keep_a_width() -> None:
    """Equal times are known no better than the clock's second."""
    found = geometric_mean_interval([300.0] * 5, step=1.0)
    assert isinstance(found, Mean)
    assert found.interval.low < 300.0 < found.interval.high


def test_broken_allocation() -> None:
    """Nobody in one of two arms has a tiny p, equal arms have p = 1, an empty study has none."""
    lopsided = allocation_p([0, 12])
    assert isinstance(lopsided, float)
    assert lopsided < 0.001
    assert 1.0 == allocation_p([5, 5, 5])
    assert isinstance(allocation_p([0, 0]), NotEnoughData)


@given(n=st.integers(1, 60), level=st.sampled_from([0.8, 0.95, 0.99]), data=st.data())
def test_wilson_contains_the_rate(n: int, level: float, data: st.DataObject) -> None:
    """The Wilson interval lies in [0, 1], contains the rate, and has a width."""
    x = data.draw(st.integers(0, n))
    interval = wilson(x, n, level)
    assert isinstance(interval, Interval)
    assert 0 <= interval.low <= x / n <= interval.high <= 1
    assert interval.low < interval.high


@given(n=st.integers(1, 60), gate=st.floats(0.01, 0.99))
def test_gate_probability_rises_with_successes(n: int, gate: float) -> None:
    """One more success never lowers the probability, and it stays a probability."""
    chances = [gate_probability(x, n, gate) for x in range(n + 1)]
    assert sorted(chances) == chances
    assert all(0 <= chance <= 1 for chance in chances)


@given(n=st.integers(1, 60), data=st.data())
def test_point_estimates_are_shares(n: int, data: st.DataObject) -> None:
    """Every estimate of a rate lies between 0 and 1."""
    found = point_estimate(data.draw(st.integers(0, n)), n)
    assert isinstance(found, PointEstimate)
    assert all(0 <= value <= 1 for value in vars(found).values())


scores = st.lists(st.integers(0, 40).map(lambda k: k * 2.5), min_size=2, max_size=40)


@given(values=scores)
def test_mean_interval_contains_the_mean(values: list[float]) -> None:
    """The t interval contains its mean and has a width, equal values or not."""
    found = mean_interval(values, step=2.5)
    assert isinstance(found, Mean)
    assert found.interval.low < found.mean < found.interval.high


@given(values=scores, low=st.floats(1, 99), more=st.floats(0, 50))
def test_mean_gate_probability_falls_with_the_gate(values: list[float], low: float, more: float) -> None:
    """A higher gate is never more probable."""
    easy, hard = (mean_gate_probability(values, gate, 2.5) for gate in (low, low + more))
    assert isinstance(easy, float)
    assert isinstance(hard, float)
    assert 0 <= hard <= easy <= 1


@given(times=st.lists(st.floats(0.001, 1e5), min_size=2, max_size=40))
def test_time_interval_contains_the_mean(times: list[float]) -> None:
    """The interval of times contains the geometric mean and stays positive."""
    found = geometric_mean_interval(times, step=1.0)
    assert isinstance(found, Mean)
    assert 0 <= found.interval.low <= found.mean <= found.interval.high


@given(total=st.integers(1, 60), optimum=st.integers(1, 40), data=st.data())
def test_lostness_is_never_negative(total: int, optimum: int, data: st.DataObject) -> None:
    """Lostness is 0 on the ideal path and never below."""
    unique = data.draw(st.integers(1, total))
    assert lostness(unique, total, optimum) >= 0
    assert 0 == lostness(optimum, optimum, optimum)
