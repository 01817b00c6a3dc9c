"""The figures and rules of the Wohngeldgesetz (WoGG) that the prototype needs, each with its reference.

Figures hold from 1 January 2025 (second adjustment, BGBl. 2024 I Nr. 314). They were retyped from the
consolidated statute (last changed by the act of 16 April 2026, BGBl. 2026 I Nr. 107, Art. 11 Abs. 8) and
compared with the parameter files of GETTSIM and with the ministry's eleven worked examples (see the tests).
Read them again before 1 January 2027: a bill (BR-Drs. 474/26) would change § 12, § 21 and Anlage 2.

Not modelled: allowances (§§ 17, 17a), maintenance paid (§ 18), income that counts in part (§ 14 Abs. 2).
An estimate without them is too low rather than too high. UNCONFIRMED names what was found in one place only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, get_args

VALID_FROM = date(2025, 1, 1)
"""The day from which the figures hold."""
REVIEWED = date(2026, 11, 24)
"""The day on which somebody last compared every figure with its source."""
UNCONFIRMED = ("For more than twelve members § 12 counts twelve (note of the Länder on WoGVwV 19.31, 12/2024).",)
"""Rules found in one place only, in English sentences."""

RentLevel = Literal["I", "II", "III", "IV", "V", "VI", "VII"]
"""Mietenstufe, § 12 Abs. 5 WoGG: I is the cheapest, VII the dearest."""
IncomeKind = Literal["arbeit", "minijob", "selbststaendig", "rente", "lohnersatz", "sonstiges"]
"""Kinds of income that § 14 WoGG treats differently."""
Deduction = Literal["steuern", "krankenversicherung", "rentenversicherung"]
"""The three payments of § 16 Satz 1 WoGG, each worth a deduction of ten percent."""

_LEVELS: tuple[RentLevel, ...] = get_args(RentLevel)
_TABLE_END = 5
FORMULA_END = 12
"""The largest household for which Anlage 2 and 3 have figures (§ 19 Abs. 1 WoGG)."""

# § 12 Abs. 1 WoGG, Anlage 1: EUR a month for 1 to 5 members and for each further one; levels I to VII.
_MAX_RENT = (
    (361, 408, 456, 511, 562, 615, 677),
    (437, 493, 551, 619, 680, 745, 820),
    (521, 587, 657, 737, 809, 887, 975),
    (608, 686, 766, 858, 946, 1035, 1139),
    (694, 782, 875, 982, 1080, 1183, 1302),
)
_MAX_RENT_FURTHER = (82, 94, 106, 119, 129, 149, 163)

# § 12 Abs. 6 WoGG, since 2023: heating, EUR a month for 1 to 5 members and for each further one.
_HEATING = (Decimal("110.40"), Decimal("142.60"), Decimal("170.20"), Decimal("197.80"), Decimal("225.40"))
_HEATING_FURTHER = Decimal("27.60")

# § 12 Abs. 7 WoGG, since 2023: climate, EUR a month for 1 to 5 members and for each further one.
_CLIMATE = (Decimal("19.20"), Decimal("24.80"), Decimal("29.60"), Decimal("34.40"), Decimal("39.20"))
_CLIMATE_FURTHER = Decimal("4.80")

# § 19 Abs. 1 WoGG, Anlage 2: a, b, c for 1 to 12 members.
_COEFFICIENTS = tuple(
    (Decimal(a), Decimal(b), Decimal(c))
    for a, b, c in (
        ("0.04", "4.797E-4", "4.080E-5"),
        ("0.03", "3.571E-4", "3.040E-5"),
        ("0.02", "2.917E-4", "2.450E-5"),
        ("0.01", "2.163E-4", "1.760E-5"),
        ("0", "1.907E-4", "1.720E-5"),
        ("-0.01", "1.722E-4", "1.660E-5"),
        ("-0.02", "1.592E-4", "1.650E-5"),
        ("-0.03", "1.583E-4", "1.650E-5"),
        ("-0.04", "1.376E-4", "1.660E-5"),
        ("-0.06", "1.249E-4", "1.660E-5"),
        ("-0.09", "1.141E-4", "1.960E-5"),
        ("-0.12", "1.107E-4", "2.210E-5"),
    )
)
# § 19 Abs. 2 WoGG, Anlage 3 Nr. 1: least M and least Y, EUR a month, for 1 to 12 members.
_LEAST_RENT = (54, 67, 79, 92, 103, 103, 115, 128, 140, 152, 187, 298)
_LEAST_INCOME = (396, 679, 906, 1132, 1358, 1585, 1811, 2037, 2264, 2490, 2717, 2943)

FACTOR = Decimal("1.15")
"""§ 19 Abs. 1 Satz 1 WoGG, since 2016."""
FURTHER_MEMBER = Decimal(65)
"""§ 19 Abs. 3 WoGG: EUR a month for the 13th and each further member."""
LEAST_ALLOWANCE = 10
"""§ 21 Nr. 1 WoGG: below this sum in EUR a month there is no claim."""
WEALTH_FIRST = Decimal(60_000)
"""§ 21 Nr. 3 WoGG with WoGVwV 21.37: EUR of wealth that the first member may have."""
WEALTH_FURTHER = Decimal(30_000)
"""The same for each further member."""
DEDUCTION = Decimal("0.10")
"""§ 16 Satz 1 WoGG: share taken off the income for each of the three deductions."""
EXPENSES: dict[IncomeKind, Decimal] = {"arbeit": Decimal(1230), "rente": Decimal(102)}
"""§ 14 Abs. 1 WoGG with § 9a EStG: lump sum of expenses in EUR a year (work since 2023, pension)."""

DEPENDS_ON = ("members counted (§§ 5 to 8)", "rent counted (§§ 9 to 12)", "total income (§§ 13 to 18)")
"""§ 4 WoGG: the three quantities from which the Wohngeld follows."""
EXCLUDING_BENEFITS = (
    "Grundsicherungsgeld (SGB II, until June 2026 Bürgergeld)",
    "benefits for trainees as a grant (§ 27 Abs. 3 SGB II)",
    "Verletztengeld at the rate of the Grundsicherungsgeld (SGB VII)",
    "Grundsicherung in old age or with reduced earning capacity (SGB XII)",
    "Hilfe zum Lebensunterhalt (SGB XII)",
    "means of subsistence (SGB XIV)",
    "benefits of the Asylbewerberleistungsgesetz",
    "benefits of SGB VIII, where the household has only such recipients",
)
"""§ 7 Abs. 1 WoGG: who receives one of these, with housing costs counted in it, is excluded."""


@dataclass(frozen=True)
class Income:
    """What one member receives: kinds of income, gross sum in EUR a month, payments named in § 16."""

    gross: Decimal
    kinds: frozenset[IncomeKind] = frozenset()
    deductions: frozenset[Deduction] = frozenset()


def counted_members(members: int, excluded: int = 0) -> int:
    """Return how many members of the household count (§ 6 Abs. 1, § 7 WoGG).

    >>> counted_members(4, excluded=1)
    3
    """
    if not 0 <= excluded <= members or members < 1:
        raise ValueError(f"{excluded} excluded members of {members} is impossible")
    return members - excluded


def max_rent(members: int, level: RentLevel) -> Decimal:
    """Return the Höchstbetrag in EUR a month: rent above it does not count (§ 12 Abs. 1 WoGG, Anlage 1).

    >>> max_rent(1, "III"), max_rent(6, "II")
    (Decimal('456'), Decimal('876'))
    """
    column = _LEVELS.index(level)
    upto_five = tuple(Decimal(row[column]) for row in _MAX_RENT)
    return _table(upto_five, Decimal(_MAX_RENT_FURTHER[column]), members)


def heating_relief(members: int) -> Decimal:
    """Return the lump sum for heating in EUR a month, whatever the real costs are (§ 12 Abs. 6 WoGG)."""
    return _table(_HEATING, _HEATING_FURTHER, members)


def climate_component(members: int) -> Decimal:
    """Return the sum in EUR a month by which the Höchstbetrag rises (§ 12 Abs. 7 WoGG)."""
    return _table(_CLIMATE, _CLIMATE_FURTHER, members)


def counted_rent(rent: Decimal, members: int, level: RentLevel, *, excluded: int = 0) -> Decimal:
    """Return the rent that counts, M, in EUR a month (§ 11 Abs. 1 and 3 WoGG).

    `rent` is the rent without heating and hot water (§ 9 WoGG). Where members are excluded, the others' share
    counts.

    >>> counted_rent(Decimal(335), 1, "I")
    Decimal('445.40')
    """
    share = Decimal(counted_members(members, excluded)) / members
    ceiling = max_rent(members, level) + climate_component(members)
    return (min(rent, ceiling) + heating_relief(members)) * share


def yearly_income(income: Income) -> Decimal:
    """Return one member's income in EUR a year after lump sums (§§ 14 to 16 WoGG, simplified).

    >>> yearly_income(Income(Decimal(1300), frozenset({"rente"}), frozenset({"krankenversicherung"})))
    Decimal('13948.20')
    """
    expenses = sum((EXPENSES.get(kind, Decimal(0)) for kind in income.kinds), Decimal(0))
    taxable = max(income.gross * 12 - expenses, Decimal(0))
    return taxable * (1 - DEDUCTION * len(income.deductions))


def total_income(incomes: Iterable[Income]) -> Decimal:
    """Return the total income of the household, Y, in EUR a month (§ 13 WoGG, without §§ 17 to 18)."""
    return sum((yearly_income(income) for income in incomes), Decimal(0)) / 12


def housing_allowance(rent: Decimal, income: Decimal, members: int) -> int:
    """Return the Wohngeld in whole EUR a month, 0 where there is no claim (§ 19, § 21 Nr. 1 WoGG, Anlage 3).

    `rent` is the rent that counts (M), `income` the total income a month (Y), `members` those who count.

    >>> housing_allowance(Decimal("445.40"), Decimal("1162.35"), members=1)
    110
    """
    row = _row(members)
    a, b, c = _COEFFICIENTS[row]
    m = max(rent, Decimal(_LEAST_RENT[row]))
    y = max(income, least_income(members))
    z1 = _fixed(a + b * m + c * y)
    z2 = _fixed(z1 * y)
    z3 = _fixed(m - z2)
    amount = _fixed(FACTOR * z3).quantize(Decimal(1), ROUND_HALF_UP)
    if amount > 0 and members > FORMULA_END:
        amount = min(amount + FURTHER_MEMBER * (members - FORMULA_END), max(rent, amount))
    return int(amount) if amount >= LEAST_ALLOWANCE else 0


def least_income(members: int) -> Decimal:
    """Return the smallest total income Y in EUR a month with which the formula reckons (Anlage 3 Nr. 1)."""
    return Decimal(_LEAST_INCOME[_row(members)])


def wealth_limit(members: int) -> Decimal:
    """Return the wealth in EUR up to which the household may claim Wohngeld (§ 21 Nr. 3 WoGG, WoGVwV 21.37).

    >>> wealth_limit(1), wealth_limit(4)
    (Decimal('60000'), Decimal('150000'))
    """
    return WEALTH_FIRST + WEALTH_FURTHER * (_at_least_one(members) - 1)


def is_too_wealthy(wealth: Decimal, members: int) -> bool:
    """Return whether the wealth lies above the limit; exactly at the limit it does not."""
    return wealth > wealth_limit(members)


def _table(upto_five: tuple[Decimal, ...], further: Decimal, members: int) -> Decimal:
    size = min(_at_least_one(members), FORMULA_END)  # see UNCONFIRMED
    return upto_five[min(size, _TABLE_END) - 1] + further * max(size - _TABLE_END, 0)


def _row(members: int) -> int:
    return min(_at_least_one(members), FORMULA_END) - 1


def _fixed(number: Decimal) -> Decimal:
    # Anlage 3 Nr. 2: fixed point with ten decimals; the example of the Länder on WoGVwV 19.31 cuts them off.
    return number.quantize(Decimal("1E-10"), ROUND_DOWN)


def _at_least_one(members: int) -> int:
    if members < 1:
        raise ValueError(f"a household has at least one member, not {members}")
    return members
