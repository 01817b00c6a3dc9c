"""Turns what Python says about a broken file into a finding: where, what, and how to mend it."""

import inspect
import re
import traceback
from pathlib import Path

import labs
from feedback.errors import Finding, nearest


def finding_of(error: BaseException, path: Path) -> Finding:
    """Return the finding for an error that executing a prototype's file raised.

    Its place is the deepest line within the prototype's own folder.
    """
    if isinstance(error, SyntaxError) and error.filename:
        what = f"Python cannot read this line: {error.msg}."
        return Finding("syntax", "error", f"{error.filename}:{error.lineno}", what, _shown(error))
    place = f"{path}:1"
    own = str(path.parent) if path.name == "__init__.py" else str(path)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(own):
            place = f"{frame.filename}:{frame.lineno}"
    return Finding("import", "error", place, _what(error), _fix(error))


def _shown(error: SyntaxError) -> str:
    return f"Look at `{error.text.strip()}` and the line before." if error.text else ""


def _what(error: BaseException) -> str:
    said = str(error).strip().partition("\n")[0].rstrip(".")
    if isinstance(error, SystemExit):
        return "The file ends the program while it is loaded."
    return f"{type(error).__name__}: {said}." if said else f"{type(error).__name__}."


def _fix(error: BaseException) -> str:
    if isinstance(error, NameError) and error.name:
        missing = error.name in labs.__all__
        return (
            f"Write `from labs import {error.name}`." if missing else _near(error.name, [*labs.__all__, *_names(error)])
        )
    if isinstance(error, ImportError) and error.name == "labs":
        wanted = re.search(r"cannot import name '(\w+)'", str(error))
        return nearest(wanted.group(1), labs.__all__) if wanted else ""
    if isinstance(error, ModuleNotFoundError):
        return "Is it spelled right and installed?"
    if isinstance(error, TypeError):
        return _argument(str(error))
    if "clashing with a type annotation" in str(error):
        return "A field cannot have the name of its type: write `mail: email`, not `email: email`."
    return ""


def _near(name: str, known: list[str]) -> str:
    hint = nearest(name, known)
    return hint if hint.startswith("Did you mean") else "Define it first, or import it."


def _names(error: BaseException) -> list[str]:
    frames = list(traceback.walk_tb(error.__traceback__))
    return [name for name in frames[-1][0].f_globals if not name.startswith("_")] if frames else []


def _argument(said: str) -> str:
    """Return the nearest argument for `Page.__init__() got an unexpected keyword argument 'whn'`."""
    found = re.match(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'", said)
    target = getattr(labs, found.group(1), None) if found else None
    if found is None or target is None:
        return ""
    return nearest(found.group(2), [name for name in inspect.signature(target).parameters if name != "self"])
