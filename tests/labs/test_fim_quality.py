"""The quality rules of FIM: each finds what it is for, and nothing else."""

from dataclasses import replace

import pytest

from labs.fim.model import Code, DataField, Group, Rule, Schema, Use
from labs.fim.quality import check_schema

GOOD = DataField("F00000000001", "1.0.0", "Name", "Name", law="§ 1 ABC")


def codes(
    *elements: DataField | Group, least: int = 1, most: int | None = 1, rules: tuple[Rule, ...] = ()
) -> list[str]:
    """Return the codes of the findings of a schema with these elements."""
    uses = tuple(Use(least, most, "", element) for element in elements)
    schema = Schema("S00000000001", "1.0.0", "Probe", "Probe", "xdatenfelder_3", rules=rules, children=uses)
    return [finding.code for finding in check_schema(schema)]


def test_a_good_schema_has_no_findings() -> None:
    """Labels, laws, lists and limits as they should be."""
    select = replace(GOOD, id="F00000000002", art="select", codes=(Code("a", "A"),))
    number = replace(GOOD, id="F00000000003", datatype="num_int", limits={"minValue": "1"})
    text = replace(GOOD, id="F00000000004", limits={"minLength": "1", "pattern": "a+"})
    rule = Rule("R00000000001", "1.0.0", "Regel", "Etwas.")
    assert [] == codes(GOOD, select, number, text, rules=(rule,))


BAD = [
    ("FIM-label-missing", replace(GOOD, label=" ")),
    ("FIM-label-missing", replace(GOOD, name="")),
    ("FIM-law-missing", replace(GOOD, law="")),
    ("FIM-select-type", replace(GOOD, art="select", datatype="num", codes=(Code("1", "1"),))),
    ("FIM-select-list", replace(GOOD, art="select")),
    ("FIM-list-unused", replace(GOOD, code_list="urn:x")),
    ("FIM-length", replace(GOOD, datatype="num", limits={"maxLength": "3"})),
    ("FIM-length", replace(GOOD, art="select", codes=(Code("1", "1"),), limits={"pattern": "x"})),
    ("FIM-range", replace(GOOD, limits={"minValue": "3"})),
    ("FIM-range", replace(GOOD, datatype="bool", limits={"maxValue": "3"})),
    ("FIM-group-empty", Group("G00000000001", "1.0.0", "Gruppe", "Gruppe")),
    ("FIM-rule-empty", replace(GOOD, rules=(Rule("R00000000001", "1.0.0", "Regel", ""),))),
    ("FIM-id-format", replace(GOOD, id="F00000001")),
]


@pytest.mark.parametrize(("code", "element"), BAD)
def test_each_rule_finds_its_flaw(code: str, element: DataField | Group) -> None:
    """One flaw, one finding."""
    assert [code] == codes(element)


def test_a_multiplicity_that_cannot_be_met() -> None:
    """At least three of at most two."""
    assert ["FIM-multiplicity"] == codes(GOOD, least=3, most=2)


def test_an_empty_schema() -> None:
    """A schema without elements asks for nothing."""
    assert ["FIM-schema-empty"] == codes()


def test_one_id_is_one_thing() -> None:
    """The same id in two versions, or with two labels, is found."""
    assert ["FIM-version"] == codes(GOOD, replace(GOOD, version="2.0.0"))
    assert ["FIM-words-differ"] == codes(GOOD, replace(GOOD, label="Vorname"))


def test_a_law_above_counts() -> None:
    """The law of a group covers the fields in it."""
    inner = Use(1, 1, "", replace(GOOD, law=""))
    assert [] == codes(Group("G00000000001", "1.0.0", "Gruppe", "Gruppe", law="§ 1 ABC", children=(inner,)))
