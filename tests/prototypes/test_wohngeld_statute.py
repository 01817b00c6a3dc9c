"""The rules of the Wohngeldgesetz against official examples, and the properties every citizen may rely on.

Sources of the expected values:
- BMWSB, "Beispiele für die Berechnung des Wohngelds", as of 1 January 2025 (eleven cases);
- the calculator of BMWSB for 2025, results recorded by GETTSIM (policy_cases/wohngeld/2025-01-01);
- note of the Länder on WoGVwV 19.31, December 2024 (household of fourteen).
"""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prototypes.wohngeld import statute
from prototypes.wohngeld.statute import Income, RentLevel

LEVELS: tuple[RentLevel, ...] = get_args(RentLevel)
MEMBERS = st.integers(1, 15)
MONEY = st.decimals(0, 6000, places=2)

# place, level, members, excluded, rent, income (Y), counted rent (M), Wohngeld
MINISTRY = [
    ("Jüterbog", "I", 1, 0, "335", "1162.35", "445.40", 110),
    ("Ludwigshafen", "IV", 1, 0, "470", "1350.00", "580.40", 88),
    ("Leipzig", "II", 2, 0, "480", "1589.70", "622.60", 166),
    ("Kreis Schleswig-Flensburg", "I", 3, 0, "750", "1638.00", "720.80", 320),
    ("Wiesbaden", "VI", 3, 0, "700", "1728.00", "870.20", 372),
    ("München", "VII", 4, 0, "1225", "2227.25", "1371.20", 691),
    ("Weimar", "III", 4, 0, "580", "1710.00", "777.80", 485),
    ("Friedrichshafen", "V", 5, 0, "870", "1853.25", "1095.40", 747),
    ("Attendorn", "II", 6, 0, "780", "3301.10", "1033.00", 343),
    ("Lübeck", "IV", 2, 1, "570", "784.35", "356.30", 191),
    ("Neubrandenburg", "II", 1, 0, "345", "561.35", "455.40", 342),
]


@pytest.mark.parametrize("example", MINISTRY, ids=lambda example: example[0])
def test_examples_of_the_ministry(example):
    """Rent counted and Wohngeld are those of the ministry's eleven examples, to the cent and to the euro."""
    _, level, members, excluded, rent, income, counted, amount = example
    m = statute.counted_rent(Decimal(rent), members, level, excluded=excluded)
    assert Decimal(counted) == m
    assert amount == statute.housing_allowance(m, Decimal(income), members - excluded)


ALL_THREE = frozenset(get_args(statute.Deduction))


@pytest.mark.parametrize(("gross", "amount"), [(1400, 368), (2000, 145)])
def test_calculator_of_the_ministry(gross, amount):
    """From gross wage to Wohngeld: one person, level V, 600 EUR rent, three deductions."""
    income = statute.total_income([Income(Decimal(gross), frozenset({"arbeit"}), ALL_THREE)])
    assert amount == statute.housing_allowance(statute.counted_rent(Decimal(600), 1, "V"), income, 1)


@pytest.mark.parametrize(
    ("income", "monthly"),
    [
        (Income(Decimal(1300), frozenset({"rente"}), frozenset({"krankenversicherung"})), "1162.35"),
        (Income(Decimal(1350), frozenset({"lohnersatz"})), "1350"),
        (Income(Decimal(50), frozenset({"arbeit"})), "0"),
        (Income(Decimal(0)), "0"),
    ],
)
def test_income_after_lump_sums(income, monthly):
    """Pension (ministry's example 1), unemployment benefit (example 2), and an income below its expenses."""
    assert Decimal(monthly) == statute.total_income([income])


def test_household_of_fourteen():
    """The thirteenth and fourteenth member bring 65 EUR each (note of the Länder: 1,205, then 1,335 EUR)."""
    m = statute.counted_rent(Decimal(1600), 14, "III")
    assert Decimal("2018.60") == m
    assert statute.housing_allowance(m, Decimal("4688.25"), 12) == 1205
    assert statute.housing_allowance(m, Decimal("4688.25"), 14) == 1335


MAX_RENT_2022 = [
    (347, 392, 438, 491, 540, 591, 651),
    (420, 474, 530, 595, 654, 716, 788),
    (501, 564, 631, 708, 778, 853, 937),
    (584, 659, 736, 825, 909, 995, 1095),
    (667, 752, 841, 944, 1038, 1137, 1251),
]
MAX_RENT_FURTHER_2022 = (79, 90, 102, 114, 124, 143, 157)
B_2023 = (4991, 3716, 3035, 2251, 1985, 1792, 1657, 1648, 1432, 1300, 1188, 1152)
C_2023 = (462, 345, 278, 200, 195, 188, 187, 187, 188, 188, 222, 251)
LEAST_RENT_2020 = (52, 64, 76, 88, 99, 99, 111, 123, 135, 146, 180, 286)
LEAST_INCOME_2023 = (350, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000, 2200, 2400, 2600)


