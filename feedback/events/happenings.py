"""What can happen in a session. Every string is an identifier: there is no field for what a citizen types."""

from typing import Annotated, ClassVar, Literal, Union

from pydantic import Field

from feedback.events.names import LONGEST_MS, ZONES, EndReason, Identifier, Nav, Outcome, Record, Source

Zone = Annotated[int, Field(ge=0, lt=ZONES)]
Duration = Annotated[int, Field(ge=0, le=LONGEST_MS)]


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


class ServiceSearched(Event):
    """The participant searched for a service: how many were shown, and at which place the right one (None: nowhere).

    Never the words.
    """

    type: Literal["service_searched"] = "service_searched"
    task: Identifier
    results: int = Field(ge=0, le=999)
    rank: int | None = Field(default=None, ge=1, le=999)


class ServiceChosen(Event):
    """The participant chose a service that was shown at this place; the one that `fits` leads on."""

    type: Literal["service_chosen"] = "service_chosen"
    task: Identifier
    fits: bool
    rank: int = Field(ge=1, le=999)


class FieldTimed(Event):
    """How a field was filled in while its page was shown once.

    `hesitation_ms` runs from the page, or the last input in another field, to the first input here (None: there was
    none); `dwell_ms` is the time with the focus; `edits` counts the returns and corrections after the first input.
    """

    type: Literal["field_timed"] = "field_timed"
    source: Source = "probe"
    page: Identifier
    target: Identifier
    hesitation_ms: Duration | None = None
    dwell_ms: Duration
    edits: int = Field(ge=0, le=999)


class Clicked(Event):
    """A click or tap. `zone` is the field's when there is a target: where exactly could tell the chosen option."""

    type: Literal["clicked"] = "clicked"
    source: Source = "probe"
    page: Identifier
    interactive: bool
    zone: Zone


class DeadClicked(Event):
    """A click after which nothing changed on the page for 2.5 seconds."""

    type: Literal["dead_clicked"] = "dead_clicked"
    source: Source = "probe"
    page: Identifier
    zone: Zone


class RageClicked(Event):
    """Three clicks or more within a second and 30 pixels of each other."""

    type: Literal["rage_clicked"] = "rage_clicked"
    source: Source = "probe"
    page: Identifier
    zone: Zone
    count: int = Field(ge=3, le=999)


class VisibilityChanged(Event):
    """The tab came to the front or went out of sight."""

    type: Literal["visibility_changed"] = "visibility_changed"
    source: Source = "probe"
    visible: bool


class TabClosed(Event):
    """The page was left: the tab was closed, loaded anew, or sent to another address."""

    type: Literal["tab_closed"] = "tab_closed"
    source: Source = "probe"


class WentBack(Event):
    """The browser's own "back" or "forward" was used."""

    type: Literal["went_back"] = "went_back"
    source: Source = "probe"


class Idled(Event):
    """A visible page without any input for a minute or longer; told when it ends."""

    type: Literal["idled"] = "idled"
    source: Source = "probe"
    duration_ms: Duration


class Assisted(Event):
    """An observer helped the participant in a task."""

    type: Literal["assisted"] = "assisted"
    source: Source = "staff"
    task: Identifier


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
        ServiceSearched,
        ServiceChosen,
        FieldTimed,
        Clicked,
        DeadClicked,
        RageClicked,
        VisibilityChanged,
        TabClosed,
        WentBack,
        Idled,
        Assisted,
    ],
    Field(discriminator="type"),
]

EVENT_TYPES: dict[str, type[Event]] = {kind.model_fields["type"].default: kind for kind in Event.__subclasses__()}
