"""Who gets the Ehrenamtskarte: an invented state, Musterland, with an invented guideline.

No federal law knows the card. Each Land has a guideline of its own, and municipalities add to it, so no rule holds
everywhere. The rules below are INVENTED. Their shape and size follow what real ones publish (looked up on 24 November
2026, undated web pages of districts and towns):

- Bavaria: from 16 years; five hours a week or 250 a year, for two years; holders of a Juleica, firefighters and
  rescue workers with basic training, people in a Freiwilligendienst without counting hours; the golden card, without
  end, after 25 years or with an honour of the state (Aichach-Friedberg, Landkreis Regensburg, Bad Kissingen). Money up
  to 3,000 EUR a year does no harm there (Regensburg).
- Nordrhein-Westfalen: the same hours, valid for two years, no lump sums; one year in Düsseldorf and Borgholzhausen, two
  in Meinerzhagen; the Jubiläumskarte after 25 years, whatever the hours.

Another state changes figures only: `replace(MUSTERLAND, years=1, valid_years=2)`, or a table with the same names in
`params/<regional key>.toml`. Not modelled: reservists, quotas, lotteries, cards for whole associations.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

REVIEWED = date(2026, 11, 24)
"""The day on which somebody last looked at the examples above."""

Card = Literal["blau", "gold"]
"""The blue card ends after some years, the golden one never does."""
Way = Literal["stunden", "juleica", "einsatz", "dienst", "ehrung"]
"""Ways to prove an honorary office: hours, youth leader's card, fire brigade and rescue, Freiwilligendienst, honour."""
Honour = Literal["landeszeichen", "dienstzeit", "andere"]
"""The state's own honour, its badge for 25 years of service, or any other honour, which is not enough."""

WEEKS_A_YEAR = 50
"""With so many weeks five hours a week are 250 hours a year, as all guidelines have it."""


@dataclass(frozen=True)
class Engagement:
    """One honorary office: whole years since its begin, and hours either a week or a year; None is not known yet."""

    years: int | None
    hours_a_week: Decimal | None = None
    hours_a_year: int | None = None

    @property
    def hours(self) -> Decimal | None:
        """The hours a year, None where nobody knows them yet.

        >>> Engagement(2, hours_a_week=Decimal("3.5")).hours
        Decimal('175.0')
        """
        if self.hours_a_week is not None:
            return self.hours_a_week * WEEKS_A_YEAR
        return None if self.hours_a_year is None else Decimal(self.hours_a_year)


@dataclass(frozen=True)
class Guideline:
    """The figures of one state; the numbers in brackets are those of Musterland's guideline."""

    state: str = "Musterland"
    least_age: int = 16  # Nr. 2 Satz 1
    hours_a_week: int = 5  # Nr. 3 Satz 1
    hours_a_year: int = 250  # Nr. 3 Satz 1
    years: int = 2  # Nr. 3 Satz 2
    most_money: int = 3000  # Nr. 3 Satz 3, EUR a year; expenses do not count
    golden_years: int = 25  # Nr. 6
    valid_years: int = 3  # Nr. 7, of the blue card

    def hours_that_count(self, engagements: Iterable[Engagement], years: int | None = None) -> Decimal:
        """Return the hours a year of all offices held long enough (Nr. 3); those not known yet do not count."""
        least = self.years if years is None else years
        held = (one for one in engagements if one.years is not None and one.years >= least)
        return sum((one.hours for one in held if one.hours is not None), Decimal(0))

    def card_by_hours(self, engagements: Iterable[Engagement]) -> Card | None:
        """Return the card that hours earn: golden where enough of them go back far enough (Nr. 3 and 6).

        >>> MUSTERLAND.card_by_hours([Engagement(4, Decimal(3)), Engagement(2, hours_a_year=100)])
        'blau'
        """
        offices = tuple(engagements)
        if self.hours_that_count(offices, self.golden_years) >= self.hours_a_year:
            return "gold"
        return "blau" if self.hours_that_count(offices) >= self.hours_a_year else None

    def card_by_service(self, years: int, *, trained: bool) -> Card | None:
        """Return the card of firefighters and rescue workers: basic training is needed (Nr. 4 b, Nr. 6)."""
        if not trained:
            return None
        return "gold" if years >= self.golden_years else "blau"

    def card_by_honour(self, honour: Honour) -> Card | None:
        """Return the card that an honour of the state earns (Nr. 6)."""
        return None if honour == "andere" else "gold"

    def is_old_enough(self, born: date, today: date) -> bool:
        """Tell whether somebody has had the birthday from which the card is given (Nr. 2)."""
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) >= self.least_age


MUSTERLAND = Guideline()
"""The figures of the invented state."""
