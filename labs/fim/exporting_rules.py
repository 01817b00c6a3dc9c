"""The rules of an exported schema: those of the import that still hold, and one for each condition of the prototype."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from labs.conditions import All, Comparison, Condition, describe
from labs.fim.conditions import digest, plain_condition
from labs.fim.model import DataField, Group, Rule, Schema, Use
from labs.fim.rules import place_rules, say_rule

if TYPE_CHECKING:
    from labs.fim.exporting import Exporter

NEW_VERSION = "1.0.0"
"""The version of an element that an export gives out."""


def certain(condition: Condition | None) -> tuple[str, ...]:
    """Return the yes/no fields that must all be answered with yes; nothing where the condition says anything else."""
    parts = condition.conditions if isinstance(condition, All) else (condition,)
    names = [
        part.left.name
        for part in parts
        if isinstance(part, Comparison) and part.left.plus == 0 and part.operation == "==" and part.right is True
    ]
    return tuple(names) if len(names) == len(parts) else ()


class RuleWriter:
    """Writes the rules, once the exporter has placed all elements."""

    def __init__(self, exporter: "Exporter") -> None:
        self.exporter = exporter
        self.dropped: set[str] = set()

    def with_rules(self, schema: Schema) -> Schema:
        """Return the schema with the rules of the import that still hold, and one for each new condition."""
        covered = self._covered()
        schema = replace(schema, rules=self._kept(schema.rules), children=self._kept_below(schema.children))
        rules = list(self._conditions(covered))
        for rule in self.exporter.service.rules:
            text = f"{rule.message} ({describe(rule.holds, label=self._said)})"
            note = {"rule": rule.id, "message": rule.message, "at": rule.at, "when": plain_condition(rule.holds)}
            rules.append(self._rule(f"rule {rule.id}", rule.id, text, note))
        return replace(schema, rules=(*schema.rules, *rules))

    def _covered(self) -> set[tuple[str, str]]:
        """Return the pairs of question and source that imported rules speak of; note which rules do not hold now."""
        pairs: set[tuple[str, str]] = set()
        for one in place_rules(self.exporter.base.schema) if self.exporter.base else ():
            if one.rule.note:  # our own of an earlier export: written anew from the conditions of now
                self.dropped.add(one.rule.id)
            if not one.source or one.rule.note:
                continue
            source = self.exporter.keys.get(one.source, "")
            targets = [
                key for path, key in self.exporter.keys.items() for target in one.targets
                if path == target or path.startswith(f"{target}/")
            ]  # fmt: skip
            if source and targets and all(source in self._sources(target) for target in targets):
                pairs |= {(target, source) for target in targets}
            else:
                self.dropped.add(one.rule.id)
        return pairs

    def _sources(self, key: str) -> tuple[str, ...]:
        """Return the yes/no questions on which a question waits for certain, its page's included."""
        group = key.partition(".")[0]
        page = self.exporter.page_of[group].when if "." not in key else None
        names = [*certain(self.exporter.questions[key].when), *certain(page)]
        if "." in key:
            names += [*certain(self.exporter.questions[group].when), *certain(self.exporter.page_of[group].when)]
        items = self.exporter.items if "." in key else {}
        return tuple(inner if (inner := f"{group}.{name}") in items else name for name in names)

    def _kept(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules if rule.id not in self.dropped)

    def _kept_below(self, children: tuple[Use, ...]) -> tuple[Use, ...]:
        found = []
        for use in children:
            element: DataField | Group = replace(use.element, rules=self._kept(use.element.rules))
            if isinstance(element, Group):
                element = replace(element, children=self._kept_below(element.children))
            found.append(replace(use, element=element))
        return tuple(found)

    def _conditions(self, covered: set[tuple[str, str]]) -> Iterator[Rule]:
        imported = self._imported_groups()
        for page in self.exporter.flow.pages:
            group = self.exporter.groups.get(page.id) or imported.get(frozenset(page.question_ids))
            if page.when is not None and page.question_ids:
                named = [self.exporter.uses[name].element for name in page.question_ids]
                elements: list[DataField | Group] = [group] if group else named
                yield from self._rules_for({"page": page.id}, page.when, elements, page.question_ids, covered)
        for key, question in self.exporter.questions.items():
            if question.when is not None:
                note = {"question": key}
                yield from self._rules_for(note, question.when, [self.exporter.uses[key].element], (key,), covered)

    def _imported_groups(self) -> dict[frozenset[str], Group]:
        """Return the imported groups by the questions in them; of those with the same ones the outermost."""
        found: dict[frozenset[str], Group] = {}
        for use, above in self.exporter.base.schema.uses() if self.exporter.base else ():
            if isinstance(use.element, Group) and not any(one.repeats for one in (*above, use)):
                below = [key for path, key in self.exporter.keys.items() if path.startswith(f"{use.path}/")]
                found.setdefault(frozenset(key.partition(".")[0] for key in below), use.element)
        return found

    def _rules_for(
        self, note: dict[str, Any], when: Condition, elements: list[DataField | Group], keys: tuple[str, ...],
        covered: set[tuple[str, str]],
    ) -> Iterator[Rule]:  # fmt: skip
        """Yield the rules of one condition: in the certain wording where it has one, else in plain words."""
        name, group = " ".join(map(str, note.values())), keys[0].partition(".")[0] if "." in keys[0] else ""
        named = [(element.id, element.label) for element in elements]
        for source in certain(when):
            key = f"{group}.{source}" if f"{group}.{source}" in self.exporter.items else source
            if key in self.exporter.uses and not all((one, key) in covered for one in keys):
                other = self.exporter.uses[key].element
                text = say_rule(named, (other.id, other.label))
                yield self._rule(f"{name} {source}", elements[0].label, text, {**note, "when": plain_condition(when)})
        if not certain(when):
            said = ", ".join(f'{id_} "{label}"' for id_, label in named)
            text = f"{said} wird nur gefragt, wenn: {describe(when, label=lambda one: self._said(one, group))}."
            yield self._rule(name, elements[0].label, text, {**note, "when": plain_condition(when)})

    def _rule(self, key: str, name: str, text: str, note: dict[str, Any]) -> Rule:
        """Return a rule with a note of what it means, where that is not a function."""
        believed = {} if note.get("when", True) is None else {**note, "text": digest(text)}
        return Rule(self.exporter.local_id("R", key), NEW_VERSION, name, text, note=believed)

    def _said(self, name: str, group: str = "") -> str:
        use = self.exporter.uses.get(f"{group}.{name}") or self.exporter.uses.get(name)
        return f'{use.element.id} "{use.element.label}"' if use else name
