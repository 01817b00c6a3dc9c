"""Problem discovery and the agreement of people who judge."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.stats import (
    Discovery,
    NotEnoughData,
    adjusted_discovery,
    any_two,
    discovery_from_summary,
    discovery_rate,
    discovery_sample_size,
    krippendorff_alpha,
)

LEVELS = ("nominal", "ordinal", "interval", "ratio")
matrices = st.integers(1, 6).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 1), min_size=columns, max_size=columns), max_size=8)
)
ratings = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=units, max_size=units), min_size=1, max_size=4
    )
)


@given(matrix=matrices)
def test_adjusted_discovery_is_below_the_seen(matrix: list[list[int]]) -> None:
    """The adjusted chance is a probability and never above the one seen, which is too high in small samples."""
    found = adjusted_discovery(matrix)
    if len(matrix) < 2 or not any(map(any, matrix)):
        assert isinstance(found, NotEnoughData)
        assert found.have < found.need
        return
    assert isinstance(found, Discovery)
    assert -1e-12 <= found.normalized <= found.p
    assert 0 < found.adjusted <= found.p <= 1


@given(matrix=matrices)
def test_problems_nobody_met_do_not_count(matrix: list[list[int]]) -> None:
    """An empty column changes nothing: a problem that nobody met has not been found."""
    assert adjusted_discovery(matrix) == adjusted_discovery([[*row, 0] for row in matrix])


@given(p=st.floats(0.01, 1), goal=st.floats(0.01, 0.99))
def test_sample_size_reaches_the_goal(p: float, goal: float) -> None:
    """The sample reaches its goal, and one person fewer does not."""
    n = discovery_sample_size(p, goal)
    assert n >= 1
    assert discovery_rate(p, n) >= goal - 1e-7
    assert n == 1 or discovery_rate(p, n - 1) < goal + 1e-7


@given(sets=st.lists(st.sets(st.integers(0, 5)), max_size=5))
def test_any_two_is_a_share_or_a_reason(sets: list[set[int]]) -> None:
    """Agreement lies between 0 and 1; one evaluator, or none who found anything, give a reason."""
    found = any_two(sets)
    if len(sets) < 2 or not any(sets):
        assert isinstance(found, NotEnoughData)
    else:
        assert isinstance(found, float)
        assert 0 <= found <= 1


@given(data=ratings, level=st.sampled_from(LEVELS))
def test_alpha_is_at_most_one_or_a_reason(data: list[list[int | None]], level: str) -> None:
    """Alpha never exceeds 1, is 1 where observers agree on things that differ, and has a reason where no two
    rated or all ratings are equal.
    """
    found = krippendorff_alpha(data, level)  # type: ignore[arg-type]
    rated = [[value for value in unit if value is not None] for unit in zip(*data, strict=True)]
    pairable = [unit for unit in rated if len(unit) > 1]
    if len({value for unit in pairable for value in unit}) < 2:
        assert isinstance(found, NotEnoughData)
        assert found.have < found.need
        return
    assert isinstance(found, float)
    assert found <= 1 + 1e-12
    agree = all(len(set(unit)) == 1 for unit in pairable)
    assert agree == (found == pytest.approx(1))


@given(data=ratings)
def test_alpha_does_not_care_who_is_first(data: list[list[int | None]]) -> None:
    """The order of observers and of things changes nothing."""
    turned = [row[::-1] for row in data[::-1]]
    for level in LEVELS:
        found = krippendorff_alpha(data, level)  # type: ignore[arg-type]
        again = krippendorff_alpha(turned, level)  # type: ignore[arg-type]
        assert found == again if isinstance(found, NotEnoughData) else found == pytest.approx(again)


@pytest.mark.parametrize(
    "call",
    [
        lambda: discovery_rate(1.2, 3),
        lambda: discovery_sample_size(0.0, 0.85),
        lambda: discovery_sample_size(0.3, 1.0),
        lambda: adjusted_discovery([[1, 0], [1]]),
        lambda: adjusted_discovery([[2]]),
        lambda: discovery_from_summary(0.5, 0, 3, 1),
        lambda: discovery_from_summary(0.5, 4, 3, 5),
        lambda: krippendorff_alpha([[1, 2], [1]], "nominal"),
        lambda: krippendorff_alpha([["a", "b"], ["a", "a"]], "ordinal"),
        lambda: krippendorff_alpha([[-1, 2], [1, 2]], "ratio"),
    ],
)
def test_impossible_judgements_are_refused(call: Callable[[], object]) -> None:
    """Rows of different length, chances off the scale and words on a number scale are mistakes of the caller."""
    with pytest.raises(ValueError, match=r"chance|need|each|summary|scale"):
        call()
