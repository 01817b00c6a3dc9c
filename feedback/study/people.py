"""Whom a study asks: the groups it tells apart, and how many places it has for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from feedback.study.plan import Plan, Segment
from feedback.study.segments import join_segments, split_segments

ACCESS = "access"
NEEDED = "yes"

_ACCESS = {
    "de": Segment(
        id=ACCESS,
        question="Nutzen Sie Hilfsmittel, zum Beispiel einen Screenreader, oder fällt Ihnen Lesen schwer?",
        options={NEEDED: "Ja", "no": "Nein"},
    ),
    "en": Segment(
        id=ACCESS,
        question="Do you use assistive technology, such as a screen reader, or do you find reading hard?",
        options={NEEDED: "Yes", "no": "No"},
    ),
}
"""The shipped question, which a plan asks unless it says something else."""


@dataclass(frozen=True)
class Limits:
    """How many people an open invitation lets in: `places` in all, `open_places` of them without access needs."""

    places: int
    open_places: int


def segments_of(plan: Plan) -> tuple[Segment, ...]:
    """Return the questions that tell groups apart: those of the plan, or by default the one for access needs."""
    return (_ACCESS[plan.language],) if plan.segments is None else plan.segments


def segment_code(answers: Mapping[str, str]) -> str | None:
    """Return the given answers as the one identifier that a session carries; None without any.

    >>> segment_code({"access": "yes"}), segment_code({})
    ('access.yes', None)
    """
    return join_segments(answers)


def needs_access(segment: str | None) -> bool:
    """Return whether a session's segment tells of access needs.

    >>> needs_access("access.yes..age.60plus"), needs_access("access.no"), needs_access(None)
    (True, False, False)
    """
    return split_segments(segment).get(ACCESS) == NEEDED


def limits_of(plan: Plan) -> Limits:
    """Return the places of a study: the planned sessions of all arms, of which each person within subjects takes
    one an arm. Places for access needs are kept only where the study asks for them.
    """
    places = plan.planned_sessions * (1 if plan.design == "within" else len(plan.arms))
    asked = any(segment.id == ACCESS for segment in segments_of(plan))
    kept = ceil(round(places * plan.quotas.access_needs, 9)) if asked else 0
    return Limits(places, places - kept)
