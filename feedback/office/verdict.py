"""The verdict in plain words, what it rests on, and what is still missing; as HTML."""

from html import escape

from feedback.decision import ArmDecision, Check, Decision, GateResult, Verdict
from feedback.decision.numbers import count, listing, number
from feedback.evidence import Attendance, StudyEvidence, tell_metric, tell_range
from feedback.office.layout import Tone, badge, bullets, paragraphs, table
from feedback.office.measures import link_metric
from feedback.office.session_links import ATTENDANCE, NumberKey, linked
from feedback.office.session_rows import ATTENDANCE_NAMES
from feedback.stats import NotEnoughData

VERDICT_TONES: dict[Verdict, Tone] = {
    "READY FOR PRODUCTION": "good",
    "IMPROVE AND RETEST": "open",
    "STOP": "bad",
    "NOT DECIDABLE YET": "plain",
    "INVALID DATA": "bad",
}
HEADLINES: dict[Verdict, str] = {
    "IMPROVE AND RETEST": "Noch nicht gut genug: Bitte verbessern und neu testen.",
    "STOP": "Bitte gehen Sie diesen Weg nicht weiter.",
    "NOT DECIDABLE YET": "Wir können noch nicht entscheiden.",
    "INVALID DATA": "Diese Daten tragen keine Entscheidung.",
}
GATE_TONES: dict[str, Tone] = {"met": "good", "missed": "bad", "open": "open"}
GATE_STATES = {"met": "Erfüllt", "missed": "Verfehlt", "open": "Offen"}


VERDICTS_SHORT: dict[Verdict, str] = {
    "READY FOR PRODUCTION": "Bereit",
    "IMPROVE AND RETEST": "Verbessern",
    "STOP": "Beenden",
    "NOT DECIDABLE YET": "Noch offen",
    "INVALID DATA": "Ungültig",
}


def headline(evidence: StudyEvidence) -> str:
    """Return the verdict as one sentence."""
    decision = evidence.decision
    if decision.verdict == "READY FOR PRODUCTION":
        return f"{name_arms(evidence, list(decision.chosen or decision.ready))} in die Produktion."
    passed = [arm.arm for arm in decision.arms.values() if lacks_only_facts(arm)]
    if decision.verdict == "NOT DECIDABLE YET" and passed:
        return f"{name_arms(evidence, passed)} noch nicht in die Produktion. Freigaben fehlen."
    return HEADLINES[decision.verdict]


def name_arms(evidence: StudyEvidence, arms: list[str]) -> str:
    """Return the beginning of a sentence about one arm or several."""
    if len(arms) == 1:
        return f"Variante {evidence.study.arm_title(arms[0])} kann"
    return f"Die Varianten {listing(arms)} können"


def lacks_only_facts(arm: ArmDecision) -> bool:
    """Return whether an arm waits for nothing but what a person has to state."""
    measured_well = all(gate.state == "met" for gate in arm.gates if not gate.is_fact)
    return arm.verdict == "NOT DECIDABLE YET" and measured_well


def draw_verdict(evidence: StudyEvidence) -> str:
    """Return the verdict, why, the verdict on each arm, and which sessions it rests on."""
    decision = evidence.decision
    tone = VERDICT_TONES[decision.verdict]
    arms = "".join(
        f"<li>{badge(VERDICTS_SHORT[arm.verdict], VERDICT_TONES[arm.verdict])} "
        f"<strong>Variante {escape(arm.title)}</strong>{tell_arm(arm, decision)}</li>"
        for arm in decision.arms.values()
    )
    kicker = "Urteil aus erfundenen Daten" if decision.demo else "Urteil"
    return (
        f'<section class="pl-verdict pl-{tone}" aria-labelledby="verdict">'
        f'<p class="pl-kicker">{kicker}: {escape(decision.verdict_name)}</p>'
        f'<h2 id="verdict">{escape(headline(evidence))}</h2>'
        f"<p>{escape(decision.sentence)}</p></section>"
        f'<ul class="pl-arms">{arms}</ul>{paragraphs(tell_basis(decision, many=evidence.crowd is not None))}'
    )


def tell_arm(arm: ArmDecision, decision: Decision) -> str:
    """Return why an arm got its verdict, unless the verdict on the study has just said so."""
    if lacks_only_facts(arm):
        return ": Alle gemessenen Bedingungen sind erfüllt."
    return "" if arm.sentence in decision.sentence else f": {escape(arm.sentence)}"


def tell_basis(decision: Decision, *, many: bool = False) -> str:
    """Return which sessions stand behind the verdict and all numbers of the page. Of `many` sessions the charts show
    all so far, and say so.
    """
    if many and decision.look is not None:
        return f"Das Urteil beruht auf den ersten {decision.look} Sitzungen je Variante."
    if decision.look is None:
        return "Alle Zahlen sind vorläufig. Sie zeigen die Sitzungen bis jetzt."
    return f"Alle Zahlen beruhen auf den ersten {decision.look} Sitzungen je Variante."


def draw_missing(evidence: StudyEvidence) -> str:
    """Return what is missing for a verdict, or that nothing is."""
    decision = evidence.decision
    if decision.verdict != "NOT DECIDABLE YET":
        return paragraphs("Für dieses Urteil fehlt nichts.")
    waits = any(arm.verdict == "NOT DECIDABLE YET" and not lacks_only_facts(arm) for arm in decision.arms.values())
    following = evidence.next_look if waits else None
    missing = missing_sessions(evidence, following) if following else []
    missing += dict.fromkeys(
        f"{gate.subject}: Ein Mensch prüft das und trägt es im Plan ein."
        for one in decision.arms.values()
        for gate in one.gates
        if gate.is_fact and gate.state == "open"
    )
    when = f"Die nächste Auswertung folgt bei {following} Sitzungen je Variante." if following else ""
    return bullets(missing) + paragraphs(when) or paragraphs(decision.sentence)


