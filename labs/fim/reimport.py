"""A newer version of a schema meets what the lab made of the older one: edits stay, news are added, conflicts shown.

Three versions are compared, argument by argument: what the last import wrote, what the lab made of it, and what
an import would write now.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labs.fim.asking import Asked, quoted
from labs.fim.baseline import Baseline, baseline_of
from labs.fim.paging import PlannedPage
from labs.fim.plan import Model, Plan
from labs.fim.sources import FieldPlace, PagePlace, SourceFile, Sources, normal
from labs.fim.writing_prototype import missing_imports, write_field, write_model, write_page

Entry = dict[str, str]


@dataclass
class Changes:
    """What a further import did: added, changed; what is gone but still asked; the lab's edits; the conflicts."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    kept: list[Entry] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the lists by name."""
        return dict(vars(self))


def merge(folder: Path, before: Baseline, plan: Plan) -> tuple[dict[Path, str], Changes]:
    """Return the new text of each file that changes, and what changed. Nothing is written."""
    merger = _Merger(Sources(folder), before, baseline_of(plan), plan)
    merger.constants()
    merger.fields()
    merger.pages()
    merger.rules()
    texts = merger.sources.changed()
    return {path: missing_imports(text) for path, text in texts.items()}, merger.changes


class _Merger:
    def __init__(self, sources: Sources, before: Baseline, after: Baseline, plan: Plan) -> None:
        self.sources, self.before, self.after, self.plan = sources, before, after, plan
        self.changes = Changes()
        self.places = self._found()

    def _found(self) -> dict[str, FieldPlace]:
        """Return where the fields of the last import are now; a renamed one is known by its FIM id."""
        found = {name: place for name, place in self.sources.fields.items() if name in self.before.fields}
        others = [place for name, place in self.sources.fields.items() if name not in self.before.fields]
        for name, asked in self.before.fields.items():
            if name not in found:
                same = [place for place in others if _id_of(place) == _id(asked)]
                if len(same) == 1:
                    found[name] = same[0]
        return found

    # -- fields

    def fields(self) -> None:
        self.changes.gone += [name for name in self.before.fields if name not in self.after.fields]
        for model in self.plan.models:
            for number, asked in enumerate(model.fields):
                name = f"{model.name}.{asked.name}"
                if name in self.before.fields:
                    self.merge_field(name, asked)
                elif name not in self.sources.fields:
                    self.add_field(model, number)

    def merge_field(self, name: str, new: Asked) -> None:
        place = self.places.get(name)
        if place is None:
            self.changes.kept.append({"field": name, "what": "removed by the lab"})
            return
        base = _parts(self.before.fields[name])
        wanted = _parts(new)
        lab = {part: ast.unparse(node) for part, node in place.parts().items()}
        if lab == base and place.name == new.name:
            if wanted != base:
                place.file.replace(place.node, write_field(new))
                self.note_changes(name, base, wanted)
            return
        for part in dict.fromkeys((*base, *wanted, *lab)):
            self.merge_part(name, place, part, (base.get(part), lab.get(part), wanted.get(part)))

    def merge_part(
        self, name: str, place: FieldPlace, part: str, three: tuple[str | None, str | None, str | None]
    ) -> None:
        base, lab, new = three
        entry = {"field": name, "what": part}
        if new in (base, lab):
            if lab != base:
                self.changes.kept.append({**entry, "lab": lab or ""})
            return
        if lab != base:
            self.changes.conflicts.append({**entry, "lab": lab or "", "new": new or ""})
            return
        self.changes.changed.append({**entry, "before": base or "", "after": new or ""})
        node = place.parts().get(part)
        if new is None:
            keyword = next(one for one in place.call.keywords if one.arg == part)
            begin = place.file.offset(keyword.lineno, keyword.col_offset)
            end = place.file.end(keyword.value)
            tail = re.match(rb"\s*,[ ]?", place.file.content[end:])
            place.file.edits.append((begin, end + (tail.end() if tail else 0), ""))
        elif node is not None:
            place.file.replace(node, new)
        else:
            last = [*place.call.args, *(one.value for one in place.call.keywords)][-1]
            place.file.insert(place.file.end(last), f", {part}={new}")

    def note_changes(self, name: str, base: dict[str, str], wanted: dict[str, str]) -> None:
        for part in dict.fromkeys((*base, *wanted)):
            if base.get(part) != wanted.get(part):
                self.changes.changed.append(
                    {"field": name, "what": part, "before": base.get(part, ""), "after": wanted.get(part, "")}
                )

    def add_field(self, model: Model, number: int) -> None:
        asked = model.fields[number]
        self.changes.new.append(f"{model.name}.{asked.name}")
        if model.name not in self.sources.classes:
            if number == 0:
                file, main = self.sources.classes.get("Antrag", (self.sources.main, None))
                at = file.begin(main) if main is not None else len(file.content)
                file.insert(at, f"{write_model(model, self.plan.schema)}\n\n\n")
            return
        file, owner = self.sources.classes[model.name]
        earlier = [f"{model.name}.{one.name}" for one in model.fields[:number]]
        anchor = next((self.places[name].node for name in reversed(earlier) if name in self.places), owner.body[-1])
        file.insert(file.end(anchor), f"\n    {write_field(asked)}")

    # -- pages

    def pages(self) -> None:
        fresh = {name.removeprefix("Antrag.") for name in self.changes.new if name.startswith("Antrag.")}
        last: PagePlace | None = None
        for page in self.plan.pages:
            place = self.page_now(page)
            if place is None and (new := [item for item in page.items if item.name in fresh]):
                self.add_page(PlannedPage("Page", page.id, page.title, new, [], page.arguments), last)
            elif place is not None:
                last = place
                self.merge_title(page, place)
                for number, name in enumerate(page.questions):
                    if name in fresh:
                        before = [one for one in page.questions[:number] if one in place.questions]
                        place.add(name, before[-1] if before else "")

    def page_now(self, page: PlannedPage) -> PagePlace | None:
        """Return the page of the lab that stands for a planned one: that which shares most questions with it."""
        shared = {id_: len(set(page.questions) & set(place.questions)) for id_, place in self.sources.pages.items()}
        best = max(shared, key=lambda id_: shared[id_], default="")
        if shared.get(best):
            return self.sources.pages[best]
        return self.sources.pages.get(page.id)

    def merge_title(self, page: PlannedPage, place: PagePlace) -> None:
        base = next((title for title, asked in self.before.pages.values() if set(asked) & set(page.questions)), None)
        lab = place.title.value if isinstance(place.title, ast.Constant) else None
        if base is None or base == page.title or lab is None or lab == page.title:
            return
        entry = {"field": f"page {place.id}", "what": "title"}
        if lab == base and place.title is not None:
            place.file.replace(place.title, quoted(page.title))
            self.changes.changed.append({**entry, "before": base, "after": page.title})
        else:
            self.changes.conflicts.append({**entry, "lab": str(lab), "new": page.title})

    def add_page(self, page: PlannedPage, last: PagePlace | None) -> None:
        end = self.sources.pages.get("check") or self.sources.pages.get("done")
        if last is not None:
            last.file.insert(last.file.end(last.call), f",\n        {write_page(page)}")
        elif end is not None:
            end.file.insert(end.file.begin(end.call), f"{write_page(page)},\n        ")
        else:
            self.changes.conflicts.append({"field": f"page {page.id}", "what": "place", "lab": "", "new": page.title})

    # -- constants and rules

    def constants(self) -> None:
        file = self.sources.main
        for name, new in self.after.constants.items():
            base = self.before.constants.get(name)
            if name not in self.sources.constants:
                first = next((node for node in file.tree.body if isinstance(node, ast.ClassDef)), None)
                if base is None and first is not None:
                    file.insert(file.begin(first), f"{name} = {new}\n\n\n")
                continue
            self.merge_constant(name, *self.sources.constants[name], base, new)
        docstring = file.tree.body[0] if ast.get_docstring(file.tree) else None
        if docstring is not None and _same_docstring(docstring, self.before.docstring):
            file.replace(docstring, self.after.docstring)

    def merge_constant(self, name: str, file: SourceFile, node: ast.expr, base: str | None, new: str) -> None:
        lab, entry = ast.unparse(node), {"field": name, "what": "code list"}
        if base is None or normal(new) in (normal(base), lab):
            return
        if lab == normal(base):
            file.replace(node, new)
            self.changes.changed.append({**entry, "before": base, "after": new})
        else:
            self.changes.conflicts.append({**entry, "lab": lab, "new": new})

    def rules(self) -> None:
        """Take rules off the list that are gone, add those that are new; what the lab crossed out stays out."""
        if self.before.rules == self.after.rules or "UNRESOLVED_RULES" not in self.sources.constants:
            return
        file, node = self.sources.constants["UNRESOLVED_RULES"]
        try:
            lab = [str(one) for one in ast.literal_eval(node)]
        except (ValueError, TypeError):
            self.changes.conflicts.append({"field": "UNRESOLVED_RULES", "what": "list", "lab": "", "new": ""})
            return
        fresh = [rule for rule in self.after.rules if rule not in self.before.rules]
        rest = [rule for rule in lab if rule in self.after.rules or rule not in self.before.rules]
        self.changes.changed += [{"field": "UNRESOLVED_RULES", "what": "new rule", "after": rule} for rule in fresh]
        lines = "".join(f"    {quoted(rule)},\n" for rule in (*rest, *fresh))
        file.replace(node, f"[\n{lines}]" if lines else "[]")


def _parts(asked: Asked) -> dict[str, str]:
    return {name: normal(text) for name, text in {"annotation": asked.annotation, **asked.arguments}.items()}


def _id(asked: Asked) -> str:
    return asked.arguments.get("fim", "").strip('"').partition(" ")[0]


def _id_of(place: FieldPlace) -> str:
    node = place.parts().get("fim")
    return str(node.value).partition(" ")[0] if isinstance(node, ast.Constant) else ""


def _same_docstring(node: ast.stmt, text: str) -> bool:
    return ast.unparse(node) == ast.unparse(ast.parse(text).body[0])
