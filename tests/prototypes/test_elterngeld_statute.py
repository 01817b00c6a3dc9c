"""The figures and rules of the BEEG: limits, rates, months."""

from datetime import date
from decimal import Decimal

import pytest

from prototypes.elterngeld.statute import (
    UNCONFIRMED,
    Check,
    Situation,
    first_paid_month,
    income_limit,
    month_of_life,
    month_start,
    months_used,
    percentage,
)


def months(kind, first, last):
    return dict.fromkeys(range(first, last + 1), kind)


@pytest.mark.parametrize(
    ("born", "couple", "alone"),
    [
        ((2024, 3, 31), 300_000, 250_000),
        ((2024, 4, 1), 200_000, 200_000),
        ((2025, 3, 31), 200_000, 200_000),
        ((2025, 4, 1), 175_000, 175_000),
        ((2026, 11, 24), 175_000, 175_000),
    ],
)
def test_income_limit(born, couple, alone):
    """§ 1 Abs. 8, § 28 Abs. 5: the birthday decides; since April 2024 one limit for couples and single parents."""
    assert (couple, alone) == (income_limit(date(*born)), income_limit(date(*born), alone=True))


@pytest.mark.parametrize(
    ("net", "percent"),
    [
        ("0", "100"),
        ("340", "100"),
        ("342", "99.9"),
        ("998", "67.1"),
        ("999", "67.0"),
        ("1000", "67.0"),
        ("1200", "67.0"),
        ("1201", "67.0"),
        ("1202", "66.9"),
        ("1240", "65"),
        ("9000", "65"),
    ],
)
def test_percentage(net, percent):
    """§ 2 Abs. 1 and 2: 67 percent, rising below 1,000 EUR to 100, falling above 1,200 EUR to 65."""
    assert Decimal(percent) == percentage(Decimal(net))


@pytest.mark.parametrize(
    ("situation", "basic", "plus"),
    [
        (Situation(Decimal(0)), "300", "150"),
        (Situation(Decimal(1000)), "670", "335"),
        (Situation(Decimal(1900)), "1235", "617.50"),
        (Situation(Decimal(2769)), "1799.85", "899.93"),
        (Situation(Decimal(5000)), "1800", "900"),
        (Situation(Decimal(2400), Decimal(1300)), "715", "715"),
        (Situation(Decimal(2400), Decimal(2400)), "300", "150"),
        (Situation(Decimal(5000), Decimal(1000)), "1150.50", "900"),
        (Situation(Decimal(1900), sibling=True), "1358.50", "679.25"),
        (Situation(Decimal(0), sibling=True), "375", "187.50"),
        (Situation(Decimal(1900), children=3), "1835", "917.50"),
    ],
)
def test_amounts(situation, basic, plus):
    """§§ 2, 2a, 4a: minimum and maximum, work after birth, siblings, multiples; half of all of it with Plus."""
    assert (Decimal(basic), Decimal(plus)) == (situation.basic(), situation.plus())


@pytest.mark.parametrize(
    ("born", "month", "first"),
    [
        ((2026, 10, 5), 1, (2026, 10, 5)),
        ((2026, 10, 5), 4, (2027, 1, 5)),
        ((2026, 12, 31), 3, (2027, 2, 28)),
        ((2027, 12, 31), 3, (2028, 2, 29)),
        ((2026, 10, 31), 33, (2029, 6, 30)),
    ],
)
def test_month_start(born, month, first):
    """§ 4 Abs. 2: months of life begin on the day of birth, or on the last day of a shorter month."""
    assert date(*first) == month_start(date(*born), month)


@pytest.mark.parametrize("day", [1, 5, 28, 29, 30, 31])
def test_month_of_life_is_the_inverse_of_its_start(day):
    """The first day of each month lies in it, the day before in the one before."""
    born = date(2026, 10, day)
    for month in range(1, 33):
        first = month_start(born, month)
        assert month == month_of_life(born, first)
        assert month - 1 == month_of_life(born, date.fromordinal(first.toordinal() - 1))


@pytest.mark.parametrize(
    ("born", "applied", "month"),
    [((2023, 7, 9), (2023, 10, 20), 1), ((2023, 7, 9), (2023, 11, 8), 1), ((2023, 7, 9), (2023, 11, 9), 2)],
)
def test_first_paid_month(born, applied, month):
    """§ 7 Abs. 1 Satz 2: three months of life before that of the application; the first is Haufe's example."""
    assert month == first_paid_month(date(*born), date(*applied))


