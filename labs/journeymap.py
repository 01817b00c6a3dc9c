"""The journey map: a flow's pages and ways, as text for terminals and screen readers, and as a picture."""

import textwrap
from dataclasses import dataclass
from datetime import date
from html import escape

from labs.conditions import describe
from labs.pages import ResolvedPage
from labs.service import Flow
from labs.walk import TODAY, branches

_ACTION, _TEXT, _BORDER, _HUE = "#2044aa", "#131525", "#1d2034", "#f3f4f7"
_WIDTH, _GAP, _LINE, _PAD = 340, 56, 20, 14
_FONT = "'Fira Sans', system-ui, sans-serif"
_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    f'orient="auto"><path d="M0 0 10 5 0 10z" fill="{_ACTION}"/></marker></defs>'
)
_WORDS = {
    "de": {"map": "Wegekarte", "variant": "Variante", "then": "weiter mit", "if": "wenn",
           "asks": "fragt", "end": "Ende"},
    "en": {"map": "Journey map", "variant": "variant", "then": "then", "if": "if",
           "asks": "asks for", "end": "end"},
}  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """A way from one page to a following one that some answers lead along; `label` is its condition in
    words.
    """

    start: str
    end: str
    label: str = ""


def edges(flow: Flow, today: date = TODAY) -> tuple[Edge, ...]:
    """Return the ways between pages that somebody can take, in the order of the pages."""
    ways = {
        pair: None for branch in branches(flow, today=today) for pair in zip(branch.path, branch.path[1:], strict=False)
    }
    order = {page.id: number for number, page in enumerate(flow.pages)}
    sorted_ways = sorted(ways, key=lambda way: (order[way[0]], order[way[1]]))
    return tuple(Edge(start, end, condition(flow, end)) for start, end in sorted_ways)


def condition(flow: Flow, page_id: str) -> str:
    """Return the condition of a page in words, with the labels of options; nothing where it has none."""
    when = flow.page(page_id).when
    options = {name: dict(question.options) for name, question in flow.questions.items()}
    if when is None:
        return ""
    return describe(when, flow.language, option=lambda field, value: options.get(field, {}).get(str(value)))


def draw_text(flow: Flow) -> str:
    """Return the map as numbered lines: each page, what it asks for, and where it leads."""
    words = _WORDS[flow.language]
    number = {page.id: index for index, page in enumerate(flow.pages, 1)}
    lines = [f"{words['map']}: {flow.title}, {words['variant']} {flow.variant}"]
    ways = edges(flow)
    for page in flow.pages:
        lines.append(f"{number[page.id]}. {page.title} ({page.id})")
        lines += [f"   {words['asks']}: {flow.questions[name].label}" for name in page.question_ids]
        leading = [way for way in ways if way.start == page.id]
        for way in leading:
            reason = f", {words['if']} {way.label}" if way.label else ""
            lines.append(f"   -> {words['then']} {number[way.end]}. {flow.page(way.end).title}{reason}")
        if not leading:
            lines.append(f"   {words['end']}")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Box:
    page: ResolvedPage
    lines: tuple[str, ...]
    top: int

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * (1 + len(self.lines))

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def draw_svg(flow: Flow) -> str:
    """Return the map as a standalone SVG: pages from top to bottom, ways that pass pages over in a lane
    beside them.

    Its title and description say the same in words.
    """
    words = _WORDS[flow.language]
    boxes = _boxes(flow)
    place = {page.id: index for index, page in enumerate(flow.pages)}
    ways = edges(flow)
    far = [way for way in ways if place[way.end] - place[way.start] > 1]
    lanes = {way: index for index, way in enumerate(far)}
    left = 20
    width = left + _WIDTH + 40 + 26 * len(far) + (220 if any(way.label for way in far) else 40)
    height = max(box.bottom for box in boxes.values()) + 20
    title = f"{words['map']}: {flow.title}, {words['variant']} {flow.variant}"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{flow.language}"',
        f' aria-labelledby="map-title map-desc" font-family="{_FONT}" font-size="14" fill="{_TEXT}">',
        f'<title id="map-title">{escape(title)}</title>',
        f'<desc id="map-desc">{escape(draw_text(flow))}</desc>',
        _TIP,
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    parts += [_way(way, boxes, left, lanes.get(way), len(far)) for way in ways]
    parts += [_box(box, left) for box in boxes.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _boxes(flow: Flow) -> dict[str, _Box]:
    boxes: dict[str, _Box] = {}
    top = 20
    for page in flow.pages:
        labels = [_short(flow.questions[name].label, 42) for name in page.question_ids]
        boxes[page.id] = _Box(page, tuple(labels), top)
        top = boxes[page.id].bottom + _GAP
    return boxes


def _box(box: _Box, left: int) -> str:
    stroke, weight = (_ACTION, 2) if box.page.kind in ("start", "confirmation") else (_BORDER, 1)
    rect = (
        f'<rect x="{left}" y="{box.top}" width="{_WIDTH}" height="{box.height}" rx="4" '
        f'fill="{_HUE}" stroke="{stroke}" stroke-width="{weight}"/>'
    )
    base = box.top + _PAD + 14
    heading = f'<text x="{left + _PAD}" y="{base}" font-weight="600">{escape(_short(box.page.title, 38))}</text>'
    rows = [
        f'<text x="{left + _PAD}" y="{base + _LINE * row}" font-size="13">{escape(line)}</text>'
        for row, line in enumerate(box.lines, 1)
    ]
    return "".join([rect, heading, *rows])


def _way(way: Edge, boxes: dict[str, _Box], left: int, lane: int | None, lanes: int) -> str:
    start, end = boxes[way.start], boxes[way.end]
    if lane is None:
        x = left + 40
        path, label_x, label_y = f"M{x} {start.bottom} V{end.top}", x + 12, end.top - _GAP // 2 + 5
    else:
        right = left + _WIDTH
        x = right + 30 + 26 * lane
        path = f"M{right} {start.middle + 6} H{x} V{end.middle - 6} H{right}"
        label_x, label_y = right + 20 + 26 * lanes, end.middle
    line = f'<path d="{path}" fill="none" stroke="{_ACTION}" stroke-width="1.5" marker-end="url(#tip)"/>'
    return line + _label(way.label, label_x, label_y, lane is None)


def _label(label: str, x: int, y: int, within: bool) -> str:
    if not label:
        return ""
    rows = textwrap.wrap(label, 40 if within else 30)
    first = y - 16 * (len(rows) - 1) // (2 if within else 1)
    spans = "".join(f'<tspan x="{x}" y="{first + 16 * row}">{escape(text)}</tspan>' for row, text in enumerate(rows))
    return f'<text font-size="12" fill="{_ACTION}">{spans}</text>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
