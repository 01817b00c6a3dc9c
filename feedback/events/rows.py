"""Events to rows of the table `event` and back."""

import json
from typing import Any

from pydantic_core import to_json

from feedback.errors import OperatorError
from feedback.events.happenings import EVENT_TYPES, Event

EventRow = tuple[int, str, str, str | None, str | None, str | None, str]
EVENT_COLUMNS = ("t_ms", "source", "type", "task", "page", "target", "attrs")

_ATTRS = {
    kind: tuple(name for name in kind.model_fields if name not in Event.model_fields) for kind in EVENT_TYPES.values()
}


def to_row(event: Event) -> EventRow:
    """Return the event in the order of `EVENT_COLUMNS`; what only its type has goes into `attrs` as JSON.

    >>> from feedback.events import PageShown
    >>> to_row(PageShown(t_ms=40, page="miete", nav="start"))
    (40, 'server', 'page_shown', None, 'miete', None, '{"from_page":null,"nav":"start"}')
    """
    fields = event.__dict__
    names = _ATTRS[type(event)]
    attrs = "{}"
    if names or event.VERSION > 1:
        own = {name: fields[name] for name in names}
        attrs = to_json(own if event.VERSION == 1 else {"v": event.VERSION, **own}).decode()
    return (
        fields["t_ms"],
        fields["source"],
        fields["type"],
        fields["task"],
        fields["page"],
        fields["target"],
        attrs,
    )


def from_row(row: EventRow) -> Event:
    """Return the event of a row in the order of `EVENT_COLUMNS`.

    Raises OperatorError for an event that only a newer version of the program knows.

    >>> from_row((40, "server", "session_ended", None, None, None, '{"reason":"finished"}')).type
    'session_ended'
    """
    t_ms, source, name, task, page, target, attrs = row
    kind = EVENT_TYPES.get(name)
    own: dict[str, Any] = json.loads(attrs)
    if kind is None or own.pop("v", 1) > kind.VERSION:
        raise OperatorError(
            f"An event `{name}` was recorded by a newer version of Probelauf; update the program to read it."
        )
    return kind.model_validate(
        {"type": name, "t_ms": t_ms, "source": source, "task": task, "page": page, "target": target, **own}
    )