def test_plus_counts_half():
    """§ 4 Abs. 3 Satz 3: two months of ElterngeldPlus use up one of Basiselterngeld, the bonus none."""
    assert Decimal("3.5") == months_used({**months("basis", 1, 2), **months("plus", 3, 5), **months("bonus", 6, 9)})


TWELVE_AND_TWO = {"ich": months("basis", 1, 12), "partner": months("basis", 13, 14)}


@pytest.mark.parametrize(
    "check",
    [
        Check(TWELVE_AND_TWO),
        Check({"ich": months("basis", 1, 7), "partner": months("basis", 8, 14)}),
        Check({"ich": months("plus", 1, 24), "partner": months("plus", 1, 4)}),
        Check({"ich": months("basis", 1, 14)}, "allein"),
        Check({"ich": months("basis", 1, 12)}, "ich"),
        Check({"ich": months("basis", 1, 18)}, "allein", "16"),
        Check({"ich": months("basis", 1, 7), "partner": months("basis", 1, 7)}, children=2),
        Check({"ich": months("basis", 4, 5), "partner": {4: "basis", 12: "basis"}}),
        Check({"ich": months("basis", 4, 5), "partner": {4: "basis", 5: "plus"}}),
        Check({"ich": months("bonus", 15, 18), "partner": months("bonus", 15, 18)}),
        Check({"ich": months("bonus", 15, 18)}, "allein"),
        Check(TWELVE_AND_TWO, mother="ich"),
    ],
)
def test_plans_that_fit(check):
    """§ 4 to § 4c: 12 + 2, halves, twins, single parents, premature children, the portal's examples."""
    assert [] == check.problems()


@pytest.mark.parametrize(
    ("check", "problems"),
    [
        (Check({}), ["leer"]),
        (Check({"ich": {1: "basis"}}), ["zwei_monate_ich"]),
        (Check({"ich": months("basis", 1, 2), "partner": {3: "plus"}}), ["zwei_monate_partner"]),
        (Check({"ich": months("basis", 1, 13)}), ["zu_viele_ich"]),
        (Check({"ich": months("basis", 1, 13)}, "ich"), ["zu_viele_ich"]),
        (Check({"ich": months("plus", 1, 25)}), ["zu_viele_ich"]),
        (Check({"partner": months("basis", 1, 13)}), ["zu_viele_partner"]),
        (Check({"ich": months("basis", 1, 12), "partner": months("plus", 5, 9)}), ["zu_viele_zusammen"]),
        (Check({"ich": months("basis", 4, 5), "partner": months("basis", 4, 5)}), ["gleichzeitig"]),
        (Check({"ich": {4: "basis", 13: "basis"}, "partner": months("basis", 13, 14)}), ["gleichzeitig"]),
        (Check({"ich": months("basis", 14, 15)}, "allein"), ["basis_spaet"]),
        (Check({"ich": {14: "plus", 16: "plus"}}), ["luecke"]),
        (Check({"ich": months("bonus", 1, 2), "partner": months("bonus", 2, 3)}), ["bonus_gemeinsam"]),
        (Check({"ich": months("bonus", 1, 2)}, "ich"), ["bonus_gemeinsam"]),
        (Check({"ich": months("bonus", 1, 5), "partner": months("bonus", 1, 5)}), ["bonus_anzahl"]),
        (Check({"ich": {1: "bonus", 3: "bonus"}}, "allein"), ["bonus_anzahl"]),
        (Check({"ich": months("basis", 2, 12)}, mother="ich"), ["mutterschutz_ich"]),
        (Check({"partner": months("plus", 1, 12)}, mother="partner"), ["mutterschutz_partner"]),
    ],
)
def test_plans_that_break_one_rule(check, problems):
    """Each rule is found by itself; the portal's two forbidden examples are among them."""
    assert problems == check.problems()


def test_partner_may_follow_without_a_gap():
    """§ 4 Abs. 1 Satz 4: from month 15 on one of the two takes every month, no matter who."""
    assert [] == Check({"ich": months("plus", 13, 16), "partner": months("plus", 17, 20)}).problems()


def test_what_is_unconfirmed_is_said():
    """What nobody could confirm stands beside the figures, one sentence each."""
    assert all(sentence.endswith(".") for sentence in UNCONFIRMED)
    assert any("150,000" in sentence for sentence in UNCONFIRMED)
