"""Parameters of a service: what another state or municipality changes, in `params/<regional key>.toml` beside it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, to_json

from feedback.errors import AuthorError, Finding, nearest
from feedback.study.source import Source

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Parameters = TypeVar("Parameters", bound=DataclassInstance)
else:
    Parameters = TypeVar("Parameters")

FOLDER = "params"
REGIONAL_KEY = re.compile(r"\d{2}|\d{5}|\d{9}|\d{12}")
"""State, district, association of municipalities, municipality: the regional key (ARS), or the beginning of one."""
_LEVELS = (12, 9, 5, 2)
_PLACEHOLDER = re.compile(r"\{params\.(\w+)\}")
_region: ContextVar[str] = ContextVar("region", default="")


@contextmanager
def for_region(key: str) -> Iterator[None]:
    """Let `read_params` answer for a region while a prototype is loaded; other threads do not notice."""
    token = _region.set(key)
    try:
        yield
    finally:
        _region.reset(token)


def read_params(beside: str, origin: Parameters) -> Parameters:
    """Return the parameters of the region for which the prototype is being loaded: `read_params(__file__, Satzung())`.

    `origin` is an instance of a frozen dataclass; its values hold where no file of the region, or of the district and
    the state above it, has others. All mistakes in these files come at once as an AuthorError.
    """
    key = _region.get()
    if not key:
        return origin
    folder = Path(beside).parent / FOLDER
    chain = [folder / f"{one}.toml" for one in roll_up(key) if (folder / f"{one}.toml").is_file()]
    if not chain:
        known = regions_beside(folder.parent)
        what = f"There are no parameters for the region `{key}`, nor for one above it."
        fix = nearest(key, known) or f"Write `{folder.name}/{key}.toml`."
        raise AuthorError([Finding("params.region", "error", str(folder), what, fix)])
    merged, findings = _merged(chain, origin)
    if findings:
        raise AuthorError(findings)
    return merged


def roll_up(key: str) -> tuple[str, ...]:
    """Return a regional key and those above it, the nearest first.

    >>> roll_up("991020001001")
    ('991020001001', '991020001', '99102', '99')
    """
    return tuple(key[:length] for length in _LEVELS if len(key) >= length)


def regions_beside(folder: Path) -> tuple[str, ...]:
    """Return the regional keys for which the prototype in a folder has a file of parameters."""
    return tuple(sorted(path.stem for path in (folder / FOLDER).glob("*.toml") if REGIONAL_KEY.fullmatch(path.stem)))


def params_mistakes(folder: Path, origin: Any) -> list[Finding]:
    """Return all mistakes in the files of parameters of a prototype; `origin` is None where it takes none."""
    found: list[Finding] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        if origin is None:
            fix = "Write `Service(..., params=read_params(__file__, ...))`."
            found.append(Finding("params.unused", "error", f"{path}:1", "The prototype takes no parameters.", fix))
        elif not REGIONAL_KEY.fullmatch(path.stem):
            fix = "Name it by a regional key of 2, 5, 9 or 12 digits, such as 05315.toml."
            found.append(Finding("params.key", "error", f"{path}:1", f"`{path.stem}` is no regional key.", fix))
        else:
            try:
                found += _merged([path], origin)[1]
            except AuthorError as error:
                found += error.findings
    return found


def fill_in(text: str, params: Any, place: str) -> str:
    """Return a text with the parameters in place of `{params.NAME}`; an unknown name is an AuthorError at `place`."""
    known = [one.name for one in fields(params)] if params is not None else []
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in known]
    if unknown:
        what, fix = "There is no parameter `{}`.", nearest(unknown[0], known) or "Give `read_words` the parameters."
        raise AuthorError([Finding("params.word", "error", place, what.format(name), fix) for name in unknown])
    return _PLACEHOLDER.sub(lambda found: str(getattr(params, found[1])), text)


def _merged(chain: Sequence[Path], origin: Parameters) -> tuple[Parameters, list[Finding]]:
    """Return the origin with the values of the files, the nearest first, and what is wrong with them."""
    schema = type(origin)
    known = {one.name for one in fields(origin)}
    values: dict[str, Any] = asdict(origin)
    said_in: dict[str, Source] = {}
    found: list[Finding] = []
    for path in reversed(chain):
        source = Source(_text_of(path), str(path), "params")
        for name, value in source.data().items():
            if name in known:
                values[name], said_in[name] = value, source
            else:
                fix = nearest(name, known)
                found.append(source.finding("unknown-key", (name,), f"`{name}` is no parameter here.", fix))
    nearest_file = Source(_text_of(chain[0]), str(chain[0]), "params")
    try:
        return TypeAdapter(schema).validate_json(to_json(values), strict=True), found
    except ValidationError as error:
        said = [_finding(problem, said_in.get(_first(problem), nearest_file)) for problem in error.errors()]
        return origin, found + said


def _finding(problem: ErrorDetails, source: Source) -> Finding:
    path = problem["loc"]
    if not path:
        return source.finding("value", (), f"The parameters do not go together: {problem['msg']}.")
    name = ".".join(map(str, path))
    return source.finding("value", path, f"`{name} = {problem['input']!r}`: {problem['msg']}.")


def _first(problem: ErrorDetails) -> str:
    return str(problem["loc"][0]) if problem["loc"] else ""


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"The parameters cannot be read: {error}."
        raise AuthorError([Finding("params.file", "error", str(path), what, "Save it as UTF-8.")]) from error
