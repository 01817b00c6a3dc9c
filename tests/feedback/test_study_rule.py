"""The rule in a plan: probabilities by look, criteria with weights and anchors, and what stands there by default."""

from pathlib import Path

import pytest

from feedback import study
from feedback.errors import AuthorError, Finding

STUDIES = Path(__file__).parents[2] / "prototypes" / "wohngeld" / "studies"

PLAN = """\
title = "Wohngeld"
prototype = "wohngeld"

[[arm]]
id = "A"
variant = "A"

[[task]]
id = "antrag"
critical = true

[[gate]]
id = "abschluss"
metric = "completion"
task = "antrag"
at_least = 0.78
probability = 0.90
"""


def findings_of(text: str) -> list[Finding]:
    with pytest.raises(AuthorError) as caught:
        study.parse(text, "wohngeld/runde-1", "runde-1.toml")
    return list(caught.value.findings)


def test_shipped_plans_write_the_default_rule_out() -> None:
    """What the shipped plans say is what a plan without these keys gets, so that the file tells the whole rule."""
    plan = study.load(STUDIES / "runde-1.toml")
    bare = study.parse(PLAN, plan.id)
    assert bare.looks == plan.looks
    assert [0.95, 0.90] == [plan.required(gate, 14) for gate in plan.gates]
    silent = study.parse(plan.plan_text.replace("probability = 0.95", "").replace("probability = 0.90", ""), plan.id)
    assert [0.95, 0.90] == [silent.required(gate, 36) for gate in silent.gates]
    default = study.parse(plan.plan_text.partition("[[criterion]]")[0], plan.id)
    written = [(one.id, one.weight, study.anchors_of(plan, one)) for one in study.criteria_of(plan)]
    assert written == [(one.id, one.weight, study.anchors_of(default, one)) for one in study.criteria_of(default)]


def test_early_looks_may_ask_for_more() -> None:
    """A list has one probability for each look; another length is a mistake with its line."""
    uneven = PLAN.replace("probability = 0.90", "probability = [0.97, 0.95, 0.93, 0.90]")
    plan = study.parse(uneven, "x")
    assert [0.97, 0.95, 0.93, 0.90] == [plan.required(plan.gates[0], look) for look in plan.looks]
    (finding,) = findings_of(uneven.replace(", 0.90]", "]"))
    assert ("study.value", "There are 3 probabilities for 4 looks.") == (finding.code, finding.what)
    for wrong in ("[0.9, 1.5, 0.9, 0.9]", "[]", '["0.9", 0.9, 0.9, 0.9]', "[0.4, 0.9, 0.9, 0.9]"):
        assert "study.value" in [one.code for one in findings_of(PLAN.replace("= 0.90", f"= {wrong}"))]


def test_one_probability_hashes_as_before() -> None:
    """A number and a list are different plans, and a number is hashed as the number it is."""
    content = study.parse(PLAN, "x").model_dump(mode="json", exclude_unset=True)
    assert 0.90 == content["gates"][0]["probability"]
    listed = PLAN.replace("= 0.90", "= [0.90, 0.90, 0.90, 0.90]")
    assert study.parse(PLAN, "x").plan_hash != study.parse(listed, "x").plan_hash


CRITERIA = """
[[criterion]]
metric = "completion"
task = "antrag"
weight = [0.4, 0.6]
anchors = [[0.4, 0], [0.78, 0.8], [1, 1]]

[[criterion]]
metric = "sus"
weight = [0.4, 0.6]
"""


def test_criteria_have_weights_and_anchors() -> None:
    """A plan declares what counts how much; what it leaves out has a default."""
    plan = study.parse(PLAN + CRITERIA, "x")
    assert ["completion.antrag", "sus"] == [one.id for one in study.criteria_of(plan)]
    completion, sus = study.criteria_of(plan)
    assert ((0.4, 0.0), (0.78, 0.8), (1.0, 1.0)) == study.anchors_of(plan, completion)
    assert ((40.0, 0.0), (68.0, 0.8), (100.0, 1.0)) == study.anchors_of(plan, sus)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("weight = [0.4, 0.6]\nanchors", "weight = [0.6, 0.4]\nanchors", "value"),
        ("weight = [0.4, 0.6]\nanchors", "weight = [0.4]\nanchors", "missing-key"),
        ("weight = [0.4, 0.6]\nanchors", "weight = [0.1, 0.2]\nanchors", "value"),
        ("weight = [0.4, 0.6]\nanchors", "weight = [0.4, 1.6]\nanchors", "value"),
        ("[0.78, 0.8], [1, 1]", "[0.3, 0.8], [1, 1]", "value"),
        ("[0.78, 0.8], [1, 1]", "[0.78, 80], [1, 1]", "value"),
        (", [0.78, 0.8], [1, 1]", "", "value"),
        ('metric = "sus"', 'metric = "suss"', "value"),
        ('metric = "sus"', 'metric = "time"', "missing-key"),
        ('metric = "sus"', 'metric = "sus"\ntask = "antrag"', "value"),
        ('metric = "sus"', 'metric = "ease"\ntask = "antrga"', "unknown-task"),
        ('metric = "sus"', 'metric = "completion"\ntask = "antrag"', "duplicate-id"),
    ],
)
def test_wrong_criteria_are_told(old: str, new: str, code: str) -> None:
    """Each mistake in a criterion has its code and the line of a key of the criterion."""
    text = PLAN + CRITERIA.replace(old, new, 1)
    found = findings_of(text)
    assert f"study.{code}" in [finding.code for finding in found]
    assert all(int(finding.place.rpartition(":")[2]) > PLAN.count("\n") for finding in found)
