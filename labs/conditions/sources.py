"""Where in an author's file something was declared, and what the code of a function says."""

import ast
import inspect
import linecache
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Source:
    """A line in a file.

    >>> str(Source("prototypes/wohngeld/__init__.py", 12))
    'prototypes/wohngeld/__init__.py:12'
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def declared_at() -> Source:
    """Return the line of the author's file that is being executed: the nearest caller outside this package.

    Declarations note it when they are made, so a finding can name the exact line without guessing.
    """
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and str(frame.f_globals.get("__name__", "")).split(".")[0] == "labs":
        frame = frame.f_back
    return Source(frame.f_code.co_filename, frame.f_lineno) if frame else Source("<unknown>", 0)


def source_of(function: Callable[..., Any]) -> Source:
    """Return where a function was written; for other callables, where their class was."""
    code = _code(function)
    return Source(code.co_filename, code.co_firstlineno) if code else Source("<unknown>", 0)


def field_source(model: type, name: str) -> Source:
    """Return the line of a field in a class; the class's own line where the field cannot be found."""
    try:
        file = inspect.getsourcefile(model) or "<unknown>"
        lines, start = inspect.getsourcelines(model)
    except (OSError, TypeError):
        return Source("<unknown>", 0)
    for offset, line in enumerate(lines):
        if line.strip().startswith(f"{name}:"):
            return Source(file, start + offset)
    return Source(file, start)


def names_in(function: Callable[..., Any]) -> frozenset[str]:
    """Return all attribute names and texts that occur in a function: a superset of the fields that it reads.

    >>> sorted(names_in(lambda a: a.miete + a["heizung"]))
    ['heizung', 'miete']
    """
    code = _code(function)
    return frozenset(_names(code)) if code else frozenset()


def constants_in(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Return the numbers and texts in a function's code.

    >>> constants_in(lambda a: (a.miete or 0) > 500)
    (0, 500)
    """
    code = _code(function)
    found = code.co_consts if code else ()
    return tuple(one for one in found if isinstance(one, int | float | str) and not isinstance(one, bool))


def text_of(function: Callable[..., Any]) -> str:
    """Return a function's source, normalised, so that layout and comments make no difference.

    It goes into the content hash of a prototype. Where no source can be found the compiled code speaks.
    """
    code = _code(function)
    if code is None:
        return f"{type(function).__module__}.{type(function).__qualname__}"
    node = _node(code)
    return ast.unparse(node) if node is not None else f"{code.co_code.hex()} {code.co_names} {code.co_consts}"


def _code(function: Callable[..., Any]) -> types.CodeType | None:
    plain = inspect.unwrap(function)
    plain = getattr(plain, "func", plain)
    if not hasattr(plain, "__code__"):
        plain = vars(type(plain)).get("__call__", plain)
    code = getattr(plain, "__code__", None)
    return code if isinstance(code, types.CodeType) else None


def _names(code: types.CodeType) -> set[str]:
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, str):
            found.add(constant)
        elif isinstance(constant, types.CodeType):
            found |= _names(constant)
    return found


def _node(code: types.CodeType) -> ast.AST | None:
    linecache.checkcache(code.co_filename)
    try:
        tree = ast.parse("".join(linecache.getlines(code.co_filename)))
    except SyntaxError:
        return None  # the file was changed under us; the compiled code still speaks
    kinds = (ast.Lambda,) if code.co_name == "<lambda>" else (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, kinds) and _starts_at(node, code)]
    if len(nodes) > 1:  # several lambdas on one line: the body's column tells them apart
        columns = {position[2] for position in code.co_positions() if position[2] is not None}
        nodes = [node for node in nodes if isinstance(node, ast.Lambda) and node.body.col_offset in columns]
    return nodes[0] if len(nodes) == 1 else None


def _starts_at(node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, code: types.CodeType) -> bool:
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return code.co_firstlineno == min([node.lineno, *(decorator.lineno for decorator in decorators)])
