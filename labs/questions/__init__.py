"""Questions: how an author asks, what a question accepts, how a raw answer is read and printed."""

from .asking import Asked, ask
from .kinds import Kind, QuestionKind, decimal, declaration, email, euro, iban, longtext, postcode, upload
from .model import questions_of
from .question import MOST_ENTRIES, Option, Question
from .reading import Reading, is_empty, read
from .showing import raw_of, show

__all__ = [
    "MOST_ENTRIES",
    "Asked",
    "Kind",
    "Option",
    "Question",
    "QuestionKind",
    "Reading",
    "ask",
    "decimal",
    "declaration",
    "email",
    "euro",
    "iban",
    "is_empty",
    "longtext",
    "postcode",
    "questions_of",
    "raw_of",
    "read",
    "show",
    "upload",
]
