"""The rules of the Bundesmeldegesetz (BMG) that the prototype needs, each with its reference.

Looked up on 24 November 2026:
- § 17 Abs. 1 to 3, § 21, § 23 Abs. 1, § 23a, § 27 Abs. 2 and § 54 in consolidated texts (lexetius.com; buzer.de, which
  names the act of 23 October 2024, BGBl. 2024 I Nr. 323, as the last change);
- § 19, § 22, § 23 Abs. 5 and § 24 in the repository bundestag/gesetze, whose wording is of 2021.
Whether the BMG changed after October 2024 could not be seen; UNCONFIRMED says what that leaves open.

Not modelled: exceptions for services and ships (§§ 26, 27 Abs. 1, 28), hotels and hospitals (§§ 29 to 32), asylum
seekers (§ 23 Abs. 6), blocks on passing data on (§§ 36, 42, 50, 51), and the prefilled form from the old town (§ 23a).
"""

from datetime import date, timedelta
from typing import Literal

REVIEWED = date(2026, 11, 24)
"""The day on which somebody last compared every rule with its source."""
UNCONFIRMED = (
    "§ 19, § 22, § 23 Abs. 5 and § 24 were read in the wording of 2021 only.",
    "People who come from abroad have to visit the office: § 23a asks for the data of an old town's register; a rule "
    "that says so in words was not found.",
    "Registering is free of charge: § 24 Abs. 2 says it of the confirmation; no fee for the rest was found.",
    "The old town learns of the move from the new one (Rückmeldung); that paragraph was not looked up.",
    "How long the office takes (one to two working days) is what one office says of its online service.",
)
"""What was found in one place, or in an older wording only (unbestätigt), in English sentences."""

DAYS_TO_REGISTER = 14
"""§ 17 Abs. 1 BMG: two weeks after moving in. § 19 Abs. 1 Satz 2: the landlord confirms within the same time."""
OWN_DUTY_FROM_AGE = 16
"""§ 17 Abs. 3 Satz 1 BMG: for anyone younger those register in whose home the child moves in, in years."""
LONGEST_VISIT_MONTHS = 6
"""§ 27 Abs. 2 Satz 1 BMG: who is registered in Germany need not register a stay of up to six months elsewhere."""
HIGHEST_FINE = 1000
"""§ 54 Abs. 2 Nr. 1, Abs. 3 BMG: fine for registering late or not at all, in EUR."""
HIGHEST_FINE_FALSE_ADDRESS = 50_000
"""§ 19 Abs. 6, § 54 Abs. 1, Abs. 3 BMG: fine for lending an address to somebody who does not live there, in EUR."""
FEE = 0
"""Fee for registering, in EUR; § 24 Abs. 2 BMG: the official confirmation is free."""

CONFIRMED_BY_LANDLORD = (
    "name and address of the landlord, and the owner's name where that is somebody else",
    "day of moving in",
    "address of the home",
    "names of those who have to register",
)
"""§ 19 Abs. 3 BMG: what the landlord's confirmation (Wohnungsgeberbestätigung) contains."""

Registrant = Literal["ich", "familie", "kind", "betreut"]
"""For whom somebody registers: oneself, oneself with the family, a child, a person in one's care."""


def last_day(moved_in: date) -> date:
    """Return the last day on which the registration is in time (§ 17 Abs. 1 BMG).

    >>> last_day(date(2026, 1, 5))
    datetime.date(2026, 1, 19)
    """
    return moved_in + timedelta(days=DAYS_TO_REGISTER)


def is_late(moved_in: date, today: date) -> bool:
    """Tell whether the two weeks are over on a day."""
    return last_day(moved_in) < today


def registers_oneself(born: date, today: date) -> bool:
    """Tell whether a person is old enough to register without a parent (§ 17 Abs. 3 Satz 1 BMG).

    >>> registers_oneself(date(2010, 11, 24), date(2026, 11, 24)), registers_oneself(date(2010, 11, 25), REVIEWED)
    (True, False)
    """
    birthday_to_come = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - birthday_to_come >= OWN_DUTY_FROM_AGE


def main_home(keeps_old: bool, mostly: Literal["neu", "alt"] | None) -> Literal["einzig", "haupt", "neben"]:
    """Tell what the new home becomes: the only one, the main one, or a secondary one (§ 21 BMG).

    The main home is the one that is lived in most (Abs. 2), for married people that of the family (§ 22 Abs. 1).
    """
    if not keeps_old:
        return "einzig"
    return "neben" if mostly == "alt" else "haupt"
