"""The verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from feedback.decision.advice import Advice
from feedback.decision.advising import advise
from feedback.decision.choosing import Choice, choose, tell_choice
from feedback.decision.datacheck import check_data
from feedback.decision.evidence import Evidence, gather
from feedback.decision.gates import judge_gates
from feedback.decision.numbers import probability
from feedback.decision.ranking import Ranking, rank
from feedback.decision.result import ArmDecision, Check, Decision, GateResult, Verdict
from feedback.decision.waiting import Wait, find_wait, tell_arm, tell_study
from feedback.metrics import evaluate_sessions
from feedback.sessions import SessionFacts
from feedback.store.protocol import StudyLock
from feedback.study import Study

CLEARLY = 0.025  # a gate holds with at most this probability: its threshold lies above the 95 % interval


@dataclass(frozen=True)
class Ruling:
    """A verdict with its sentence; `waits` when only the next look can settle it."""

    verdict: Verdict
    sentence: str
    waits: bool = False


def decide(
    study: Study,
    facts: Iterable[SessionFacts],
    *,
    now_ms: int,
    lock: StudyLock | None = None,
    look: int | None = None,
    blocking: Mapping[str, Sequence[str]] | None = None,
    with_advice: bool = True,
) -> Decision:
    """Return the verdict on a study.

    The rules, each with its reason:

    - A verdict comes only at the planned looks. Whoever looks after every session and stops at a good
      moment lets weak prototypes through. Before the first look every verdict is NOT DECIDABLE YET, and the
      numbers show all sessions so far.
    - A look at k uses the first k usable sessions of each arm, by start, and nothing later. So what happens
      between two looks changes nothing, and every arm is judged on equally many people.
    - These k sessions must be over, and nothing that started before the last of them may still run. Quick
      people finish first and mostly succeed; without the slow ones the rates would be too good.
    - The data must carry a decision (see `check_data`): on broken data every verdict is INVALID DATA.
    - A gate is met when it holds with the planned probability, missed when it fails with that probability,
      and open in between: few sessions often cannot tell, and to say so is better than to guess.
    - A gate stays open when too few of the sessions gave a value (`min_answers`, half of them by default):
      people who answer are not like people who do not.
    - An arm is READY FOR PRODUCTION when every gate is met and every hard fact is passed. One missed gate is
      reason enough to IMPROVE AND RETEST; so is a gate that the last look leaves open, since the plan asked
      for proof. An open hard fact waits for a person, not for sessions.
    - STOP needs the last look and a gate that holds with at most 2.5 %: its threshold then lies above the
      95 % interval. To end a prototype for good takes all planned evidence and a clear miss.
    - One ready arm makes the study ready: only one can go into production. Of several the one that is worth
      most is chosen (see `rank`), with all others that one may take instead at an expected loss of at most
      0.03: these are equal, and the cost decides. An arm that is not ready is never chosen.

    `blocking` names the open usability problems of each arm that are severe enough to keep it from READY. `look` asks
    for an earlier look again. With `lock` the plan must be the one in force. Advice changes no
    verdict; a simulation does without.
    """
    evidence = gather(study, facts, look)
    checks, wait = check_data(study, evidence, lock), find_wait(evidence)
    problems = {arm: None if blocking is None else blocking.get(arm, ()) for arm in evidence.arms}
    gates = {
        arm: judge_gates(study, selection.usable, evidence.look, problems[arm])
        for arm, selection in evidence.arms.items()
    }
    rulings = {arm: rule_arm(study, evidence, arm, gates[arm], checks, wait) for arm in gates}
    awaited = wait if any(ruling.waits for ruling in rulings.values()) else None
    arms = {arm: conclude(study, evidence, arm, ruling, gates[arm], awaited) for arm, ruling in rulings.items()}
    ranking = rank_at_look(study, evidence, arms)
    choice = choose(ranking, ready_arms(arms)) if ranking else Choice()
    ruling = rule_study(arms, awaited, choice)
    return Decision(
        study=study.id,
        plan_hash=study.plan_hash,
        look=evidence.look,
        verdict=ruling.verdict,
        sentence=ruling.sentence,
        ready=tuple(ready_arms(arms)),
        chosen=choice.arms,
        sessions_needed=max(awaited.needed.values()) if awaited and ruling.waits else 0,
        arms=arms,
        data_check=checks,
        hypotheses=study.hypotheses,
        demo=study.demo,
        decided_ms=now_ms,
        ranking=ranking,
        advice=advise_at_look(study, evidence, arms, ranking, choice) if ranking and with_advice else None,
    )


def rank_at_look(study: Study, evidence: Evidence, arms: Mapping[str, ArmDecision]) -> Ranking | None:
    """Return the ranking; before the first look and on broken data there is none."""
    broken = any(decision.verdict == "INVALID DATA" for decision in arms.values())
    return None if evidence.look is None or broken else rank(study, evidence.arms)


def advise_at_look(
    study: Study, evidence: Evidence, arms: Mapping[str, ArmDecision], ranking: Ranking, choice: Choice
) -> Advice | None:
    """Return the advice beside a ranking. Arms with an open gate wait for the later looks."""
    if evidence.look is None:
        return None
    waiting = [arm for arm, found in arms.items() if is_waiting(found)]
    return advise(study, evidence, evidence.look, ranking, waiting=waiting, chosen=choice.arms)


def is_waiting(decision: ArmDecision) -> bool:
    """Return whether an arm has an open gate that more sessions could close."""
    unsure = any(gate.state == "open" and not gate.is_fact for gate in decision.gates)
    return decision.verdict == "NOT DECIDABLE YET" and unsure


def conclude(
    study: Study, evidence: Evidence, arm: str, ruling: Ruling, gates: tuple[GateResult, ...], awaited: Wait | None
) -> ArmDecision:
    """Return the verdict on one arm with everything it rests on."""
    sessions = evidence.arms[arm].usable
    return ArmDecision(
        arm=arm,
        title=study.arm_title(arm),
        sessions=len(sessions),
        verdict=ruling.verdict,
        sentence=ruling.sentence,
        sessions_needed=awaited.needed[arm] if awaited else 0,
        measure=partial(evaluate_sessions, study, sessions),
        gates=gates,
    )


def rule_arm(
    study: Study,
    evidence: Evidence,
    arm: str,
    gates: Sequence[GateResult],
    checks: Sequence[Check],
    wait: Wait | None,
) -> Ruling:
    """Apply the rule to one arm: invalid data, then missed gates, then open gates, then open facts."""
    if evidence.look is None and wait:
        return Ruling("NOT DECIDABLE YET", tell_arm(wait, arm), waits=True)
    if wrong := [check.sentence for check in checks if check.blocking and check.ok is False]:
        return Ruling("INVALID DATA", " ".join(wrong))
    if missed := [gate for gate in gates if gate.state == "missed"]:
        return rule_missed(missed, is_last=wait is None)
    unsure = [gate for gate in gates if gate.state == "open" and not gate.is_fact]
    if unsure and wait:
        return Ruling("NOT DECIDABLE YET", tell_arm(wait, arm), waits=True)
    if unsure:
        return rule_unsure(unsure, study.looks[-1])
    if open_facts := [gate.sentence for gate in gates if gate.state == "open"]:
        return Ruling("NOT DECIDABLE YET", " ".join(open_facts))
    return Ruling("READY FOR PRODUCTION", "Diese Variante erfüllt alle Bedingungen.")


def rule_missed(missed: Sequence[GateResult], *, is_last: bool) -> Ruling:
    """Return what follows from missed gates: an end only at the last look and when one is clearly out of
    reach.
    """
    far = [gate for gate in missed if gate.probability is not None and gate.probability <= CLEARLY]
    if is_last and far:
        worst = min(far, key=lambda gate: gate.probability or 0.0)
        chance = probability(worst.probability or 0.0)
        reason = f"Klar verfehlt: {worst.subject}. Die Wahrscheinlichkeit für die Grenze ist {chance}."
        return Ruling("STOP", reason)
    return Ruling("IMPROVE AND RETEST", " ".join(f"Verfehlt: {gate.subject}." for gate in missed))


def rule_unsure(unsure: Sequence[GateResult], look: int) -> Ruling:
    """Return what follows from gates still open at the last look: not good enough, unless values are
    missing.
    """
    if judged := [gate.subject for gate in unsure if gate.probability is not None]:
        told = [f"Nach {look} Sitzungen nicht belegt: {judged[0]}."]
        told += [f"Auch nicht belegt: {subject}." for subject in judged[1:]]
        return Ruling("IMPROVE AND RETEST", " ".join(told))
    told = [f"Zu wenige Werte: {gate.subject}." for gate in unsure]
    end = "Der Plan sieht keine weitere Auswertung vor. Testen Sie in einer neuen Runde."
    return Ruling("NOT DECIDABLE YET", " ".join([*told, end]))


def rule_study(arms: Mapping[str, ArmDecision], awaited: Wait | None, choice: Choice) -> Ruling:
    """Return the verdict on the study from those on its arms: one ready arm is enough."""
    found = {decision.verdict: decision for decision in arms.values()}
    if "INVALID DATA" in found:
        return Ruling("INVALID DATA", found["INVALID DATA"].sentence)
    if ready := ready_arms(arms):
        return Ruling("READY FOR PRODUCTION", tell_choice(ready, choice))
    if "NOT DECIDABLE YET" in found:
        return rule_waiting(arms, awaited)
    if "IMPROVE AND RETEST" in found:
        advice = "Verbessern Sie den Prototyp und testen Sie neu."
        return Ruling("IMPROVE AND RETEST", f"Keine Variante erfüllt alle Bedingungen. {advice}")
    return Ruling("STOP", "Keine Variante erreicht die Grenzen. Weitere Tests ändern das kaum.")


def rule_waiting(arms: Mapping[str, ArmDecision], awaited: Wait | None) -> Ruling:
    """Return what a study without a verdict waits for: the next look, or else what its open arms lack."""
    if awaited:
        return Ruling("NOT DECIDABLE YET", tell_study(awaited), waits=True)
    lacking = [decision.sentence for decision in arms.values() if decision.verdict == "NOT DECIDABLE YET"]
    return Ruling("NOT DECIDABLE YET", " ".join(dict.fromkeys(lacking)))


def ready_arms(arms: Mapping[str, ArmDecision]) -> list[str]:
    """Return the arms that may go into production."""
    return [arm for arm, decision in arms.items() if decision.verdict == "READY FOR PRODUCTION"]
