"""What an import wrote, kept beside the prototype in `fim.json`, so that a later one knows what the lab changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback.errors import OperatorError
from labs.fim.asking import Asked
from labs.fim.model import Schema, schema_of
from labs.fim.plan import Plan
from labs.fim.writing_prototype import write_docstring

FILE = "fim.json"
_VERSION = 1


@dataclass(frozen=True)
class Baseline:
    """The schema that was imported, and what the import made of it, as source text.

    `fields` by `Class.field`; `pages` by id: title and questions; `places`: each use's question or `page:id` by path.
    """

    schema: Schema
    fields: Mapping[str, Asked]
    pages: Mapping[str, tuple[str, tuple[str, ...]]]
    constants: Mapping[str, str]
    rules: tuple[str, ...]
    docstring: str
    places: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """The names of the questions by path, for the next import."""
        return {path: name for path, name in self.places.items() if not name.startswith("page:")}


def baseline_of(plan: Plan) -> Baseline:
    """Return what is to be kept of a plan."""
    return Baseline(
        plan.schema,
        {f"{model.name}.{asked.name}": asked for model in plan.models for asked in model.fields},
        {page.id: (page.title, tuple(page.questions)) for page in plan.pages},
        plan.constants,
        tuple(f"{rule.id} {rule.name}: {rule.text}" for rule in plan.unresolved),
        write_docstring(plan),
        plan.places,
    )


def dump(baseline: Baseline) -> str:
    """Return a baseline as the text of `fim.json`."""
    plain = {
        "version": _VERSION,
        "schema": baseline.schema.to_json(),
        "fields": {name: vars(asked) for name, asked in baseline.fields.items()},
        "pages": {id_: list(page) for id_, page in baseline.pages.items()},
        "constants": dict(baseline.constants),
        "rules": list(baseline.rules),
        "docstring": baseline.docstring,
        "places": dict(baseline.places),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"


def load(folder: Path) -> Baseline | None:
    """Return the baseline of a prototype's folder; None where it was not imported; OperatorError for a broken file."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(
            schema_of(plain["schema"]),
            {name: Asked(**asked) for name, asked in plain["fields"].items()},
            {id_: (page[0], tuple(page[1])) for id_, page in plain["pages"].items()},
            plain["constants"],
            tuple(plain["rules"]),
            plain["docstring"],
            plain["places"],
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise OperatorError(f"{path} is not what an import wrote; restore it, or import under another name.") from error
