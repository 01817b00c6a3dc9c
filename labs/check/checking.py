"""All mistakes of a prototype at once, each with its line and the way to mend it."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feedback.errors import AuthorError, Finding
from labs.check.reach import check_flow
from labs.conditions import Source
from labs.discovery import Workspace
from labs.language import check_language
from labs.service import Service, Variant, build, mistakes, params_mistakes
from labs.walk import TODAY

_CANNOT_WALK = {"condition-fails", "pages-missing"}


@dataclass(frozen=True)
class CheckReport:
    """The prototypes that were looked at, and what was found in them."""

    prototypes: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error; hints do not count."""
        return all(finding.level != "error" for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the report as `probelauf check --json` prints it."""
        return {"prototypes": list(self.prototypes), "findings": [vars(finding) for finding in self.findings]}


def check_all(workspace: Workspace, names: Sequence[str] = ()) -> CheckReport:
    """Check the prototypes named, or all of the workspace. A name that does not exist is an OperatorError."""
    chosen = tuple(names) or workspace.names()
    found = [finding for name in chosen for finding in check_prototype(workspace, name)]
    return CheckReport(chosen, tuple(found))


def check_prototype(workspace: Workspace, name: str, *, language: bool = True) -> list[Finding]:
    """Return all findings of one prototype, loaded afresh; a broken file is a finding, too.

    Without `language` nobody looks at how well the texts can be read.
    """
    try:
        service = workspace.load(name)
    except AuthorError as error:
        return _shortened(error.findings, workspace.root)
    named = [] if service.id == name else [_misnamed(service, name)]
    path = workspace.find(name)
    params = params_mistakes(path.parent, service.params) if path.name == "__init__.py" else []
    return _shortened([*named, *params, *check(service, language=language)], workspace.root)


def check(service: Service, root: Path | None = None, *, language: bool = True) -> list[Finding]:
    """Return all findings of a service, sorted by place, those about language last.

    Those below `root` have a path relative to it.
    """
    found = [*mistakes(service), *_fields_twice(service)]
    if not service.app and not _CANNOT_WALK & {finding.code for finding in found}:
        blamed = {finding.place for finding in found if finding.level == "error"}
        shapes: list[tuple[Any, ...]] = []
        for variant in service.variants or (Variant("A"),):
            flow = build(service, variant, "de")
            ways = list(check_flow(service, flow, TODAY)) if _shape(variant) not in shapes else []
            shapes.append(_shape(variant))
            late = {finding.place for finding in ways if finding.code in ("asked-later", "field-not-asked")}
            found += [one for one in ways if not (one.code.endswith("unreachable") and one.place in blamed | late)]
            found += check_language(flow, variant, TODAY) if language else ()
    return sorted(_shortened(dict.fromkeys(found), root), key=_by_place)


def _shape(variant: Variant) -> tuple[Any, ...]:
    """What decides the ways through a variant; those in other words only have the same."""
    lists = (list(variant.order), list(variant.pages), list(variant.without))
    return (*lists, dict(variant.questions), dict(variant.texts))


def _misnamed(service: Service, name: str) -> Finding:
    what = f"The prototype `{name}` declares the service `{service.id}`."
    return Finding("service-name", "error", str(service.source), what, f'Write `Service("{name}", ...)`.')


def _fields_twice(service: Service) -> list[Finding]:
    """A name that a class gives to two fields: Python keeps the second and says nothing."""
    try:
        file = inspect.getsourcefile(service.model) or ""
        lines, start = inspect.getsourcelines(service.model)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return []  # made by a program, not written in a file
    found: list[Finding] = []
    seen: set[str] = set()
    for node in tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            if name in seen:
                place = str(Source(file, start + node.lineno - 1))
                what = f"The field `{name}` is declared twice; only the second counts."
                found.append(Finding("field-twice", "error", place, what, "Give each its own name."))
            seen.add(name)
    return found


def _shortened(findings: Iterable[Finding], root: Path | None) -> list[Finding]:
    below = f"{root}/" if root is not None else ""
    return [replace(finding, place=finding.place.removeprefix(below)) for finding in findings]


def _by_place(finding: Finding) -> tuple[bool, str, int, str]:
    file, _, line = finding.place.rpartition(":")
    return finding.code.startswith("LANG"), file, int(line) if line.isdigit() else 0, finding.code
