"""What charts are given: values with their words. Both renderings draw the same objects, in the office and on paper."""

from dataclasses import dataclass
from typing import Literal

from feedback.metrics import Metric
from feedback.stats import NotEnoughData

# colours of the KERN design system
COLORS = ("#2044aa", "#007155", "#925400", "#7e01a8", "#006b8c", "#c31c13")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "hexagon", "star")
TEXT, GRID, LOSS, ROOM = "#131525", "#d0d2de", "#c31c13", "#e8e9f0"

Move = Literal["next", "skip", "back", "leave"]


@dataclass(frozen=True)
class Axis:
    """The scale of a chart: its ends, and the values that are printed with their texts."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Dot:
    """One arm in a dot chart: its name, its value, and the value in words.

    `place` numbers its colour and shape where that is not the number of its row.
    """

    name: str
    value: Metric | NotEnoughData
    text: str
    place: int | None = None


@dataclass(frozen=True)
class Limit:
    """The line of a gate: the value that is required, and its text."""

    at: float
    text: str


@dataclass(frozen=True)
class Group:
    """Something that several arms or rounds have a value of, such as a page or a question."""

    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Curve:
    """The share of `n` people who have finished, from 0 to 1: it holds from each time (s) of `steps` on.

    `left` are the times at which somebody gave up; the curve ends at `end`, the last time observed.
    """

    name: str
    n: int
    steps: tuple[tuple[float, float], ...]
    left: tuple[float, ...]
    end: float


@dataclass(frozen=True)
class Stack:
    """Parts of a whole, each from 0 to 1, with the same parts in words."""

    name: str
    parts: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """So many moves from a page to another one, by their places in the list of pages; None is where people left."""

    source: int
    target: int | None
    times: int
    move: Move


@dataclass(frozen=True)
class Path:
    """The ways that people took: the titles of the pages in the order of the prototype, and the moves between them."""

    pages: tuple[str, ...]
    links: tuple[Link, ...]
