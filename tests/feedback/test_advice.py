"""Advice: futures, flips, priors and weights, as numbers that hold and sentences that can be read."""

import json

import numpy as np
import pytest
from deciding import (
    MANY,
    PLAN,
    STUDY,
    any_study,
    both,
    decide_now,
    gate_of,
    hold_to_plain_words,
    make_arm,
    make_facts,
    many_facts,
)
from hypothesis import given, settings
from scipy.stats import betabinom

from feedback import study
from feedback.decision import Advice, Decision
from feedback.decision.advice import Flip
from feedback.decision.batches import gate_probabilities, holds_at_most, meets
from feedback.decision.gates import judge
from feedback.decision.persons import person_values
from feedback.sessions import SessionFacts
from feedback.stats import fewest_successes
from feedback.study import Study

pytestmark = pytest.mark.slow


def advice_of(decision: Decision) -> Advice:
    assert decision.advice is not None
    return decision.advice


def flip_of(decision: Decision, arm: str, gate: str) -> Flip:
    return next(flip for flip in advice_of(decision).arms[arm].flips if flip.gate == gate)


def test_before_the_first_look_there_is_no_advice() -> None:
    """Whoever peeks learns how many sessions are missing, and nothing else."""
    assert decide_now(both(11)).advice is None


def test_the_chance_of_the_future_is_the_exact_one() -> None:
    """With everybody content the chance to be ready at 20 is that of a beta-binomial, and it grows with the looks."""
    found = advice_of(decide_now(make_arm("A", 12, 11) + make_arm("B", 12, 11))).arms["A"]
    need = fewest_successes(20, 0.78, 0.90)
    assert need is not None
    exact = betabinom.sf(need - 11 - 1, 8, 11.5, 1.5)
    assert [(20, 8), (30, 18)] == [(one.look, one.more) for one in found.futures]
    assert exact == pytest.approx(found.futures[0].ready, abs=0.05)
    assert found.futures[0].ready <= found.futures[1].ready


def test_futures_are_told_beside_the_number_to_the_next_look() -> None:
    """The number to the next look stays; the chance beside it says whether it is worth while."""
    found = decide_now(both(12, 11))
    assert 8 == found.sessions_needed
    told = advice_of(found).to_json()
    chances = [one["ready"] for one in told["arms"]["A"]["futures"]]
    assert 0 < chances[0] < chances[1] < 1
    assert told["arms"]["A"]["sentences"][0].startswith("Bei 20 Sitzungen beträgt die Chance auf „bereit“")
    assert "Wir raten zu 8 weiteren Sitzungen." in told["arms"]["A"]["sentences"]
    assert chances[0] < told["futures"][0]["ready"]


def test_an_arm_without_hope_is_told_so() -> None:
    """Seven of twelve leave hardly a chance; more sessions are not recommended."""
    wide = study.parse(PLAN.replace("probability = 0.90", "probability = 0.99"), STUDY.id)
    found = decide_now(both(12, 8), wide)
    assert "Mehr Sitzungen helfen dieser Variante kaum." in advice_of(found).arms["A"].told[""]


def test_arms_with_a_verdict_and_the_last_look_have_no_future() -> None:
    """Nothing is imagined where nothing is open."""
    found = advice_of(decide_now(make_arm("A", 12) + make_arm("B", 12, 11)))
    assert ((), True) == (found.arms["A"].futures, bool(found.arms["B"].futures))
    assert () == advice_of(decide_now(both(30, 25))).futures


def test_how_many_sessions_flip_a_gate() -> None:
    """12 of 12 falls with the first failure; 25 of 30 needs two more successes to pass at 27."""
    assert Flip("abschluss", False, 1) == flip_of(decide_now(both(12)), "A", "abschluss")
    assert Flip("abschluss", True, 2) == flip_of(decide_now(both(30, 25)), "A", "abschluss")
    told = advice_of(decide_now(both(12))).arms["A"].told["abschluss"]
    assert "Endet 1 Sitzung schlechter, ist die Bedingung nicht mehr erfüllt." == told[0]


def test_a_flip_is_the_smallest_one() -> None:
    """One change fewer leaves the gate as it is, the told number of changes turns it."""
    for successes in range(13):
        found = decide_now(both(12, successes))
        flip = flip_of(found, "A", "abschluss")
        assert flip.sessions is not None
        sign = 1 if flip.to_met else -1
        for changed, turned in ((flip.sessions - 1, False), (flip.sessions, True)):
            state = gate_of(decide_now(both(12, successes + sign * changed)), "A", "abschluss")[0]
            assert (flip.to_met == (state == "met")) == turned


