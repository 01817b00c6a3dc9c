"""Where prototypes are: the lab's own folder first, then those that ship with Probelauf."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import labs
from feedback.errors import OperatorError, nearest
from labs.discovery.loading import load_service
from labs.service import Service, regions_beside

WORKSPACE_VARIABLE = "PROBELAUF_WORKSPACE"


def shipped_root() -> Path | None:
    """Return the folder of the prototypes that ship with Probelauf; None where they are not installed.

    They lie beside this package. To import them by name would find the lab's own folder, where that is on the path.
    """
    folder = Path(labs.__file__).parent.parent / "prototypes"
    return folder if (folder / "__init__.py").is_file() else None


@dataclass(frozen=True)
class Workspace:
    """A lab's folder: its own `prototypes/` and `data/`.

    `shipped` is the folder of the prototypes to fall back on; None for none.
    """

    root: Path
    shipped: Path | None = None

    @classmethod
    def open(
        cls, given: Path | None = None, *, environ: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> "Workspace":
        """Return the workspace: the folder given, else PROBELAUF_WORKSPACE, else the nearest folder with
        `lab.toml`.

        Where there is none of these it is the current folder. A folder that does not exist is an
        OperatorError.
        """
        named = given or (environ if environ is not None else os.environ).get(WORKSPACE_VARIABLE)
        here = (cwd or Path.cwd()).resolve()
        if named:
            root = Path(named).expanduser().resolve()
            if not root.is_dir():
                raise OperatorError(f"There is no workspace folder {root}.")
        else:
            root = next((one for one in (here, *here.parents) if (one / "lab.toml").is_file()), here)
        return cls(root, shipped_root())

    @property
    def folder(self) -> Path:
        """The folder of the lab's own prototypes; it need not exist."""
        return self.root / "prototypes"

    @property
    def prototype_roots(self) -> tuple[Path, ...]:
        """The folders with prototypes, the lab's own first: where studies lie, too."""
        folders = [self.folder, *([self.shipped] if self.shipped else [])]
        return tuple(dict.fromkeys(one.resolve() for one in folders if one.is_dir()))

    def names(self) -> tuple[str, ...]:
        """Return the names of the lab's own prototypes; of the shipped ones where it has none."""
        own = _prototypes(self.folder)
        return tuple(sorted(own or (_prototypes(self.shipped) if self.shipped else {})))

    def find(self, name: str) -> Path:
        """Return the file of a prototype, own before shipped; OperatorError with the nearest name
        otherwise.
        """
        known = {**(_prototypes(self.shipped) if self.shipped else {}), **_prototypes(self.folder)}
        if name not in known:
            fix = nearest(name, known) or "Make one with `probelauf new NAME`."
            raise OperatorError(f"There is no prototype `{name}` in {self.folder}. {fix}")
        return known[name]

    def load(self, name: str, region: str = "") -> Service:
        """Return a prototype's service, compiled afresh from its source; with a regional key that of the region.

        A broken declaration is an AuthorError that says file and line.
        """
        return load_service(self.find(name), name, region)

    def regions(self, name: str) -> tuple[str, ...]:
        """Return the regional keys for which a prototype has parameters of its own."""
        path = self.find(name)
        return regions_beside(path.parent) if path.name == "__init__.py" else ()


def _prototypes(folder: Path) -> dict[str, Path]:
    """Return the files of the prototypes in a folder by name: `NAME/__init__.py` or `NAME.py`."""
    if not folder.is_dir():
        return {}
    found = {path.stem: path for path in folder.glob("*.py") if path.stem not in ("__init__", "app")}
    found |= {path.parent.name: path for path in folder.glob("*/__init__.py")}
    return {name: path for name, path in found.items() if name.isidentifier() and not name.startswith("_")}
