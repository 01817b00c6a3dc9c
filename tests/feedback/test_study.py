"""Plans: read, hashed, and all their mistakes told at once."""

from pathlib import Path

import pytest

from feedback import study
from feedback.errors import AuthorError, Finding, OperatorError

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

BROKEN = """\
title = "Wohngeld"
prototype = "wohngeld"
hypothesis = "B ist besser."
planned_sessions = 25
looks = [20, 12, 30]

[[arm]]
id = "A"
varient = "A"

[[arm]]
id = "A"
variant = "B"

[[task]]
id = "antrag"
critical = true

[[gate]]
id = "abschluss"
metric = "completion"
task = "antrga"
at_least = 78
probability = 1.5

[[gate]]
id = "sus"
metric = "suss"
at_least = 68
probability = 0.80

[[gate]]
id = "leicht"
metric = "ease"
at_least = 5
probability = 0.80

[hard_facts]
accessibility = "passt"
"""


def findings_of(text: str) -> list[Finding]:
    with pytest.raises(AuthorError) as caught:
        study.parse(text, "wohngeld/runde-1", "runde-1.toml")
    return list(caught.value.findings)


def brief(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(f.code.removeprefix("study."), int(f.place.removeprefix("runde-1.toml:"))) for f in findings]


def test_minimal_plan_and_its_defaults() -> None:
    """A plan of one arm, task and gate is a study; looks and facts have defaults."""
    found = study.parse(PLAN, "wohngeld/runde-1")
    assert (14, 21, 28, 36) == found.looks
    assert "between" == found.design
    assert ("open", "open") == (found.hard_facts.accessibility, found.hard_facts.data_protection)
    assert ("A", "antrag", "wohngeld") == (
        found.arm_title("A"),
        found.task_title("antrag"),
        found.prototype_of("A"),
    )


def test_all_mistakes_come_at_once_with_their_lines() -> None:
    """A plan with thirteen different mistakes tells all of them, by line."""
    expected = [
        ("unknown-key", 3),
        ("looks", 5),
        ("looks", 5),
        ("missing-key", 7),
        ("unknown-key", 9),
        ("duplicate-id", 12),
        ("missing-gate", 15),
        ("unknown-task", 22),
        ("value", 23),
        ("value", 24),
        ("value", 28),
        ("missing-key", 32),
        ("value", 39),
    ]
    assert expected == sorted(brief(findings_of(BROKEN)), key=lambda pair: (pair[1], pair[0]))


def test_mistakes_name_the_nearest_word() -> None:
    """Unknown keys, tasks and metrics come with the nearest known name."""
    fixes = {finding.place.rpartition(":")[2]: finding.fix for finding in findings_of(BROKEN) if finding.fix}
    assert "Did you mean `hypotheses`?" == fixes["3"]
    assert "Did you mean `variant`?" == fixes["9"]
    assert "Did you mean `antrag`?" == fixes["22"]
    assert "Did you mean `sus`?" == fixes["28"]
    assert "Write `looks = [12, 20, 30]`." in [finding.fix for finding in findings_of(BROKEN)]
    assert "Known: failed, open, passed." in fixes["39"] or "Did you mean `passed`?" == fixes["39"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title = "x"\nlooks = [12 20]\n', 2),
        ('title = "x"\ntitle = "y"\n', 2),
        ("at_least = 0,78\n", 1),
        ('title = "open\n', 1),
        ("looks = [12,\n", 2),
    ],
)
def test_a_slip_in_the_syntax_has_its_line(text: str, line: int) -> None:
    """A file that is not TOML is one finding with the line of the slip."""
    assert [("syntax", line)] == brief(findings_of(text))


@pytest.mark.parametrize("table", ["arm", "task", "gate"])
def test_empty_tables_are_mistakes(table: str) -> None:
    """A study needs an arm, a task and a gate, whether the table is empty or missing."""
    missing = findings_of("\n".join(block for block in PLAN.split("\n\n") if f"[[{table}]]" not in block))
    assert f"study.missing-key `{table}` is missing." in str(missing[0])
    emptied = PLAN.split("\n\n")
    emptied[0] += f"\n{table} = []"
    empty = findings_of("\n\n".join(block for block in emptied if f"[[{table}]]" not in block))
    assert ("value", 3) in brief(empty)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("probability = 0.90", "probability = 0.5", "value"),
        ("probability = 0.90", "probability = 1", "value"),
        ("probability = 0.90", 'probability = "0.9"', "value"),
        ("at_least = 0.78", "at_least = 1.0", "value"),
        ('id = "abschluss"', 'id = "accessibility"', "duplicate-id"),
        ('id = "A"', 'id = "Gruppe A"', "value"),
        ('variant = "A"', "variant = 1", "value"),
        ('metric = "completion"\ntask = "antrag"', 'metric = "sus"\ntask = "antrag"', "value"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\nlooks = []', "value"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\nlooks = [12, 12]', "looks"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\nplanned_sessions = 20', "looks"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\nround = true', "value"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\ndemo = "ja"', "value"),
        ('prototype = "wohngeld"', 'prototype = "wohngeld"\narm = 3', "syntax"),
    ],
)
def test_single_mistakes(old: str, new: str, code: str) -> None:
    """Each of these slips is found."""
    assert old in PLAN
    assert code in [name for name, _ in brief(findings_of(PLAN.replace(old, new, 1)))]


