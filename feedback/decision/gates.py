"""Is a gate met, missed or open, and with which probability?"""

from collections.abc import Sequence
from math import ceil
from statistics import fmean

from feedback.decision.numbers import count, number, percent, probability
from feedback.decision.persons import given, person_values
from feedback.decision.result import GateResult, GateState
from feedback.findings import blocking_sentence
from feedback.instruments import INSTRUMENTS
from feedback.metrics import task_rate
from feedback.sessions import SessionFacts
from feedback.stats import NotEnoughData, gate_probability, mean_gate_probability
from feedback.study import Gate, Study

FACTS = {
    "accessibility": "Barrierefreiheit",
    "data_protection": "Datenschutz",
}
FACT_SENTENCES: dict[tuple[str, str], tuple[GateState, str]] = {
    ("accessibility", "passed"): ("met", "Der Prototyp besteht die Prüfung der Barrierefreiheit."),
    ("accessibility", "failed"): ("missed", "Der Prototyp besteht die Prüfung der Barrierefreiheit nicht."),
    ("accessibility", "open"): ("open", "Die Prüfung der Barrierefreiheit steht noch aus."),
    ("data_protection", "passed"): ("met", "Die Freigabe des Datenschutzes liegt vor."),
    ("data_protection", "failed"): ("missed", "Der Datenschutz lehnt die Freigabe ab."),
    ("data_protection", "open"): ("open", "Die Freigabe des Datenschutzes steht noch aus."),
}
SCORES = {"sus": "Bedienbarkeit (SUS)", "umux_lite": "Nutzbarkeit (UMUX-Lite)", "ease": "Leichtigkeit"}


def judge_gates(
    study: Study, sessions: Sequence[SessionFacts], look: int | None, blocking: Sequence[str] | None = None
) -> tuple[GateResult, ...]:
    """Return all gates and hard facts of one arm at a look; before the first (None) every gate is open.

    `blocking` are the titles of the usability problems that block the arm, none known where there is nobody to know.
    """
    measured = [wait(study, gate) if look is None else judge(study, gate, sessions, look) for gate in study.gates]
    stated = [state_fact(name, said) for name, said in study.hard_facts.model_dump().items()]
    found = [] if blocking is None else [judge_problems(study, blocking)]
    return (*measured, *stated, *found)


def judge_problems(study: Study, blocking: Sequence[str]) -> GateResult:
    """Return the hard fact that no severe usability problem is open."""
    sentence = blocking_sentence(blocking, study.blocking_severity)
    state: GateState = "missed" if blocking else "met"
    return GateResult("findings", state, None, sentence, "Nutzungsprobleme", is_fact=True)


def state_fact(name: str, stated: str) -> GateResult:
    """Return a hard fact as a person stated it."""
    state, sentence = FACT_SENTENCES[name, stated]
    return GateResult(name, state, None, sentence, FACTS[name], is_fact=True)


def name_gate(study: Study, gate: Gate) -> str:
    """Return what a gate is about, for a list in a sentence."""
    task = f" von „{study.task_title(gate.task)}“" if gate.task else ""
    return f"Abschluss{task}" if gate.metric == "completion" else f"{SCORES[gate.metric]}{task}"


def wait(study: Study, gate: Gate) -> GateResult:
    """Return a gate before the first look."""
    sentence = f"Die erste Auswertung folgt nach {study.looks[0]} Sitzungen je Variante."
    return GateResult(gate.id, "open", None, sentence, name_gate(study, gate))


def judge(study: Study, gate: Gate, sessions: Sequence[SessionFacts], look: int) -> GateResult:
    """Return a gate at a look: met when its posterior reaches the planned probability, missed when the
    opposite does.

    With values from fewer than the planned share of sessions (`min_answers`) nothing is said: those who
    answer are not like those who do not.
    """
    subject = name_gate(study, gate)
    need = max(ceil(study.data_check.min_answers * len(sessions)), 1)
    if gate.metric == "completion":
        rate = task_rate(sessions, str(gate.task))
        have, seen = rate.n, tell_rate(study, gate, rate.x, rate.n)
        found: float | NotEnoughData = gate_probability(rate.x, rate.n, gate.at_least)
    else:
        values = given(person_values(gate.metric, sessions, gate.task))
        have, seen = len(values), tell_score(gate, values)
        found = mean_gate_probability(values, gate.at_least, INSTRUMENTS[gate.metric].step)
    if isinstance(found, NotEnoughData):
        need = max(need, found.need)
    if isinstance(found, NotEnoughData) or have < need:
        sentence = f"Es gibt {count(have, 'Wert', 'Werte')}. Nötig {'ist' if need == 1 else 'sind'} mindestens {need}."
        return GateResult(gate.id, "open", None, sentence, subject)
    required = study.required(gate, look)
    chance = f"Die Wahrscheinlichkeit dafür ist {probability(found)}. Nötig sind {percent(required)}."
    return GateResult(gate.id, state_of(found, required), found, f"{seen} {chance}", subject)


def state_of(found: float, required: float) -> GateState:
    """Return the state of a gate from its posterior probability and the required one.

    >>> state_of(0.95, 0.9), state_of(0.5, 0.9), state_of(0.05, 0.9)
    ('met', 'open', 'missed')
    """
    if found >= required:
        return "met"
    return "missed" if found <= 1 - required else "open"


def tell_rate(study: Study, gate: Gate, x: int, n: int) -> str:
    """Return how many completed the task, and how many should."""
    who = f"{x} von {count(n, 'Person', 'Personen')} {'schaffte' if x == 1 else 'schafften'}"
    return f"{who} „{study.task_title(str(gate.task))}“ ohne Hilfe. Gefordert sind {percent(gate.at_least)}."


def tell_score(gate: Gate, values: Sequence[float]) -> str:
    """Return the mean score, from how many persons, and what it should be."""
    if not values:
        return ""
    who = count(len(values), "Person", "Personen")
    seen = f"Die {SCORES[gate.metric]} erreicht im Mittel {points(fmean(values))} ({who})."
    return f"{seen} Gefordert sind {points(gate.at_least)}."


def points(value: float) -> str:
    """Return a score with its unit.

    >>> points(74.25), points(1.0)
    ('74,2 Punkte', '1 Punkt')
    """
    told = number(value)
    return f"{told} {'Punkt' if told == '1' else 'Punkte'}"
