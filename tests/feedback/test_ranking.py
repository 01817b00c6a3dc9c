"""The ranking: who wins, how surely, and that no third arm has a say in it."""

import json

import numpy as np
import pytest
from deciding import MANY, NOW_MS, OPEN, PASSED, PLAN, STUDY, both, decide_now, make_arm, make_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback import study
from feedback.decision import EQUAL, Ranking, decide
from feedback.decision.advice import Tipping
from feedback.decision.choosing import Choice, choose
from feedback.decision.draws import DRAWS, seed_of, weigh_people
from feedback.decision.persons import person_values
from feedback.decision.tipping import find_tippings
from feedback.decision.weights import draw_weights, middle
from feedback.sessions import SessionFacts
from feedback.stats import expected_loss, gate_probability, partial_value, superiority_probability
from feedback.study import Study

pytestmark = pytest.mark.slow

THREE = study.parse(
    PLAN.replace('{id = "B", variant = "B"}', '{id = "B", variant = "B"}, {id = "C", variant = "C"}') + PASSED,
    "wohngeld/runde-1",
)
RATE_ONLY = """
[[criterion]]
metric = "completion"
task = "antrag"
weight = [1, 1]
anchors = [[0, 0], [1, 1]]
"""


def ranking_of(facts: list[SessionFacts], plan: Study = STUDY) -> Ranking:
    found = decide(plan, facts, now_ms=NOW_MS, with_advice=False).ranking
    assert found is not None
    return found


def some_arm(arm: str, results: list[tuple[bool, int]]) -> list[SessionFacts]:
    return [
        make_facts(i, arm, "success" if good else "gave_up", sus=sus, participant=f"{arm}{i}")
        for i, (good, sus) in enumerate(results)
    ]


people = st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=12, max_size=12)


def test_before_the_first_look_and_on_broken_data_there_is_no_ranking() -> None:
    """Who is ahead is said at looks only, and never from data that carry no decision."""
    assert decide_now(both(11)).ranking is None
    broken = decide_now([make_facts(0, "A", content_hash="h2"), *both(12)[1:]])
    assert ("INVALID DATA", None, None, ()) == (broken.verdict, broken.ranking, broken.advice, broken.chosen)


def test_a_rate_alone_agrees_with_the_exact_integral() -> None:
    """With completion as the only criterion the draws give P(A > B) and the expected loss of two Beta posteriors."""
    plan = study.parse(PLAN + RATE_ONLY + PASSED, STUDY.id)
    found = ranking_of(make_arm("A", 12, 11) + make_arm("B", 12, 7), plan)
    assert superiority_probability(11, 12, 7, 12) == pytest.approx(found.arms["A"].ranks[0], abs=0.01)
    assert expected_loss(11, 12, 7, 12) == pytest.approx(found.losses["A", "B"], abs=0.002)
    assert expected_loss(7, 12, 11, 12) == pytest.approx(found.losses["B", "A"], abs=0.005)
    assert found.losses["A", "B"] == pytest.approx(found.arms["A"].loss)


def test_the_rate_draws_are_the_posterior_of_the_gate() -> None:
    """A resampled rate of x of n is Beta(x + .5, n - x + .5), so gate and ranking speak of the same thing."""
    facts = make_arm("A", 20, 18)
    weights = weigh_people(seed_of("test"), {"A": facts}, shared=False)["A"]
    drawn = weights.rate(person_values("completion", facts, "antrag"))
    assert gate_probability(18, 20, 0.78) == pytest.approx(float((drawn >= 0.78).mean()), abs=0.02)


def test_struggle_and_discontent_of_one_person_stay_together() -> None:
    """When those who fail are unhappy, the draws of completion and SUS rise and fall together."""
    facts = [make_facts(i, "A", "success" if i < 8 else "gave_up", sus=5 if i < 8 else 1) for i in range(12)]
    weights = weigh_people(seed_of("test"), {"A": facts}, shared=False)["A"]
    rate = weights.rate(person_values("completion", facts, "antrag"))
    mean = weights.mean(person_values("sus", facts))
    assert mean is not None
    assert np.corrcoef(rate, mean)[0, 1] > 0.9


def test_arms_of_different_people_are_independent_and_of_the_same_people_not() -> None:
    """People who tried both arms weigh the same in both, so that what they share cancels out."""
    facts = {arm: make_arm(arm, 12, 8) for arm in "AB"}
    values = {arm: person_values("completion", found, "antrag") for arm, found in facts.items()}
    for shared, low, high in ((False, -0.1, 0.1), (True, 0.5, 1.0)):
        same = {arm: [make_facts(i, arm, participant=f"p{i}") for i in range(12)] for arm in "AB"}
        weights = weigh_people(seed_of("test"), same, shared=shared)
        drawn = [weights[arm].rate(values[arm]) for arm in "AB"]
        assert low < np.corrcoef(*drawn)[0, 1] < high


