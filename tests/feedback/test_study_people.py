"""Whom a plan asks: groups, quotas, ages, scopes; and that plans from before stay what they were."""

from pathlib import Path

import pytest

from feedback.errors import AuthorError
from feedback.study import Limits, limits_of, load, parse, segments_of

PLAN = """
title = "T"
prototype = "p"
planned_sessions = 36
{more}
arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B"}}]
task = [{{id = "a", critical = true}}]
gate = [{{id = "g", metric = "completion", task = "a", at_least = 0.78, probability = 0.9}}]
{tables}
"""
SHIPPED = {
    "runde-1": "da441336b19a22777bbb8c70e314739d17e856ee959799232f1ea9af9ab60622",
    "demo": "1e91c2fd596e98896b0711ce6aa140dd9bfcf49dadae8736313f65f7617d0931",
}
"""The hashes of plans as they were before there were groups and quotas: studies under way stay locked by them."""


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_from_before_keeps_its_hash(name: str) -> None:
    """New keys with their defaults change nothing of a plan that does not name them."""
    path = Path(__file__).parents[2] / "prototypes" / "wohngeld" / "studies" / f"{name}.toml"
    study = load(path)
    assert SHIPPED[name] == study.plan_hash
    assert ("probe", "quotes") == study.consent_scopes
    assert (18, False, None) == (study.min_age, study.guardian, study.retention_days)


@pytest.mark.parametrize(
    ("more", "tables", "limits"),
    [
        ("", "", Limits(72, 57)),
        ('design = "within"', "", Limits(36, 28)),
        ("segment = []", "", Limits(72, 72)),
        ("", "[quotas]\naccess_needs = 0.5", Limits(72, 36)),
        ("", "[quotas]\naccess_needs = 0.0", Limits(72, 72)),
    ],
)
def test_the_places_of_a_study(more: str, tables: str, limits: Limits) -> None:
    """Planned sessions of all arms; the share for access needs is kept where the plan asks for them."""
    assert limits == limits_of(parse(PLAN.format(more=more, tables=tables), "p/r"))


def test_everybody_is_asked_for_access_needs(tmp_path: Path) -> None:
    """By default, in the language of the study."""
    german = segments_of(parse(PLAN.format(more="", tables=""), "p/r"))
    english = segments_of(parse(PLAN.format(more='language = "en"', tables=""), "p/r"))
    assert ["access"] == [one.id for one in german] == [one.id for one in english]
    assert {"yes": "Ja", "no": "Nein"} == german[0].options
    assert {"yes": "Yes", "no": "No"} == english[0].options


@pytest.mark.parametrize(
    ("more", "tables", "code"),
    [
        ("segment = []", "[quotas]\naccess_needs = 0.2", "study.quota"),
        ("", '[[segment]]\nid = "access"\nquestion = "?"\noptions = {ja = "Ja", nein = "Nein"}', "study.quota"),
        ("", '[[segment]]\nid = "x y"\nquestion = "?"\noptions = {a = "A", b = "B"}', "study.value"),
        ("", '[[segment]]\nid = "x"\nquestion = "?"\noptions = {a = "A"}', "study.value"),
        ("", 2 * '[[segment]]\nid = "x"\nquestion = "?"\noptions = {a = "A", b = "B"}\n', "study.duplicate-id"),
        (
            "",
            "".join(f'[[segment]]\nid = "{c * 30}"\nquestion = "?"\noptions = {{a = "A", b = "B"}}\n' for c in "xyz"),
            "study.segments",
        ),
        ('consent_scopes = ["everything"]', "", "study.value"),
        ("min_age = 0", "", "study.value"),
        ("retention_days = 0", "", "study.value"),
        ("", "[quotas]\naccess_needs = 2.0", "study.value"),
    ],
)
def test_mistakes_are_found(more: str, tables: str, code: str) -> None:
    """Quotas without a question, groups without options or too long, scopes and ages that do not exist."""
    with pytest.raises(AuthorError) as found:
        parse(PLAN.format(more=more, tables=tables), "p/r")
    assert code in [one.code for one in found.value.findings]
