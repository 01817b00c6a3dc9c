"""The language of recordings: events, the session they belong to, and the flow they speak about.

No typed text and no chosen option of a prototype can be said in it: every string is an identifier, and the
recorder accepts only identifiers that the flow knows.
"""

from feedback.events.happenings import (
    EVENT_TYPES,
    Answered,
    AnyEvent,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    FieldChanged,
    GapFound,
    HelpOpened,
    PageShown,
    ProblemShown,
    ProblemSolved,
    SessionEnded,
    SessionStarted,
    TaskEnded,
    TaskStarted,
)
from feedback.events.names import EndReason, Identifier, Mode, Nav, Outcome, Source, StudyId
from feedback.events.rows import EVENT_COLUMNS, EventRow, from_row, to_row
from feedback.events.visit import FlowField, FlowPage, FlowSnapshot, FlowTask, Session

__all__ = [
    "EVENT_COLUMNS",
    "EVENT_TYPES",
    "Answered",
    "AnyEvent",
    "ConsentGiven",
    "ConsentWithdrawn",
    "EndReason",
    "Event",
    "EventRow",
    "FieldChanged",
    "FlowField",
    "FlowPage",
    "FlowSnapshot",
    "FlowTask",
    "GapFound",
    "HelpOpened",
    "Identifier",
    "Mode",
    "Nav",
    "Outcome",
    "PageShown",
    "ProblemShown",
    "ProblemSolved",
    "Session",
    "SessionEnded",
    "SessionStarted",
    "Source",
    "StudyId",
    "TaskEnded",
    "TaskStarted",
    "from_row",
    "to_row",
]
