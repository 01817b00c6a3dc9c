"""The submission as JSON Schema 2020-12: one property for each question, named by its field."""

import json
from typing import Any

from labs.conditions import UNKNOWN, Condition, Field, describe
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.conditions import JsonSchema, say_condition
from labs.handover.values import asked_when, say_question
from labs.questions import Question

PATH = "antrag.schema.json"


def schema_document(case: Case) -> Document:
    """Return the schema as a file."""
    what = "Aufbau des Antrags als JSON Schema 2020-12. Was sich so nicht sagen lässt, steht unter x-described."
    return Document(PATH, to_text(build_schema(case)), what, "Entwicklung")


def to_text(document: Any) -> str:
    """Return a JSON document as text, always the same for the same content."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def build_schema(case: Case) -> JsonSchema:
    """Return the schema of a submission of this variant."""
    return _Builder(case).build()


class _Builder:
    def __init__(self, case: Case) -> None:
        self.case, self.flow = case, case.flow
        self.questions = case.flow.questions
        self.described: list[dict[str, str]] = []
        self.required: list[str] = []
        self.together: dict[str, tuple[JsonSchema, list[str], list[str]]] = {}

    def build(self) -> JsonSchema:
        properties: dict[str, Any] = {}
        ended: list[Condition] = []  # the conditions of earlier ends, after which nothing more is asked
        for page in self.flow.pages:
            for name in page.question_ids:
                question = self.questions[name]
                said = say_question(question, self.case.fim, name, self.flow.language)
                properties[name] = {**said.schema, "x-page": page.id}
                self.described += [{"field": name, "rule": one} for one in said.words]
                self.demand(question, [one for one in (page.when, question.when) if one is not None], ended)
            if page.kind == "confirmation" and page.when is None:
                break
            ended += [page.when] if page.kind == "confirmation" and page.when is not None else []
        several = [asked_when(*one) for one in self.together.values()]
        several += [one for rule in self.flow.rules if (one := self.rule(rule))]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{self.case.urn}:antrag",
            "title": self.case.title,
            **({"description": DRAFT_NOTICE} if self.case.draft else {}),
            "type": "object",
            "properties": properties,
            "required": self.required,
            "additionalProperties": False,
            **({"allOf": several} if several else {}),
            "x-described": self.described,
            "x-origin": self.case.origin,
        }

    def demand(self, question: Question, conditions: list[Condition], ended: list[Condition]) -> None:
        """Note when the question is required: always, under conditions, or in words."""
        said = [say_condition(one, self.questions) for one in conditions]
        said += [None if (one := say_condition(end, self.questions)) is None else {"not": one} for end in ended]
        if isinstance(question.count, Field):
            said += self.counted(question.count)
        if not said:
            self.required += [] if question.optional else [question.id]
            return
        parts = [one for one in said if one is not None]
        if len(parts) < len(said):
            words = [f"Wird nur gefragt, wenn: {self.say(one)}." for one in conditions]
            words += [f"Wird nicht gefragt, wenn: {self.say(one)}." for one in ended]
            self.described += [{"field": question.id, "rule": one} for one in words]
            return
        condition = parts[0] if len(parts) == 1 else {"allOf": parts}
        key = json.dumps(condition, sort_keys=True)
        _, names, required = self.together.setdefault(key, (condition, [], []))
        names.append(question.id)
        required += [] if question.optional else [question.id]

    def counted(self, count: Field) -> list[JsonSchema]:
        """Return the condition under which a counted group has entries at all; none where it always has."""
        by = self.questions.get(count.name)
        limits = by.limits if by is not None and not by.allows_unknown else {}
        least = limits.get("ge", limits["gt"] + 1 if "gt" in limits else None)
        if by is not None and least is not None and least + count.plus >= 1 and by.when is None:
            return []
        there = {count.name: {"type": "integer", "minimum": 1 - count.plus}}
        return [{"required": [count.name], "properties": there}]

    def rule(self, rule: Any) -> JsonSchema | None:
        """Return an author's rule: it waits until all its fields are answered and known."""
        fields = sorted(name for name in rule.holds.fields if name in self.questions)
        said = say_condition(rule.holds, self.questions)
        if said is None:
            self.described.append({"field": rule.at, "rule": f"{rule.id}: {rule.message} ({self.say(rule.holds)})"})
            return None
        known = {name: {"not": {"const": UNKNOWN.value}} for name in fields}
        return {"$comment": f"{rule.id}: {rule.message}", "if": {"required": fields, "properties": known}, "then": said}

    def say(self, condition: Condition) -> str:
        return say_words(self.case, condition)


def say_words(case: Case, condition: Condition) -> str:
    """Return a condition in words, with the labels of answers."""
    options = {name: dict(question.options) for name, question in case.flow.questions.items()}
    return describe(condition, case.flow.language, option=lambda field, value: options.get(field, {}).get(str(value)))
