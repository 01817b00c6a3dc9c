"""The dog tax of Musterstadt: an invented municipality with an invented Satzung (local statute).

Dog tax is a tax of the municipality on private expense (Art. 105 Abs. 2a GG). Each Land lets its municipalities levy
it in its Kommunalabgabengesetz (KAG; in Bavaria Art. 3 KAG), and each municipality decides in a Satzung of its own.
So no figure holds everywhere. The figures below are INVENTED. Their shape and size follow what municipalities publish
(looked up on 24 November 2026): two weeks to register (Wenden, Wassenberg); 84 / 120 EUR a year (Augsburg) or
90 / 144 / 216 EUR (Bitburg) by number of dogs; dangerous dogs 840 EUR (Augsburg) or 792 EUR and more (Bitburg); relief
for assistance dogs (Wenden); tax from the first of the month (Wassenberg).

Another municipality changes figures only, in a table with the same names: `params/<regional key>.toml`. Not modelled:
puppies below three months, kennels, watchdogs, relief for poor people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from labs import read_params

REVIEWED = date(2026, 11, 24)
"""The day on which somebody last looked at the examples above."""

Relief = Literal["keine", "assistenz", "tierheim"]
"""None, an assistance dog (for blind people, for example), or a dog from a shelter."""

Money = Annotated[int, Field(ge=0, le=5000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=1, le=365)]


@dataclass(frozen=True)
class Satzung:
    """The figures of one municipality. Money in EUR a year, one dog each; the sections are those of Musterstadt."""

    municipality: str = "Musterstadt"
    office: str = "Steueramt Musterstadt"
    first_dog: Money = 96  # § 5 Abs. 1 Nr. 1
    second_dog: Money = 144  # § 5 Abs. 1 Nr. 2
    further_dog: Money = 192  # § 5 Abs. 1 Nr. 3
    dangerous_dog: Money = 600  # § 5 Abs. 2, for each, whatever the number
    assistance_percent: Percent = 0  # § 6 Nr. 1: the share of the tax that is still to be paid
    shelter_percent: Percent = 50  # § 6 Nr. 2: the same, in the first year with a dog from a shelter
    days_to_register: Days = 14  # § 8 Abs. 1: two weeks after the dog came

    def yearly_tax(self, dogs: int, *, dangerous: bool = False, relief: Relief = "keine") -> Decimal:
        """Return the tax for the newest of so many dogs, in EUR a year (§§ 5, 6). No relief for dangerous dogs.

        >>> MUSTERSTADT.yearly_tax(2), MUSTERSTADT.yearly_tax(1, relief="tierheim")
        (Decimal('144'), Decimal('48'))
        """
        if dogs < 1:
            raise ValueError("The tax is for at least one dog.")
        if dangerous:
            return Decimal(self.dangerous_dog)
        rate = (self.first_dog, self.second_dog, self.further_dog)[min(dogs, 3) - 1]
        percent = {"keine": 100, "assistenz": self.assistance_percent, "tierheim": self.shelter_percent}[relief]
        return Decimal(rate * percent) / 100

    def first_tax(self, yearly: Decimal, since: date) -> Decimal:
        """Return the tax for the rest of the first calendar year; the month in which the dog came counts (§ 7)."""
        return yearly * (13 - since.month) / 12

    def last_day(self, since: date) -> date:
        """Return the last day on which the registration is in time (§ 8 Abs. 1)."""
        return since + timedelta(days=self.days_to_register)


MUSTERSTADT = Satzung()
"""The figures of the invented municipality."""

TOWN = read_params(__file__, MUSTERSTADT)
"""The figures of the municipality for which the prototype is shown."""
