"""What the running text of a report is made of; the template turns it into HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

Text = str | Markup
"""Plain text, which the template makes safe, or HTML that is safe already."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `notice` warns, a `lead` names what follows."""

    text: Text
    look: Literal["", "notice", "lead"] = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    entries: Sequence[Text]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names with what there is to say about them."""

    pairs: Sequence[tuple[str, Text]]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row is its heading, and a row of one cell is the heading of the rows below.

    A chart is a table whose last column holds pictures, and `foot` the picture of its scale. `style` is a class for
    the widths of the columns.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Text]]
    foot: Markup | None = None
    style: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Picture:
    """A picture that says what it shows; the table behind it holds the same in numbers."""

    drawing: Markup
    alt: str
    legend: Sequence[tuple[Markup, str]] = ()
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Verbatim:
    """A text as it was written, such as a plan."""

    text: str
    label: str
    kind: Literal["verbatim"] = "verbatim"


Block = Paragraph | Bullets | Facts | Table | Picture | Verbatim


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it; `id` is the end of its address in the document."""

    id: str
    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence["Section"] = field(default=())
