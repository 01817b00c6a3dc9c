"""The verdict and what it rests on, in the words that the office uses."""

from collections.abc import Sequence

from markupsafe import Markup

from feedback.decision import ArmDecision, Check, Decision, GateResult, Verdict
from feedback.decision.numbers import listing
from feedback.evidence import Attendance, StudyEvidence
from feedback.report.words import Words
from feedback.study import Gate, Study

TONES: dict[str, str] = {
    "READY FOR PRODUCTION": "good",
    "IMPROVE AND RETEST": "open",
    "STOP": "bad",
    "NOT DECIDABLE YET": "plain",
    "INVALID DATA": "bad",
    "met": "good",
    "missed": "bad",
    "open": "open",
}
SIGNS = {"good": "✔", "bad": "✖", "open": "○", "plain": "•"}
KEYS: dict[Verdict, str] = {
    "READY FOR PRODUCTION": "ready",
    "IMPROVE AND RETEST": "improve",
    "STOP": "stop",
    "NOT DECIDABLE YET": "undecided",
    "INVALID DATA": "invalid",
}


def draw_badge(text: str, tone: str) -> Markup:
    """Return a short word with a sign and a tone; the sign carries it in grey."""
    drawn = Markup('<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>')
    return drawn.format(tone, SIGNS[tone], text)


def badge_verdict(verdict: Verdict, words: Words) -> Markup:
    """Return the verdict on an arm as one word."""
    return draw_badge(words(f"short_{KEYS[verdict]}"), TONES[verdict])


def badge_gate(gate: GateResult, words: Words) -> Markup:
    """Return the state of a gate as one word."""
    return draw_badge(words(f"gate_{gate.state}"), TONES[gate.state])


def headline(evidence: StudyEvidence, words: Words) -> str:
    """Return the verdict as one sentence."""
    decision = evidence.decision
    if decision.verdict == "READY FOR PRODUCTION":
        return name_arms(evidence.study, decision.chosen or decision.ready, "may", words)
    passed = [arm.arm for arm in decision.arms.values() if lacks_only_facts(arm)]
    if decision.verdict == "NOT DECIDABLE YET" and passed:
        return name_arms(evidence.study, passed, "may_not_yet", words)
    return words(f"headline_{KEYS[decision.verdict]}")


def name_arms(study: Study, arms: Sequence[str], key: str, words: Words) -> str:
    """Return a sentence about one arm or several."""
    if len(arms) == 1:
        return words(f"{key}_one", arm=study.arm_title(arms[0]))
    return words(f"{key}_many", arms=join(arms, words))


def join(names: Sequence[str], words: Words) -> str:
    """Return names as a list within a sentence.

    >>> join(["A", "B", "C"], Words("en"))
    'A, B and C'
    """
    told = listing(list(names))
    return told if words.is_german else told.replace(" und ", " and ")


def lacks_only_facts(arm: ArmDecision) -> bool:
    """Return whether an arm waits for nothing but what a person has to state."""
    measured_well = all(gate.state == "met" for gate in arm.gates if not gate.is_fact)
    return arm.verdict == "NOT DECIDABLE YET" and measured_well


def tell_arm(arm: ArmDecision, decision: Decision, words: Words) -> str | Markup:
    """Return why an arm got its verdict, unless the verdict on the study or the word before it has just said so."""
    if arm.verdict == "READY FOR PRODUCTION":
        return ""
    if lacks_only_facts(arm):
        return words("all_measured_met")
    return "" if arm.sentence in decision.sentence else words.german(arm.sentence)


def tell_basis(decision: Decision, words: Words) -> str:
    """Return which sessions stand behind the verdict and all numbers."""
    return words("basis_so_far") if decision.look is None else words("basis_look", look=decision.look)


def tell_plan(evidence: StudyEvidence, words: Words) -> str:
    """Return whether the rule stood before the first session."""
    if evidence.lock is None:
        return words("plan_not_locked")
    changes = len(evidence.lock.amendments)
    return words("plan_amended", times=changes) if changes else words("plan_locked")


def tell_gate(study: Study, gate: GateResult, look: int | None, words: Words) -> str | Markup:
    """Return what a gate asks for: its value and how sure one must be; of a hard fact that a person looks."""
    planned = next((one for one in study.gates if one.id == gate.id), None)
    if planned is None or gate.is_fact:
        known = words.name(f"fact_{gate.id}", "").format(severity=study.blocking_severity)
        return known or words.german(capital(gate.subject))
    return words("gate_rule", what=name_gate(study, planned, words), **tell_values(study, planned, look, words))


def name_gate(study: Study, gate: Gate, words: Words) -> str:
    """Return the metric of a gate, with its task."""
    name = words.metric_name(gate.metric)
    return f"{name}, „{study.task_title(gate.task)}“" if gate.task else name


def tell_values(study: Study, gate: Gate, look: int | None, words: Words) -> dict[str, str]:
    """Return the required value and probability of a gate."""
    needed = study.required(gate, look if look is not None else study.looks[0])
    value = words.share(gate.at_least) if gate.metric == "completion" else words.number(gate.at_least)
    return {"value": value, "sure": words.share(needed)}


def capital(text: str) -> str:
    """Return a text with a capital first letter.

    >>> capital("der Abschluss")
    'Der Abschluss'
    """
    return text[:1].upper() + text[1:]


def tell_kinds(arms: Sequence[Attendance], words: Words) -> list[str]:
    """Return how many sessions there are, whether people were alone, and whether they were real."""
    total = sum(one.sessions for one in arms)
    if total == 0:
        return [words("nobody_yet")]
    moderated = sum(one.moderated for one in arms)
    invented = sum(one.synthetic for one in arms)
    alone = words("some_moderated", alone=total - moderated, moderated=moderated)
    if moderated in (0, total):
        alone = words("all_moderated" if moderated else "all_alone")
    real = words("some_invented", real=total - invented, invented=invented)
    if invented in (0, total):
        real = words("all_invented" if invented else "all_real")
    return [words("session_so_far" if total == 1 else "sessions_so_far", n=total), alone, real]


def judge_check(check: Check, words: Words) -> Markup:
    """Return the state of a condition on the data; who left early is told, not judged."""
    if check.ok is None:
        return draw_badge(words("check_unknown"), "plain")
    if check.id == "dropped":
        return draw_badge(words("check_note"), "plain")
    if check.ok:
        return draw_badge(words("check_good"), "good")
    return draw_badge(words("check_bad"), "bad") if check.blocking else draw_badge(words("check_lacking"), "open")
