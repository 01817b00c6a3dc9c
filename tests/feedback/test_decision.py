"""The verdict: its rule at every branch, and how many sessions are still needed."""

import json

import pytest
from deciding import (
    DEMO,
    MANY,
    OPEN,
    PASSED,
    PLAN,
    SHIPPED,
    any_study,
    both,
    check_of,
    decide_now,
    gate_of,
    hold_to_plain_words,
    make_arm,
    make_facts,
    many_facts,
    needed,
    sentences,
    verdicts,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback import study
from feedback.decision import VERDICT_NAMES
from feedback.sessions import SessionFacts
from feedback.study import Study


def test_no_session_at_all() -> None:
    """An empty study is not decidable yet and says how many sessions each arm lacks."""
    found = decide_now([])
    assert ("NOT DECIDABLE YET", None, 12) == (found.verdict, found.look, found.sessions_needed)
    assert (
        "Variante A: Es fehlen noch 12 Sitzungen. Variante B: Es fehlen noch 12 Sitzungen. "
        "Die nächste Auswertung folgt bei 12 Sitzungen je Variante." == found.sentence
    )
    assert (False, "Variante A hat 0 von 12 nötigen Sitzungen.") == check_of(found, "sessions")


def test_one_session() -> None:
    """One session decides nothing, and no gate shows a probability before the first look."""
    found = decide_now([make_facts(1)])
    assert ("NOT DECIDABLE YET", {"A": 11, "B": 12}, 12) == (found.verdict, needed(found), found.sessions_needed)
    assert ("open", None) == gate_of(found, "A", "abschluss")[:2]


def test_an_arm_without_sessions_holds_up_the_study() -> None:
    """A full arm beside an empty one waits for it."""
    found = decide_now(make_arm("A", 30))
    assert ("NOT DECIDABLE YET", None, 12) == (found.verdict, found.look, found.sessions_needed)
    assert {"A": 0, "B": 12} == needed(found)
    assert "Diese Variante wartet auf Variante B." in found.arms["A"].sentence
    assert found.sentence.startswith("Variante B: Es fehlen noch 12 Sitzungen.")


def test_the_study_names_the_arm_that_holds_up_the_next_look() -> None:
    """An arm with all its sessions lacks none; the other says how many, in words and as a number."""
    found = decide_now(make_arm("A", 20, 11) + make_arm("B", 18, 11))
    assert ("NOT DECIDABLE YET", 12, 2) == (found.verdict, found.look, found.sessions_needed)
    assert {"A": 0, "B": 2} == needed(found)
    assert (
        "Variante B: Es fehlen noch 2 Sitzungen. Die nächste Auswertung folgt bei 20 Sitzungen je Variante."
        == found.sentence
    )
    told = found.to_json()
    assert (2, 0, 2) == (told["sessions_needed"], *(told["arms"][arm]["sessions_needed"] for arm in "AB"))


def test_an_arm_that_missed_its_gates_still_owes_the_look() -> None:
    """The open arm can only be judged when the other has its sessions too, whatever its own verdict."""
    found = decide_now(make_arm("A", 20, 11) + make_arm("B", 15, 3))
    assert {"A": "NOT DECIDABLE YET", "B": "IMPROVE AND RETEST"} == verdicts(found)
    assert ({"A": 0, "B": 5}, 5) == (needed(found), found.sessions_needed)
    assert "Variante B: Es fehlen noch 5 Sitzungen." in found.sentence


def test_a_verdict_needs_no_more_sessions() -> None:
    """Once one arm is ready the study lacks nothing, though the open arm says what it lacks."""
    found = decide_now(make_arm("A", 12) + make_arm("B", 12, 11))
    assert ("READY FOR PRODUCTION", 0) == (found.verdict, found.sessions_needed)
    assert ("NOT DECIDABLE YET", 8) == (found.arms["B"].verdict, found.arms["B"].sessions_needed)
    assert {"A": 0, "B": 0} == needed(decide_now(both(12, 5)))


def test_twelve_of_twelve_is_ready() -> None:
    """Without a failure both gates are met at the first look."""
    found = decide_now(both(12))
    assert ("READY FOR PRODUCTION", 12, ("A", "B")) == (found.verdict, found.look, found.ready)
    assert "Entscheiden Sie nach Kosten" in found.sentence


def test_eleven_of_twelve_is_open() -> None:
    """One failure at the first look leaves the gate open: 8 more sessions of each arm to the next."""
    found = decide_now(both(12, 11))
    assert ("NOT DECIDABLE YET", 8) == (found.verdict, found.sessions_needed)
    state, probability, sentence = gate_of(found, "A", "abschluss")
    assert "open" == state
    assert 0.88003 == pytest.approx(probability, abs=1e-5)
    assert (
        "11 von 12 Personen schafften „Mietzuschuss beantragen“ ohne Hilfe. Gefordert sind 78\xa0%. "
        "Die Wahrscheinlichkeit dafür ist 88\xa0%. Nötig sind 90\xa0%." == sentence
    )


def test_one_ready_arm_is_enough() -> None:
    """The study is ready when one arm is, and names it."""
    found = decide_now(make_arm("A", 12) + make_arm("B", 12, 4))
    assert {"A": "READY FOR PRODUCTION", "B": "IMPROVE AND RETEST"} == verdicts(found)
    assert ("READY FOR PRODUCTION", ("A",)) == (found.verdict, found.ready)
    assert "Variante A erfüllt alle Bedingungen." == found.sentence


def test_missed_gates_call_for_improvement() -> None:
    """A missed gate before the last look is a reason to improve at once."""
    found = decide_now(both(12, 5))
    assert "IMPROVE AND RETEST" == found.verdict
    assert "Verfehlt: Abschluss von „Mietzuschuss beantragen“." == found.arms["A"].sentence


def test_clearly_missed_at_the_last_look_is_the_end() -> None:
    """At the last look a gate that holds with 2.5 % or less stops the arm."""
    found = decide_now(both(30, 12))
    assert ("STOP", 30) == (found.verdict, found.look)
    assert "unter 1\xa0%" in found.arms["A"].sentence


def test_just_missed_at_the_last_look_is_not_the_end() -> None:
    """A missed gate that is not out of reach calls for improvement."""
    found = decide_now(both(30, 20))
    assert 0.025 < (gate_of(found, "A", "abschluss")[1] or 0) <= 0.1
    assert "IMPROVE AND RETEST" == found.verdict


def test_open_after_the_last_look_is_not_good_enough() -> None:
    """A gate still open at the last look calls for improvement."""
    found = decide_now(both(30, 25))
    assert "open" == gate_of(found, "A", "abschluss")[0]
    assert "IMPROVE AND RETEST" == found.verdict
    assert "Nach 30 Sitzungen nicht belegt" in found.arms["A"].sentence


def test_everyone_gave_up() -> None:
    """Nobody completed: improve at first, stop at the end; nothing fails for lack of times."""
    assert "IMPROVE AND RETEST" == decide_now(both(12, 0)).verdict
    assert "STOP" == decide_now(both(30, 0)).verdict


def test_open_facts_keep_an_arm_from_ready() -> None:
    """With all gates met a fact still to be stated holds the verdict, without more sessions."""
    found = decide_now(both(12), OPEN)
    assert ("NOT DECIDABLE YET", 0) == (found.verdict, found.sessions_needed)
    assert "Die Prüfung der Barrierefreiheit steht noch aus." in found.sentence
    assert "Die Freigabe des Datenschutzes steht noch aus." in found.arms["A"].sentence


def test_a_failed_fact_calls_for_improvement() -> None:
    """A failed accessibility check is never ready, and no reason to stop."""
    plan = study.parse(PLAN + PASSED.replace('"passed"', '"failed"', 1), "wohngeld/runde-1")
    for n in (12, 30):
        found = decide_now(both(n), plan)
        assert "IMPROVE AND RETEST" == found.verdict
        assert ("missed", None) == gate_of(found, "A", "accessibility")[:2]


def test_equal_scores_are_judged_by_the_step_of_the_scale() -> None:
    """Twelve times 75 is above 68 beyond doubt, twelve times 50 below, and both are probabilities."""
    high = gate_of(decide_now(both(12, sus=4)), "A", "sus")
    low = gate_of(decide_now(both(12, sus=3)), "A", "sus")
    assert ("met", "missed") == (high[0], low[0])
    assert 0 <= (low[1] or 0) < (high[1] or 0) <= 1


def test_a_score_is_told_without_jargon() -> None:
    """A decision-maker reads what a questionnaire measures, its mean and the persons behind it."""
    found = decide_now(both(12, sus=4))
    assert gate_of(found, "A", "sus")[2].startswith(
        "Die Bedienbarkeit (SUS) erreicht im Mittel 75 Punkte (12 Personen). Gefordert sind 68 Punkte."
    )
    assert "SUS-Wert" not in json.dumps(found.to_json(), ensure_ascii=False)


def test_without_questionnaires_nothing_is_said_about_satisfaction() -> None:
    """No answers leave the SUS gate open without a probability, even at the last look."""
    found = decide_now(both(30, sus=None))
    assert ("open", None, "Es gibt 0 Werte. Nötig sind mindestens 15.") == gate_of(found, "A", "sus")
    assert ("NOT DECIDABLE YET", 0) == (found.verdict, found.sessions_needed)
    assert (
        "Zu wenige Werte: Bedienbarkeit (SUS). Der Plan sieht keine weitere Auswertung vor. "
        "Testen Sie in einer neuen Runde." == found.sentence
    )


def test_few_answers_do_not_carry_a_gate() -> None:
    """Two glowing questionnaires of twelve sessions are not enough."""
    facts = [make_facts(i, arm, sus=5 if i < 2 else None) for arm in "AB" for i in range(12)]
    found = decide_now(facts)
    assert ("open", None) == gate_of(found, "A", "sus")[:2]
    assert "NOT DECIDABLE YET" == found.verdict


def test_json_has_the_agreed_shape() -> None:
    """The answer of the command has the agreed keys and survives JSON."""
    found = json.loads(json.dumps(decide_now(make_arm("A", 12) + make_arm("B", 12, 0), OPEN).to_json()))
    assert {"study", "look", "verdict", "arms", "data_check"} <= found.keys()
    assert "wohngeld/runde-1" == found["study"]
    for arm in found["arms"].values():
        assert {"sessions", "verdict", "metrics", "gates"} <= arm.keys()
        for metric in arm["metrics"].values():
            assert {"n", "estimate", "low", "high", "unit"} <= metric.keys()
            assert ("why" in metric) == (metric["estimate"] is None)
        assert ["abschluss", "sus", "accessibility", "data_protection"] == [gate["id"] for gate in arm["gates"]]
        assert all({"id", "state", "probability", "sentence"} == gate.keys() for gate in arm["gates"])
    assert all({"id", "ok", "sentence"} == check.keys() for check in found["data_check"])
    assert VERDICT_NAMES.keys() >= {found["verdict"]}


def test_demo_counts_synthetic_sessions_and_says_so() -> None:
    """A demo decides on synthetic sessions and is marked."""
    facts = [make_facts(i, arm, synthetic=True) for arm in "AB" for i in range(12)]
    found = decide_now(facts, DEMO)
    assert ("READY FOR PRODUCTION", True) == (found.verdict, found.to_json()["demo"])
    assert "NOT DECIDABLE YET" == decide_now(facts).verdict


def test_at_most_twelve_words() -> None:
    """The rule of the next test is strict: numbers and signs are words, only a full stop ends a sentence."""
    assert [["Gefordert", "sind", "78", "%."], ["Nötig", "sind", "90", "%."]] == [
        part.split() for part in sentences("Gefordert sind 78\xa0%. Nötig sind 90\xa0%.")
    ]


def test_the_shipped_plans_are_told_in_plain_sentences() -> None:
    """Every turn of the rule, with the names of the shipped studies and of one with three arms."""
    for plan in (SHIPPED, MANY):
        for n in (0, 1, 12, 13, 20, 30):
            for share in (0.0, 0.7, 0.85, 1.0):
                for behind in (0, 1):
                    facts = [
                        one
                        for place, arm in enumerate(plan.arms)
                        for one in make_arm(arm.id, max(n - behind * place, 0), round(n * share))
                    ]
                    hold_to_plain_words(decide_now(facts, plan))


@given(plan=any_study | st.sampled_from([SHIPPED, MANY]), facts=many_facts)
@settings(max_examples=150, deadline=None)
def test_every_study_gets_a_verdict_in_plain_sentences(plan: Study, facts: list[SessionFacts]) -> None:
    """Whatever the sessions, there is a verdict in valid JSON, told in short sentences."""
    found = decide_now(facts, plan)
    json.dumps(found.to_json(), allow_nan=False)
    hold_to_plain_words(found)
    waits = found.verdict == "NOT DECIDABLE YET"
    assert (max(needed(found).values()) if waits else 0) == found.sessions_needed
