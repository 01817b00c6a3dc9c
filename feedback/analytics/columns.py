"""The flat columns of a snapshot, derived from the models of events and sessions: a new field is in by itself.

A field that could hold free text is refused here, so that no free text can reach a snapshot.
"""

import hashlib
from typing import Any, Literal, get_args

from feedback.errors import InternalError
from feedback.events import EVENT_TYPES, Event, Session
from feedback.events.names import Record

Kind = Literal["whole", "flag", "word", "words"]
"""A whole number; 0 or 1; an identifier; identifiers with semicolons between them."""
KINDS: tuple[Kind, ...] = get_args(Kind)

RENAMED = {"session_id": "session", "started_ms": "started_day", "ended_ms": "duration_ms"}
"""Fields of a session that a snapshot holds in another form: running numbers, the day, the length."""
PARTITION = "study"


def kind_of(name: str, schema: dict[str, Any]) -> Kind:
    """Return the kind of a field from its JSON schema. Raises InternalError when it might hold free text.

    >>> kind_of("count", {"type": "integer"}), kind_of("nav", {"type": "string", "enum": ["next"]})
    ('whole', 'word')
    """
    known = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    found = known[0] if len(known) == 1 else {}
    if found.get("type") == "array" and kind_of(name, found.get("items", {})) == "word":
        return "words"
    if found.get("type") == "string" and found.keys() & {"pattern", "enum", "const"}:
        return "word"
    kind: Kind | None = {"integer": "whole", "boolean": "flag"}.get(found.get("type", ""))  # type: ignore[assignment]
    if kind is None:
        raise InternalError(f"The field `{name}` is neither a number nor an identifier, so no snapshot may hold it.")
    return kind


def kinds_of(model: type[Record]) -> dict[str, Kind]:
    """Return the kind of each field of a model."""
    return {name: kind_of(name, schema) for name, schema in model.model_json_schema()["properties"].items()}


def own_columns() -> dict[str, Kind]:
    """Return the fields that only some types of events have, by name. One name means one kind."""
    found: dict[str, Kind] = {}
    for event in EVENT_TYPES.values():
        for name, kind in kinds_of(event).items():
            if name not in Event.model_fields and found.setdefault(name, kind) != kind:
                raise InternalError(f"The field `{name}` has two kinds in the events; give one another name.")
    return dict(sorted(found.items()))


def session_columns() -> dict[str, Kind]:
    """Return the columns of `session`: pseudonyms became running numbers, times the day and the length."""
    kinds = kinds_of(Session) | {"session_id": "whole", "participant": "whole", "started_ms": "word"}
    return {RENAMED.get(name, name): kind for name, kind in kinds.items() if name != PARTITION}


OWN: dict[str, Kind] = own_columns()
SESSION: dict[str, Kind] = session_columns()
EVENT: dict[str, Kind] = {
    "session": "whole",
    "seq": "whole",
    "t_ms": "whole",
    **dict.fromkeys(("source", "type", "task", "page", "target"), "word"),
    **OWN,
}
GOAL: dict[str, Kind] = {"content_hash": "word", "task": "word", "end_page": "word", "pages_ideal": "whole"}
"""Where a task of a prototype's version ends; it has no partition."""

STORED: dict[str, dict[str, Kind]] = {
    "event": {PARTITION: "word", **EVENT},
    "session": {PARTITION: "word", **SESSION},
    "goal": GOAL,
}
"""The columns of each stored table as a question sees them."""


def schema_hash() -> str:
    """Return what changes when the columns change; a snapshot of other columns is not read."""
    return hashlib.sha256(repr(STORED).encode()).hexdigest()[:16]