def test_a_gate_out_of_reach_says_so() -> None:
    """With three people not even three of three is proof."""
    plan = study.parse(PLAN.replace("looks = [12, 20, 30]", "looks = [3, 30]"), STUDY.id)
    found = decide_now(both(3), plan)
    assert None is flip_of(found, "A", "abschluss").sessions
    assert "nicht erfüllbar" in " ".join(advice_of(found).arms["A"].told["abschluss"])


def test_another_prior_may_change_a_gate() -> None:
    """A sceptic is not convinced by 12 of 12, but by 30 of 30."""
    early, late = (advice_of(decide_now(both(n))).arms["A"] for n in (12, 30))
    assert {"jeffreys": "met", "uniform": "met", "sceptical": "open"} == {
        one.prior: one.state for one in early.priors if one.gate == "abschluss"
    }
    assert "Mit skeptischem Vorwissen wäre die Bedingung offen." in early.told["abschluss"]
    assert "Anderes Vorwissen ändert daran nichts." in late.told["abschluss"]


def test_an_open_arm_as_good_as_the_chosen_one_is_named() -> None:
    """A tie in which only one arm has its proof yet does not pass for a clear win; a real difference does."""
    told = "Variante B ist ähnlich gut, aber noch nicht belegt."
    similar = [make_facts(i, "B", sus=3 if i < 3 else 4) for i in range(12)]
    found = decide_now(make_arm("A", 12, sus=4) + similar)
    assert (("A",), ("A",)) == (found.ready, found.chosen)
    assert told in advice_of(found).sentences
    assert told not in advice_of(decide_now(make_arm("A", 12) + make_arm("B", 12, 11))).sentences


def test_advice_is_data_in_json() -> None:
    """The answer of the command has ranking and advice with their agreed keys."""
    told = json.loads(json.dumps(decide_now(both(12, 11)).to_json(), allow_nan=False))
    assert {"futures", "weights", "arms", "sentences"} == told["advice"].keys()
    assert {"futures", "flips", "priors", "sentences"} == told["advice"]["arms"]["A"].keys()
    assert {"look", "more", "ready"} == told["advice"]["futures"][0].keys()
    assert {"arms", "criteria"} == told["ranking"].keys()
    assert {
        "worth",
        "criteria",
        "p_rank1",
        "p_ranks",
        "p_ready_and_rank1",
        "expected_loss",
        "weight_share",
    } == told["ranking"]["arms"]["A"].keys()


@given(facts=many_facts)
@settings(max_examples=60, deadline=None)
def test_many_samples_are_judged_like_one(facts: list[SessionFacts]) -> None:
    """The gates of imagined samples are the gates of real ones."""
    facts = [one for one in facts if one.over]
    for gate in MANY.gates:
        samples = person_values(gate.metric, facts, gate.task)[None, :]
        one = judge(MANY, gate, facts, 12)
        if one.probability is not None:
            assert one.probability == pytest.approx(float(gate_probabilities(gate, samples)[0]), abs=1e-9)
        assert (one.state == "met") == bool(meets(MANY, gate, samples, 12)[0])
        assert (one.state == "missed") == bool(holds_at_most(MANY, gate, samples, 1 - MANY.required(gate, 12))[0])


@given(plan=any_study, facts=many_facts)
@settings(max_examples=60, deadline=None)
def test_chances_grow_with_the_looks(plan: Study, facts: list[SessionFacts]) -> None:
    """A later look includes the earlier ones; every chance is one; every sentence is plain."""
    found = decide_now(facts, plan)
    hold_to_plain_words(found)
    if found.advice is None:
        return
    for futures in (found.advice.futures, *(one.futures for one in found.advice.arms.values())):
        chances = [one.ready for one in futures]
        assert sorted(chances) == chances
        assert all(0 <= chance <= 1 for chance in chances)
        assert all(one.more > 0 for one in futures)
    for arm in found.advice.arms.values():
        assert all(flip.sessions is None or flip.sessions > 0 for flip in arm.flips)
        assert not any(np.isnan(check.probability) for check in arm.priors)


def test_no_value_at_all_says_nothing() -> None:
    """Without a single answer there is no flip and no prior to tell of."""
    found = advice_of(decide_now(both(12, sus=None))).arms["A"]
    assert ["abschluss"] == [flip.gate for flip in found.flips]
    assert {"abschluss"} == {check.gate for check in found.priors}
