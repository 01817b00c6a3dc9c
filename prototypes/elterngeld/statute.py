"""The figures and rules of the Bundeselterngeld- und Elternzeitgesetz (BEEG) that the prototype needs.

Looked up on 24 November 2026:
- § 2 Abs. 1 and 2, § 4 Abs. 1 to 4 in the consolidated text of buzer.de (last change named there: § 2 by the act of
  23 October 2024, BGBl. 2024 I Nr. 323; § 4 by the act of 27 March 2024, BGBl. 2024 I Nr. 107);
- § 4a in gesetze-mit-links.de (December 2025), § 4b in deubner-recht.de, § 4c in lexmea.de, § 2a in the law database
  of the AOK, the longer times for premature children (§ 4 Abs. 5) in lexcada.com;
- § 1 Abs. 8 with § 28 Abs. 5 and § 4 Abs. 6 as the ministry (bmfsfj.de) and Haufe tell them, months at the same time
  also as the family portal of North Rhine-Westphalia does, § 7 Abs. 1 Satz 2 with Haufe's example.
UNCONFIRMED says what that leaves open.

Not modelled: how net income is computed (§§ 2b to 2f), benefits that count against Elterngeld (§ 3) in euros, adopted
children, and disabled children (§ 4 Abs. 6 Satz 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, get_args

REVIEWED = date(2026, 11, 24)
"""The day on which somebody last compared every rule with its source."""
UNCONFIRMED = (
    "The government planned higher amounts (Bundesrat, 19 December 2025, TOP 41); whether they are law was not found.",
    "A commentary of 2024 says 150,000 EUR for single parents; the ministry says 175,000 EUR for all: that is used.",
    "§ 2 Abs. 3 (2,770 EUR), § 2 Abs. 4 (300 EUR) and § 1 Abs. 6 (32 hours) were read in older wordings and in news.",
    "That a step of § 2 Abs. 2 counts only when its two euros are full is our reading of the text.",
    "The limit before April 2024 (300,000 or 250,000 EUR) was found in articles only.",
)
"""What was found in one place, or in an older wording only (unbestätigt), in English sentences."""

Parent = Literal["ich", "partner"]
"""The citizen, or the other parent."""
Kind = Literal["basis", "plus", "bonus"]
"""Basiselterngeld, Elterngeld Plus, Partnerschaftsbonus (§ 4 Abs. 1, § 4b BEEG)."""
Parents = Literal["beide", "ich", "allein"]
"""Both parents apply, only the citizen of a couple, or a single parent (§ 4c BEEG)."""
Early = Literal["nein", "6", "8", "12", "16"]
"""By how many weeks the child came too early, at least (§ 4 Abs. 5 BEEG)."""
Plan = Mapping[Parent, Mapping[int, Kind]]
"""What each parent takes in which month of the child's life; a month without Elterngeld is left out."""

LOWEST, HIGHEST = Decimal(300), Decimal(1800)
"""§ 2 Abs. 4 Satz 1 and Abs. 1 Satz 2 BEEG: Basiselterngeld in EUR a month; half of it for Elterngeld Plus (§ 4a)."""
HIGHEST_INCOME_COUNTED = Decimal(2770)
"""§ 2 Abs. 3 Satz 2 BEEG: of the income before birth, where somebody works after it, in EUR a month."""
LEAST_SIBLING_BONUS, FOR_EACH_MULTIPLE = Decimal(75), Decimal(300)
"""§ 2a Abs. 1 and 4 BEEG: EUR a month; the bonus is 10 percent, but at least this."""
MOST_HOURS = 32
"""§ 1 Abs. 6 BEEG: hours of work a week, on average of the month."""
BONUS_HOURS = (24, 32)
"""§ 4b Abs. 1 Nr. 1 BEEG: hours of work a week of each parent."""
BONUS_MONTHS = (2, 4)
"""§ 4b Abs. 2 BEEG: months of Partnerschaftsbonus."""
MONTHS, PARTNER_MONTHS = 12, 2
"""§ 4 Abs. 3 BEEG: months of Basiselterngeld for both together, and those added where both take part."""
LEAST_MONTHS = 2
"""§ 4 Abs. 4 Satz 2 BEEG: who takes Elterngeld takes it for two months or more."""
LAST_BASIC_MONTH, LAST_MONTH = 14, 32
"""§ 4 Abs. 1 Satz 3 and 4 BEEG: the last month of life for Basiselterngeld, and for Elterngeld Plus."""
LAST_MONTH_TOGETHER = 12
"""§ 4 Abs. 6 BEEG: the one month of Basiselterngeld at the same time lies within the first twelve."""
MONTHS_BACK = 3
"""§ 7 Abs. 1 Satz 2 BEEG: so many months of life before that of the application are still paid."""
EXTRA_MONTHS: Mapping[Early, int] = {"nein": 0, "6": 1, "8": 2, "12": 3, "16": 4}
"""§ 4 Abs. 5 BEEG: further months for children who came too early, by weeks."""

