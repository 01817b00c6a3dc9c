"""Conditions: what an author writes with `answer`, evaluated, printed and traced back to its line."""

from .answers import UNKNOWN, Answers, Unknown
from .expressions import (
    All,
    Answered,
    Comparison,
    Computed,
    Condition,
    Either,
    Field,
    When,
    as_condition,
)
from .printing import describe, name_of
from .refs import Answer, Ref, answer
from .sources import Source, declared_at, field_source, names_in, source_of, text_of

__all__ = [
    "UNKNOWN",
    "All",
    "Answer",
    "Answered",
    "Answers",
    "Comparison",
    "Computed",
    "Condition",
    "Either",
    "Field",
    "Ref",
    "Source",
    "Unknown",
    "When",
    "answer",
    "as_condition",
    "declared_at",
    "describe",
    "field_source",
    "name_of",
    "names_in",
    "source_of",
    "text_of",
]
