"""What the tests of FIM share: import into a folder, load, export and compare."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labs.discovery import load_service
from labs.fim import baseline
from labs.fim.codelists import read_code_lists
from labs.fim.exporting import Exported, export_service
from labs.fim.importing import Imported, import_schema
from labs.fim.model import Schema
from labs.fim.reading import read_schema
from labs.fim.writing_xml import write_xml
from labs.questions import Question
from labs.service import Service

SAMPLES = Path(__file__).parent / "fim"
SHARED = Path(__file__).parents[3] / "shared" / "fim"
"""Other people's schemas, beside the checkout: read where they are, never part of this project."""
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
_UNSEEN = {"source", "adapter", "entries", "_of_entries", "values"}


def bring_in(
    schema: Schema, folder: Path, *, name: str = "antrag", lists: Path | None = None, split: int = 7
) -> Imported:
    """Import a schema as the prototype `name` below a folder."""
    return import_schema(schema, name, folder, read_code_lists(lists), split)


def loaded(folder: Path, name: str = "antrag") -> Service:
    """Load an imported prototype."""
    return load_service(folder / name / "__init__.py", name)


def send_out(folder: Path, name: str = "antrag", variant: str = "") -> Exported:
    """Export an imported prototype."""
    return export_service(loaded(folder, name), variant, baseline.load(folder / name))


def reread(exported: Exported, folder: Path) -> Schema:
    """Write an export to a file and read it again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "export.xml"
    path.write_text(write_xml(exported.schema, NOW), encoding="utf-8")
    return read_schema(path)


def asked_of(question: Question, *, ids: bool = True) -> dict[str, Any]:
    """Return everything that a question says, for comparing; without the FIM id where `ids` is False."""
    said = {name: value for name, value in vars(question).items() if name not in _UNSEEN}
    said["when"] = str(question.when)
    said["item_questions"] = [asked_of(one, ids=ids) for one in question.item_questions]
    if not ids:
        said.pop("fim")
    return said


def flow_of(service: Service, variant: str = "", *, ids: bool = True) -> dict[str, Any]:
    """Return what the citizens meet: questions, pages, conditions and rules, for comparing."""
    flow = service.flow(variant)
    return {
        "questions": {name: asked_of(one, ids=ids) for name, one in flow.questions.items()},
        "pages": [{**vars(page), "source": None, "when": str(page.when)} for page in flow.pages],
        "rules": [(rule.id, str(rule.holds), rule.message, rule.at) for rule in flow.rules],
        "keys": dict(flow.keys),
    }
