"""A TOML file with its lines, so that every mistake in it is reported with its place."""

import re
import tomllib
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from feedback.errors import AuthorError, Finding, nearest

Path: TypeAlias = tuple[str | int, ...]

HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-.]+)\s*\]\]?")
KEY = re.compile(r"\s*\"?([\w\-]+)\"?\s*=")


@dataclass(frozen=True)
class Source:
    """The text of a TOML file. `place` is the file's name for messages, `code` the prefix of its finding
    codes.
    """

    text: str
    place: str
    code: str
    lines: dict[Path, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", find_lines(self.text))

    def line_of(self, *path: str | int) -> int:
        """Return the line of a key, such as `("arm", 0, "variant")`; where it is missing, that of its
        table, else 1.
        """
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def finding(self, code: str, path: Path, what: str, fix: str = "") -> Finding:
        """Return an error at the line of `path`."""
        return Finding(f"{self.code}.{code}", "error", f"{self.place}:{self.line_of(*path)}", what, fix)

    def data(self) -> dict[str, Any]:
        """Return the parsed content; a slip in the syntax is an AuthorError with its line."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            what = re.sub(r"\s*\(at .*\)$", ".", str(error))
            fix = "Numbers take a point (0.78), texts need quotes, each key stands once in its table."
            raise AuthorError([Finding(f"{self.code}.syntax", "error", f"{self.place}:{line}", what, fix)]) from error

    def model_findings(self, model: type[BaseModel], data: dict[str, Any]) -> list[Finding]:
        """Return what pydantic has to say against `data`, with lines and nearest names."""
        try:
            model.model_validate(data)
        except ValidationError as error:
            return [self._describe(model, dict(problem)) for problem in error.errors() if not is_echo(problem)]
        return []

    def _describe(self, model: type[BaseModel], problem: dict[str, Any]) -> Finding:
        path: Path = problem["loc"]
        name = next((step for step in reversed(path) if isinstance(step, str)), "")  # not the place in a list
        table = fields_at(model, path[:-1])
        if problem["type"] == "extra_forbidden":
            return self.finding("unknown-key", path, f"`{name}` is not a key here.", nearest(str(name), table))
        if problem["type"] == "missing":
            return self.finding("missing-key", path, f"`{name}` is missing.", f"Add `{name} = ...` here.")
        what = f"`{name} = {problem['input']!r}`: {problem['msg']}."
        if problem["type"] == "literal_error":
            choices = [str(choice) for choice in get_args(table.get(str(name)))]
            return self.finding("value", path, what, nearest(str(problem["input"]), choices))
        return self.finding("value", path, what)


def is_echo(problem: ErrorDetails) -> bool:
    """Return whether a list is called too short only because its entries are wrong, which is told already."""
    return problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]


def find_lines(text: str) -> dict[Path, int]:
    """Return the line, counted from 1, of every table and key of a TOML text.

    >>> find_lines('title = "x"\\n[[arm]]\\nid = "A"\\n')
    {('title',): 1, ('arm', 0): 2, ('arm',): 2, ('arm', 0, 'id'): 3}
    """
    lines: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    in_text = False
    for number, line in enumerate(text.splitlines(), start=1):
        quotes = line.count('"""') + line.count("'''")
        if not in_text and (header := HEADER.match(line)) and "=" not in line.split("#")[0].split("]")[-1]:
            name = header[2]
            table = (name,)
            if header[1] == "[[":
                table = (name, counts.get(name, 0))
                counts[name] = counts.get(name, 0) + 1
            lines.setdefault(table, number)
            lines.setdefault((name,), number)
        elif not in_text and (key := KEY.match(line)):
            lines.setdefault((*table, key[1]), number)
        in_text ^= quotes % 2 == 1
    return lines


def fields_at(model: type[BaseModel], path: Path) -> dict[str, Any]:
    """Return the keys that may stand in the table at `path`, with the types of their values."""
    for step in path:
        if isinstance(step, str):
            inner = inner_model(fields_at(model, ()).get(step))
            if inner is None:
                return {}
            model = inner
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside `Model`, `tuple[Model, ...]` or `Model | None`, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType):
        return next((model for arg in get_args(annotation) if (model := inner_model(arg))), None)
    return None
