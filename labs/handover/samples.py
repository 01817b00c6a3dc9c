"""A valid sample submission from a persona's walk, and one that breaks exactly one named rule."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.errors import AuthorError, Finding
from labs.conditions import Field
from labs.handover.case import Case, Document
from labs.handover.conditions import plain
from labs.handover.json_schema import to_text
from labs.handover.walking import walk_along
from labs.questions import Question
from labs.service import Trace

VALID, INVALID = "muster/gueltig.json", "muster/ungueltig.json"
_TEXT = "Beispiel einer Anlage, kein echtes Dokument.\n"
_WRONG = {"postcode": "1234", "iban": "DE00"}


@dataclass(frozen=True)
class Attachment:
    """A sample file for an upload: the field, the id that the submission names, the path in the folder."""

    field: str
    id: str
    path: str

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def data(self) -> bytes:
        """The content of the file."""
        return _TEXT.encode()


@dataclass(frozen=True)
class Samples:
    """The samples: both submissions, the attachments of the first, and what the second one breaks.

    `rule` is the keyword of JSON Schema, `field` where it is broken.
    """

    valid: Mapping[str, Any]
    invalid: Mapping[str, Any]
    attachments: tuple[Attachment, ...]
    field: str
    rule: str

    @property
    def valid_text(self) -> str:
        """The valid submission as it is written; its hash stands in the metadata."""
        return to_text(self.valid)

    def documents(self) -> list[Document]:
        """Return the samples as files."""
        broken = f"Antrag mit genau einem Fehler: `{self.field}` verletzt `{self.rule}`."
        files = [
            Document(VALID, self.valid_text, "Gültiger Antrag einer erfundenen Person.", "Entwicklung, Test"),
            Document(INVALID, to_text(self.invalid), broken, "Entwicklung, Test"),
        ]
        what = "Beispiel einer Anlage."
        return files + [Document(one.path, one.data, what, "Entwicklung, Test") for one in self.attachments]


def make_samples(case: Case) -> Samples:
    """Return the samples; AuthorError where no bot can fill in the prototype."""
    flow = case.flow
    personas = [one.answers for one in case.service.all_personas.values() if one.answers]
    walked = walk_along(flow, personas[0] if personas else {})
    if not walked.arrived:
        what = f"No bot comes to the end of variant `{flow.variant}`, so there is no sample submission."
        raise AuthorError([Finding("handover-sample", "error", str(flow.source), what, "Run `probelauf walk`.")])
    submission, attachments = submission_of(case, walked.trace)
    invalid, field, rule = _broken(case, submission)
    return Samples(submission, invalid, attachments, field, rule)


def submission_of(case: Case, trace: Trace) -> tuple[dict[str, Any], tuple[Attachment, ...]]:
    """Return what is sent at the end of a walk: the answers that count, as JSON, and the files they name."""
    attachments: list[Attachment] = []
    submission = {
        question.id: _submitted(case, question, trace.answers[question.id], attachments)
        for page in trace.path
        for question in trace.visible[page]
        if trace.answers[question.id] is not None
    }
    return submission, tuple(attachments)


def _submitted(case: Case, question: Question, value: Any, attachments: list[Attachment], name: str = "") -> Any:
    name = name or question.id
    if question.kind == "group":
        items = question.item_questions
        return [
            {
                one.id: _submitted(case, one, entry[one.id], attachments, f"{name}.{number}.{one.id}")
                for one in items
                if entry[one.id] is not None
            }
            for number, entry in enumerate(value)
        ]
    if question.kind == "upload":
        id_ = str(uuid.UUID(bytes=hashlib.sha256(f"{case.urn}:{name}".encode()).digest()[:16], version=4))
        attachments.append(Attachment(name, id_, f"muster/anlagen/{name}.txt"))
        return id_
    return plain(value)


def _broken(case: Case, valid: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
    """Return a submission with one mistake, the field and the keyword; nothing else hangs on that field."""
    deciding = _deciding(case)
    free = [one for one in case.flow.questions.values() if one.id in valid and one.id not in deciding]
    for question in free:
        if question.kind in _WRONG and not question.allows_unknown:
            return {**valid, question.id: _WRONG[question.kind]}, question.id, "pattern"
        most = question.limits.get("le")
        if question.kind in ("integer", "euro", "decimal") and most is not None and not question.allows_unknown:
            return {**valid, question.id: plain(most + 1)}, question.id, "maximum"
    pages = {name: page for page in case.flow.pages for name in page.question_ids}
    for question in free:
        always = question.when is None and pages[question.id].when is None and question.count is None
        if always and not question.optional:
            return {name: one for name, one in valid.items() if name != question.id}, question.id, "required"
    return {**valid, "unbekanntes_feld": "?"}, "unbekanntes_feld", "additionalProperties"


def _deciding(case: Case) -> set[str]:
    """Return the fields on which conditions, rules and numbers of entries hang."""
    questions = list(case.flow.questions.values())
    conditions = [page.when for page in case.flow.pages] + [one.when for one in questions]
    conditions += [item.when for group in questions for item in group.item_questions]
    conditions += [rule.holds for rule in case.flow.rules]
    found = set().union(*(one.fields for one in conditions if one is not None))
    return found | {one.count.name for one in questions if isinstance(one.count, Field)}
