"""The data under a verdict: what makes them invalid, what cannot be said, and what must never change it."""

import json

import pytest
from deciding import (
    OPEN,
    PASSED,
    PLAN,
    STUDY,
    any_study,
    both,
    check_of,
    decide_now,
    make_arm,
    make_facts,
    many_facts,
    verdicts,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback import study
from feedback.sessions import SessionFacts
from feedback.store.protocol import Amendment, StudyLock
from feedback.study import Study


def test_without_a_session_the_data_are_neither_good_nor_bad() -> None:
    """What needs sessions is null in JSON, with a sentence; how many are missing can be said."""
    for facts, sentence in (
        ([], "Noch keine Sitzung: Keine Aussage möglich."),
        ([make_facts(1, outcome=None, ended=None)], "Noch ist keine Sitzung zu Ende: Keine Aussage möglich."),
    ):
        told = json.loads(json.dumps(decide_now(facts).to_json()))["data_check"]
        assert ["sessions", "technical_failures", "allocation", "wording", "gaps", "content", "dropped"] == [
            check["id"] for check in told
        ]
        assert [False, *[None] * 6] == [check["ok"] for check in told]
        assert {sentence} == {check["sentence"] for check in told[1:]}


def test_one_session_is_enough_to_judge_the_data_so_far() -> None:
    """With the first session that is over every condition has an answer."""
    assert None not in [check.ok for check in decide_now([make_facts(1)]).data_check]


def test_a_single_arm_has_nothing_to_balance() -> None:
    """A study of one arm is not invalid for lack of a comparison."""
    plan = study.parse(PLAN.replace(', {id = "B", variant = "B"}', "") + PASSED, STUDY.id)
    found = decide_now(make_arm("A", 12), plan)
    assert ("READY FOR PRODUCTION", (True, "Es gibt nur eine Variante.")) == (
        found.verdict,
        check_of(found, "allocation"),
    )


def test_technical_failures_do_not_count_but_show() -> None:
    """Up to the limit they are left out of completion; beyond it the data are invalid."""
    few = [make_facts(100 + i, "A", "technical_failure", started_ms=5) for i in range(3)]
    found = decide_now(both(12) + few)
    assert "READY FOR PRODUCTION" == found.verdict
    assert (
        True,
        "Variante A: 3 von 15 Sitzungen hatten eine technische Störung. Erlaubt sind 20\xa0%.",
    ) == check_of(found, "technical_failures")
    many = [*few, make_facts(200, "A", "technical_failure", started_ms=5)]
    worse = decide_now(both(12) + many)
    assert ("INVALID DATA", {"A": "INVALID DATA", "B": "INVALID DATA"}) == (worse.verdict, verdicts(worse))


def test_those_who_dropped_before_are_told() -> None:
    """Who left before the critical task is in no rate, but named."""
    early = [make_facts(100 + i, "B", started=False, ended="stopped", started_ms=5) for i in range(2)]
    found = decide_now(both(12) + early)
    assert (True, "2 Personen hörten vor der Aufgabe „Mietzuschuss beantragen“ auf.") == check_of(found, "dropped")
    assert 12 == found.arms["B"].sessions


def test_uneven_arms() -> None:
    """A little uneven is normal and the smaller arm sets the look; a lopsided allocation is invalid."""
    little = decide_now(make_arm("A", 19) + make_arm("B", 13))
    assert ("READY FOR PRODUCTION", 12) == (little.verdict, little.look)
    assert 12 == little.arms["A"].sessions
    late = [make_facts(i, "B", started_ms=1000 + i) for i in range(12)]
    lopsided = decide_now([make_facts(i, "A") for i in range(40)] + late)
    assert "INVALID DATA" == lopsided.verdict
    assert (
        False,
        "Die Verteilung der Personen ist zu ungleich. Variante A: 40 Personen. Variante B: 12 Personen.",
    ) == check_of(lopsided, "allocation")


def test_mixed_wordings_are_not_pooled() -> None:
    """Two wordings of a questionnaire make the data invalid."""
    other = make_facts(0, "A", wordings=frozenset({("sus", "sus-en-1")}))
    found = decide_now([other, *both(12)[1:]])
    assert "INVALID DATA" == found.verdict
    assert (False, "Die Personen lasen 2 Wortlaute: sus-de-1 und sus-en-1.") == check_of(found, "wording")


def test_gaps_in_the_recording() -> None:
    """More than 5 % lost events make the data invalid, fewer do not."""
    assert (
        "READY FOR PRODUCTION" == decide_now([make_facts(i, arm, missing=2) for arm in "AB" for i in range(12)]).verdict
    )
    found = decide_now([make_facts(i, arm, missing=10) for arm in "AB" for i in range(12)])
    assert ("INVALID DATA", False) == (found.verdict, check_of(found, "gaps")[0])


def test_a_prototype_changed_on_the_way() -> None:
    """Two versions of a prototype in one arm make the data invalid."""
    found = decide_now([make_facts(0, "A", content_hash="h2"), *both(12)[1:]])
    assert ("INVALID DATA", "Der Prototyp von Variante A änderte sich während der Studie.") == (
        found.verdict,
        check_of(found, "content")[1],
    )


def test_an_amended_plan_is_named_and_a_silent_change_is_invalid() -> None:
    """The plan in force may have been amended with a reason; any other plan invalidates the decision."""
    amendment = Amendment(STUDY.plan_hash, STUDY.plan_text, "Prüfung bestanden.", 2)
    amended = StudyLock(STUDY.id, STUDY.plan_hash, STUDY.plan_text, 1, (amendment,))
    found = decide_now(both(12), lock=amended)
    assert "READY FOR PRODUCTION" == found.verdict
    assert (True, "Das Team änderte den Plan 1 Mal mit Begründung.") == check_of(found, "plan")
    unchanged = StudyLock(STUDY.id, STUDY.plan_hash, STUDY.plan_text, 1)
    assert (True, "Der Plan gilt unverändert seit der ersten Sitzung.") == check_of(
        decide_now(both(12), lock=unchanged), "plan"
    )
    assert "INVALID DATA" == decide_now(both(12), OPEN, lock=unchanged).verdict


def test_a_running_session_holds_up_the_look() -> None:
    """The look waits for those who started early and are slow, or the quick ones would decide."""
    slow = make_facts(0, "A", None, ended=None)
    found = decide_now([slow, *both(13)[1:]])
    assert ("NOT DECIDABLE YET", None, 0) == (found.verdict, found.look, found.sessions_needed)
    assert "Variante A: 1 Sitzung läuft noch. Die nächste Auswertung folgt bei 12 Sitzungen je Variante." == (
        found.sentence
    )
    assert "1 Sitzung läuft noch." in check_of(found, "sessions")[1]


def test_an_earlier_look_can_be_asked_again() -> None:
    """At 20 sessions the decision of look 12 is still the same; looks not reached are refused."""
    early = decide_now(both(12, 11))
    later = both(12, 11) + [make_facts(i, arm) for arm in "AB" for i in range(12, 20)]
    assert "READY FOR PRODUCTION" == decide_now(later).verdict
    again = decide_now(later, look=12)
    assert (early.look, verdicts(early)) == (again.look, verdicts(again))
    assert early.arms["A"].metrics == again.arms["A"].metrics
    assert "Die Auswertung bei 20 Sitzungen je Variante liegt schon vor." == again.sentence
    with pytest.raises(ValueError, match="not planned or not reached"):
        decide_now(later, look=30)


@given(plan=any_study, facts=many_facts, extra=many_facts)
@settings(max_examples=100, deadline=None)
def test_synthetic_sessions_never_change_a_verdict(
    plan: Study, facts: list[SessionFacts], extra: list[SessionFacts]
) -> None:
    """In a study that is no demo, synthetic sessions change nothing in the whole answer."""
    synthetic = [
        make_facts(
            i,
            found.session.arm,
            found.tasks[0].outcome if found.tasks else None,
            session_id=f"x{i}",
            started_ms=found.session.started_ms,
            synthetic=True,
        )
        for i, found in enumerate(extra)
    ]
    assert decide_now(facts, plan).to_json() == decide_now([*synthetic, *facts], plan).to_json()


@given(plan=any_study, facts=many_facts, later=many_facts)
@settings(max_examples=150, deadline=None)
def test_what_comes_after_a_look_does_not_change_it(
    plan: Study, facts: list[SessionFacts], later: list[SessionFacts]
) -> None:
    """Sessions that start later leave the answer at a look as it was, apart from the count of those still
    needed.
    """
    before = decide_now(facts, plan)
    after = [
        make_facts(
            1000 + i,
            found.session.arm,
            found.tasks[0].outcome if found.tasks else None,
            ended=found.end_reason,
            started=bool(found.tasks),
        )
        for i, found in enumerate(later)
    ]
    if before.look is not None:
        again = decide_now([*facts, *after], plan, look=before.look)
        assert before.verdict == again.verdict
        assert verdicts(before) == verdicts(again)
        assert before.data_check == again.data_check
        assert [d.gates for d in before.arms.values()] == [d.gates for d in again.arms.values()]


@given(facts=many_facts, data=st.data())
@settings(max_examples=50, deadline=None)
def test_the_order_of_sessions_does_not_matter(facts: list[SessionFacts], data: st.DataObject) -> None:
    """Shuffled sessions give the same answer."""
    unique = list({found.session.session_id: found for found in facts}.values())
    mixed = data.draw(st.permutations(unique))
    assert decide_now(unique).to_json() == decide_now(mixed).to_json()