def test_only_a_ready_arm_is_chosen() -> None:
    """The best arm is not chosen as long as its gates are open; the ranking still says that it is ahead."""
    found = decide_now(make_arm("A", 12, 11, sus=5) + make_arm("B", 12, 12, sus=4))
    assert (("B",), ("B",)) == (found.ready, found.chosen)
    nothing = decide_now(both(12, 11))
    assert ((), False) == (nothing.chosen, nothing.to_json()["equivalent"])
    assert Choice() == choose(ranking_of(both(12, 11)), [])


def test_equal_arms_are_equal_and_the_cost_decides() -> None:
    """Two arms with the same results cost nothing to exchange, and the verdict says so."""
    found = decide_now(both(12))
    assert (("A", "B"), True) == (found.chosen, found.to_json()["equivalent"])
    assert found.ranking is not None
    assert found.ranking.losses["B", "A"] <= EQUAL
    assert found.ranking.arms["A"].worth == found.ranking.arms["B"].worth
    assert "Sie sind gleichwertig. Entscheiden Sie nach Kosten und Betrieb." in found.sentence


def test_of_two_ready_arms_the_clearly_better_one_is_chosen() -> None:
    """Both meet the gates, one is worth more: it is chosen alone."""
    slow = [make_facts(i, "B", sus=4) for i in range(30)]
    plan = study.parse(
        PLAN + PASSED + '\n[[criterion]]\nmetric = "sus"\nweight = [1, 1]\nanchors = [[60, 0], [100, 1]]\n', STUDY.id
    )
    found = decide_now(make_arm("A", 30, sus=5) + slow, plan)
    assert (("A", "B"), ("A",)) == (found.ready, found.chosen)
    assert "Die Varianten A und B erfüllen alle Bedingungen. Variante A liegt vorn." == found.sentence


def test_who_gave_up_is_not_fast() -> None:
    """An arm where only the quick finish is not worth more in time than one where all finish."""
    quick = [make_facts(i, "A", "success" if i < 3 else "gave_up") for i in range(12)]
    found = ranking_of(quick + make_arm("B", 12))
    assert found.arms["A"].worths["time.antrag"] < found.arms["B"].worths["time.antrag"]


def test_what_one_arm_did_not_measure_may_be_anything() -> None:
    """Without questionnaires an arm is worth the middle there, and what nobody measured is told as silent."""
    found = ranking_of(make_arm("A", 12, sus=None) + make_arm("B", 12))
    assert 0.5 == pytest.approx(found.arms["A"].worths["sus"])
    assert [False, False, False] == [one.silent for one in found.criteria]
    nobody = ranking_of(both(12, sus=None))
    assert [("completion.antrag", False), ("sus", True), ("time.antrag", False)] == [
        (one.id, one.silent) for one in nobody.criteria
    ]


def test_stating_a_fact_leaves_the_ranking_as_it_is() -> None:
    """The plan's hash changes when a person states a fact; the draws do not."""
    facts = make_arm("A", 12) + make_arm("B", 12, 10)
    assert ranking_of(facts, OPEN) == ranking_of(facts, STUDY)


@given(a=people, b=people, data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_dominated_arm_never_changes_who_wins(
    a: list[tuple[bool, int]], b: list[tuple[bool, int]], data: st.DataObject
) -> None:
    """However a worse copy of an arm joins, the order of the others and their worth stay."""
    of = data.draw(st.sampled_from([a, b]))
    worse = [(good and data.draw(st.booleans()), data.draw(st.integers(1, sus))) for good, sus in of]
    two = ranking_of(some_arm("A", a) + some_arm("B", b))
    three = ranking_of(some_arm("A", a) + some_arm("B", b) + some_arm("C", worse), THREE)
    assert two.best(["A", "B"]) == three.best(["A", "B", "C"])
    assert [two.arms[arm].worth for arm in "AB"] == [three.arms[arm].worth for arm in "AB"]
    assert two.equals("A", ["A", "B"]) == three.equals("A", ["A", "B"])


@given(a=people, b=people, c=people)
@settings(max_examples=40, deadline=None)
def test_probabilities_are_probabilities(
    a: list[tuple[bool, int]], b: list[tuple[bool, int]], c: list[tuple[bool, int]]
) -> None:
    """Each place is taken by one arm, each arm takes one place; no loss is negative."""
    facts = some_arm("A", a) + some_arm("B", b) + some_arm("C", c)
    ranks = ranking_of(facts, THREE).arms.values()
    for one in ranks:
        assert 1 == pytest.approx(sum(one.ranks))
        assert all(0 <= share <= 1 for share in (*one.ranks, one.ready_and_first, one.weight_share, one.worth))
        assert one.ready_and_first <= one.ranks[0]
        assert one.loss >= 0
    for place in range(3):
        assert 1 == pytest.approx(sum(one.ranks[place] for one in ranks))
    assert 1 == pytest.approx(sum(one.weight_share for one in ranks))


@given(a=people, b=people)
@settings(max_examples=15, deadline=None)
def test_the_same_data_give_the_same_answer(a: list[tuple[bool, int]], b: list[tuple[bool, int]]) -> None:
    """Ranking and advice are drawn from seeds made of the data, so that a decision can be replayed."""
    facts = some_arm("A", a) + some_arm("B", b)
    first, second = (json.dumps(decide_now(given_facts).to_json()) for given_facts in (facts, facts[::-1]))
    assert first == second


ranges = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted).map(tuple), min_size=1, max_size=5)


