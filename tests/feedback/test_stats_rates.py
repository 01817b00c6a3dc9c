"""Rates of two prototypes: differences, pairs, posteriors, several tests, sample sizes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.stats import (
    Interval,
    NotEnoughData,
    PairedDifference,
    RateTest,
    difference_interval,
    expected_loss,
    holm,
    margin_sample,
    mcnemar_midp,
    n1_chi_square,
    paired_interval,
    superiority_probability,
    two_rates_sample,
    wilson,
    zero_failure_sample,
)

pytestmark = pytest.mark.slow

counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
cells = st.integers(0, 30)
priors = st.sampled_from([(0.5, 0.5), (1.0, 1.0), (4.0, 1.0)])


@given(first=counts, second=counts)
def test_difference_interval_contains_the_difference(first: tuple[int, int], second: tuple[int, int]) -> None:
    """The interval lies in [-1, 1], contains the difference and has a width, 0 of n and n of n included."""
    found = difference_interval(*first, *second)
    assert isinstance(found, Interval)
    difference = first[0] / first[1] - second[0] / second[1]
    assert -1 <= found.low <= difference <= found.high <= 1
    assert found.low < found.high


@given(first=counts, second=counts)
def test_difference_turns_with_the_groups(first: tuple[int, int], second: tuple[int, int]) -> None:
    """Swapping the groups mirrors the interval and the test."""
    there, back = difference_interval(*first, *second), difference_interval(*second, *first)
    assert isinstance(there, Interval)
    assert isinstance(back, Interval)
    assert (-back.high, -back.low) == pytest.approx((there.low, there.high))
    test, mirrored = n1_chi_square(*first, *second), n1_chi_square(*second, *first)
    if isinstance(test, RateTest):
        assert isinstance(mirrored, RateTest)
        assert test.p == pytest.approx(mirrored.p)
        assert test.z == pytest.approx(-mirrored.z)


@given(first=counts, second=counts)
def test_rate_test_is_a_p_or_a_reason(first: tuple[int, int], second: tuple[int, int]) -> None:
    """Where all or none succeeded in both groups there is a reason and never p = 1; else p is a probability."""
    found = n1_chi_square(*first, *second)
    if first[0] + second[0] in (0, first[1] + second[1]):
        assert isinstance(found, NotEnoughData)
    else:
        assert isinstance(found, RateTest)
        assert 0 < found.p <= 1
        assert (found.z > 0) == (first[0] * second[1] > second[0] * first[1])


@given(a=cells, b=cells, c=cells, d=cells)
def test_paired_interval_contains_the_difference(a: int, b: int, c: int, d: int) -> None:
    """The paired interval contains the difference, also where all did alike; nobody gives a reason."""
    found = paired_interval(a, b, c, d)
    if a + b + c + d == 0:
        assert isinstance(found, NotEnoughData)
        return
    assert isinstance(found, PairedDifference)
    assert -1 <= found.interval.low <= found.difference + 1e-12
    assert found.difference - 1e-12 <= found.interval.high <= 1
    assert found.interval.low < found.interval.high


@given(b=cells, c=cells)
def test_midp_is_a_probability_below_the_exact_p(b: int, c: int) -> None:
    """The mid-p lies in (0, 1), does not care which prototype is first, and falls with a clearer lead."""
    found = mcnemar_midp(b, c)
    assert found == mcnemar_midp(c, b)
    if b + c == 0:
        assert isinstance(found, NotEnoughData)
        return
    assert isinstance(found, float)
    assert 0 < found < 1
    clearer = mcnemar_midp(max(b, c) + 1, min(b, c))
    assert isinstance(clearer, float)
    if b != c:
        assert clearer < found


@given(first=counts, second=counts, prior=priors)
def test_superiority_and_loss_agree(
    first: tuple[int, int], second: tuple[int, int], prior: tuple[float, float]
) -> None:
    """P(1 > 2) and P(2 > 1) add to one, and the two losses differ by the difference of the posterior means."""
    there, back = (superiority_probability(*one, prior) for one in ((*first, *second), (*second, *first)))
    assert 0 <= there <= 1
    assert 1 == pytest.approx(there + back, abs=1e-9)
    loss, other = expected_loss(*first, *second, prior), expected_loss(*second, *first, prior)
    means = [(x + prior[0]) / (n + sum(prior)) for x, n in (first, second)]
    assert means[1] - means[0] == pytest.approx(loss - other, abs=1e-9)
    assert loss >= 0


def test_superiority_of_large_beside_small_samples() -> None:
    """A narrow posterior beside a wide one is not missed: as if the large sample were a known rate."""
    from scipy.special import betaincc

    found = superiority_probability(7, 10, 600_000, 1_000_000)
    assert float(betaincc(7.5, 3.5, 0.6)) == pytest.approx(found, abs=1e-6)


def test_equal_data_are_a_tie() -> None:
    """Equal samples, none at all included, give one half."""
    assert 0.5 == pytest.approx(superiority_probability(0, 0, 0, 0), abs=1e-9)
    assert 0.5 == pytest.approx(superiority_probability(12, 12, 12, 12), abs=1e-9)


@pytest.mark.parametrize(
    "found", [difference_interval(0, 0, 1, 2), difference_interval(1, 2, 0, 0), n1_chi_square(1, 1, 0, 0)]
)
def test_an_empty_group_is_said(found: object) -> None:
    """Without data in one group there is a reason, not a number."""
    assert isinstance(found, NotEnoughData)
    assert found.have < found.need


@given(p=st.lists(st.floats(0, 1), max_size=12), alpha=st.floats(0.001, 0.5))
def test_holm_keeps_the_order(p: list[float], alpha: float) -> None:
    """Adjusted values are probabilities, never smaller than the raw ones, in the same order; Bonferroni is
    never kinder.
    """
    found = holm(p, alpha)
    assert len(p) == len(found.adjusted) == len(found.reject)
    pairs = sorted(zip(p, found.adjusted, strict=True))
    assert all(raw <= adjusted <= min(1.0, raw * len(p)) for raw, adjusted in pairs)
    assert [adjusted for _, adjusted in pairs] == sorted(found.adjusted)
    assert tuple(value <= alpha for value in found.adjusted) == found.reject


@given(gate=st.floats(0.05, 0.99), confidence=st.floats(0.5, 0.99))
def test_zero_failure_is_the_smallest(gate: float, confidence: float) -> None:
    """With n all successes suffice, with one fewer they do not."""
    n = zero_failure_sample(gate, confidence)
    assert gate**n <= (1 - confidence) * (1 + 1e-6)
    assert n == 1 or gate ** (n - 1) > (1 - confidence) * (1 - 1e-6)


@given(p1=st.floats(0, 1), p2=st.floats(0, 1))
def test_smaller_differences_need_more_people(p1: float, p2: float) -> None:
    """A sample size is symmetric and grows when the rates come closer."""
    if abs(p1 - p2) < 0.01:
        return
    n = two_rates_sample(p1, p2)
    assert two_rates_sample(p2, p1) == pytest.approx(n)
    assert two_rates_sample(p1, (p1 + p2) / 2) > n


@given(p=st.floats(0, 1), margin=st.floats(0.02, 0.5))
def test_margin_sample_is_positive(p: float, margin: float) -> None:
    """A sample has at least one person, and no rate needs more than one half."""
    assert 1 <= margin_sample(p, margin) <= margin_sample(0.5, margin)


@pytest.mark.parametrize(
    "call",
    [
        lambda: n1_chi_square(3, 2, 1, 2),
        lambda: mcnemar_midp(-1, 2),
        lambda: paired_interval(1, 2, -3, 4),
        lambda: superiority_probability(1, 2, 3, 2),
        lambda: superiority_probability(1, 2, 1, 2, prior=(0, 1)),
        lambda: holm([0.5, 1.2]),
        lambda: zero_failure_sample(1.0, 0.95),
        lambda: two_rates_sample(0.5, 0.5),
        lambda: margin_sample(0.5, 0.0),
    ],
)
def test_impossible_inputs_are_refused(call: Callable[[], object]) -> None:
    """What no study can have seen is a mistake of the caller."""
    with pytest.raises(ValueError, match=r"\d"):
        call()


def test_wald_would_claim_certainty() -> None:
    """Known wrong: the Wald interval has no width at n of n, and its difference none at n of n twice."""
    rate, difference = wilson(12, 12), difference_interval(12, 12, 12, 12)
    assert isinstance(rate, Interval)
    assert isinstance(difference, Interval)
    assert rate.low < 0.8
    assert difference.high - difference.low > 0.4
