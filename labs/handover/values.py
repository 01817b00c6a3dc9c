"""What one question accepts, as JSON Schema, and in words what a schema cannot say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from labs.conditions import UNKNOWN, Field
from labs.handover.conditions import NEVER, JsonSchema, plain, say_condition
from labs.questions import Question
from labs.wording import word

_TYPES = {
    "text": "string", "longtext": "string", "email": "string", "iban": "string", "postcode": "string",
    "upload": "string", "date": "string", "integer": "integer", "euro": "number", "decimal": "number",
    "yesno": "boolean",
}  # fmt: skip
_FIXED: dict[str, JsonSchema] = {
    "email": {"format": "email"},
    "date": {"format": "date"},
    "iban": {"pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"},
    "postcode": {"pattern": "^[0-9]{5}$"},
    "upload": {"format": "uuid"},
}
_LONGEST = {"text": 500, "longtext": 10_000, "email": 254}
_LIMITS = {
    "ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum", "pattern": "pattern",
    "min_length": "minLength", "max_length": "maxLength",
}  # fmt: skip
_ONLY_PYTHON = re.compile(r"\(\?[aiLmsuxP]|\\[AZ]")


@dataclass
class Said:
    """The schema of one question. `words` are its rules that no schema can say, in German."""

    schema: JsonSchema
    words: list[str] = field(default_factory=list)


def say_question(question: Question, fim: Mapping[str, str], name: str, language: str) -> Said:
    """Return what a question accepts; `name` is its field, `fim` has the FIM element of each field."""
    if question.kind == "group":
        said = _say_group(question, fim, language)
    else:
        said = Said(_say_kind(question), list(_say_in_words(question)))
        if question.allows_unknown:
            said.schema = _or_unknown(said.schema, language)
    head: JsonSchema = {"title": question.label}
    if question.hint:
        head["description"] = question.hint
    if said.words:
        head["$comment"] = " ".join(said.words)
    tail: JsonSchema = {"x-fim": fim[name]} if name in fim else {}
    if question.law:
        tail["x-law"] = question.law
    return Said({**head, **said.schema, **tail}, said.words)


def _say_kind(question: Question) -> JsonSchema:
    kind = question.kind
    if kind == "declaration":
        return {"type": "boolean"} if question.optional else {"const": True}
    if kind in ("one_of", "several_of"):
        values = question.values
        chosen = [{"const": plain(values[one.value]), "title": one.label} for one in question.options]
        if kind == "one_of":
            return {"oneOf": chosen}
        fewest, most = question.entries
        bounds = {"minItems": max(fewest, 0 if question.optional else 1), "maxItems": most}
        return {"type": "array", "items": {"oneOf": chosen}, "uniqueItems": True, **bounds}
    schema: JsonSchema = {"type": _TYPES[kind], **_FIXED.get(kind, {})}
    if kind in _LONGEST:
        schema |= {"minLength": 1, "maxLength": _LONGEST[kind]}
    for limit, value in question.limits.items():
        if limit in _LIMITS and kind != "date" and not (limit == "pattern" and _ONLY_PYTHON.search(value)):
            schema[_LIMITS[limit]] = plain(value)
    step = question.limits.get("multiple_of")
    if step is not None and step == int(step):
        schema["multipleOf"] = int(step)
    return schema


def _say_in_words(question: Question) -> list[str]:
    limits, words = question.limits, []
    if question.kind == "euro":
        words.append("Höchstens zwei Stellen nach dem Komma.")
    if question.kind == "iban":
        words.append("Die Prüfziffern müssen stimmen.")
    if question.kind == "upload":
        words.append("Hier steht die Kennung der Anlage.")
    if question.kind == "date":
        told = {"ge": "Nicht vor dem", "gt": "Nach dem", "le": "Nicht nach dem", "lt": "Vor dem"}
        words += [f"{told[name]} {plain(limit)}." for name, limit in limits.items() if name in told]
    if question.past:
        words.append("Nicht nach dem Tag der Einreichung.")
    if question.future:
        words.append("Nicht vor dem Tag der Einreichung.")
    if _ONLY_PYTHON.search(limits.get("pattern", "")):
        words.append(f"Muster: {limits['pattern']}")
    step = limits.get("multiple_of")
    if step is not None and step != int(step):
        words.append(f"Ein Vielfaches von {step}.")
    return words


def _or_unknown(schema: JsonSchema, language: str) -> JsonSchema:
    unknown = {"const": UNKNOWN.value, "title": word("unknown", language)}
    if "oneOf" in schema:
        return {"oneOf": [*schema["oneOf"], unknown]}
    return {"anyOf": [schema, unknown]}


def _say_group(group: Question, fim: Mapping[str, str], language: str) -> Said:
    properties: dict[str, Any] = {}
    required: list[str] = []
    several: list[JsonSchema] = []
    words: list[str] = []
    known = {item.id: item for item in group.item_questions}
    for item in group.item_questions:
        said = say_question(item, fim, f"{group.id}.{item.id}", language)
        properties[item.id] = said.schema
        words += [f"{item.label}: {one}" for one in said.words]
        when = item.when
        inside = when is not None and when.fields <= known.keys()
        condition = say_condition(when, known) if when is not None and inside else None
        if when is None:
            required += [] if item.optional else [item.id]
        elif condition is None:
            words.append(f"{item.label}: Wird nur gefragt, wenn: {when}.")
        else:
            several.append(asked_when(condition, [item.id], [] if item.optional else [item.id]))
    entry: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": False}
    entry |= {"required": required} if required else {}
    entry |= {"allOf": several} if several else {}
    fewest, most = group.entries
    if isinstance(group.count, int):
        fewest = most = group.count
    elif isinstance(group.count, Field):
        words.append(f"So viele Einträge wie: {group.count}.")
    return Said({"type": "array", "minItems": fewest, "maxItems": most, "items": entry}, words)


def asked_when(condition: JsonSchema, names: list[str], required: list[str]) -> JsonSchema:
    """Return: where the condition holds these are required, and elsewhere none of `names` may be there."""
    then: JsonSchema = {"required": required} if required else {}
    return {"if": condition, "then": then, "else": {"properties": dict.fromkeys(names, NEVER)}}
