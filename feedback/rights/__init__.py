"""A participant's rights over what was recorded: to see it, to take it along, to take consent back, to erase it."""

from feedback.rights.consents import withdraw
from feedback.rights.erasing import LOG, Mark, append_mark, erase, marks_of, read_marks, reapply_erasures
from feedback.rights.overview import SCOPES, MySession, Recorded, open_my_session
from feedback.rights.retention import Due, apply_retention, due, retention_days
from feedback.rights.telling import Answer, Line, tell_answers, tell_day, tell_events, words

__all__ = [
    "LOG",
    "SCOPES",
    "Answer",
    "Due",
    "Line",
    "Mark",
    "MySession",
    "Recorded",
    "append_mark",
    "apply_retention",
    "due",
    "erase",
    "marks_of",
    "open_my_session",
    "read_marks",
    "reapply_erasures",
    "retention_days",
    "tell_answers",
    "tell_day",
    "tell_events",
    "withdraw",
    "words",
]