# § 1 Abs. 8, § 28 Abs. 5 BEEG: from this birthday on the limit of taxable income a year in EUR, for couples and alone.
_LIMITS = (
    (date(2025, 4, 1), 175_000, 175_000),
    (date(2024, 4, 1), 200_000, 200_000),
    (date.min, 300_000, 250_000),
)
_CENT = Decimal("0.01")


def income_limit(birth: date, *, alone: bool = False) -> int:
    """Return the taxable income a year in EUR above which there is no Elterngeld (§ 1 Abs. 8 BEEG).

    >>> income_limit(date(2025, 3, 31)), income_limit(date(2025, 4, 1))
    (200000, 175000)
    """
    _, couple, single = next(row for row in _LIMITS if row[0] <= birth)
    return single if alone else couple


def percentage(net: Decimal) -> Decimal:
    """Return the share of the net income before birth that is paid, in percent (§ 2 Abs. 1 and 2 BEEG).

    >>> percentage(Decimal(1100)), percentage(Decimal(800)), percentage(Decimal(1230))
    (Decimal('67.0'), Decimal('77.0'), Decimal('65.5'))
    """
    below, above = (Decimal(1000) - net) // 2, (net - Decimal(1200)) // 2
    tenths = Decimal("0.1") * (max(below, Decimal(0)) - max(above, Decimal(0)))
    return min(Decimal(100), max(Decimal(65), Decimal("67.0") + tenths))


@dataclass(frozen=True)
class Situation:
    """What decides about the amount: net income before and after birth in EUR a month, and the children."""

    net: Decimal
    net_after: Decimal = Decimal(0)
    sibling: bool = False
    children: int = 1

    def basic(self) -> Decimal:
        """Return the Basiselterngeld in EUR a month (§§ 2, 2a BEEG)."""
        replaced = self.net - self.net_after if not self.net_after else self._lost
        return self._raised(max(LOWEST, min(HIGHEST, self._share(replaced))), Decimal(1))

    def plus(self) -> Decimal:
        """Return the Elterngeld Plus in EUR a month: at most half of what there is without work (§ 4a Abs. 2 BEEG)."""
        half = max(LOWEST, min(HIGHEST, self._share(self.net))) / 2
        own = min(half, self._share(self._lost)) if self.net_after else half
        return self._raised(max(LOWEST / 2, own), Decimal("0.5"))

    @property
    def _lost(self) -> Decimal:
        return max(Decimal(0), min(self.net, HIGHEST_INCOME_COUNTED) - self.net_after)

    def _share(self, income: Decimal) -> Decimal:
        return (income * percentage(self.net) / 100).quantize(_CENT, ROUND_HALF_UP)

    def _raised(self, amount: Decimal, part: Decimal) -> Decimal:
        bonus = max(amount / 10, LEAST_SIBLING_BONUS * part) if self.sibling else Decimal(0)
        return (amount + bonus + FOR_EACH_MULTIPLE * part * (self.children - 1)).quantize(_CENT, ROUND_HALF_UP)


