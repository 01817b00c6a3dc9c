"""The plan of an imported prototype: which questions, in which groups, on which pages, and what stays out."""

from dataclasses import dataclass, field
from typing import Any

from labs.fim.asking import Asked
from labs.fim.model import Rule, Schema
from labs.fim.paging import PlannedPage


@dataclass
class Model:
    """One class of the prototype's file: the main one, or the entry of a group."""

    name: str
    title: str
    fields: list[Asked] = field(default_factory=list)


@dataclass
class Plan:
    """The prototype that a schema becomes.

    `places` tells by path where each use is: a question, or `page:id`. `checks` are the `Rule(...)` of the service.
    """

    name: str
    schema: Schema
    constants: dict[str, str]
    models: list[Model]
    pages: list[PlannedPage]
    unresolved: tuple[Rule, ...]
    rules: int
    code_lists: dict[str, int]
    skipped: list[dict[str, str]]
    places: dict[str, str]
    checks: list[str] = field(default_factory=list)

    @property
    def main(self) -> Model:
        """The model of the whole application."""
        return self.models[-1]

    def to_json(self) -> dict[str, Any]:
        """Return what `probelauf import-fim --json` prints."""
        fields = self.schema.fields()
        return {
            "name": self.name,
            "version": self.schema.version,
            "format": self.schema.format,
            "fields": len(fields),
            "unique_fields": len({(use.element.id, use.element.version) for use in fields}),
            "groups": len(self.schema.groups()),
            "pages": sum(bool(page.questions) for page in self.pages),
            "repeatable": sum(use.repeats for use, _ in self.schema.uses()),
            "code_lists": self.code_lists,
            "rules": {
                "total": self.rules,
                "resolved": self.rules - len(self.unresolved),
                "unresolved": [
                    {"id": rule.id, "version": rule.version, "name": rule.name, "text": rule.text}
                    for rule in self.unresolved
                ],
            },
            "skipped": self.skipped,
        }
