"""What can happen in a session. Every string is an identifier: there is no field for what a citizen types."""

from typing import Annotated, ClassVar, Literal, Union

from pydantic import Field

from feedback.events.names import EndReason, Identifier, Nav, Outcome, Record, Source


class Event(Record):
    """The base of all events. `t_ms` counts milliseconds since the session started.

    `VERSION` grows when the meaning or the fields of a type change; from 2 on it is stored with the row.
    """

    VERSION: ClassVar[int] = 1

    type: Identifier
    t_ms: int = Field(ge=0)
    source: Source = "server"
    task: Identifier | None = None
    page: Identifier | None = None
    target: Identifier | None = None


class SessionStarted(Event):
    """The session began. The recorder writes it as the first event."""

    type: Literal["session_started"] = "session_started"


class SessionEnded(Event):
    """The session is over. The recorder writes it as the last event."""

    type: Literal["session_ended"] = "session_ended"
    reason: EndReason


class ConsentGiven(Event):
    """The participant agreed to the named scopes of a version of the consent text."""

    type: Literal["consent_given"] = "consent_given"
    version: Identifier
    scopes: tuple[Identifier, ...]


class ConsentWithdrawn(Event):
    """The participant took back the named scopes."""

    type: Literal["consent_withdrawn"] = "consent_withdrawn"
    scopes: tuple[Identifier, ...]


class TaskStarted(Event):
    """The participant began a task; its clock runs from here."""

    type: Literal["task_started"] = "task_started"
    task: Identifier


class TaskEnded(Event):
    """The task is over, with its outcome."""

    type: Literal["task_ended"] = "task_ended"
    task: Identifier
    outcome: Outcome


class PageShown(Event):
    """A page of the prototype was drawn; `nav` says by which kind of move it was reached."""

    type: Literal["page_shown"] = "page_shown"
    page: Identifier
    from_page: Identifier | None = None
    nav: Nav


class FieldChanged(Event):
    """A field was filled in or changed: how often, and whether after a problem was shown. Never the value."""

    type: Literal["field_changed"] = "field_changed"
    page: Identifier
    target: Identifier
    count: int = Field(ge=1, le=999)
    after_error: bool = False


class ProblemShown(Event):
    """A message about a mistake was shown at a field; `rule` names the rule that was broken."""

    type: Literal["problem_shown"] = "problem_shown"
    page: Identifier
    target: Identifier
    rule: Identifier


class ProblemSolved(Event):
    """A mistake that had been shown is gone."""

    type: Literal["problem_solved"] = "problem_solved"
    page: Identifier
    target: Identifier
    rule: Identifier


class HelpOpened(Event):
    """A help text was opened; without a target it is the help of the page."""

    type: Literal["help_opened"] = "help_opened"
    page: Identifier


class Answered(Event):
    """An answer to a questionnaire, given to the lab. `value` is None for "keine Angabe"."""

    type: Literal["answered"] = "answered"
    instrument: Identifier
    item: Identifier
    value: int | None
    wording: Identifier


class GapFound(Event):
    """So many events before this one never arrived."""

    type: Literal["gap_found"] = "gap_found"
    missing: int = Field(ge=1)


AnyEvent = Annotated[
    Union[  # noqa: UP007 - a tagged union for pydantic, one member a line
        SessionStarted,
        SessionEnded,
        ConsentGiven,
        ConsentWithdrawn,
        TaskStarted,
        TaskEnded,
        PageShown,
        FieldChanged,
        ProblemShown,
        ProblemSolved,
        HelpOpened,
        Answered,
        GapFound,
    ],
    Field(discriminator="type"),
]

EVENT_TYPES: dict[str, type[Event]] = {kind.model_fields["type"].default: kind for kind in Event.__subclasses__()}
