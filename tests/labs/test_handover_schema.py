"""The JSON Schema of a submission: what it takes, what it refuses, and conditions said in it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from handing_over import SHIPPED, case_of, errors_of, make_groups, make_service, shipped
from hypothesis import given
from hypothesis import strategies as st

from labs import UNKNOWN, answer
from labs.conditions import Condition
from labs.handover import make_samples
from labs.handover.acceptance import scenarios
from labs.handover.conditions import plain, say_condition
from labs.handover.json_schema import build_schema
from labs.handover.samples import submission_of

GOOD = {"zahl": 2, "betrag": 7.5, "ja": True, "art": "a", "mehrere": ["x"], "tag": "2024-05-01",
        "gefragt": "ja", "danach": "ja"}  # fmt: skip


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


SUBMISSIONS: list[tuple[dict[str, Any], list[str]]] = [
    (GOOD, []),
    ({**GOOD, "zahl": "unknown", "gefragt": "x"}, ["'x' should not be valid under {}"]),
    (without("gefragt"), ["'gefragt' is a required property"]),
    (without("danach"), ["'danach' is a required property"]),
    ({**without("gefragt"), "art": "c"}, []),
    ({**without("gefragt"), "art": "b"}, ["'ja' should not be valid under {}"]),  # that journey ended before
    ({key: value for key, value in GOOD.items() if key not in ("gefragt", "danach")} | {"art": "b"}, []),
    ({**GOOD, "betrag": 50.5}, ["50.5 is greater than the maximum of 50"]),
    ({**GOOD, "betrag": 0}, ["0 is less than or equal to the minimum of 0"]),
    ({**GOOD, "spaet": "later"}, []),
    ({**GOOD, "spaet": "too long"}, ["'too long' is too long"]),
    ({**GOOD, "mehrere": []}, ["[] should be non-empty"]),
    ({**GOOD, "mehrere": ["x", "x"]}, ["['x', 'x'] has non-unique elements"]),
    ({**GOOD, "tag": "gestern"}, ["'gestern' is not a 'date'"]),
    ({**GOOD, "fremd": 1}, ["Additional properties are not allowed ('fremd' was unexpected)"]),
]


@pytest.mark.parametrize(("submission", "wrong"), SUBMISSIONS)
def test_the_schema_takes_and_refuses(submission: dict[str, Any], wrong: list[str]) -> None:
    """Types, limits, conditions of questions, an earlier end and an author's rule hold; each mistake is one error."""
    errors = errors_of(build_schema(case_of(make_service())))
    found = [one.message for one in errors(submission)]
    assert [True] * len(wrong) == [one.startswith(said) for one, said in zip(found, wrong, strict=True)], found


def test_what_a_schema_cannot_say_is_described() -> None:
    """Dates by size, functions and what counts to the cent stand in words, none is lost."""
    schema = build_schema(case_of(make_service()))
    said = [(one["field"], one["rule"]) for one in schema["x-described"]]
    assert ("spaet", "Wird nur gefragt, wenn: Tag ist mindestens 01.01.2025.") in said
    assert ("tag", "Nicht vor dem 2020-01-01.") in said
    assert ("betrag", "Höchstens zwei Stellen nach dem Komma.") in said
    assert any(field == "zahl" and rule.startswith("gerade: Die Zahl ist ungerade.") for field, rule in said)
    assert "spaet" not in schema["required"]


FIELDS = answer
leaves = st.sampled_from(
    [
        FIELDS.zahl == 3, FIELDS.zahl != 3, FIELDS.zahl + 2 > 4, FIELDS.zahl - 1 <= 1, FIELDS.zahl < 4,
        FIELDS.zahl.unknown, ~FIELDS.zahl.unknown, FIELDS.betrag >= Decimal("12.5"), FIELDS.betrag == Decimal("7.50"),
        FIELDS.ja.condition(), ~FIELDS.ja, FIELDS.art == "a", FIELDS.art != "a", FIELDS.art.is_in("a", "b"),
        ~FIELDS.art.is_in("a", "b"), FIELDS.mehrere.contains("x"), ~FIELDS.mehrere.contains("x"),
        FIELDS.anteil.answered, ~FIELDS.anteil.answered, FIELDS.tag == date(2024, 5, 1), FIELDS.fremd == 1,
    ]
)  # fmt: skip
conditions = st.recursive(
    leaves, lambda inner: st.tuples(inner, inner).map(lambda two: two[0] & two[1])
    | st.tuples(inner, inner).map(lambda two: two[0] | two[1]) | inner.map(lambda one: ~one), max_leaves=6,
)  # fmt: skip
answers = st.fixed_dictionaries(
    {},
    optional={
        "zahl": st.integers(0, 9) | st.just(UNKNOWN),
        "betrag": st.sampled_from([Decimal("7.50"), Decimal("12.50"), Decimal(80)]),
        "anteil": st.just(Decimal("0.5")),
        "ja": st.booleans() | st.just(UNKNOWN),
        "art": st.sampled_from(["a", "b", "c", UNKNOWN]),
        "mehrere": st.lists(st.sampled_from("xyz"), min_size=1, unique=True),
        "tag": st.dates(date(2024, 4, 30), date(2024, 5, 2)),
    },
)


