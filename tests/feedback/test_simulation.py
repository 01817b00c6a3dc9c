"""Invented studies: they come out as the truth says, through the decision of real ones."""

from pathlib import Path

import numpy as np
import pytest
from deciding import SHIPPED, STUDY

from feedback import study
from feedback.decision.batches import meets
from feedback.errors import AuthorError, OperatorError
from feedback.metrics import evaluate_sessions
from feedback.simulation import ArmTruth, describe, load_truth, read_truth, simulate
from feedback.simulation.people import gate_samples, invent_sessions
from feedback.simulation.studies import play, with_arms
from feedback.stats import fewest_successes

pytestmark = pytest.mark.slow

GOOD, POOR = ArmTruth(completion=0.95, sus_mean=80), ArmTruth(completion=0.65, sus_mean=60)


def test_invented_people_are_like_the_truth() -> None:
    """Completion, SUS and time of many invented sessions have the mean and the spread that was asked for."""
    truth = ArmTruth(completion=0.8, sus_mean=80, sus_sd=17, time_median_s=300, time_sd_log=0.45)
    rule = with_arms(SHIPPED, {"A": truth})
    found = evaluate_sessions(rule, invent_sessions(np.random.default_rng(1), rule, rule.arms[0], truth, 4000))
    assert 0.8 == pytest.approx(found["completion.antrag"].estimate, abs=0.02)  # type: ignore[union-attr]
    assert 80 == pytest.approx(found["sus"].estimate, abs=1)  # type: ignore[union-attr]
    assert 300 == pytest.approx(found["time.antrag"].estimate, rel=0.03)  # type: ignore[union-attr]
    half = (found["sus"].high - found["sus"].low) / 2  # type: ignore[union-attr]
    assert 1.96 * 17 / 4000**0.5 == pytest.approx(half, rel=0.04)


def test_a_spread_of_zero_is_a_constant() -> None:
    """Everybody scores the mean, also at the ends of the scale."""
    for mean in (0.0, 62.5, 100.0):
        truth = ArmTruth(completion=1, sus_mean=mean, sus_sd=0)
        rule = with_arms(SHIPPED, {"A": truth})
        found = evaluate_sessions(rule, invent_sessions(np.random.default_rng(1), rule, rule.arms[0], truth, 12))
        assert mean == found["sus"].estimate  # type: ignore[union-attr]


def test_the_result_has_the_agreed_shape() -> None:
    """Shares by verdict and arm, mean sessions an arm, seconds; verdicts sum to 1."""
    told = simulate(SHIPPED, {"A": GOOD, "B": POOR, "C": POOR}, studies=6, seed=1).to_json(1.5)
    assert {"verdicts", "chosen", "mean_sessions_per_arm", "seconds"} <= told.keys()
    assert 1 == pytest.approx(sum(told["verdicts"].values()))
    assert {"A", "B", "C"} == told["chosen"].keys()
    assert 1.5 == told["seconds"]
    assert min(SHIPPED.looks) <= told["mean_sessions_per_arm"] <= max(SHIPPED.looks)
    assert told["chosen"]["A"] > told["chosen"]["B"] == 0


def test_equal_seeds_give_equal_studies_and_more_studies_keep_the_first() -> None:
    """A simulation can be repeated, and made longer."""
    truth = {"A": GOOD, "B": POOR}
    assert simulate(SHIPPED, truth, studies=4, seed=7) == simulate(SHIPPED, truth, studies=4, seed=7)
    one, two = (simulate(SHIPPED, truth, studies=n, seed=7).mean_sessions_per_arm for n in (1, 2))
    second = play(with_arms(SHIPPED, truth), truth, np.random.default_rng([7, 1]))
    assert one + (second.look or 0) == pytest.approx(2 * two)
    with pytest.raises(ValueError, match="at least one"):
        simulate(SHIPPED, truth, studies=0, seed=1)


def test_a_study_stops_at_the_first_final_verdict() -> None:
    """All perfect: ready at the first look. All hopeless: improve at the first look. Facts hold up nothing."""
    best = simulate(SHIPPED, {"A": ArmTruth(completion=1, sus_mean=95, sus_sd=5)}, studies=3, seed=1)
    assert (1.0, 1.0, SHIPPED.looks[0]) == (
        best.verdicts["READY FOR PRODUCTION"],
        best.chosen["A"],
        best.mean_sessions_per_arm,
    )
    worst = simulate(SHIPPED, {"A": ArmTruth(completion=0, sus_mean=20)}, studies=3, seed=1)
    assert (1.0, SHIPPED.looks[0]) == (worst.verdicts["IMPROVE AND RETEST"], worst.mean_sessions_per_arm)


