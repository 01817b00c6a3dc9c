"""The ways that people took, from page to page: a page a row, as thick as there were moves."""

from math import sqrt

from markupsafe import Markup

from feedback.charts import COLORS, LOSS, Link, Path
from feedback.report.drawing.elements import words

ROW, TOP, WIDTH = 46, 24, 340
CENTER, NODE = 92, 30
THICKEST = 22.0
LINE_CHARS = 24


def draw_path(path: Path, label: str) -> Markup:
    """Return the pages one below the other: straight down to the next one, at the right past some pages, at the left
    back, and in red to the right where people left.
    """
    most = max((link.times for link in path.links), default=1)
    height = TOP + ROW * len(path.pages)
    parts = [draw_link(link, most) for link in path.links]
    for row, page in enumerate(path.pages):
        y = height_of(row)
        parts.append(f'<rect x="{CENTER - NODE / 2:g}" y="{y - 4:g}" width="{NODE}" height="8" fill="#131525"/>')
        parts.append(words("160", y + 5, shorten(page), "start"))
    head = Markup('<svg class="ways" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">')
    drawn = Markup("".join(parts))  # noqa: S704 - parts are made here, their words escaped
    return head.format(WIDTH, height, WIDTH, label) + drawn + Markup("</svg>")


def draw_link(link: Link, most: int) -> str:
    """Return the band of one move between two pages."""
    width = max(THICKEST * link.times / most, 1.0)
    start = height_of(link.source)
    if link.target is None:
        return band(f"M{CENTER} {start}c24 0 24 20 46 20", width, LOSS)
    end = height_of(link.target)
    if link.move == "next":
        return band(f"M{CENTER} {start}V{end}", width, COLORS[0])
    reach = 16 + 9 * sqrt(abs(link.target - link.source))
    side = CENTER + reach * 1.4 if link.move == "skip" else CENTER - reach * 1.9
    tone = COLORS[4] if link.move == "skip" else COLORS[2]
    return band(f"M{CENTER} {start}C{side:g} {start} {side:g} {end} {CENTER} {end}", width, tone)


def band(way: str, width: float, color: str) -> str:
    """Return a band along a way."""
    look = f'fill="none" stroke="{color}" stroke-width="{width:.1f}" stroke-opacity=".7"'
    return f'<path d="{way}" {look}/>'


def height_of(row: int) -> float:
    """Return where the row of a page stands."""
    return TOP / 2 + ROW * (row + 0.25)


def shorten(title: str) -> str:
    """Return a title that fits beside its page; the table below the picture has the whole.

    >>> shorten("Welche Unterlagen Sie brauchen werden")
    'Welche Unterlagen Sie …'
    """
    if len(title) <= LINE_CHARS:
        return title
    return f"{title[: LINE_CHARS - 1].rpartition(' ')[0]} …"
