"""Reads the plan of months from the answers, however it was asked, for the check of `statute`."""

from collections import Counter
from collections.abc import Iterator

from labs import Answers

from .statute import Check, Kind, Parent, Plan

Taken = tuple[Parent, int, Kind]
"""Who takes what in which month of life."""


def _ticked(answers: Answers) -> Iterator[Taken]:
    """Yield what was ticked in variant A."""
    both: tuple[Parent, ...] = ("ich", "partner") if answers.eltern == "beide" else ("ich",)
    yield from (("ich", month, "basis") for month in answers.basis_ich or ())
    yield from (("ich", month, "plus") for month in answers.plus_ich or ())
    yield from (("partner", month, "basis") for month in answers.basis_partner or ())
    yield from (("partner", month, "plus") for month in answers.plus_partner or ())
    yield from ((parent, month, "bonus") for parent in both for month in answers.bonus or ())


def _in_periods(answers: Answers) -> Iterator[Taken]:
    """Yield what lies in the periods of variant B."""
    for period in answers.zeitraeume or ():
        if None not in (period.von, period.bis, period.art):
            who: tuple[Parent, ...] = ("ich", "partner") if period.wer == "zusammen" else (period.wer or "ich",)
            yield from ((parent, month, period.art) for parent in who for month in range(period.von, period.bis + 1))


def plan_of(answers: Answers) -> Plan:
    """Return the plan from the ticked months (variant A) or the periods (variant B), whichever was asked."""
    plan: dict[Parent, dict[int, Kind]] = {"ich": {}, "partner": {}}
    for parent, month, kind in (*_ticked(answers), *_in_periods(answers)):
        plan[parent][month] = kind
    return plan


def slips(answers: Answers) -> Iterator[str]:
    """Yield the names of what the plan cannot show: a month taken twice, and a period that ends before it begins."""
    if max(Counter(taken[:2] for taken in (*_ticked(answers), *_in_periods(answers))).values(), default=0) > 1:
        yield "doppelt"
    periods = [one for one in answers.zeitraeume or () if None not in (one.von, one.bis)]
    if any(one.bis < one.von for one in periods):
        yield "verkehrt"


def check_of(answers: Answers) -> Check:
    """Return the check of the plan with all that decides about it."""
    mother = answers.mutterschaft if answers.mutterschaft in ("ich", "partner") else None
    if mother == "partner" and answers.eltern != "beide":
        mother = None
    return Check(plan_of(answers), answers.eltern or "beide", answers.frueh or "nein", answers.kinder or 1, mother)
