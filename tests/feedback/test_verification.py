"""Published examples: our own file, the shared one, and files with mistakes."""

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from feedback.errors import OperatorError
from feedback.verification import METHODS, Case, CaseFile, Failure, Report, load, parse, run

OWN = Path(__file__).parent / "statistics_cases.json"
SHARED = Path(__file__).parents[3] / "shared" / "cases" / "known_values.json"
CASE: dict[str, Any] = {"id": "a", "method": "discovery.rate", "inputs": {"p": 0.5, "n": 2}, "expected": {"rate": 0.75}}


def one(**changes: Any) -> CaseFile:
    """A file with a single example."""
    return parse(json.dumps({"cases": [CASE | changes]}))


def test_own_examples_come_out() -> None:
    """Every method has an example of its own, and all come out."""
    file = load(OWN)
    assert set(METHODS) == {case.method for case in file.cases}
    assert all(case.source for case in file.cases)
    assert Report(len(file.cases), (), ()) == run(file)


def test_shared_examples_come_out() -> None:
    """Every example of the shared file comes out, and no method of it is missing."""
    if not SHARED.exists():
        pytest.skip("the shared file of published values is not on this machine")
    file = load(SHARED)
    assert len(file.cases) > 50
    assert Report(len(file.cases), (), ()) == run(file)


@pytest.mark.parametrize("name", METHODS)
def test_inputs_have_the_names_of_the_format(name: str) -> None:
    """Each method takes exactly the inputs that the table of the file names."""
    table = json.loads(OWN.read_text(encoding="utf-8"))["methods"]
    assert table[name]["inputs"] == sorted(inspect.signature(METHODS[name]).parameters)


def test_outputs_have_the_names_of_the_format() -> None:
    """Each method gives exactly the outputs that the table of the file names."""
    file, table = load(OWN), json.loads(OWN.read_text(encoding="utf-8"))["methods"]
    for case in file.cases:
        assert table[case.method]["outputs"] == sorted(METHODS[case.method](**case.inputs)), case.id


@pytest.mark.parametrize(
    ("method", "inputs"),
    [
        ("sus.score", {"responses": [3] * 7 + [None] * 3}),
        ("umux_lite.score", {"responses": [6, None]}),
        ("ueq_s.score", {"responses": [None] * 8}),
        ("cronbach_alpha", {"data": []}),
        ("proportion.wilson", {"x": 0, "n": 0}),
        ("proportion.point_estimate", {"x": 0, "n": 0}),
        ("two_prop.n1_chi2", {"x1": 0, "n1": 5, "x2": 0, "n2": 5}),
        ("two_prop.newcombe_ci", {"x1": 0, "n1": 0, "x2": 0, "n2": 5}),
        ("paired.mcnemar_midp", {"b": 0, "c": 0}),
        ("paired.newcombe_ci", {"a": 0, "b": 0, "c": 0, "d": 0}),
        ("time.geomean", {"times": []}),
        ("time.geomean_ci", {"times": [60]}),
        ("survival.km", {"t": [], "e": [], "at": [1]}),
        ("survival.km_median", {"t1": [9], "e1": [0], "t2": [], "e2": []}),
        ("survival.logrank", {"t1": [9], "e1": [0], "t2": [9], "e2": [0]}),
        ("mean.welch_t", {"a": [1], "b": [2]}),
        ("mean.paired_t", {"a": [1, 2], "b": [1, 2]}),
        ("efficiency.time_based_and_relative", {"success": [], "seconds": []}),
        ("discovery.adjusted_p", {"matrix": [[1, 1]]}),
        ("agreement.any_two", {"problem_sets": [[1]]}),
        ("agreement.krippendorff_alpha", {"data": [[1, 1], [1, 1]]}),
    ],
)
def test_what_cannot_be_said_is_null(method: str, inputs: dict[str, Any]) -> None:
    """Where data do not suffice every output is null, never 0 and never p = 1."""
    assert {None} == set(METHODS[method](**inputs).values())


def test_words_and_negative_numbers_have_fewer_scales() -> None:
    """Words have a nominal alpha only, numbers below 0 no ratio."""
    words = METHODS["agreement.krippendorff_alpha"](data=[["a", "b"], ["a", "b"]])
    assert {"nominal": 1.0, "ordinal": None, "interval": None, "ratio": None} == words
    below = METHODS["agreement.krippendorff_alpha"](data=[[-1, 2], [-1, 2]])
    assert {"nominal": 1.0, "ordinal": 1.0, "interval": 1.0, "ratio": None} == below


