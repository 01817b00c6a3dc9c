"""Adopting: a package of another lab becomes a prototype of this one, as soon as somebody vouches for its code."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from feedback.errors import OperatorError
from labs.catalogue import places
from labs.discovery import Workspace
from labs.reuse.package import MANIFEST, PARAMETERS, PROTOTYPE, Package, read_json
from labs.service import PARAMS_FOLDER, REGIONAL_KEY

ORIGIN = "origin"
"""The folder beside an adopted prototype that keeps what the package says about it."""
OWN_FOLDERS = (PARAMS_FOLDER, "studies")


@dataclass(frozen=True)
class Adoption:
    """What was installed: the prototype's folder, and the file of parameters that was prepared, if any."""

    folder: Path
    params: Path | None


def require_region(region: str) -> None:
    """Raise OperatorError unless this is a regional key; an empty one stands for none."""
    if region and not REGIONAL_KEY.fullmatch(region):
        raise OperatorError(f"`{region}` is no regional key; it has 2, 5, 9 or 12 digits, such as 05315.")


def adopt(workspace: Workspace, package: Package, region: str, *, force: bool = False) -> Adoption:
    """Install a package in the lab; what it holds besides the prototype is kept in `origin` beside it.

    Only to be called with the adopter's word: from now on its Python files run in this lab. Raises OperatorError
    where a prototype of this name is here already; with `force` it is replaced, except own parameters and studies.
    """
    require_region(region)
    name = package.about.name
    sources = package.below(PROTOTYPE)
    if "__init__.py" not in sources:
        raise OperatorError(f"The package holds no prototype: {PROTOTYPE}/__init__.py is missing.")
    folder = workspace.folder / name
    taken = folder if folder.exists() else workspace.folder / f"{name}.py"
    if taken.exists() and not (force and folder.is_dir()):
        raise OperatorError(f"{taken} exists already. With --force it is replaced.")
    own = _own_files(folder)
    staged = workspace.folder / f".{name}.adopting"
    try:
        shutil.rmtree(staged, ignore_errors=True)
        _write(staged, {**sources, **{f"{ORIGIN}/{path}": data for path, data in _beside(package)}, **own})
        prepared = _prepare(staged, package, region)
        shutil.rmtree(folder, ignore_errors=True)
        staged.rename(folder)
    except OSError as error:
        raise OperatorError(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Adoption(folder, folder / PARAMS_FOLDER / f"{region}.toml" if prepared else None)


def _beside(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield what is kept of a package besides the prototype."""
    yield MANIFEST, (package.manifest.model_dump_json(indent=1) + "\n").encode()
    for path, data in package.files.items():
        if not path.startswith(f"{PROTOTYPE}/"):
            yield path, data


def _own_files(folder: Path) -> dict[str, bytes]:
    """Return what a lab has written itself: parameters, and studies, whose plans may be locked."""
    return {f"{one}/{path.name}": path.read_bytes() for one in OWN_FOLDERS for path in (folder / one).glob("*.toml")}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _prepare(folder: Path, package: Package, region: str) -> bool:
    """Write the file of parameters of a region, where the prototype takes any and there is none."""
    path = folder / PARAMS_FOLDER / f"{region}.toml"
    if not region or PARAMETERS not in package.files or path.exists():
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(params_to_fill_in(package, region), encoding="utf-8")
    return True


def params_to_fill_in(package: Package, region: str) -> str:
    """Return a file of parameters in which each value of the origin stands as a comment."""
    place = places().get(region)
    lines = [
        f"# Parameters of {package.about.name} for {place.title if place else 'the region'} ({region}).",
        f"# The values are those of the origin ({package.about.authority}).",
        "# They hold until you remove the # and write your own.",
    ]
    for name, schema in _properties(read_json(package, PARAMETERS)).items():
        value = schema.get("default")
        if name.isidentifier() and value is not None:
            lines.append(f"# {name} = {tomlkit.item(value).as_string()}{_limits(schema)}".replace("\n", " "))
    return "\n".join(lines) + "\n"


def _properties(schema: object) -> dict[str, dict[str, Any]]:
    found = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(found, dict):
        raise OperatorError(f"The file {PARAMETERS} of the package is no JSON Schema of an object.")
    return {str(name): one for name, one in found.items() if isinstance(one, dict)}


def _limits(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"  # {low} to {high}" if isinstance(low, int) and isinstance(high, int) else ""
