"""Imports a schema into a workspace: a new prototype, or news for one that the lab works on already."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback.errors import OperatorError
from labs.fim import baseline
from labs.fim.codelists import CodeLists
from labs.fim.model import Schema
from labs.fim.plan import Plan
from labs.fim.planning import plan_prototype
from labs.fim.reimport import Changes, merge
from labs.fim.writing_prototype import APP, write_source


@dataclass(frozen=True)
class Imported:
    """What an import did: the plan, the file with the declaration, and the changes where it was not the first."""

    plan: Plan
    path: Path
    changes: Changes | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what `probelauf import-fim --json` prints; `changes` only for a further import."""
        changes = {} if self.changes is None else {"changes": self.changes.to_json()}
        return {**self.plan.to_json(), **changes}


def imported_as(prototypes: Path, schema: Schema) -> str:
    """Return the name under which a folder of prototypes has this schema, whatever its version; "" where it has not."""
    for path in sorted(prototypes.glob(f"*/{baseline.FILE}")):
        known = baseline.load(path.parent)
        if known is not None and known.schema.id == schema.id:
            return path.parent.name
    return ""


def import_schema(schema: Schema, name: str, prototypes: Path, lists: CodeLists, split: int) -> Imported:
    """Write the prototype `name`, or bring an imported one up to date; OperatorError where another one is there."""
    folder = prototypes / name
    before = baseline.load(folder)
    if before is not None and before.schema.id != schema.id:
        raise OperatorError(f"`{name}` was imported from the schema {before.schema.id}, not from {schema.id}.")
    if before is None and (folder.exists() or folder.with_suffix(".py").exists()):
        raise OperatorError(f"There is a prototype `{name}` in {prototypes} already; nothing was changed.")
    plan = plan_prototype(name, schema, lists, split, before.names if before else {})
    kept = baseline.dump(baseline.baseline_of(plan))
    path = folder / "__init__.py"
    if before is None:
        _write({path: write_source(plan), folder / "app.py": APP, folder / baseline.FILE: kept})
        return Imported(plan, path)
    texts, changes = merge(folder, before, plan)
    _write({**texts, folder / baseline.FILE: kept})
    return Imported(plan, path, changes)


def _write(texts: dict[Path, str]) -> None:
    """Write all files; each is whole or as it was before."""
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
        except OSError as error:
            raise OperatorError(f"{path} cannot be written: {error.strerror}.") from error