def missing_sessions(evidence: StudyEvidence, following: int) -> list[str]:
    """Return which arms lack sessions for the next look, and how many sessions are not over."""
    told = []
    for arm in evidence.decision.arms.values():
        if arm.sessions_needed:
            needed = count(arm.sessions_needed, "Sitzung", "Sitzungen")
            have = following - arm.sessions_needed
            told.append(f"Variante {arm.title}: noch {needed}. Da sind {have} von {following}.")
    running = sum(evidence.attendance(arm).running for arm in evidence.decision.arms)
    return [*told, f"{count(running, 'Sitzung läuft', 'Sitzungen laufen')} noch."] if running else told


def draw_attendance(evidence: StudyEvidence) -> str:
    """Return who took part, in one table; columns without a single session are left out."""
    arms = {arm: evidence.attendance(arm) for arm in evidence.decision.arms}
    always = ("sessions", "counted", "gave_up", "dropped")
    kept = [name for name in ATTENDANCE_NAMES if name in always or any(getattr(one, name) for one in arms.values())]
    heads = ["Variante", *(ATTENDANCE_NAMES[name] for name in kept)]
    rows = [
        [
            f"Variante {escape(evidence.study.arm_title(arm))}",
            *(link_attendance(evidence, arm, name, getattr(one, name)) for name in kept),
        ]
        for arm, one in arms.items()
    ]
    return paragraphs(*tell_kinds(list(arms.values()))) + table("Sitzungen je Variante", heads, rows)


def link_attendance(evidence: StudyEvidence, arm: str, name: str, n: int) -> str:
    """Return a number of sessions as a link to them; 0 has none to show, and a crowd would be no list to read."""
    study_id = evidence.study.id
    if evidence.crowd is not None and name not in ("counted", "gave_up"):
        return number(n)
    href = NumberKey(f"{ATTENDANCE}.{name}", arm).address(study_id)
    return linked(str(n), href, f" Sitzungen ansehen: {ATTENDANCE_NAMES[name]}, Variante {arm}") if n else "0"


def tell_kinds(arms: list[Attendance]) -> list[str]:
    """Return whether people were alone, and whether they were real."""
    total = sum(one.sessions for one in arms)
    if total == 0:
        return ["Noch niemand hat teilgenommen."]
    moderated = sum(one.moderated for one in arms)
    invented = sum(one.synthetic for one in arms)
    with_help = f"{total - moderated} Personen testeten allein, {moderated} mit Begleitung."
    if moderated in (0, total):
        with_help = "Alle testeten mit Begleitung." if moderated else "Alle testeten allein."
    real = f"{total - invented} Sitzungen sind echt, {invented} sind erfunden."
    if invented in (0, total):
        real = "Alle Sitzungen sind erfunden." if invented else "Alle Sitzungen stammen von echten Menschen."
    return [f"{count(total, 'Sitzung', 'Sitzungen')} bis jetzt. {with_help} {real}"]


def draw_data_check(evidence: StudyEvidence) -> str:
    """Return the conditions on the data with their state; without a finished session there is none."""
    if not evidence.counted.over:
        return paragraphs("Keine Aussage möglich. Noch ist keine Sitzung zu Ende.")
    entries = []
    for check in evidence.decision.data_check:
        word, tone = judge_check(check)
        entries.append(f"<li>{badge(word, tone)} {escape(check.sentence)}</li>")
    return f'<ul class="pl-arms">{"".join(entries)}</ul>'


def judge_check(check: Check) -> tuple[str, Tone]:
    """Return the state of a condition as a word; who left early is told, not judged."""
    if check.ok is None:
        return "Keine Aussage", "plain"
    if check.id == "dropped":
        return "Hinweis", "plain"
    if check.ok:
        return "In Ordnung", "good"
    return ("Nicht in Ordnung", "bad") if check.blocking else ("Fehlt noch", "open")


def draw_gates(evidence: StudyEvidence) -> str:
    """Return one table an arm: each gate with its state, its sentence and what was measured."""
    tables = []
    for arm in evidence.decision.arms.values():
        rows = [
            [
                escape(gate.subject[0].upper() + gate.subject[1:]),
                badge(GATE_STATES[gate.state], GATE_TONES[gate.state]),
                f"{escape(gate.sentence)}{measured(evidence, arm.arm, gate)}",
            ]
            for gate in arm.gates
        ]
        tables.append(table(f"Variante {arm.title}", ["Bedingung", "Stand", "Begründung"], rows, kind="pl-gates"))
    return "".join(tables)


def measured(evidence: StudyEvidence, arm: str, gate: GateResult) -> str:
    """Return the interval behind a gate as HTML, before the first look with the value; nothing for a hard
    fact or where nothing can be said.
    """
    planned = next((one for one in evidence.study.gates if one.id == gate.id), None)
    if gate.is_fact or planned is None:
        return ""
    metric_id = f"{planned.metric}.{planned.task}" if planned.task else planned.metric
    link = link_metric(evidence, metric_id, arm, gate.subject)
    value = evidence.decision.arms[arm].metrics[metric_id]
    if isinstance(value, NotEnoughData):
        return ("" if evidence.decision.look else f"<br>{escape(tell_metric(metric_id, value))}") + link
    if evidence.decision.look is None:
        return f"<br>Bis jetzt: {escape(tell_metric(metric_id, value))}.{link}"
    return f"<br>Spanne: {escape(tell_range(metric_id, value.low, value.high))}.{link}"
