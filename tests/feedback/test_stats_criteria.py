"""Several criteria at once, and items that shall measure the same."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedback.stats import (
    Alpha,
    NotEnoughData,
    cronbach_alpha,
    partial_value,
    rank1_probabilities,
    rank1_shares,
)

tables = st.integers(1, 4).flatmap(
    lambda criteria: st.lists(
        st.lists(st.integers(0, 10).map(lambda k: k / 10), min_size=criteria, max_size=criteria),
        min_size=1,
        max_size=4,
    )
)
answers = st.integers(2, 4).flatmap(
    lambda items: st.lists(
        st.lists(st.none() | st.integers(1, 5), min_size=items, max_size=items), min_size=1, max_size=12
    )
)


@given(x=st.floats(-10, 1000), falling=st.booleans())
def test_value_stays_between_its_anchors(x: float, falling: bool) -> None:
    """A value never leaves the anchors, and follows its direction."""
    values = [1.0, 0.4, 0.0] if falling else [0.0, 0.4, 1.0]
    here, further = (partial_value(at, [60, 120, 300], values) for at in (x, x + 5))
    assert 0 <= here <= 1
    assert (further <= here) if falling else (further >= here)


@settings(deadline=None)
@given(values=tables)
def test_rank_chances_add_to_one(values: list[list[float]]) -> None:
    """The chances add to one; an alternative that another one beats everywhere has none; equals share."""
    found = rank1_probabilities(values)
    assert 1 == pytest.approx(sum(found))
    for row, chance in zip(values, found, strict=True):
        assert 0 <= chance <= 1
        if any(all(a > b for a, b in zip(other, row, strict=True)) for other in values):
            assert 0 == chance
        assert chance == pytest.approx(found[values.index(row)])


def test_rank_chances_are_those_of_drawn_weights() -> None:
    """The exact share of the simplex is what a hundred thousand drawn weights say."""
    import numpy as np

    values = [[0.9, 0.2, 0.5, 0.4], [0.5, 0.8, 0.3, 0.5], [0.6, 0.5, 0.6, 0.3]]
    draws = np.random.default_rng(1).dirichlet(np.ones(4), 100_000)
    assert rank1_probabilities(values) == pytest.approx(rank1_shares(values, draws.tolist()), abs=0.005)


def test_min_max_would_turn_the_order() -> None:
    """Known wrong: scaling to the best and worst of the study turns A and B when a poor C joins; fixed anchors
    do not.
    """
    seconds = {"A": 100.0, "B": 140.0}
    rates = {"A": 0.80, "B": 0.90}

    def total(name: str) -> float:
        value = partial_value(seconds[name], [60, 600], [1, 0])
        return 0.55 * value + 0.45 * partial_value(rates[name], [0, 1], [0, 1])

    def min_max(name: str) -> float:
        time, rate = (
            (table[name] - min(table.values())) / (max(table.values()) - min(table.values()))
            for table in (seconds, rates)
        )
        return 0.55 * (1 - time) + 0.45 * rate

    fixed, relative = total("B") > total("A"), min_max("B") > min_max("A")
    seconds["C"], rates["C"] = 900.0, 0.79
    assert fixed == (total("B") > total("A"))
    assert relative != (min_max("B") > min_max("A"))


@example(data=[[None, 1], [1, 1], [2, 2]], missing="pairwise")
@given(data=answers, missing=st.sampled_from(["listwise", "pairwise"]))
def test_alpha_is_a_number_or_a_reason(data: list[list[int | None]], missing: str) -> None:
    """Whatever is missing or equal, there is an alpha of at most 1 within its interval, or a reason."""
    found = cronbach_alpha(data, missing)  # type: ignore[arg-type]
    if isinstance(found, NotEnoughData):
        assert found.have < found.need
        return
    assert isinstance(found, Alpha)
    assert found.interval.low <= found.interval.high
    assert found.alpha <= 1 + 1e-9
    if missing == "listwise":
        assert found.persons == sum(None not in row for row in data)


def test_people_left_out_do_not_narrow_the_interval() -> None:
    """Known wrong: R's psych counts people with missing answers although it leaves them out."""
    people: list[list[int | None]] = [[1, 2, 1], [2, 3, 2], [4, 4, 5], [5, 4, 4], [None, 3, 3], [3, None, 2]]
    right, wrong = cronbach_alpha(people), cronbach_alpha(people, count_all=True)
    assert isinstance(right, Alpha)
    assert isinstance(wrong, Alpha)
    assert right.alpha == wrong.alpha
    assert right.interval.low < wrong.interval.low
    assert (4, 6) == (right.persons, wrong.persons)


@pytest.mark.parametrize("data", [[], [[1], [2]], [[1, 2]], [[3, 3], [3, 3]], [[1, 5], [5, 1]], [[None, 1], [2, None]]])
def test_no_alpha_without_spread(data: list[list[int | None]]) -> None:
    """Nobody, one item, one person, equal answers, opposite answers and no complete sheet give a reason."""
    assert isinstance(cronbach_alpha(data), NotEnoughData)


@pytest.mark.parametrize(
    "call",
    [
        lambda: partial_value(1, [0, 1], [0]),
        lambda: partial_value(1, [], []),
        lambda: partial_value(1, [1, 0], [0, 1]),
        lambda: rank1_probabilities([]),
        lambda: rank1_probabilities([[1, 2], [1]]),
        lambda: cronbach_alpha([[1, 2], [1]]),
        lambda: cronbach_alpha([[1, 2]], "ignore"),  # type: ignore[arg-type]
    ],
)
def test_impossible_tables_are_refused(call: Callable[[], object]) -> None:
    """Rows that do not fit and unordered anchors are mistakes of the caller."""
    with pytest.raises(ValueError, match=r"each|ascend|treated"):
        call()
