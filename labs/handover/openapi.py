"""The interface of a production service as OpenAPI 3.1: submit, status, upload."""

from typing import Any

from feedback.version import VERSION
from labs.handover.case import DRAFT_NOTICE, Case, Document
from labs.handover.json_schema import PATH as SCHEMA
from labs.handover.json_schema import to_text
from labs.handover.samples import VALID
from labs.service import rule_ids

PATH = "openapi.json"
_JSON, _PROBLEM = "application/json", "application/problem+json"


def openapi_document(case: Case) -> Document:
    """Return the interface as a file."""
    what = "Vorschlag für die Schnittstelle: Antrag senden, Stand abfragen, Anlage hochladen."
    return Document(PATH, to_text(build_openapi(case)), what, "Entwicklung")


def build_openapi(case: Case) -> dict[str, Any]:
    """Return the interface; the body of a submission is the schema beside this file."""
    notice = "Vorschlag aus dem Prototyp. Anmeldung, Rechte und Adressen legt der Betrieb fest."
    return {
        "openapi": "3.1.0",
        "info": {
            "title": case.title,
            "version": case.flow.content_hash[:16],
            "description": f"{DRAFT_NOTICE} {notice}" if case.draft else notice,
            "x-origin": case.origin,
            "x-generator": f"probelauf {VERSION}",
        },
        "paths": {
            "/antraege": {"post": _submit()},
            "/antraege/{vorgang}": {"parameters": [_number()], "get": _status()},
            "/antraege/{vorgang}/anlagen": {"parameters": [_number()], "post": _upload(case)},
        },
        "components": {"schemas": _schemas(case)},
    }


def _number() -> dict[str, Any]:
    said = "Vorgangsnummer aus der Antwort auf den Antrag"
    return {"name": "vorgang", "in": "path", "required": True, "description": said, "schema": {"type": "string"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(description: str, schema: dict[str, Any], media: str = _JSON) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": schema}}}


def _submit() -> dict[str, Any]:
    example = {"gueltig": {"summary": "Erfundene Person", "externalValue": VALID}}
    body = {"required": True, "content": {_JSON: {"schema": {"$ref": SCHEMA}, "examples": example}}}
    return {
        "operationId": "antragSenden",
        "summary": "Antrag senden",
        "requestBody": body,
        "responses": {
            "201": _answer("Der Antrag ist eingegangen.", _ref("Vorgang")),
            "422": _answer("Der Antrag verletzt Regeln.", _ref("Problem"), _PROBLEM),
        },
    }


def _status() -> dict[str, Any]:
    return {
        "operationId": "standAbfragen",
        "summary": "Stand des Antrags abfragen",
        "responses": {
            "200": _answer("Der Stand des Antrags.", _ref("Vorgang")),
            "404": _answer("Diesen Vorgang gibt es nicht.", _ref("Problem"), _PROBLEM),
        },
    }


def _upload(case: Case) -> dict[str, Any]:
    fields = [question for question in case.flow.questions.values() if question.kind == "upload"]
    items = [one for group in case.flow.questions.values() for one in group.item_questions if one.kind == "upload"]
    names = [question.field for question in (*fields, *items)]
    field: dict[str, Any] = {"type": "string", **({"enum": names} if names else {})}
    form = {
        "type": "object",
        "required": ["feld", "datei"],
        "properties": {"feld": field, "datei": {"type": "string", "contentMediaType": "application/octet-stream"}},
    }
    return {
        "operationId": "anlageHochladen",
        "summary": "Anlage hochladen",
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {
            "201": _answer("Die Anlage ist gespeichert.", _ref("Anlage")),
            "404": _answer("Diesen Vorgang gibt es nicht.", _ref("Problem"), _PROBLEM),
            "413": _answer("Die Anlage ist zu groß.", _ref("Problem"), _PROBLEM),
        },
    }


def _schemas(case: Case) -> dict[str, Any]:
    rules = rule_ids(case.flow.questions.values(), case.flow.rules)
    problem = {"feld": {"type": "string"}, "regel": {"enum": rules}, "meldung": {"type": "string"}}
    return {
        "Vorgang": {
            "type": "object",
            "required": ["vorgang", "stand"],
            "properties": {
                "vorgang": {"type": "string"},
                "stand": {"enum": ["eingegangen", "in Bearbeitung", "Unterlagen fehlen", "abgeschlossen"]},
                "eingegangen": {"type": "string", "format": "date-time"},
            },
        },
        "Anlage": {
            "type": "object",
            "required": ["anlage"],
            "properties": {"anlage": {"type": "string", "format": "uuid"}},
        },
        "Problem": {
            "type": "object",
            "required": ["title", "status"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "probleme": {"type": "array", "items": {"type": "object", "properties": problem}},
            },
        },
    }
