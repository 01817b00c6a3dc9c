"""Which variant is ahead, how firm that is, and what more sessions would bring."""

from html import escape

import streamlit as st

from feedback.charts import CONFIG, Dot, Stack, dot_chart, stack_chart
from feedback.decision import ArmDecision, Ranking
from feedback.decision.advising import name_criterion
from feedback.decision.numbers import listing, number, probability
from feedback.evidence import StudyEvidence, tell_range
from feedback.metrics import Metric
from feedback.office.layout import bullets, details, paragraphs, section, table, text_block
from feedback.office.measures import SHARES
from feedback.study import Study, criteria_of

HOW = (
    "Der Rang rechnet alle Kriterien zusammen. Er berücksichtigt, wie unsicher die Werte sind. "
    "Die Gewichte sind Spannen. Niemand kennt sie genau."
)
LOSS = "Der Nachteil sagt, was diese Wahl im Mittel kostet. Der beste Wert sind 100 Punkte."


def draw_ranking(evidence: StudyEvidence) -> None:
    """Draw rank, firmness and outlook of the arms; before the first look there is nothing to say."""
    ranking = evidence.decision.ranking
    if ranking is None:
        text_block(section("Welche Variante liegt vorn?", paragraphs("Noch ist keine Aussage möglich.")))
        return
    if len(ranking.arms) > 1:
        draw_ranks(evidence, ranking)
    text_block(section("Wie sicher ist das?", draw_firmness(evidence)) + draw_outlook(evidence))


def draw_ranks(evidence: StudyEvidence, ranking: Ranking) -> None:
    """Draw the chances of each place, the numbers as a table, and the weights."""
    advice = evidence.decision.advice
    text_block(
        section("Welche Variante liegt vorn?", paragraphs(*(advice.sentences if advice else ())) + paragraphs(HOW))
    )
    stacks = [tell_places(evidence.study, ranking, arm) for arm in ranking.arms]
    show("ranks", stack_chart(stacks), [f"Variante {one.name}: {', '.join(one.texts)}." for one in stacks])
    text_block(details("Der Rang als Tabelle", paragraphs(LOSS) + rank_table(evidence.study, ranking)))
    dots = tell_weights(evidence.study, ranking)
    text_block(section("Wie wichtig ist was?", "", level=3))
    show("weights", dot_chart(dots, SHARES), [f"{dot.name}: {dot.text}." for dot in dots])


def show(key: str, figure: object, told: list[str]) -> None:
    """Draw a chart with its text for those who do not see it."""
    alt = " ".join(told)
    st.plotly_chart(figure, width="stretch", theme=None, config=CONFIG, key=f"chart-{key}", alt=alt)


def tell_places(study: Study, ranking: Ranking, arm: str) -> Stack:
    """Return the chances of an arm's places, with their words."""
    ranks = ranking.arms[arm].ranks
    told = tuple(f"Platz {place}: {probability(share)}" for place, share in enumerate(ranks, start=1))
    return Stack(study.arm_title(arm), ranks, told)


def tell_weights(study: Study, ranking: Ranking) -> list[Dot]:
    """Return the ranges of the weights with their middle; what nobody measured says so.

    People set a weight, so no persons stand behind its number.
    """
    silent = {criterion.id for criterion in ranking.criteria if criterion.silent}
    dots = []
    for criterion in criteria_of(study):
        low, high = criterion.weight
        told = f"Gewicht {tell_range('completion', low, high)}"
        told += ", noch ohne Werte" if criterion.id in silent else ""
        dots.append(Dot(name_criterion(study, criterion), Metric(0, (low + high) / 2, low, high, "share"), told))
    return dots


def rank_table(study: Study, ranking: Ranking) -> str:
    """Return the numbers of the ranking."""
    names = {criterion.id: name_criterion(study, criterion) for criterion in criteria_of(study)}
    heads = ["Variante", "Liegt vorn", "Erfüllt alles und liegt vorn", "Nachteil", "Wert", *names.values()]
    rows = [
        [
            f"Variante {escape(study.arm_title(one.arm))}",
            probability(one.ranks[0]),
            probability(one.ready_and_first),
            f"{number(one.loss * 100)} Punkte",
            number(one.worth * 100, 0),
            *(number(one.worths[name] * 100, 0) for name in names),
        ]
        for one in ranking.arms.values()
    ]
    return table("Rang der Varianten", heads, rows)


def draw_firmness(evidence: StudyEvidence) -> str:
    """Return for each arm what would change the state of a gate."""
    advice = evidence.decision.advice
    if advice is None:
        return paragraphs("Noch ist keine Aussage möglich.")
    tables = []
    for arm in evidence.decision.arms.values():
        told = advice.arms[arm.arm].told
        rows = [
            [escape(gate.subject[0].upper() + gate.subject[1:]), escape(" ".join(told[gate.id]))]
            for gate in arm.gates
            if told.get(gate.id)
        ]
        if rows:
            tables.append(table(f"Variante {arm.title}", ["Bedingung", "Was den Stand ändert"], rows))
    return "".join(tables) or paragraphs("Noch ist keine Aussage möglich.")


def draw_outlook(evidence: StudyEvidence) -> str:
    """Return what more sessions would bring, as long as the study waits for them."""
    advice = evidence.decision.advice
    if advice is None or not advice.futures or evidence.decision.verdict != "NOT DECIDABLE YET":
        return ""
    intro = "Wir haben 1.000 Mal durchgespielt, wie es weitergehen kann. Neue Personen gleichen dabei den bisherigen."
    waiting = [arm for arm in evidence.decision.arms.values() if advice.arms[arm.arm].futures]
    lists = "".join(
        section(f"Variante {arm.title}", bullets(list(advice.arms[arm.arm].told[""])), level=3) for arm in waiting
    )
    return section(
        "Was bringen mehr Sitzungen?", paragraphs(intro, tell_any(waiting, advice.futures[-1].ready)) + lists
    )


def tell_any(waiting: list[ArmDecision], ready: float) -> str:
    """Return the chance that at least one of several waiting arms gets ready."""
    if len(waiting) < 2:
        return ""
    names = listing([arm.arm for arm in waiting], most=3)
    return f"Von {names} wird mindestens eine bereit: {probability(ready)}."