@pytest.mark.parametrize("value", ["3", '"A"', "[1, 2]", "{id = 1}"])
def test_tables_of_a_wrong_kind_are_told_not_raised(value: str) -> None:
    """Where a table is expected, anything else is a finding."""
    text = f'title = "x"\nprototype = "p"\narm = {value}\ntask = {value}\ngate = {value}\nlooks = {value}\n'
    assert {"value"} <= {code for code, _ in brief(findings_of(text))}


def test_tables_have_one_name() -> None:
    """`[[arms]]` is not `[[arm]]`, or its checks would not run."""
    found = findings_of(PLAN.replace("[[arm]]", "[[arms]]"))
    assert {"unknown-key", "missing-key"} == {code for code, _ in brief(found)}
    assert "Did you mean `arm`?" in [finding.fix for finding in found]


def test_hash_ignores_comments_and_blanks() -> None:
    """Comments, blanks and the order of keys do not change the hash; a threshold or a hard fact does."""
    plan_hash = study.parse(PLAN, "x").plan_hash
    noisy = PLAN.replace("[[arm]]", "# a note\n\n[[arm]]").replace(
        'id = "A"\nvariant = "A"', 'variant   = "A"\nid = "A"'
    )
    assert plan_hash == study.parse(noisy, "y").plan_hash
    assert plan_hash == study.parse(PLAN.replace("0.90", "0.9"), "x").plan_hash
    assert plan_hash != study.parse(PLAN.replace("0.78", "0.80"), "x").plan_hash
    assert plan_hash != study.parse(PLAN + '\n[hard_facts]\naccessibility = "passed"\n', "x").plan_hash


def test_locked_text_gives_the_same_study() -> None:
    """The text kept with a lock is enough to have the study back."""
    found = study.parse(PLAN, "wohngeld/runde-1", "runde-1.toml")
    assert found == study.parse(found.plan_text, found.id, found.place)


def test_lines_for_those_who_know_the_prototype() -> None:
    """Whoever checks variants and tasks gets the line of each name, and of the table where a key is
    missing.
    """
    found = study.parse(PLAN, "wohngeld/runde-1", "runde-1.toml")
    assert 6 == found.line_of("arm", 0, "variant")
    assert 4 == found.line_of("arm", 0, "name")
    assert "runde-1.toml:9" == found.place_of("task", 0, "id")
    assert 1 == found.line_of("nothing")


def test_text_in_the_plan_is_not_taken_for_keys() -> None:
    """Lines of a long text that look like keys have no say."""
    text = PLAN.replace('title = "Wohngeld"', 'title = """\nprototype = "x"\n[[arm]]\n"""')
    assert 5 == study.parse(text, "x").line_of("prototype")


def test_shipped_plans_hold() -> None:
    """The plans of the reference service are valid; only the demo takes synthetic citizens."""
    first, demo = (study.load(STUDIES / name) for name in ("runde-1.toml", "demo.toml"))
    assert ("wohngeld/runde-1", "wohngeld/demo") == (first.id, demo.id)
    assert (False, True) == (first.demo, demo.demo)
    for plan in (first, demo):
        assert ["A", "B"] == [arm.id for arm in plan.arms]
        assert [("antrag", True), ("aendern", False)] == [(task.id, task.critical) for task in plan.tasks]
        assert [(0.78, 0.95), (68, 0.90)] == [(gate.at_least, gate.probability) for gate in plan.gates]
        assert (14, 21, 28, 36) == plan.looks
        assert 36 == plan.planned_sessions


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file is the operator's matter, a wrong encoding the author's."""
    with pytest.raises(OperatorError, match="cannot be read"):
        study.load(tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes('title = "Prüfung"'.encode("latin-1"))
    with pytest.raises(AuthorError, match="UTF-8"):
        study.load(tmp_path / "latin.toml")


def test_questionnaires_must_exist_and_be_asked() -> None:
    """A plan may ask any questionnaire that exists; a gate on one that is not asked is a mistake."""
    plan = """
title = "T"
prototype = "p"
questionnaires = ["uex_s"]
arm = [{id = "A", variant = "A"}]
task = [{id = "a", critical = true}]
gate = [
    {id = "g", metric = "completion", task = "a", at_least = 0.78},
    {id = "s", metric = "sus", at_least = 68},
]
"""
    with pytest.raises(AuthorError) as caught:
        study.parse(plan, "p/runde-1")
    assert ["unknown-questionnaire"] * 2 == [finding.code.rpartition(".")[2] for finding in caught.value.findings]
    assert "Did you mean `ueq_s`?" == caught.value.findings[0].fix
    asked = plan.replace('"uex_s"', '"ueq_s", "sus"')
    assert ("ueq_s", "sus") == study.parse(asked, "p/runde-1").questionnaires
