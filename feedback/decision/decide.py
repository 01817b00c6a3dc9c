"""The verdict."""

from collections.abc import Iterable, Sequence

from feedback.decision.datacheck import check_data
from feedback.decision.evidence import Evidence, gather
from feedback.decision.gates import judge_gates
from feedback.decision.numbers import listing, probability
from feedback.decision.result import ArmDecision, Check, Decision, GateResult, Verdict
from feedback.metrics import evaluate_sessions
from feedback.sessions import SessionFacts
from feedback.store.protocol import StudyLock
from feedback.study import Study

CLEARLY = 0.025  # a gate holds with at most this probability: its threshold lies above the 95 % interval

Ruling = tuple[Verdict, str, int]  # verdict, sentence, sessions still needed


def decide(
    study: Study,
    facts: Iterable[SessionFacts],
    *,
    now_ms: int,
    lock: StudyLock | None = None,
    look: int | None = None,
) -> Decision:
    """Return the verdict on a study.

    Advice is given at planned looks only, and from the first sessions of each arm up to that look (by
    start), so that peeking between looks changes nothing; `look` asks for an earlier look again. Before
    the first look every verdict is NOT DECIDABLE YET, and the numbers show all sessions so far. With
    `lock` the plan must be the one in force.
    """
    evidence = gather(study, facts, look)
    checks = check_data(study, evidence, lock)
    arms = {arm.id: decide_arm(study, evidence, arm.id, checks) for arm in study.arms}
    verdict, sentence, needed = rule_study(study, arms)
    return Decision(
        study=study.id,
        plan_hash=study.plan_hash,
        look=evidence.look,
        verdict=verdict,
        sentence=sentence,
        ready=tuple(arm for arm, decision in arms.items() if decision.verdict == "READY FOR PRODUCTION"),
        sessions_needed=needed,
        arms=arms,
        data_check=checks,
        hypotheses=study.hypotheses,
        demo=study.demo,
        decided_ms=now_ms,
    )


def decide_arm(study: Study, evidence: Evidence, arm: str, checks: Sequence[Check]) -> ArmDecision:
    """Return the verdict on one arm."""
    sessions = evidence.arms[arm].usable
    gates = judge_gates(study, sessions, at_look=evidence.look is not None)
    verdict, sentence, needed = rule_arm(study, evidence, arm, gates, checks)
    metrics = evaluate_sessions(study, sessions)
    return ArmDecision(arm, study.arm_title(arm), len(sessions), verdict, sentence, needed, metrics, gates)


def rule_arm(
    study: Study, evidence: Evidence, arm: str, gates: Sequence[GateResult], checks: Sequence[Check]
) -> Ruling:
    """Apply the rule to one arm: invalid data, then missed gates, then open gates, then open facts."""
    if evidence.look is None:
        return wait_for(study.looks[0], evidence, arm)
    if wrong := [check for check in checks if check.blocking and not check.ok]:
        return "INVALID DATA", " ".join(check.sentence for check in wrong), 0
    is_last = evidence.look == study.looks[-1]
    if missed := [gate for gate in gates if gate.state == "missed"]:
        return rule_missed(missed, is_last=is_last)
    unsure = [gate for gate in gates if gate.state == "open" and not gate.is_fact]
    if unsure and not is_last:
        following = next(look for look in study.looks if look > evidence.look)
        return wait_for(following, evidence, arm)
    if unsure:
        return rule_unsure(unsure, evidence.look)
    if open_facts := [gate.sentence for gate in gates if gate.state == "open"]:
        return "NOT DECIDABLE YET", " ".join(open_facts), 0
    return "READY FOR PRODUCTION", "Diese Variante erfüllt alle Bedingungen.", 0


def wait_for(look: int, evidence: Evidence, arm: str) -> Ruling:
    """Return that more sessions are needed, and how many."""
    needed = max(look - len(evidence.so_far[arm].usable), 0)
    if needed == 0:
        return "NOT DECIDABLE YET", "Diese Variante wartet auf laufende Sitzungen oder andere Varianten.", 0
    sentence = "Es fehlt noch 1 Sitzung." if needed == 1 else f"Es fehlen noch {needed} Sitzungen."
    return "NOT DECIDABLE YET", f"{sentence} Die nächste Auswertung folgt bei {look}.", needed


def rule_missed(missed: Sequence[GateResult], *, is_last: bool) -> Ruling:
    """Return what follows from missed gates: an end only at the last look and when one is clearly out of
    reach.
    """
    subjects = listing([gate.subject for gate in missed])
    far = [gate for gate in missed if gate.probability is not None and gate.probability <= CLEARLY]
    if is_last and far:
        worst = min(far, key=lambda gate: gate.probability or 0.0)
        chance = probability(worst.probability or 0.0)
        reason = f"Klar verfehlt: {worst.subject}. Die Wahrscheinlichkeit für die Grenze ist {chance}."
        return "STOP", reason, 0
    return "IMPROVE AND RETEST", f"Verfehlt: {subjects}.", 0


def rule_unsure(unsure: Sequence[GateResult], look: int) -> Ruling:
    """Return what follows from gates still open at the last look: not good enough, unless values are
    missing.
    """
    judged = [gate.subject for gate in unsure if gate.probability is not None]
    if judged:
        return "IMPROVE AND RETEST", f"Nach {look} Sitzungen nicht belegt: {listing(judged)}.", 0
    lacking = max(gate.lacking for gate in unsure)
    subjects = listing([gate.subject for gate in unsure])
    return "NOT DECIDABLE YET", f"Zu wenige Werte: {subjects}.", lacking


def rule_study(study: Study, arms: dict[str, ArmDecision]) -> Ruling:
    """Return the verdict on the study from those on its arms: one ready arm is enough."""
    found = {decision.verdict: decision for decision in arms.values()}
    ready = [arm for arm, decision in arms.items() if decision.verdict == "READY FOR PRODUCTION"]
    if "INVALID DATA" in found:
        return "INVALID DATA", found["INVALID DATA"].sentence, 0
    if len(ready) == 1:
        return "READY FOR PRODUCTION", f"Variante {study.arm_title(ready[0])} erfüllt alle Bedingungen.", 0
    if ready:
        advice = "Entscheiden Sie nach Kosten und Betrieb."
        sentence = f"Die Varianten {listing(ready)} erfüllen alle Bedingungen. {advice}"
        return "READY FOR PRODUCTION", sentence, 0
    if "NOT DECIDABLE YET" in found:
        waiting = [decision for decision in arms.values() if decision.verdict == "NOT DECIDABLE YET"]
        needed = sum(decision.sessions_needed for decision in waiting)
        return "NOT DECIDABLE YET", tell_waiting(waiting, needed), needed
    if "IMPROVE AND RETEST" in found:
        advice = "Verbessern Sie den Prototyp und testen Sie neu."
        return "IMPROVE AND RETEST", f"Keine Variante erfüllt alle Bedingungen. {advice}", 0
    return "STOP", "Keine Variante erreicht die Grenzen. Weitere Tests ändern das kaum.", 0


def tell_waiting(waiting: Sequence[ArmDecision], needed: int) -> str:
    """Return what is still missing."""
    if needed:
        return " ".join(f"Variante {d.arm}: {d.sentence}" for d in waiting if d.sessions_needed)
    return " ".join(dict.fromkeys(decision.sentence for decision in waiting))