def grown(amounts, index):
    """Return the amounts risen by an index, in whole euros (§ 43 Abs. 4, 7, 8 and 9 WoGG)."""
    return [int((amount * index).quantize(Decimal(1), ROUND_HALF_UP)) for amount in amounts]


def shrunk(ten_millionths, index):
    """Return the values of b or c lowered by an index, cut after seven decimals (§ 43 Abs. 5 and 6 WoGG)."""
    values = (Decimal(value).scaleb(-7) / index for value in ten_millionths)
    return [value.quantize(Decimal("1E-7"), ROUND_FLOOR) for value in values]


def test_rent_index_explains_the_figures():
    """One rent index carries every older figure to that of 2025, so that none is mistyped (§ 43 WoGG)."""
    rents = Decimal("1.04042")
    for members, row in enumerate(MAX_RENT_2022, start=1):
        assert grown(row, rents) == [statute.max_rent(members, level) for level in LEVELS]
    further = [statute.max_rent(6, level) - statute.max_rent(5, level) for level in LEVELS]
    assert grown(MAX_RENT_FURTHER_2022, rents) == further
    assert shrunk(B_2023, rents) == [row[1] for row in statute._COEFFICIENTS]
    assert grown(LEAST_RENT_2020, rents) == list(statute._LEAST_RENT)


def test_price_index_explains_the_figures():
    """The same for prices: their index rose from 103.1 in 2021 to 116.7 in 2023 (Destatis, 2020 = 100)."""
    prices = Decimal("116.7") / Decimal("103.1")
    assert shrunk(C_2023, prices) == [row[2] for row in statute._COEFFICIENTS]
    assert grown(LEAST_INCOME_2023, prices) == list(statute._LEAST_INCOME)
    assert grown([57], prices) == [statute.FURTHER_MEMBER]


@given(MEMBERS, MONEY, MONEY, MONEY)
def test_more_income_never_gives_more(members, rent, income, more):
    """Whoever earns more never gets more Wohngeld."""
    amount = statute.housing_allowance(rent, income, members)
    assert amount >= statute.housing_allowance(rent, income + more, members)


@given(MEMBERS, st.sampled_from(LEVELS), MONEY, MONEY, MONEY)
def test_more_rent_never_gives_less(members, level, rent, more, income):
    """Whoever pays more rent never gets less Wohngeld."""

    def amount(euros: Decimal) -> int:
        return statute.housing_allowance(statute.counted_rent(euros, members, level), income, members)

    assert amount(rent) <= amount(rent + more)


@given(MEMBERS, st.sampled_from(LEVELS), MONEY, MONEY)
def test_amount_is_zero_or_at_least_ten(members, level, rent, income):
    """§ 21 Nr. 1 WoGG: sums below 10 EUR are not paid."""
    amount = statute.housing_allowance(statute.counted_rent(rent, members, level), income, members)
    assert amount == 0 or amount >= statute.LEAST_ALLOWANCE


@given(st.integers(1, 14), st.integers(0, 5))
def test_dearer_places_and_larger_households_have_higher_limits(members, step):
    """The Höchstbetrag rises with the level and does not fall with a further member."""
    assert statute.max_rent(members, LEVELS[step]) < statute.max_rent(members, LEVELS[step + 1])
    assert statute.max_rent(members, LEVELS[step]) <= statute.max_rent(members + 1, LEVELS[step])


@pytest.mark.parametrize(("members", "limit"), [(1, 60_000), (2, 90_000), (4, 150_000), (7, 240_000)])
def test_wealth_limit(members, limit):
    """60,000 EUR and 30,000 EUR for each further member; the limit itself is still allowed."""
    assert statute.wealth_limit(members) == limit
    assert not statute.is_too_wealthy(Decimal(limit), members)
    assert statute.is_too_wealthy(Decimal(limit) + Decimal("0.01"), members)


@pytest.mark.parametrize(("members", "excluded"), [(0, 0), (2, 3), (1, -1)])
def test_impossible_households(members, excluded):
    """Households that cannot exist are an error and never a number."""
    with pytest.raises(ValueError, match="impossible"):
        statute.counted_members(members, excluded)


@pytest.mark.parametrize("rule", [statute.wealth_limit, statute.heating_relief, statute.climate_component])
def test_nobody_at_home(rule):
    """A household without members has no limits."""
    with pytest.raises(ValueError, match="at least one"):
        rule(0)
