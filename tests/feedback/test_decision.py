"""The verdict: its rule at every branch, its sentences, and what must never change it."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback import study
from feedback.decision import VERDICT_NAMES, Decision, decide
from feedback.events import EndReason, FlowSnapshot, Outcome, Session
from feedback.sessions import SessionFacts, TaskFacts
from feedback.store.protocol import Amendment, StudyLock
from feedback.study import Study

PLAN = """\
title = "Wohngeld"
prototype = "wohngeld"
hypotheses = ["A ist besser."]
arm = [{id = "A", variant = "A", name = "Eine Frage je Seite"}, {id = "B", variant = "B"}]
task = [{id = "antrag", name = "Mietzuschuss beantragen", critical = true}, {id = "aendern"}]

[[gate]]
id = "abschluss"
metric = "completion"
task = "antrag"
at_least = 0.78
probability = 0.90

[[gate]]
id = "sus"
metric = "sus"
at_least = 68
probability = 0.80
"""
PASSED = '\n[hard_facts]\naccessibility = "passed"\ndata_protection = "passed"\n'
STUDY = study.parse(PLAN + PASSED, "wohngeld/runde-1")
OPEN = study.parse(PLAN, "wohngeld/runde-1")
DEMO = study.parse("demo = true\n" + PLAN + PASSED, "wohngeld/runde-1")
NOW_MS = 1_800_000_000_000
WORDINGS = frozenset({("sus", "sus-de-1")})


def make_facts(
    number: int,
    arm: str = "A",
    outcome: Outcome | None = "success",
    *,
    sus: int | None = 5,
    ended: EndReason | None = "finished",
    wordings: frozenset[tuple[str, str]] = WORDINGS,
    missing: int = 0,
    flow: FlowSnapshot | None = None,
    started: bool = True,
    **changes: object,
) -> SessionFacts:
    """Return a session; `sus` is the answer to the odd items, the even ones mirror it."""
    values: dict[str, object] = {
        "session_id": f"{arm}{number:03}",
        "study": "wohngeld/runde-1",
        "round": 1,
        "prototype": "wohngeld",
        "variant": arm,
        "arm": arm,
        "content_hash": f"h{arm}",
        "mode": "alone",
        "participant": f"p{arm}{number:03}",
        "position": 0,
        "consent_version": "c1",
        "consent_scopes": ("recording",),
        "app_version": "0.1.0",
        "synthetic": False,
        "started_ms": number,
    }
    tasks = (TaskFacts("antrag", outcome, 60_000 + number, ("start", "done"), 2),) if started else ()
    answers: dict[tuple[str, str | None], dict[str, int | None]] = {}
    if sus is not None:
        answers["sus", None] = {f"sus_{i}": sus if i % 2 else 6 - sus for i in range(1, 11)}
    session = Session.model_validate(values | changes)
    return SessionFacts(session, ended, tasks, answers, wordings, 100, missing, flow=flow)


def make_arm(arm: str, n: int, successes: int | None = None, *, sus: int | None = 5) -> list[SessionFacts]:
    """Return n sessions of an arm, the first of them successful."""
    good = n if successes is None else successes
    return [make_facts(i, arm, "success" if i < good else "gave_up", sus=sus) for i in range(n)]


def both(n: int, successes: int | None = None, *, sus: int | None = 5) -> list[SessionFacts]:
    return make_arm("A", n, successes, sus=sus) + make_arm("B", n, successes, sus=sus)


def decide_now(facts: list[SessionFacts], plan: Study = STUDY, **options: Any) -> Decision:
    return decide(plan, facts, now_ms=NOW_MS, **options)


def verdicts(decision: Decision) -> dict[str, str]:
    return {arm: found.verdict for arm, found in decision.arms.items()}


def check_of(decision: Decision, check_id: str) -> tuple[bool, str]:
    return next((check.ok, check.sentence) for check in decision.data_check if check.id == check_id)


def gate_of(decision: Decision, arm: str, gate_id: str) -> tuple[str, float | None, str]:
    return next((g.state, g.probability, g.sentence) for g in decision.arms[arm].gates if g.id == gate_id)


def test_no_session_at_all() -> None:
    """An empty study is not decidable yet and says how many sessions are missing."""
    found = decide_now([])
    assert ("NOT DECIDABLE YET", None, 24) == (found.verdict, found.look, found.sessions_needed)
    assert "Variante A: Es fehlen noch 12 Sitzungen." in found.sentence
    assert (False, "Variante A hat 0 von 12 nötigen Sitzungen.") == check_of(found, "sessions")


def test_one_session() -> None:
    """One session decides nothing, and no gate shows a probability before the first look."""
    found = decide_now([make_facts(1)])
    assert ("NOT DECIDABLE YET", 23) == (found.verdict, found.sessions_needed)
    assert ("open", None) == gate_of(found, "A", "abschluss")[:2]


def test_an_arm_without_sessions_holds_up_the_study() -> None:
    """A full arm beside an empty one waits for it."""
    found = decide_now(make_arm("A", 30))
    assert ("NOT DECIDABLE YET", None, 12) == (found.verdict, found.look, found.sessions_needed)
    assert "wartet" in found.arms["A"].sentence


def test_twelve_of_twelve_is_ready() -> None:
    """Without a failure both gates are met at the first look."""
    found = decide_now(both(12))
    assert ("READY FOR PRODUCTION", 12, ("A", "B")) == (found.verdict, found.look, found.ready)
    assert "Entscheiden Sie nach Kosten" in found.sentence


def test_eleven_of_twelve_is_open() -> None:
    """One failure at the first look leaves the gate open: 8 more sessions to the next."""
    found = decide_now(both(12, 11))
    assert ("NOT DECIDABLE YET", 16) == (found.verdict, found.sessions_needed)
    state, probability, sentence = gate_of(found, "A", "abschluss")
    assert "open" == state
    assert 0.88003 == pytest.approx(probability, abs=1e-5)
    assert (
        "11 von 12 Personen haben „Mietzuschuss beantragen“ ohne Hilfe geschafft. Gefordert sind 78\xa0%. "
        "Die Wahrscheinlichkeit dafür ist 88\xa0%, nötig sind 90\xa0%." == sentence
    )


def test_one_ready_arm_is_enough() -> None:
    """The study is ready when one arm is, and names it."""
    found = decide_now(make_arm("A", 12) + make_arm("B", 12, 4))
    assert {"A": "READY FOR PRODUCTION", "B": "IMPROVE AND RETEST"} == verdicts(found)
    assert ("READY FOR PRODUCTION", ("A",)) == (found.verdict, found.ready)
    assert "Variante A (Eine Frage je Seite) erfüllt alle Bedingungen." == found.sentence


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


def test_without_questionnaires_nothing_is_said_about_satisfaction() -> None:
    """No answers leave the SUS gate open without a probability, even at the last look."""
    found = decide_now(both(30, sus=None))
    assert ("open", None, "Es gibt 0 Werte. Nötig sind mindestens 15.") == gate_of(found, "A", "sus")
    assert ("NOT DECIDABLE YET", 30) == (found.verdict, found.sessions_needed)
    assert "Zu wenige Werte: SUS-Wert." in found.sentence


def test_few_answers_do_not_carry_a_gate() -> None:
    """Two glowing questionnaires of twelve sessions are not enough."""
    facts = [make_facts(i, arm, sus=5 if i < 2 else None) for arm in "AB" for i in range(12)]
    found = decide_now(facts)
    assert ("open", None) == gate_of(found, "A", "sus")[:2]
    assert "NOT DECIDABLE YET" == found.verdict


def test_technical_failures_do_not_count_but_show() -> None:
    """Up to the limit they are left out of completion; beyond it the data are invalid."""
    few = [make_facts(100 + i, "A", "technical_failure", started_ms=5) for i in range(3)]
    found = decide_now(both(12) + few)
    assert "READY FOR PRODUCTION" == found.verdict
    assert (
        True,
        "Variante A: 3 von 15 Sitzungen mit technischer Störung. Erlaubt sind 20\xa0%.",
    ) == check_of(found, "technical_failures")
    many = [*few, make_facts(200, "A", "technical_failure", started_ms=5)]
    worse = decide_now(both(12) + many)
    assert ("INVALID DATA", {"A": "INVALID DATA", "B": "INVALID DATA"}) == (worse.verdict, verdicts(worse))


def test_those_who_dropped_before_are_told() -> None:
    """Who left before the critical task is in no rate, but named."""
    early = [make_facts(100 + i, "B", started=False, ended="stopped", started_ms=5) for i in range(2)]
    found = decide_now(both(12) + early)
    assert (True, "2 Personen haben vor der Aufgabe „Mietzuschuss beantragen“ aufgehört.") == check_of(found, "dropped")
    assert 12 == found.arms["B"].sessions


def test_uneven_arms() -> None:
    """A little uneven is normal and the smaller arm sets the look; a lopsided allocation is invalid."""
    little = decide_now(make_arm("A", 19) + make_arm("B", 13))
    assert ("READY FOR PRODUCTION", 12) == (little.verdict, little.look)
    assert 12 == little.arms["A"].sessions
    late = [make_facts(i, "B", started_ms=1000 + i) for i in range(12)]
    lopsided = decide_now([make_facts(i, "A") for i in range(40)] + late)
    assert "INVALID DATA" == lopsided.verdict
    assert (False, "Die Verteilung der Personen ist nicht ausgewogen (A: 40 und B: 12).") == check_of(
        lopsided, "allocation"
    )


def test_mixed_wordings_are_not_pooled() -> None:
    """Two wordings of a questionnaire make the data invalid."""
    other = make_facts(0, "A", wordings=frozenset({("sus", "sus-en-1")}))
    found = decide_now([other, *both(12)[1:]])
    assert "INVALID DATA" == found.verdict
    assert "sus (sus-de-1 und sus-en-1)" in check_of(found, "wording")[1]


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
    assert ("INVALID DATA", "Der Prototyp wurde während der Studie geändert: Variante A.") == (
        found.verdict,
        check_of(found, "content")[1],
    )


def test_an_amended_plan_is_named_and_a_silent_change_is_invalid() -> None:
    """The plan in force may have been amended with a reason; any other plan invalidates the decision."""
    amendment = Amendment(STUDY.plan_hash, STUDY.plan_text, "Prüfung bestanden.", 2)
    amended = StudyLock(STUDY.id, STUDY.plan_hash, STUDY.plan_text, 1, (amendment,))
    found = decide_now(both(12), lock=amended)
    assert "READY FOR PRODUCTION" == found.verdict
    assert (True, "Der Plan wurde 1 Mal mit Begründung geändert.") == check_of(found, "plan")
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
    assert "1 Sitzung läuft noch." in check_of(found, "sessions")[1]


def test_an_earlier_look_can_be_asked_again() -> None:
    """At 20 sessions the decision of look 12 is still the same; looks not reached are refused."""
    early = decide_now(both(12, 11))
    later = both(12, 11) + [make_facts(i, arm) for arm in "AB" for i in range(12, 20)]
    assert "READY FOR PRODUCTION" == decide_now(later).verdict
    again = decide_now(later, look=12)
    assert (early.look, verdicts(early)) == (again.look, verdicts(again))
    assert early.arms["A"].metrics == again.arms["A"].metrics
    with pytest.raises(ValueError, match="not planned or not reached"):
        decide_now(later, look=30)


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


outcomes = st.sampled_from(
    [
        "success",
        "success",
        "success",
        "success_with_help",
        "failed",
        "gave_up",
        "timed_out",
        "technical_failure",
    ]
)
any_facts = st.builds(
    make_facts,
    number=st.integers(0, 40),
    arm=st.sampled_from(["A", "B", "C"]),
    outcome=outcomes,
    sus=st.none() | st.integers(0, 6),
    ended=st.sampled_from(["finished", "finished", "stopped", "timed_out", "technical_failure"]),
    wordings=st.sampled_from([WORDINGS, WORDINGS, frozenset()]),
    missing=st.integers(0, 9),
    started=st.sampled_from([True, True, True, False]),
)
running = st.builds(make_facts, number=st.integers(0, 40), outcome=st.none(), ended=st.none())
small = {
    name: study.parse(
        PLAN.replace("hypotheses", "planned_sessions = 6\nlooks = [1, 3, 6]\nhypotheses") + end,
        "wohngeld/runde-1",
    )
    for name, end in {"passed": PASSED, "open": ""}.items()
}
any_study = st.sampled_from([*small.values(), STUDY])
many_facts = st.lists(any_facts | running, max_size=40)


@given(plan=any_study, facts=many_facts)
@settings(max_examples=150, deadline=None)
def test_every_study_gets_a_verdict_in_plain_sentences(plan: Study, facts: list[SessionFacts]) -> None:
    """Whatever the sessions, there is a verdict in valid JSON, and no sentence has more than 12 words."""
    found = decide_now(facts, plan)
    told = json.loads(json.dumps(found.to_json(), allow_nan=False))
    sentences = [told["sentence"], *(check["sentence"] for check in told["data_check"])]
    for arm in told["arms"].values():
        sentences += [arm["sentence"], *(gate["sentence"] for gate in arm["gates"])]
        sentences += [metric["why"] for metric in arm["metrics"].values() if "why" in metric]
    for sentence in sentences:
        assert sentence.endswith((".", "!"))
        for part in re.split(r"(?<=[.!?:])\s", sentence):
            assert len(part.split(" ")) <= 12, part


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


def test_demo_counts_synthetic_sessions_and_says_so() -> None:
    """A demo decides on synthetic sessions and is marked."""
    facts = [make_facts(i, arm, synthetic=True) for arm in "AB" for i in range(12)]
    found = decide_now(facts, DEMO)
    assert ("READY FOR PRODUCTION", True) == (found.verdict, found.to_json()["demo"])
    assert "NOT DECIDABLE YET" == decide_now(facts).verdict
