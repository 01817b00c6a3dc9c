"""The kinds of questions, and the annotations by which an author chooses one."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

QuestionKind = Literal[
    "text", "longtext", "integer", "euro", "decimal", "date", "yesno", "one_of", "several_of",
    "email", "iban", "postcode", "upload", "declaration", "group",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """Marks an annotation with the kind of question it asks for."""

    name: QuestionKind


euro = Annotated[Decimal, Kind("euro")]
"""An amount of money with at most two decimal places."""

decimal = Annotated[Decimal, Kind("decimal")]
"""A number that need not be whole, such as 62,5 square metres."""

longtext = Annotated[str, Kind("longtext")]
"""Text of several lines."""

email = Annotated[str, Kind("email")]
"""An e-mail address; its form is checked, never whether it exists."""

iban = Annotated[str, Kind("iban")]
"""An account number, checked by its check digits, kept without spaces."""

postcode = Annotated[str, Kind("postcode")]
"""A German postcode of five digits."""

upload = Annotated[str, Kind("upload")]
"""The name of a file that the citizen chose. The content is never read."""

declaration = Annotated[bool, Kind("declaration")]
"""A statement that must be confirmed before the citizen can go on."""
