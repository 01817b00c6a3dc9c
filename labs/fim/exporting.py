"""From a prototype to a schema: imported elements keep their ids and places, new ones get ids of a local range."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from labs.fim.asking import quoted
from labs.fim.baseline import Baseline
from labs.fim.exporting_rules import NEW_VERSION, RuleWriter, certain
from labs.fim.model import DataField, Group, Schema, Use, placed
from labs.fim.telling import data_field_of, note_of, note_pages
from labs.pages import ResolvedPage
from labs.questions import Question
from labs.service import Flow, Service

LOCAL_RANGE = "99"
"""The first two digits of ids that an export gives out: no state and no federal office numbers its elements so."""


@dataclass
class Exported:
    """The schema of a prototype, and what a schema has no place for, in words."""

    schema: Schema
    left_out: list[str] = field(default_factory=list)


def export_service(service: Service, variant: str = "", baseline: Baseline | None = None) -> Exported:
    """Return one variant of a prototype as a schema; `baseline` is what its import wrote, where it was imported."""
    return Exporter(service, service.flow(variant), baseline).export()


class Exporter:
    """Builds the schema of one flow; the rules are written by `RuleWriter`."""

    def __init__(self, service: Service, flow: Flow, baseline: Baseline | None) -> None:
        self.service, self.flow, self.base = service, flow, baseline
        self.left_out: list[str] = []
        self.ids: dict[str, str] = {}
        self.items = {f"{group.id}.{one.id}": one for group in flow.questions.values() for one in group.item_questions}
        self.questions = {**flow.questions, **self.items}
        self.page_of = {name: page for page in flow.pages for name in page.question_ids}
        self.asked = {(one.path, one.name): one for one in baseline.fields.values()} if baseline else {}
        self._places = baseline.places if baseline else {}
        self.keys = self._keys()
        self.news = self._news()
        self.uses: dict[str, Use] = {}  # by question, as exported
        self.groups: dict[str, Group] = {}  # by page, where a page became a group

    def export(self) -> Exported:
        """Return the schema with all its rules."""
        base = self.base.schema if self.base else None
        children = self._tree(base.children, required=True) if base else []
        known = {key for keys in self.keys.values() for key in keys.split(".")[:1]}
        after = {key for keys in self.news.values() for key in keys}
        for page in self.flow.pages:
            rest = [name for name in page.question_ids if name not in known | after]
            if rest:
                children.append(self._page_group(page, rest))
        start = next((page for page in self.flow.pages if page.kind == "start"), None)
        law = start.legal_basis if start else ""
        note = {"name": self.service.id, "pages": note_pages(self.flow, certain, self.left_out)}
        keys = {"ozg": self.service.ozg, "leika": self.service.leika, "keys_as_of": self.service.keys_as_of}
        schema = Schema(
            base.id if base else self.local_id("S", ""),
            base.version if base else NEW_VERSION,
            base.name if base else self.service.title,
            self.service.title,
            "xdatenfelder_3",
            base.hint if base else "",
            base.law if base and base.law == law else law,
            base.rules if base else (),
            placed(tuple(children)),
            {**note, **{name: key for name, key in keys.items() if key}},
        )
        return Exported(RuleWriter(self).with_rules(schema), self.left_out)

    # -- where each question belongs

    def _keys(self) -> dict[str, str]:
        """Return the question of each imported use by path; a renamed one is known by its FIM id."""
        if self.base is None:
            return {}
        names = self.base.names
        taken = set(names.values())
        renamed = {key: one for key, one in self.questions.items() if key not in taken}
        found: dict[str, str] = {}
        for path, name in names.items():
            id_ = path.rpartition("/")[2].partition("#")[0]
            same = [key for key, one in renamed.items() if one.fim.partition(" ")[0] == id_]
            if name in self.questions:
                found[path] = name
            elif len(same) == 1:
                found[path] = same[0]
        return found

    def _news(self) -> dict[str, list[str]]:
        """Return questions that the lab added, by the path of the imported use before them on the page."""
        paths = {key.partition(".")[0]: path for path, key in reversed(self.keys.items())}
        found: dict[str, list[str]] = {}
        for page in self.flow.pages:
            last = ""
            for name in page.question_ids:
                if name in paths:
                    last = paths[name]
                elif last:
                    found.setdefault(last, []).append(name)
        return found

    # -- imported elements, in their places

    def _tree(self, children: tuple[Use, ...], *, required: bool, list_key: str = "") -> list[Use]:
        """Return the imported uses that are still asked for, with the lab's edits, and the new ones beside them."""
        found: list[Use] = []
        for use in children:
            found += self._imported(use, use.element, required=required, list_key=list_key)
            found += [self._new_use(name) for name in self.news.get(use.path, ()) if not list_key]
        return found

    def _imported(self, use: Use, element: DataField | Group, *, required: bool, list_key: str) -> list[Use]:
        key = self.keys.get(use.path, "")
        if isinstance(element, Group) and not use.repeats:
            least = use.least
            if not (required and least > 0) and any(self._must(one, list_key) for one in _below(element)):
                least = max(1, least)
            kept = tuple(
                self._tree(element.children, required=required and least > 0 and not element.choice, list_key=list_key)
            )
            if not kept and element.children:
                return []
            return [replace(use, least=least, element=replace(element, children=kept))]
        if isinstance(element, DataField) and (not key or element.art not in ("input", "select")):
            return [] if element.art in ("input", "select") else self._imported_text(use, element)
        if not key:
            if use.path in self._places or not isinstance(element, Group):
                return []
            inner = tuple(self._tree(element.children, required=False))  # nothing of it was to be asked
            return [replace(use, element=replace(element, children=inner))]
        outer = key.partition(".")[0]
        question = self.questions[outer] if use.repeats and outer != list_key else self.questions[key]
        required = required and outer == (list_key or outer)  # repeated within a repeated group: never demanded
        if isinstance(element, Group):
            return [self._imported_list(use, element, question, required=required)]
        exported = self._imported_field(use, element, key, question, required=required)
        return [exported]

    def _imported_text(self, use: Use, one: DataField) -> list[Use]:
        """Return a text with the page that shows it; nothing where the lab took that page away."""
        page = self._places.get(use.path, "").removeprefix("page:")
        if not page:
            return [use]  # hidden or locked
        return [replace(use, element=replace(one, note={"page": page}))] if self.flow.has_page(page) else []

    def _imported_field(self, use: Use, one: DataField, key: str, question: Question, *, required: bool) -> Use:
        inner = self.questions[key]
        asked = self.asked.get((use.path, self._base_name(use.path)))
        element = data_field_of(inner, self._identity(inner, one), one, asked, self._needs_note(question, use))
        changed = self._amount(use, question, required=required)
        if question is not inner:  # a field that comes several times: a group of one question
            element = replace(element, note={**element.note, "list": note_of(question)})
        same_law = asked is not None and asked.arguments.get("law") == (quoted(inner.law) if inner.law else None)
        element = replace(element, law=one.law if same_law else inner.law)
        self.uses[key] = self.uses[question.id] = found = replace(
            changed, element=element, law=use.law if same_law else ""
        )
        return found

    def _imported_list(self, use: Use, group: Group, question: Question, *, required: bool) -> Use:
        paths = {key: path for path, key in self.keys.items() if path.startswith(f"{use.path}/")}
        kept = self._tree(group.children, required=not group.choice, list_key=question.id)
        at = len(kept)
        for one in question.item_questions:
            path = paths.get(f"{question.id}.{one.id}")
            if path is None:
                kept.insert(at, self._new_item(question, one))
                at += 1
            else:  # new ones stand behind it, or last where it lies in a group of the entry
                at = next((number + 1 for number, beside in enumerate(kept) if beside.path == path), len(kept))
        id_, version = self._identity(question, group)
        element = replace(
            group, id=id_, version=version, label=question.label, hint=question.hint,
            children=tuple(kept), note=note_of(question, required=self._needs_note(question, use)),
        )  # fmt: skip
        self.uses[question.id] = found = replace(self._amount(use, question, required=required), element=element)
        return found

    def _base_name(self, path: str) -> str:
        return self._places.get(path, "").rpartition(".")[2]

    def _must(self, use: Use, list_key: str) -> bool:
        """Tell whether a use is demanded by its question, whatever the groups around it say."""
        key = self.keys.get(use.path, "")
        outer = key.partition(".")[0]
        question = self.questions.get(outer if use.repeats and outer != list_key else key)
        return question is not None and not question.optional and not (use.least == 0 and self._waits(question))

    def _needs_note(self, question: Question, use: Use) -> bool:
        return not question.optional and use.least == 0 and self._waits(question)

    def _waits(self, question: Question) -> bool:
        """Tell whether a question is asked only under a condition."""
        page = self.page_of.get(question.id)
        return question.when is not None or (page is not None and page.when is not None)

    def _amount(self, use: Use, question: Question, *, required: bool) -> Use:
        """Return a use with the multiplicity that its question has now."""
        asks, wants = required and use.least > 0, not question.optional
        least = use.least
        if asks != wants and required and not self._needs_note(question, use):
            least = max(1, least) if wants else 0
        if not use.repeats and question.kind not in ("group", "several_of"):
            return replace(use, least=least)
        fewest = question.limits.get("min_length", least if least <= 1 else 1)
        most = question.limits.get("max_length")
        if most == 1:
            most = None if use.most is None else use.most
        return replace(use, least=fewest if required and wants else least, most=most)

    # -- new elements

    def _identity(self, question: Question, known: DataField | Group | None = None) -> tuple[str, str]:
        id_, _, version = question.fim.partition(" ")
        if id_:
            return id_, version
        if known is not None:
            return known.id, known.version
        return self.local_id("G" if question.kind == "group" else "F", question.field), NEW_VERSION

    def local_id(self, letter: str, name: str) -> str:
        """Return an id of the local range: always the same for the same name in the same service."""
        number = zlib.crc32(f"{self.service.id}/{letter}/{name}".encode()) % 10**9
        while self.ids.setdefault(id_ := f"{letter}{LOCAL_RANGE}{number:09d}", name) != name:
            number = (number + 1) % 10**9
        return id_

    def _new_use(self, name: str) -> Use:
        question = self.questions[name]
        waits = self._waits(question)
        least = 0 if question.optional or waits else question.limits.get("min_length", 1)
        if question.kind == "group":
            children = tuple(self._new_item(question, one) for one in question.item_questions)
            note = note_of(question, required=waits and not question.optional)
            id_, version = self._identity(question)
            element: DataField | Group = Group(
                id_, version, question.label, question.label, question.hint, question.law, (), children, note
            )
        else:
            element = data_field_of(question, self._identity(question), needs=waits and not question.optional)
        self.uses[name] = use = _new_amount(question, element, least)
        return use

    def _new_item(self, group: Question, one: Question) -> Use:
        named = replace(one, name=f"{group.id}.{one.id}")
        needs = one.when is not None and not one.optional
        element = data_field_of(one, self._identity(named), needs=needs)
        least = 0 if one.optional or needs else one.limits.get("min_length", 1)
        self.uses[f"{group.id}.{one.id}"] = use = _new_amount(one, element, least)
        return use

    def _page_group(self, page: ResolvedPage, names: list[str]) -> Use:
        children = tuple(self._new_use(name) for name in names)
        group = Group(self.local_id("G", f"page {page.id}"), NEW_VERSION, page.title, page.title, children=children)
        if len(names) == len(page.question_ids):
            self.groups[page.id] = group
        return Use(1, 1, "", group)


def _new_amount(question: Question, element: DataField | Group, least: int) -> Use:
    several = question.kind in ("group", "several_of")
    return (
        Use(least, question.limits.get("max_length") if several else 1, "", element)
        if several
        else Use(min(least, 1), 1, "", element)
    )


def _below(group: Group) -> Iterator[Use]:
    for use in group.children:
        if isinstance(use.element, Group) and not use.repeats:
            yield from _below(use.element)
        else:
            yield use
