"""Quality rules of FIM that are easy to check: what a data field editor would object to."""

import re
from collections.abc import Iterator

from feedback.errors import Finding, Level
from labs.fim.model import DataField, Group, Rule, Schema, Use

_TEXTS = ("text", "text_latin")
_RANGES = ("num", "num_int", "num_currency", "date", "time", "datetime")
_ID = re.compile(r"[FGRSD]\d{11}")


def check_schema(schema: Schema) -> list[Finding]:
    """Return all findings of a schema, each once, in its order. Errors break a rule, hints are to be looked at."""
    found: list[Finding] = [*_named(schema.id, schema.name, schema.label), *_rules(schema.rules)]
    if not schema.children:
        found.append(_finding("FIM-schema-empty", schema.id, "The schema asks for nothing.", "Add a data field."))
    for use, above in schema.uses():
        element = use.element
        found += [*_named(element.id, element.name, element.label), *_amount(use), *_rules(element.rules)]
        if isinstance(element, Group):
            found += _group(element)
        else:
            found += [*_limits(element), *_select(element)]
            lawful = schema.law or use.law or element.law or any(one.law or one.element.law for one in above)
            if not lawful:
                fix = 'Say which law asks for it: `law="§ ..."`.'
                found.append(_finding("FIM-law-missing", element.id, f"{_who(element)} has no law.", fix, "hint"))
    return list(dict.fromkeys([*found, *_versions(schema)]))


def _finding(code: str, place: str, what: str, fix: str, level: Level = "error") -> Finding:
    return Finding(code, level, place, what, fix)


def _who(element: DataField | Group) -> str:
    return f"`{element.name or element.label or element.id}`"


def _named(id_: str, name: str, label: str) -> Iterator[Finding]:
    if not name.strip() or not label.strip():
        yield _finding("FIM-label-missing", id_, f"`{id_}` has no name or no label.", "Give it both.")
    if not _ID.fullmatch(id_):
        what = f"The id `{id_}` is not a letter and eleven digits, as XDatenfelder 3 wants it."
        yield _finding("FIM-id-format", id_, what, "The editor of the schema gives it a new one.", "hint")


def _amount(use: Use) -> Iterator[Finding]:
    if use.least < 0 or (use.most is not None and use.most < max(use.least, 1)):
        what = f"{_who(use.element)} has no multiplicity that can be met: `{use.amount}`."
        yield _finding("FIM-multiplicity", use.element.id, what, "Write `0:1`, `1:1` or `1:*`.")


def _group(group: Group) -> Iterator[Finding]:
    if not group.children:
        yield _finding("FIM-group-empty", group.id, f"The group {_who(group)} is empty.", "Fill it, or remove it.")


def _rules(rules: tuple[Rule, ...]) -> Iterator[Finding]:
    for rule in rules:
        if not rule.text.strip():
            yield _finding("FIM-rule-empty", rule.id, f"The rule `{rule.name}` says nothing.", "Write what it demands.")


def _limits(one: DataField) -> Iterator[Finding]:
    lengths = [name for name in ("minLength", "maxLength", "pattern") if name in one.limits]
    ranges = [name for name in ("minValue", "maxValue") if name in one.limits]
    if lengths and (one.datatype not in _TEXTS or one.art != "input"):
        what = f"{_who(one)} has {', '.join(lengths)}, but is no text that is typed in."
        yield _finding("FIM-length", one.id, what, "Limit lengths only of texts.")
    if ranges and (one.datatype not in _RANGES or one.art != "input"):
        what = f"{_who(one)} has {', '.join(ranges)}, but is neither a number nor a date."
        yield _finding("FIM-range", one.id, what, "Limit values only of numbers and dates.")


def _select(one: DataField) -> Iterator[Finding]:
    if one.art == "select" and one.datatype not in _TEXTS:
        what = f"The select {_who(one)} has the Datentyp `{one.datatype}`."
        yield _finding("FIM-select-type", one.id, what, "A select has the Datentyp text.")
    if one.art == "select" and not one.codes and not one.code_list:
        what = f"The select {_who(one)} has neither values nor a code list."
        yield _finding("FIM-select-list", one.id, what, "Give the values, or the address of a code list.")
    if one.art != "select" and (one.codes or one.code_list):
        what = f"{_who(one)} has a code list, but is no select."
        yield _finding("FIM-list-unused", one.id, what, "Make it a select, or take the list away.")


def _versions(schema: Schema) -> Iterator[Finding]:
    """One id stands for one thing: the same version everywhere, and the same words."""
    first: dict[str, DataField | Group] = {}
    for use, _ in schema.uses():
        one = use.element
        known = first.setdefault(one.id, one)
        if known.version != one.version:
            what = f"`{one.id}` is used in the versions {known.version} and {one.version}."
            yield _finding("FIM-version", one.id, what, "Use one version in the whole schema.")
        elif known.label != one.label:
            what = f"`{one.id}` {one.version} is called `{known.label}` and `{one.label}`."
            yield _finding("FIM-words-differ", one.id, what, "Give the changed one an id of its own.")
