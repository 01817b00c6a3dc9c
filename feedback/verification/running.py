"""Running the examples: what came out, what was expected, and which methods do not exist here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from feedback.verification.cases import Case, CaseFile
from feedback.verification.methods import METHODS, Method

ROUNDING = 1e-12  # of floating point, relative; it must not fail a tolerance of 0


@dataclass(frozen=True)
class Failure:
    """An example that did not come out; `got` is `{"error": ...}` where the method refused the inputs."""

    id: str
    expected: Mapping[str, Any]
    got: Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """How many examples passed, which failed, and the methods that do not exist here."""

    passed: int
    failed: tuple[Failure, ...]
    missing: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether everything passed and nothing is missing."""
        return not self.failed and not self.missing

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON document."""
        return {
            "passed": self.passed,
            "failed": [asdict(failure) for failure in self.failed],
            "missing": list(self.missing),
        }


def run(file: CaseFile, methods: Mapping[str, Method] = METHODS) -> Report:
    """Run all examples; those of a missing method neither pass nor fail."""
    named = dict.fromkeys((*file.methods, *(case.method for case in file.cases)))
    tried = [(case, call(methods[case.method], case)) for case in file.cases if case.method in methods]
    failed = tuple(
        Failure(case.id, case.expected, got) for case, got in tried if not same(case.expected, got, case.tolerance)
    )
    missing = tuple(sorted(name for name in named if name not in methods))
    return Report(len(tried) - len(failed), failed, missing)


def call(method: Method, case: Case) -> dict[str, Any]:
    """Return the outputs of a method, or why it refused the inputs: a file may hold anything."""
    try:
        return method(**case.inputs)
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def same(expected: Any, got: Any, tolerance: float) -> bool:
    """Return whether an output is the expected one: numbers within the tolerance, all else equal.

    An object may hold more outputs than are expected; lists are compared element by element.

    >>> same({"low": 0.1}, {"low": 0.1004, "high": 0.2}, 0.001), same([1], [1, 2], 0), same(None, 0.0, 1)
    (True, False, False)
    """
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            name in got and same(value, got[name], tolerance) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(expected) == len(got)
            and all(same(one, other, tolerance) for one, other in zip(expected, got, strict=True))
        )
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return abs(expected - got) <= tolerance + ROUNDING * max(1.0, abs(expected))
    return type(expected) is type(got) and bool(expected == got)
