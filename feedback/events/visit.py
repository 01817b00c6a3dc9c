"""One participant's visit (`Session`), and what the prototype looked like at the time (`FlowSnapshot`)."""

from pydantic import Field

from feedback.events.names import EndReason, Identifier, Mode, Record, StudyId


class Session(Record):
    """One row of the table `session`. Times are epoch milliseconds; `position` 0 is the first arm tried."""

    session_id: Identifier
    study: StudyId
    round: int = Field(ge=1)
    prototype: Identifier
    variant: Identifier
    arm: Identifier
    content_hash: Identifier
    mode: Mode
    participant: Identifier
    position: int = Field(ge=0)
    consent_version: Identifier
    consent_scopes: tuple[Identifier, ...]
    segment: Identifier | None = None
    app_version: Identifier
    synthetic: bool
    started_ms: int = Field(ge=0)
    ended_ms: int | None = None
    end_reason: EndReason | None = None


class FlowPage(Record):
    """A page of the prototype: its title as shown, its kind, the fields on it."""

    id: Identifier
    title: str
    kind: Identifier
    fields: tuple[Identifier, ...] = ()


class FlowField(Record):
    """A field of the prototype. The entries of a repeated group share one field: `group.item`, no number."""

    id: Identifier
    label: str
    kind: Identifier
    required: bool = True


class FlowTask(Record):
    """A task: where it ends, the shortest way there, and the time limit in milliseconds, if any."""

    id: Identifier
    title: str
    end_page: Identifier
    ideal_path: tuple[Identifier, ...] = ()
    time_limit_ms: int | None = None


class FlowSnapshot(Record):
    """What feedback knows of a prototype's variant; kept with the recordings, which stay readable."""

    content_hash: Identifier
    prototype: Identifier
    variant: Identifier
    title: str
    language: Identifier
    pages: tuple[FlowPage, ...]
    fields: tuple[FlowField, ...]
    rules: tuple[Identifier, ...]
    tasks: tuple[FlowTask, ...]
