"""Conditions: evaluation, printing, and mistakes that Python alone would let pass."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.errors import AuthorError
from labs import UNKNOWN, Answers, answer
from labs.conditions import Condition, Ref, as_condition, describe, names_in, text_of


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        (answer.x == "a", "a", "b"),
        (answer.x != "a", "b", "a"),
        (answer.x < 3, 2, 3),
        (answer.x <= 3, 3, 4),
        (answer.x > Decimal("1.5"), 2, 1),
        (answer.x >= date(2026, 1, 1), date(2026, 1, 1), date(2025, 12, 31)),
        (answer.x.is_in("a", "b"), "b", "c"),
        (answer.x.is_in(["a", "b"]), "b", "c"),
        (answer.x.contains("a"), ["a", "b"], ["b"]),
        (answer.x.answered, UNKNOWN, None),
        (answer.x.unknown, UNKNOWN, "a"),
        (answer.x - 1 > 2, 4, 3),
    ],
)
def test_every_comparison_holds_and_fails(condition: Condition, holds: object, fails: object) -> None:
    """Each operator tells right from wrong."""
    assert (True, False) == (condition.holds({"x": holds}), condition.holds({"x": fails}))


def test_unanswered_fields_make_comparisons_and_their_opposites_false() -> None:
    """What is not answered, or not known yet, decides nothing."""
    for condition in (answer.x == 1, answer.x != 1, answer.x < 1, answer.x.is_in(1), answer.x.contains(1)):
        for answers in ({}, {"x": None}, {"x": UNKNOWN}):
            assert (False, False) == (condition.holds(answers), (~condition).holds(answers))


def test_answers_that_cannot_be_compared_do_not_raise() -> None:
    """A text compared with a number simply does not hold."""
    assert not (answer.x < 3).holds({"x": "abc"})


def test_a_yes_no_field_is_a_condition_by_itself() -> None:
    """`when=answer.allein` and `~answer.allein` read as they are meant."""
    assert as_condition(answer.allein).holds({"allein": True})
    assert (~answer.allein).holds({"allein": False})
    assert not (~answer.allein).holds({})


def test_two_fields_can_be_compared() -> None:
    """A comparison reads both answers."""
    condition = answer.miete <= answer.einkommen
    assert frozenset({"miete", "einkommen"}) == condition.fields
    assert condition.holds({"miete": 1, "einkommen": 2})
    assert not condition.holds({"miete": 1})


@given(st.fixed_dictionaries({}, optional={"a": st.integers(0, 3), "b": st.booleans()}))
def test_opposites_exclude_each_other(answers: dict[str, object]) -> None:
    """A condition and its opposite never hold together, and one holds where all is answered."""
    condition = (answer.a > 1) & (answer.b | (answer.a == 3))
    both = condition.holds(answers), (~condition).holds(answers)
    assert both != (True, True)
    if len(answers) == 2:
        assert 1 == sum(both)


@pytest.mark.parametrize(
    ("condition", "german"),
    [
        (answer.wohnform == "Miete", "Wohnform ist Miete"),
        (~(answer.wohnform == "Miete"), "Wohnform ist nicht Miete"),
        (answer.miete > 1234, "Miete ist größer als 1.234"),
        (answer.art.is_in("a", "b"), "Art ist a oder b"),
        (answer.hilfen.contains("Rente"), "Hilfen enthält Rente"),
        (answer.x.answered, "X ist beantwortet"),
        (~answer.allein, "Allein ist nein"),
        (answer.seit < date(2026, 1, 31), "Seit ist kleiner als 31.01.2026"),
        ((answer.a == 1) & ((answer.b == 2) | (answer.c == 3)), "A ist 1 und (B ist 2 oder C ist 3)"),
    ],
)
def test_conditions_print_in_german(condition: Condition, german: str) -> None:
    """`str` gives words that an author can read out."""
    assert german == str(condition)


def test_labels_of_fields_and_options_can_be_used_in_print() -> None:
    """The map prints what citizens see."""
    said = describe(answer.w == "m", "en", lambda field: "Tenure", lambda field, value: "Rented flat")
    assert "Tenure is „Rented flat“" == said


def test_conditions_are_equal_by_what_they_say() -> None:
    """Variants can be compared condition by condition."""
    assert ((answer.a == 1) & (answer.b == 2)).canonical() == ((answer.a == 1) & (answer.b == 2)).canonical()
    assert (answer.a == 1).canonical() != (answer.a == 2).canonical()


def test_and_instead_of_ampersand_is_refused_with_its_line() -> None:
    """`and` would silently drop the first comparison."""
    with pytest.raises(AuthorError) as caught:
        _ = (answer.a == 1) and (answer.b == 2)
    (finding,) = caught.value.findings
    assert "condition-operator" == finding.code
    assert "test_conditions.py:" in finding.place
    assert "`&`" in finding.fix


def test_missing_parentheses_are_refused() -> None:
    """`a == 1 & b == 2` is read by Python as `a == (1 & b) == 2`."""
    with pytest.raises(AuthorError, match="parentheses"):
        _ = answer.a == 1 & answer.b == 2


def test_what_is_no_condition_is_refused() -> None:
    """A plain text is not a condition."""
    with pytest.raises(AuthorError, match="condition-type"):
        as_condition("wohnform")  # type: ignore[arg-type]


def test_a_function_that_fails_is_an_author_error_with_its_line() -> None:
    """Callables must cope with missing answers; the error says how."""
    with pytest.raises(AuthorError, match=r"test_conditions\.py:\d+: condition-fails"):
        as_condition(lambda a: a.miete > 3).holds({})


def test_a_function_tells_its_fields_and_its_source() -> None:
    """Names and normalised source of a function are found, for checks and for the content hash."""
    first, second = lambda a: a.miete == 1, lambda a: a["heizung"] ==   2  # fmt: skip
    assert {"miete"} <= names_in(first)
    assert {"heizung"} <= names_in(second)
    assert "lambda a: a['heizung'] == 2" == text_of(second)


def test_missing_answers_are_none() -> None:
    """By attribute and by item, never an error."""
    answers = Answers({"a": 1})
    assert (1, None, None) == (answers.a, answers.b, answers["c"])


def test_refs_are_named_by_item_too() -> None:
    """`answer["x"]` serves names that are no identifiers."""
    assert isinstance(answer["x"], Ref)
    assert (answer["x"] == 1).canonical() == (answer.x == 1).canonical()