@pytest.mark.parametrize(
    ("weights", "expected"),
    [("uniform", [2 / 3, 1 / 3]), ([1, 1], [2 / 3, 1 / 3]), ([0.2, 0.8], [0, 1]), ([[0.9, 0.1], [0, 1]], [0.5, 0.5])],
)
def test_weights_in_all_shapes(weights: Any, expected: list[float]) -> None:
    """Weights may be uniform on the simplex, one vector, or draws."""
    assert expected == pytest.approx(METHODS["mcda.smaa_rank1"]([[1, 0], [0, 0.5]], weights)["p_rank1"])


def test_one_value_or_several() -> None:
    """A value function answers a number with a number."""
    assert {"value": 0.5} == METHODS["mcda.partial_value"](x=5, cutoffs=[0, 10], values=[0, 1])


def test_a_wrong_value_fails_with_both() -> None:
    """A failure names what was expected and what came out."""
    expected = {"rate": 0.7}
    assert Report(0, (Failure("a", expected, {"rate": 0.75}),), ()) == run(one(expected=expected))


@pytest.mark.parametrize(
    ("expected", "tolerance", "passed"),
    [
        ({"rate": 0.7}, 0.05, 1),
        ({"rate": 0.7}, 0.04, 0),
        ({"rate": None}, 9, 0),
        ({"rate": "0.75"}, 9, 0),
        ({"rate": [0.75]}, 9, 0),
        ({"share": 0.75}, 9, 0),
    ],
)
def test_the_tolerance_is_absolute_and_for_numbers(expected: dict[str, Any], tolerance: float, passed: int) -> None:
    """The tolerance decides on numbers only; another kind, another name or nothing always fails."""
    assert passed == run(one(expected=expected, tolerance=tolerance)).passed


def test_nothing_said_is_not_zero() -> None:
    """Where a method says nothing, an expected 0 fails within any tolerance."""
    file = one(method="proportion.wilson", inputs={"x": 0, "n": 0, "level": 0.95}, expected={"low": 0}, tolerance=9)
    assert [Failure("a", {"low": 0}, {"low": None, "high": None})] == list(run(file).failed)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"p": 2, "n": 2}, "ValueError"),
        ({"p": 0.5}, "TypeError"),
        ({"p": "x", "n": 2}, "TypeError"),
        ({"q": 1}, "TypeError"),
    ],
)
def test_refused_inputs_fail_with_the_reason(inputs: dict[str, Any], said: str) -> None:
    """Inputs that a method refuses are a failure that says why, and the run goes on."""
    found = run(CaseFile((), (Case("bad", "discovery.rate", inputs, {"rate": 1}), *one().cases)))
    assert 1 == found.passed
    assert found.failed[0].got["error"].startswith(said)


def test_unknown_methods_are_missing() -> None:
    """A method that only the table or only an example names is missing, once; it neither passes nor fails."""
    text = json.dumps({"methods": {"b.b": {}}, "cases": [CASE, CASE | {"id": "x", "method": "a.a"}]})
    found = run(parse(text))
    assert Report(1, (), ("a.a", "b.b")) == found
    assert not found.good


def test_all_mistakes_of_a_file_come_at_once() -> None:
    """Each unknown or missing key is named with its example, and the nearest known one."""
    text = json.dumps(
        {
            "case": 1,
            "cases": [
                {**CASE, "tolerence": 1},
                {"id": "b", "method": 3, "inputs": {}},
                {**CASE, "expected": {}, "tolerance": -1},
                7,
            ],
        }
    )
    with pytest.raises(OperatorError) as caught:
        parse(text, "own.json")
    said = str(caught.value)
    assert said.startswith("own.json is not a file of examples: ")
    for part in (
        "unknown key `case` (Did you mean `cases`?)",
        "case 1 (`a`): unknown key `tolerence` (Did you mean `tolerance`?)",
        "case 2 (`b`): `expected` is missing",
        "case 2 (`b`): `method` must be a text",
        "case 3 (`a`): `expected` names no output",
        "case 3 (`a`): `tolerance` must not be negative or infinite",
        "case 3: the id `a` stands twice",
        "case 4 must be an object",
    ):
        assert part in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ('{"cases": [NaN]}', "NaN is no number"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "one object with `cases`"),
        ("{}", "`cases` must be a list"),
        ('{"methods": [], "cases": []}', "`methods` must be an object"),
    ],
)
def test_what_is_no_file_of_examples(text: str, said: str) -> None:
    """What is not JSON or has another shape is one sentence for whoever runs it."""
    with pytest.raises(OperatorError, match=said):
        parse(text)


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file, a folder and another encoding are one sentence each."""
    (tmp_path / "latin.json").write_bytes('{"about": "ü"}'.encode("latin-1"))
    for path, said in (
        (tmp_path / "no.json", "cannot be read"),
        (tmp_path, "cannot be read"),
        (tmp_path / "latin.json", "UTF-8"),
    ):
        with pytest.raises(OperatorError, match=said):
            load(path)
