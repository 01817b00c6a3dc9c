"""From a schema to the plan of a prototype: which questions, in which groups, on which pages, and what stays out."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.fim.asking import Asked, Problems, ask_field, fewest_of, noted, quoted
from labs.fim.believing import Waiting, believe_notes, with_when
from labs.fim.codelists import CodeLists
from labs.fim.model import DataField, Group, Schema, Use
from labs.fim.naming import Names, class_name
from labs.fim.paging import Item, PlannedPage, Section, Words, paginate
from labs.fim.plan import Model, Plan
from labs.fim.rules import settle

MOST_AT_ONCE = 50
"""The most entries of a group that may be demanded at once; a schema that wants more is noted."""
_NOT_ASKED = {"hidden": "A hidden field is filled by programs.", "locked": "A locked field cannot be filled."}


def plan_prototype(name: str, schema: Schema, lists: CodeLists, split: int, known: Mapping[str, str]) -> Plan:
    """Return the plan; `known` gives names by path that an earlier import chose."""
    planner = _Planner(schema, lists, known)
    section = planner.section(schema.children, Section(schema.label, schema.id), required=True, above=())
    pages = paginate(schema, section, split, planner.names)
    planner.settle_conditions(pages)
    unresolved, checks = believe_notes(planner.settled.unresolved, planner.waiting, pages, planner.places.values())
    for page in pages:
        planner.places |= {words.path: f"page:{page.id}" for words in page.words if words.path}
    planner.models.append(Model("Antrag", "Everything that is asked.", planner.asked))
    return Plan(
        name, schema, planner.constants, planner.models, pages, unresolved, planner.settled.total,
        planner.count_lists(), planner.skipped, planner.places, checks,
    )  # fmt: skip


class _Planner:
    def __init__(self, schema: Schema, lists: CodeLists, known: Mapping[str, str]) -> None:
        self.schema, self.lists, self.known = schema, lists, known
        self.settled = settle(schema)
        self.names, self.classes = Names(), Names(("Antrag", "Literal", "Decimal", "BaseModel"))
        self.names.taken |= {part for name in known.values() for part in name.split(".")}
        self.asked: list[Asked] = []
        self.models: list[Model] = []
        self.waiting: list[Waiting] = []
        self.constants: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.skipped: list[dict[str, str]] = []

    # -- from the top

    def section(self, uses: Sequence[Use], into: Section, *, required: bool, above: tuple[str, ...]) -> Section:
        """Plan all uses of a group; `above` are the conditions of the groups around it."""
        for use in uses:
            element, inner = use.element, (*above, *self.settled.conditions.get(use.path, ()))
            if isinstance(element, DataField):
                into.parts += self.data_field(use, element, required=required, above=above)
            elif not element.children:
                self.skip(use, "The group is empty.")
            elif use.repeats:
                into.parts += self.group(use, element, required=required, above=above)
            else:
                self.note_choice(use, element)
                must = required and use.least > 0 and not element.choice
                below = Section(element.label, element.id, into)
                into.parts.append(self.section(element.children, below, required=must, above=inner))
        return into

    def data_field(
        self, use: Use, one: DataField, *, required: bool, above: tuple[str, ...]
    ) -> list[Item | Words | Section]:
        if self.not_asked(use, one):
            return []
        if one.art == "label":
            return [_words(use, one)]
        asked = self.ask(use, one, required=required)
        if use.repeats and not asked.annotation.startswith("list["):
            return self.repeated_field(use, one, asked, required=required, above=above)
        asked.name = self.name_of(use, one)
        self.places[use.path] = asked.name
        self.asked.append(asked)
        self.waiting.append(Waiting(asked, self.settled.conditions.get(use.path, ())))
        return [Item(asked.name, use.path, above)]

    def repeated_field(
        self, use: Use, one: DataField, asked: Asked, *, required: bool, above: tuple[str, ...]
    ) -> list[Item | Words | Section]:
        """A field that comes several times is asked for as a group of one question."""
        name = self.name_of(use, one)
        asked.annotation = asked.annotation.removesuffix(" | None")
        asked.name = self.known.get(use.path, "").rpartition(".")[2] or self.names.exact(one.note.get("name"))
        asked.name = asked.name or self.names.field(f"{name} wert")
        self.places[use.path] = f"{name}.{asked.name}"
        model = self.model(one.label, [asked])
        conditions = self.settled.conditions.get(use.path, ())
        return [self.entries(use, name, model, required=required, above=above, own=conditions)]

    def group(self, use: Use, group: Group, *, required: bool, above: tuple[str, ...]) -> list[Item | Words | Section]:
        """A group that comes several times; groups within it are flattened, repeated ones follow on their own."""
        name = self.name_of(use, group)
        found: list[Asked] = []
        after: list[Item | Words | Section] = []
        own = Names()
        self.note_choice(use, group)
        self.items(group.children, name, found, after, own, required=not group.choice, above=())
        if not found:
            self.skip(use, "Nothing in the repeated group is to be asked.")
            return after
        self.places[use.path] = name
        conditions = self.settled.conditions.get(use.path, ())
        model = self.model(group.label, found)
        return [self.entries(use, name, model, required=required, above=above, own=conditions), *after]

    # -- within a repeated group

    def items(
        self, uses: Sequence[Use], group: str, found: list[Asked], after: list[Item | Words | Section], own: Names,
        *, required: bool, above: tuple[str, ...],
    ) -> None:  # fmt: skip
        for use in uses:
            element, inner = use.element, (*above, *self.settled.conditions.get(use.path, ()))
            if isinstance(element, Group):
                if not element.children:
                    self.skip(use, "The group is empty.")
                elif use.repeats:
                    self.skip(use, "Repeated within a repeated group: asked for once, as a group of its own.")
                    after += self.group(use, element, required=False, above=())
                else:
                    self.note_choice(use, element)
                    below = required and use.least > 0 and not element.choice
                    self.items(element.children, group, found, after, own, required=below, above=inner)
            elif self.not_asked(use, element):
                continue
            elif element.art == "label":
                after.append(_words(use, element))
            else:
                self.item(use, element, group, found, after, own, required=required, conditions=inner)

    def item(
        self, use: Use, one: DataField, group: str, found: list[Asked], after: list[Item | Words | Section], own: Names,
        *, required: bool, conditions: tuple[str, ...],
    ) -> None:  # fmt: skip
        asked = self.ask(use, one, required=required)
        if use.repeats and not asked.annotation.startswith("list["):
            self.skip(use, "Repeated within a repeated group: asked for once, as a group of its own.")
            after += self.repeated_field(use, one, asked, required=False, above=())
            return
        asked.name = self.known.get(use.path, "").rpartition(".")[2] or own.exact(one.note.get("name"))
        asked.name = asked.name or self.names.field(one.label if len(one.label) < 40 else one.name, group)
        self.places[use.path] = f"{group}.{asked.name}"
        found.append(asked)
        self.waiting.append(Waiting(asked, conditions, group))

    # -- the parts

    def ask(self, use: Use, one: DataField, *, required: bool) -> Asked:
        problems = Problems()
        annotation, arguments = ask_field(use, one, self.lists.codes(one), self.constants, problems)
        self.skipped += [self.entry(use, reason) for reason in problems.found]
        wanted = (required and use.least > 0) or one.note.get("required") is True
        return Asked("", annotation if wanted else f"{annotation} | None", arguments, use.path)

    def entries(
        self, use: Use, name: str, model: Model, *, required: bool, above: tuple[str, ...], own: tuple[str, ...] = ()
    ) -> Item:
        element = use.element
        must = (required and use.least > 0) or element.note.get("required") is True
        arguments = {"label": quoted(element.label)}
        if element.hint and isinstance(element, Group):
            arguments["hint"] = quoted(element.hint)
        fewest = fewest_of(element.note, use)
        if must and fewest > MOST_AT_ONCE:
            self.skipped.append(self.entry(use, f"{fewest} entries at once are not demanded."))
        elif must and fewest > 1:
            arguments["min_length"] = str(fewest)
        if use.most is not None:
            arguments["max_length"] = str(use.most)
        note = _list_note(element, use)
        arguments |= {"item": quoted(element.label), **noted(note), **self.counted(note)}
        arguments["fim"] = quoted(f"{element.id} {element.version}".strip())
        law = "; ".join(dict.fromkeys(filter(None, (use.law, element.law))))
        if law and isinstance(element, Group):
            arguments["law"] = quoted(law)
        asked = Asked(name, f"list[{model.name}]" + ("" if must else " | None"), arguments, use.path)
        self.asked.append(asked)
        self.waiting.append(Waiting(asked, own))
        return Item(name, use.path, above, alone=True, title=element.label)

    def counted(self, note: Mapping[str, Any]) -> dict[str, str]:
        count = note.get("count")
        if isinstance(count, int) and not isinstance(count, bool):
            return {"count": str(count)}
        if not isinstance(count, dict) or count.get("field") not in self.names.taken:
            return {}
        plus = count.get("plus")
        plus = plus if isinstance(plus, int) else 0
        shown = f" {'+' if plus > 0 else '-'} {abs(plus)}" if plus else ""
        return {"count": f"answer.{count['field']}{shown}"}

    def model(self, label: str, fields: list[Asked]) -> Model:
        found = Model(self.classes.numbered(class_name(label), ""), label, fields)
        self.models.append(found)
        return found

    def name_of(self, use: Use, element: DataField | Group) -> str:
        known = self.known.get(use.path, "").partition(".")[0]
        note = _list_note(element, use)
        wanted = element.label if len(element.label) < 40 else element.name
        above = self.schema_group(use)
        return known or self.names.exact(note.get("name")) or self.names.field(wanted, above)

    def schema_group(self, use: Use) -> str:
        """Return the label of the group around a use, which tells two fields of the same name apart."""
        if not hasattr(self, "_around"):
            self._around = {one.path: above[-1].element.label for one, above in self.schema.uses() if above}
        return self._around.get(use.path, "")

    # -- what stays out, and what waits

    def not_asked(self, use: Use, one: DataField) -> bool:
        if one.art in _NOT_ASKED:
            self.skip(use, _NOT_ASKED[one.art])
        elif one.art not in ("input", "select", "label"):
            self.skip(use, f"The Feldart `{one.art}` is not known.")
        else:
            return False
        return True

    def note_choice(self, use: Use, group: Group) -> None:
        if group.choice:
            self.skip(use, "Exactly one element of this group is to be filled in; the prototype asks for all, freely.")

    def skip(self, use: Use, reason: str) -> None:
        self.skipped.append(self.entry(use, reason))

    def entry(self, use: Use, reason: str) -> dict[str, str]:
        one = use.element
        return {"id": one.id, "version": one.version, "name": one.name, "path": use.path, "reason": reason}

    def settle_conditions(self, pages: list[PlannedPage]) -> None:
        """Write the conditions: those that all questions of a page share stand at the page."""
        questions = {one.asked.name: one for one in self.waiting if not one.model}
        paths = {name: path for path, name in self.places.items()}
        for page in pages:
            noted = [paths[name] for name in page.waits_for if name in paths]
            here = [questions[item.name] for item in page.items]
            if all({*noted} <= {*item.above, *one.own} for item, one in zip(page.items, here, strict=True)):
                common = tuple(noted)
            else:
                common = ()
            if not noted and len({item.above for item in page.items}) == 1:
                common = page.items[0].above
            if common:
                page.arguments["when"] = self.condition(common)
            for item, one in zip(page.items, here, strict=True):
                own = [source for source in one.own if source not in common or source in item.above]
                one.own = (*(source for source in item.above if source not in common), *own)
        for one in self.waiting:
            sources = one.own
            if sources:
                one.asked.arguments = with_when(one.asked.arguments, self.condition(sources, one.model))

    def condition(self, sources: Sequence[str], group: str = "") -> str:
        """Return the condition that all these yes/no fields are answered with yes, as source text."""
        names = [self.places.get(source, "") for source in dict.fromkeys(sources)]
        return " & ".join(f"answer.{name.removeprefix(f'{group}.')}" for name in names if name)

    def count_lists(self) -> dict[str, int]:
        """Count the code lists, each once: those whose values are known, and those that are not."""
        known: dict[str, bool] = {}
        for use in self.schema.fields():
            if isinstance(use.element, DataField) and use.element.art == "select":
                known[use.element.code_list or use.element.id] = bool(self.lists.codes(use.element))
        return {"found": sum(known.values()), "missing": len(known) - sum(known.values())}


def _list_note(element: DataField | Group, use: Use) -> Mapping[str, Any]:
    """Return what an export noted of a group; a data field that comes several times has a note of its own for that."""
    note = element.note.get("list") if isinstance(element, DataField) and use.repeats else None
    return note if isinstance(note, dict) else element.note


def _words(use: Use, one: DataField) -> Words:
    page = one.note.get("page")
    return Words(use.path, one.content or one.label, page if isinstance(page, str) else "")