def test_people_who_try_all_arms_are_the_same_people() -> None:
    """A study within people is simulated within people."""
    within = study.parse(SHIPPED.plan_text.replace('design = "between"', 'design = "within"'), SHIPPED.id)
    truth = {"A": GOOD, "B": GOOD}
    rule = with_arms(within, truth)
    rng = np.random.default_rng(1)
    people = [{one.session.participant for one in invent_sessions(rng, rule, arm, GOOD, 14)} for arm in rule.arms]
    assert people[0] == people[1]
    assert 2 == sum(simulate(within, truth, studies=2, seed=1).verdicts.values()) * 2


def test_wrong_truths_are_told_all_at_once(tmp_path: Path) -> None:
    """Mistakes of a truth file come together; a missing file is the operator's matter."""
    text = '{"arms": {"A": {"completion": 1.5, "suss": 3}, "B": {"completion": 0.5, "sus_mean": 99}}}'
    with pytest.raises(AuthorError) as caught:
        read_truth(text)
    assert 3 == len(caught.value.findings)
    with pytest.raises(AuthorError, match=r"truth\.json:2"):
        read_truth('{"arms":\n')
    with pytest.raises(AuthorError, match="arms"):
        read_truth('{"arms": {}}')
    with pytest.raises(OperatorError, match="cannot be read"):
        load_truth(tmp_path / "nothing.json")


def test_the_plan_says_what_passes() -> None:
    """For each gate and look the fewest successes that pass, the number itself passing and one less not."""
    found = describe(SHIPPED, [GOOD])
    rules = [rule for rule in found.rules if rule.gate == "abschluss"]
    assert list(SHIPPED.looks) == [rule.look for rule in rules]
    assert [fewest_successes(rule.look, 0.78, rule.probability) for rule in rules] == [
        rule.fewest_successes for rule in rules
    ]
    assert "Bei 14 Sitzungen reichen nur 14 von 14." == found.sentences[0]
    lowest = next(rule.lowest_mean for rule in found.rules if rule.gate == "sus")
    assert lowest is not None
    assert 68 < lowest < 80


def test_the_plan_agrees_with_simulated_studies() -> None:
    """The chances of a single arm are those that the simulation of the whole decision finds."""
    truth = ArmTruth(completion=0.9, sus_mean=76)
    (exact,) = describe(SHIPPED, [truth]).chances
    found = simulate(SHIPPED, {"A": truth}, studies=150, seed=3)
    assert exact.verdicts["READY FOR PRODUCTION"] == pytest.approx(found.verdicts["READY FOR PRODUCTION"], abs=0.12)
    assert 1 == pytest.approx(sum(exact.verdicts.values()))
    chances = list(exact.by_look.values())
    assert sorted(chances) == chances
    assert exact.any_ready >= exact.verdicts["READY FOR PRODUCTION"]


def test_samples_of_gates_have_the_quality_asked_for() -> None:
    """The share of successes is the completion of the truth."""
    samples = gate_samples(np.random.default_rng(1), STUDY, GOOD, (2000, 14))
    assert 0.95 == pytest.approx(samples[0].mean(), abs=0.01)
    assert 80 == pytest.approx(samples[1].mean(), abs=0.5)
    assert 0.2 < meets(SHIPPED, SHIPPED.gates[0], samples[0], 14).mean() < 0.7


@pytest.mark.slow
def test_the_figures_of_the_default_rule() -> None:
    """Fewer studies than the benchmark, wider limits: a rule that lets weak arms through is caught here."""
    weak = {arm: ArmTruth(completion=0.70, sus_mean=75) for arm in "ABC"}
    assert simulate(SHIPPED, weak, studies=100, seed=2).verdicts["READY FOR PRODUCTION"] <= 0.10
    winner = {"A": GOOD, "B": ArmTruth(completion=0.75, sus_mean=65), "C": ArmTruth(completion=0.75, sus_mean=65)}
    found = simulate(SHIPPED, winner, studies=100, seed=2)
    assert found.chosen["A"] >= 0.90
    assert found.mean_sessions_per_arm <= 23.5
    tie = simulate(SHIPPED, {"A": GOOD, "B": GOOD, "C": POOR}, studies=60, seed=2)
    assert 0 == tie.chosen["C"]
    assert tie.equivalent >= 0.9 * tie.several_ready > 0
