"""What the probe may say: numbered events of a few closed types, with a token."""

from typing import Annotated, Union

from pydantic import Field, ValidationError

from feedback.events import (
    LANE,
    Clicked,
    DeadClicked,
    FieldTimed,
    HelpOpened,
    Idled,
    RageClicked,
    TabClosed,
    VisibilityChanged,
    WentBack,
)
from feedback.events.names import Record

MOST_BYTES = 64 * 1024
MOST_EVENTS = 150

ProbeEvent = Annotated[
    Union[  # noqa: UP007 - a tagged union for pydantic, one member a line
        FieldTimed,
        Clicked,
        DeadClicked,
        RageClicked,
        HelpOpened,
        VisibilityChanged,
        TabClosed,
        WentBack,
        Idled,
    ],
    Field(discriminator="type"),
]


class NumberedEvent(Record):
    """An event and its number in the browser page that noticed it, counted from 0."""

    n: int = Field(ge=0, lt=LANE)
    event: ProbeEvent


class Batch(Record):
    """What the browser sends at once."""

    token: str = Field(max_length=1_000)
    events: tuple[NumberedEvent, ...] = Field(min_length=1, max_length=MOST_EVENTS)


def read_batch(body: bytes) -> Batch | None:
    """Return the batch that a request carries, or None when anything in it is not as it should be.

    >>> read_batch(b'{"token": "t", "events": [{"n": 0, "event": {"type": "tab_closed", "t_ms": 5}}]}').events[0].n
    0
    >>> read_batch(b'{"token": "t", "events": [{"n": 0, "event": {"type": "typed", "t_ms": 5}}]}') is None
    True
    """
    if len(body) > MOST_BYTES:
        return None
    try:
        return Batch.model_validate_json(body, strict=True)
    except ValidationError:
        return None
