"""Questions: how a model is read, and how raw answers are."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, field_validator

from labs import UNKNOWN, answer, ask, decimal, declaration, email, euro, iban, longtext, postcode, upload
from labs.questions import Question, questions_of, raw_of, read, show

TODAY = date(2026, 1, 15)


class Person(BaseModel):
    name: str = ask("Name")


class Everything(BaseModel):
    text: str = ask("Text", min_length=2, max_length=5)
    long: longtext = ask("Lang")
    number: int = ask("Zahl", ge=1, le=20)
    money: euro = ask("Geld", gt=0)
    share: decimal = ask("Anteil")
    day: date = ask("Tag", past=True)
    truth: bool = ask("Stimmt das?")
    one: Literal["a", "b"] = ask("Eins", options={"a": "Erstens"}, unknown=True)
    rooms: Literal[1, 2] = ask("Zimmer")
    town: str = ask("Ort", options={"b": "Berlin", "k": "Köln"})
    several: list[Literal["x", "y", "z"]] = ask("Mehrere", max_length=2)
    mail: email | None = ask("E-Mail")
    account: iban = ask("IBAN")
    code: postcode = ask("PLZ")
    file: upload = ask("Datei")
    sworn: declaration = ask("Ich erkläre das.")
    people: list[Person] = ask("Wer?", count=answer.number - 1, item="Person")


QUESTIONS, FINDINGS = questions_of(Everything)


def test_annotations_choose_the_kind() -> None:
    """Every annotation has its kind of question, and nothing is found wrong."""
    assert [] == FINDINGS

    kinds = "text longtext integer euro decimal date yesno one_of one_of one_of several_of"
    kinds += " email iban postcode upload declaration group"
    assert kinds.split() == [question.kind for question in QUESTIONS.values()]
    assert ["mail"] == [name for name, question in QUESTIONS.items() if question.optional]
    assert [("a", "Erstens"), ("b", "b")] == list(QUESTIONS["one"].options)


GOOD: list[tuple[str, Any, Any]] = [
    ("text", "  abc ", "abc"), ("number", "3", 3), ("number", "3,0", 3), ("number", 3, 3), ("number", " 1 2 ", 12),
    ("money", "1.234,50 €", Decimal("1234.50")), ("money", "1234.5", Decimal("1234.5")),
    ("money", "1.234", Decimal(1234)),
    ("money", "EUR 500,-", Decimal(500)), ("money", "1'000", Decimal(1000)), ("money", 512.5, Decimal("512.5")),
    ("share", "62,125", Decimal("62.125")), ("share", "−2", Decimal(-2)),
    ("day", "31.12.2025", date(2025, 12, 31)), ("day", "2025-12-31", date(2025, 12, 31)),
    ("day", {"day": "1", "month": 2, "year": "2025"}, date(2025, 2, 1)), ("day", "1/2/2025", date(2025, 2, 1)),
    ("truth", True, True), ("truth", "nein", False), ("one", "a", "a"), ("one", UNKNOWN, UNKNOWN), ("rooms", "2", 2),
    ("town", "k", "k"), ("several", ["y", "x"], ["x", "y"]), ("mail", "", None),
    ("mail", "a@example.org", "a@example.org"),
    ("account", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"), ("code", "01067", "01067"),
    ("file", "plan.pdf", "plan.pdf"), ("sworn", True, True),
]  # fmt: skip

BAD: list[tuple[str, Any, str]] = [
    ("text", "", "required"), ("text", "a", "too_short"), ("text", "abcdef", "too_long"), ("text", 3, "format"),
    ("number", "drei", "number"), ("number", "3,5", "whole_number"), ("number", "0", "greater_than_equal"),
    ("number", "1.000", "less_than_equal"), ("number", True, "number"), ("number", "9" * 5000, "number"),
    ("number", "٣", "number"), ("number", "1e3", "number"), ("number", float("nan"), "number"),
    ("money", "0", "greater_than"), ("money", "12,345", "decimal_places"), ("money", "1.2.3", "number"),
    ("day", "", "required"), ("day", {"day": "", "month": "", "year": ""}, "required"), ("day", {"day": "1"}, "date"),
    ("day", "31.02.2025", "date_unreal"), ("day", "1.2.25", "date"), ("day", "16.01.2026", "date_past"),
    ("truth", None, "required"), ("truth", "vielleicht", "option"), ("one", "c", "option"),
    ("rooms", UNKNOWN, "required"),
    ("several", [], "required"), ("several", ["x", "y", "z"], "too_many"), ("several", "x", "option"),
    ("mail", "a@", "email"), ("account", "DE12", "iban"), ("account", "DE89370400440532013001", "iban"),
    ("code", "1011", "postcode"), ("code", "1011٣", "postcode"), ("file", "", "upload"),
    ("sworn", False, "declaration"),
    ("sworn", None, "declaration"), ("long", "x" * 10_001, "too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "value"), GOOD)
def test_good_answers_are_read(name: str, raw: Any, value: Any) -> None:
    """People write numbers and dates in many ways."""
    reading = read(QUESTIONS[name], raw, TODAY)
    assert ("", value) == (reading.rule, reading.value)


@pytest.mark.parametrize(("name", "raw", "rule"), BAD)
def test_bad_answers_break_a_rule(name: str, raw: Any, rule: str) -> None:
    """Each mistake has its own rule, so that its message can say what to do."""
    assert rule == read(QUESTIONS[name], raw, TODAY).rule


def test_without_today_past_and_future_are_not_looked_at() -> None:
    """Personas are checked without a clock."""
    assert "" == read(QUESTIONS["day"], "1.1.2100", None).rule


@given(st.decimals(min_value="0.01", max_value=10**9, places=2))
def test_money_survives_being_shown_and_typed_again(amount: Decimal) -> None:
    """What is printed on check-your-answers can be typed in again."""
    question = QUESTIONS["money"]
    assert amount == read(question, show(question, amount), TODAY).value
    assert amount == read(question, raw_of(question, amount), TODAY).value


@given(st.dates(max_value=TODAY))
def test_dates_survive_being_shown_and_typed_again(day: date) -> None:
    """The same for dates, from the year 1000 on."""
    question = QUESTIONS["day"]
    assert day == read(question, raw_of(question, day), TODAY).value if day.year >= 1000 else True


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("money", Decimal("1234.5"), "1.234,50\xa0€"),
        ("money", Decimal(60000), "60.000\xa0€"),
        ("day", date(2026, 1, 2), "02.01.2026"),
        ("truth", False, "Nein"),
        ("one", "a", "Erstens"),
        ("one", UNKNOWN, "Weiß ich noch nicht"),
        ("several", ["x", "y"], "x, y"),
        ("mail", None, "Keine Angabe"),
        ("account", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
    ],
)
def test_answers_are_shown_in_german(name: str, value: Any, shown: str) -> None:
    """Check-your-answers prints as people write."""
    assert shown == show(QUESTIONS[name], value)


def test_questions_of_entries_carry_their_number_and_a_common_field() -> None:
    """`mitglieder.0.name` on the screen is `mitglieder.name` in recordings; its validator is shared."""
    (first,), (second,) = QUESTIONS["people"].of_entry(0), QUESTIONS["people"].of_entry(1)
    assert ("people.0.name", "people.name") == (first.id, first.field)
    assert first.adapter is second.adapter


def test_wrong_fields_are_all_found_at_once_with_their_lines() -> None:
    """One mistake does not hide the next."""

    class Inner(BaseModel):
        deep: list[Person] = ask("Wer?")

    class Wrong(BaseModel):
        bare: int
        empty: str = ask(" ")
        odd: dict[str, str] = ask("Was?")
        groups: list[Inner] = ask("Wer?")
        choice: Literal["Miete"] = ask("Wie?", options={"Mite": "Zur Miete"})
        checked: str = ask("Was?")

        @field_validator("checked")
        @classmethod
        def _check(cls, value: str) -> str:
            return value

    _, findings = questions_of(Wrong)
    codes = ["label-missing", "label-missing", "type-unknown", "group-nested", "option-unknown", "validator-unused"]
    assert codes == [finding.code for finding in findings]
    assert all("test_questions.py:" in finding.place for finding in findings)
    assert "Did you mean `Miete`?" == findings[4].fix


def test_a_question_is_built_once_a_validator() -> None:
    """Building validators is slow, so each question keeps its own."""
    question = Question("x", "X", "integer")
    assert question.adapter is question.adapter


def test_a_number_with_thousands_of_digits_is_no_number() -> None:
    """Python itself refuses to print such a number."""
    assert "number" == read(QUESTIONS["number"], 10**5000, TODAY).rule
    assert "option" == read(QUESTIONS["one"], 10**5000, TODAY).rule