@given(ranges.filter(lambda found: sum(low for low, _ in found) <= 1 <= sum(high for _, high in found)))
@settings(max_examples=60, deadline=None)
def test_weights_stay_within_their_ranges(found: list[tuple[float, float]]) -> None:
    """Every draw of weights sums to 1 and keeps each range, and so does the middle."""
    drawn = draw_weights(tuple(found))
    lows, highs = np.array(found).T
    assert (DRAWS, len(found)) == drawn.shape
    for weights in (drawn, np.array([middle(found)])):
        assert np.allclose(1, weights.sum(axis=1))
        assert (weights >= lows - 1e-6).all()
        assert (weights <= highs + 1e-6).all()


def test_the_worth_follows_the_anchors() -> None:
    """The mean of worths is that of the published value function, applied to each draw."""
    facts = make_arm("A", 12, 9)
    weights = weigh_people(seed_of(STUDY.id, "1"), {"A": facts, "B": facts}, shared=False)["A"]
    drawn = weights.rate(person_values("completion", facts, "antrag"))
    worths = [partial_value(float(x), [0.4, 0.78, 1.0], [0.0, 0.8, 1.0]) for x in drawn]
    found = ranking_of(make_arm("A", 12, 9) + make_arm("B", 12)).arms["A"]
    assert sum(worths) / DRAWS == pytest.approx(found.worths["completion.antrag"], abs=1e-9)


def test_the_weights_at_which_another_arm_wins() -> None:
    """One arm completes more, the other is liked more: at the told weights both are worth the same."""
    facts = make_arm("A", 30, 29, sus=3) + make_arm("B", 30, 20, sus=5)
    found = ranking_of(facts)
    winner = found.best(["A", "B"])
    tippings = find_tippings(found, winner, ["A", "B"])
    assert tippings
    for one in tippings:
        assert isinstance(one, Tipping)
        assert one.arm != winner
        ids = [criterion.id for criterion in found.criteria]
        weights = dict(zip(ids, middle([criterion.weight for criterion in found.criteria]), strict=True))
        rest = 1 - weights[one.criterion]
        moved = {
            name: one.weight if name == one.criterion else weight * (1 - one.weight) / rest
            for name, weight in weights.items()
        }
        a, b = (sum(moved[name] * found.arms[arm].worths[name] for name in ids) for arm in "AB")
        assert a == pytest.approx(b)


def test_a_plan_may_rank_by_everything() -> None:
    """Errors, ease and UMUX-Lite rank, too."""
    criteria = "".join(
        f'\n[[criterion]]\nmetric = "{metric}"\n{task}weight = [0.2, 0.6]\n'
        for metric, task in (("errors", 'task = "antrag"\n'), ("ease", 'task = "antrag"\n'), ("umux_lite", ""))
    )
    plan = study.parse(PLAN + criteria + PASSED, STUDY.id)
    found = ranking_of(make_arm("A", 12, sus=5) + make_arm("B", 12, sus=2), plan)
    assert ["errors.antrag", "ease.antrag", "umux_lite"] == [one.id for one in found.criteria]
    assert "A" == found.best(["A", "B"])


def test_three_arms_of_thirty_take_less_than_a_second() -> None:
    """A full decision with ranking and advice is a matter of a moment."""
    import time

    facts = [one for arm in "ABC" for one in make_arm(arm, 20, 17)]
    decide_now(facts, MANY)
    began = time.perf_counter()
    decide_now(facts, MANY)
    assert time.perf_counter() - began < 1
