"""All that a study shows, put together once: for the office, the command line and reports."""

from feedback.evidence.assembling import StudyEvidence, assemble
from feedback.evidence.attendance import Attendance, count_attendance
from feedback.evidence.telling import (
    name_metric,
    tell_count,
    tell_duration,
    tell_estimate,
    tell_metric,
    tell_persons,
    tell_range,
    tell_share,
)

__all__ = [
    "Attendance",
    "StudyEvidence",
    "assemble",
    "count_attendance",
    "name_metric",
    "tell_count",
    "tell_duration",
    "tell_estimate",
    "tell_metric",
    "tell_persons",
    "tell_range",
    "tell_share",
]