def month_start(birth: date, month: int) -> date:
    """Return the first day of a month of life; the first month begins at birth (§ 4 Abs. 2 BEEG).

    >>> month_start(date(2026, 10, 31), 2)
    datetime.date(2026, 11, 30)
    """
    years, index = divmod(birth.month - 1 + month - 1, 12)
    after = date(birth.year + years + (index == 11), (index + 1) % 12 + 1, 1)
    return date(birth.year + years, index + 1, min(birth.day, (after - timedelta(days=1)).day))


def month_of_life(birth: date, day: date) -> int:
    """Return the month of life in which a day lies, from 1."""
    months = (day.year - birth.year) * 12 + day.month - birth.month + 1
    return months + (month_start(birth, months + 1) <= day) - (day < month_start(birth, months))


def first_paid_month(birth: date, today: date) -> int:
    """Return the first month of life that is still paid when somebody applies today (§ 7 Abs. 1 Satz 2 BEEG).

    >>> first_paid_month(date(2023, 7, 9), date(2023, 10, 20))
    1
    """
    return max(1, month_of_life(birth, today) - MONTHS_BACK)


def months_used(taken: Mapping[int, Kind]) -> Decimal:
    """Return the months of Basiselterngeld that are used up; Elterngeld Plus counts half (§ 4 Abs. 3 Satz 3 BEEG)."""
    kinds = list(taken.values())
    return Decimal(kinds.count("basis")) + Decimal(kinds.count("plus")) / 2


@dataclass(frozen=True)
class Check:
    """Looks at a plan with the rules of § 4 to § 4c. `mother` is who receives maternity pay in months 1 and 2."""

    plan: Plan
    parents: Parents = "beide"
    early: Early = "nein"
    children: int = 1
    mother: Parent | None = None
    extra: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "extra", EXTRA_MONTHS[self.early])

    def problems(self) -> list[str]:
        """Return the names of the rules that the plan breaks; see `explanations.PLAN` for their words."""
        if not any(self.plan.values()):
            return ["leer"]
        return [*self._of_each(), *self._together(), *self._late(), *self._bonus()]

    def _of(self, parent: Parent) -> Mapping[int, Kind]:
        return self.plan.get(parent, {})

    def _months(self, parent: Parent, *kinds: Kind) -> set[int]:
        return {month for month, kind in self._of(parent).items() if kind in kinds}

    def _of_each(self) -> Iterator[str]:
        most = MONTHS + self.extra + (PARTNER_MONTHS if self.parents == "allein" else 0)
        for parent in get_args(Parent):
            taken = self._of(parent)
            if 0 < len(taken) < LEAST_MONTHS:
                yield f"zwei_monate_{parent}"
            if months_used(taken) > most:
                yield f"zu_viele_{parent}"
            if self.mother == parent and any(taken.get(month) != "basis" for month in (1, 2)):
                yield f"mutterschutz_{parent}"

    def _together(self) -> Iterator[str]:
        most = MONTHS + self.extra + (0 if self.parents == "ich" else PARTNER_MONTHS)
        if self.parents == "beide" and sum(months_used(self._of(parent)) for parent in get_args(Parent)) > most:
            yield "zu_viele_zusammen"
        both = self._months("ich", "basis") & self._months("partner", "basis")
        exempt = self.children > 1 or self.extra > 0
        if not exempt and (len(both) > 1 or any(month > LAST_MONTH_TOGETHER for month in both)):
            yield "gleichzeitig"

    def _late(self) -> Iterator[str]:
        last_basic = LAST_BASIC_MONTH + self.extra
        basic = self._months("ich", "basis") | self._months("partner", "basis")
        if any(month > last_basic for month in basic):
            yield "basis_spaet"
        late = {month for parent in get_args(Parent) for month in self._of(parent) if month > last_basic}
        if late and late != set(range(last_basic + 1, max(late) + 1)):
            yield "luecke"

    def _bonus(self) -> Iterator[str]:
        mine, other = self._months("ich", "bonus"), self._months("partner", "bonus")
        if not mine and not other:
            return
        if self.parents == "ich" or (self.parents == "beide" and mine != other):
            yield "bonus_gemeinsam"
        months = mine | other
        fewest, most = BONUS_MONTHS
        if not fewest <= len(months) <= most or max(months) - min(months) >= len(months):
            yield "bonus_anzahl"
