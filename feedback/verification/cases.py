"""The file of published examples: `{"methods": {...}, "cases": [{id, method, inputs, expected, ...}]}`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from types import UnionType
from typing import Any, NoReturn

from feedback.errors import OperatorError, nearest

FILE_KEYS = ("about", "methods", "cases")
CASE_KEYS: dict[str, tuple[type | UnionType, str]] = {
    "id": (str, "a text"),
    "method": (str, "a text"),
    "inputs": (dict, "an object"),
    "expected": (dict, "an object"),
    "tolerance": (int | float, "a number"),
    "source": (str, "a text"),
}
REQUIRED = ("id", "method", "inputs", "expected")


@dataclass(frozen=True)
class Case:
    """One published example; `tolerance` is absolute and holds for every number of `expected`."""

    id: str
    method: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: float = 0.0
    source: str = ""


@dataclass(frozen=True)
class CaseFile:
    """The names of the methods that must exist, and the examples."""

    methods: tuple[str, ...]
    cases: tuple[Case, ...]


def load(path: Path) -> CaseFile:
    """Return the content of a file; whatever is wrong with it is one OperatorError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise OperatorError(f"{path} is not JSON: it is not written in UTF-8.") from error
    return parse(text, str(path))


def parse(text: str, place: str = "the file") -> CaseFile:
    """Return the examples of a JSON text; an OperatorError names all that is wrong with its shape at once."""
    try:
        data = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise OperatorError(f"{place} is not JSON: {error}.") from error
    problems = list(file_problems(data))
    if problems:
        raise OperatorError(f"{place} is not a file of examples: {'; '.join(problems)}.")
    return CaseFile(tuple(data.get("methods", {})), tuple(Case(**case) for case in data["cases"]))


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have and which equal nothing."""
    raise ValueError(f"{name} is no number of JSON; what cannot be said is null")


def file_problems(data: Any) -> list[str]:
    """Return what is wrong with the shape of the whole file."""
    if not isinstance(data, dict):
        return ["it must hold one object with `cases`"]
    problems = [f"unknown key `{key}` ({nearest(key, FILE_KEYS)})" for key in data if key not in FILE_KEYS]
    if not isinstance(data.get("methods", {}), dict):
        problems.append("`methods` must be an object")
    if not isinstance(data.get("cases"), list):
        return [*problems, "`cases` must be a list"]
    names: set[str] = set()
    for index, case in enumerate(data["cases"], start=1):
        problems += case_problems(case, f"case {index}")
        name = case.get("id") if isinstance(case, dict) else None
        if isinstance(name, str):
            problems += [f"case {index}: the id `{name}` stands twice"] if name in names else []
            names.add(name)
    return problems


def case_problems(case: Any, where: str) -> list[str]:
    """Return what is wrong with the shape of one example."""
    if not isinstance(case, dict):
        return [f"{where} must be an object"]
    if isinstance(case.get("id"), str):
        where = f"{where} (`{case['id']}`)"
    problems = [f"{where}: unknown key `{key}` ({nearest(key, CASE_KEYS)})" for key in case if key not in CASE_KEYS]
    problems += [f"{where}: `{key}` is missing" for key in REQUIRED if key not in case]
    problems += [
        f"{where}: `{key}` must be {wanted}"
        for key, (kind, wanted) in CASE_KEYS.items()
        if key in case and (not isinstance(case[key], kind) or isinstance(case[key], bool))
    ]
    tolerance = case.get("tolerance", 0)
    if isinstance(tolerance, int | float) and not (isfinite(tolerance) and tolerance >= 0):
        problems.append(f"{where}: `tolerance` must not be negative or infinite")
    if case.get("expected") == {}:
        problems.append(f"{where}: `expected` names no output")
    return problems