@given(conditions, answers)
def test_a_condition_says_the_same_in_json(condition: Condition, given_answers: dict[str, Any]) -> None:
    """A submission fits the schema of a condition exactly where the condition holds."""
    questions = make_service().flow().questions
    schema = say_condition(condition, questions)
    assert schema is not None
    submission = {name: plain(value) for name, value in given_answers.items()}
    assert condition.holds(given_answers) is not bool(errors_of(schema)(submission))


UNSAYABLE = [FIELDS.tag > date(2024, 1, 1), FIELDS.zahl > FIELDS.betrag, FIELDS.art == "a", FIELDS.danach.contains("x")]


def test_some_conditions_cannot_be_said() -> None:
    """Two answers compared, dates by size and parts of a text: none of them, but the third of these can."""
    questions = make_service().flow().questions
    assert [False, False, True, False] == [say_condition(one, questions) is not None for one in UNSAYABLE]


@pytest.mark.parametrize(("name", "variant"), SHIPPED)
def test_samples_are_as_they_say(name: str, variant: str) -> None:
    """The valid sample fits; the invalid one breaks exactly the rule that is named, where it is named."""
    case = case_of(shipped(name), variant)
    samples, errors = make_samples(case), errors_of(build_schema(case))
    assert [] == errors(samples.valid)
    assert [(samples.rule, [samples.field])] == [(one.validator, list(one.path)) for one in errors(samples.invalid)]


@pytest.mark.parametrize(("name", "variant"), SHIPPED)
def test_every_walk_ends_in_a_submission_that_fits(name: str, variant: str) -> None:
    """What the bots send on each branch fits; without one of its required answers it does not."""
    case = case_of(shipped(name), variant)
    schema = build_schema(case)
    described = {one["field"] for one in schema["x-described"] if "field" in one}
    errors, found = errors_of(schema), list(scenarios(case))
    assert len(found) > 6
    for one in found:
        submission, _ = submission_of(case, one.walked.trace)
        assert [] == errors(submission), one.id
        for question in (case.flow.questions[field] for field in submission):
            if not question.optional and question.id not in described:  # what a function decides is only described
                assert errors({key: value for key, value in submission.items() if key != question.id}), question.id


def test_answers_off_the_path_are_refused() -> None:
    """An owner is asked for no rent, so a submission with one does not fit."""
    case = case_of(shipped("wohngeld"), "A")
    errors = errors_of(build_schema(case))
    owner = next(one for one in scenarios(case) if one.walked.trace.answers["wohnform"] == "Eigentum")
    submission, _ = submission_of(case, owner.walked.trace)
    assert ["kaltmiete"] == [one.path[0] for one in errors({**submission, "kaltmiete": 500})]


def test_entries_of_groups_fit_on_every_walk() -> None:
    """Entries carry what they were asked, each upload an attachment of its own."""
    case = case_of(make_groups())
    schema = build_schema(case)
    errors = errors_of(schema)
    seen = set()
    for one in scenarios(case):
        submission, attachments = submission_of(case, one.walked.trace)
        assert [] == errors(submission), one.id
        seen.add(("gezaehlt" in submission, any("schule" in entry for entry in submission["kinder"])))
        named = [entry["zeugnis"] for group in ("kinder", "gezaehlt") for entry in submission.get(group, ())]
        assert named == [attachment.id for attachment in attachments]
        assert len(named) == len(set(named))
    assert {(True, True), (False, True)} <= seen
    assert "gezaehlt" not in schema["required"]
    assert {"field": "kinder", "rule": "Bonus?: Wird nur gefragt, wenn: Reich ist ja."} in schema["x-described"]
    assert ["too short"] == ["too short" for one in errors({**submission, "kinder": []}) if one.validator == "minItems"]
