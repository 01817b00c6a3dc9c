"""The few elements that pictures are made of."""

from markupsafe import Markup

MARKS = (
    '<circle r="6"/>',
    '<rect x="-5.5" y="-5.5" width="11" height="11"/>',
    '<path d="M0-8 8 0 0 8-8 0Z"/>',
    '<path d="M0-7 7 6H-7Z"/>',
    '<path d="M-4-7H4L8 0 4 7H-4L-8 0Z"/>',
    '<path d="M0-8 2.4-2.4 8-2.4 3.6 1.4 5.2 7 0 3.6-5.2 7-3.6 1.4-8-2.4-2.4-2.4Z"/>',
)
"""The shapes of the arms' dots around their centre, in the order of `charts.SYMBOLS`."""


def canvas(height: int, *parts: str, label: str = "", kind: str = "strip") -> Markup:
    """Return a picture as wide as its place; without a label it is an ornament beside words that say the same."""
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    head = Markup('<svg class="{}" width="100%" height="{}" focusable="false" {}>').format(kind, height, told)
    return head + Markup("".join(parts)) + Markup("</svg>")  # noqa: S704 - parts are made here, their words escaped


def line(x1: str, y1: float, x2: str, y2: float, color: str, width: float, dash: str = "") -> str:
    """Return a line between two points; places across are shares such as `12.5%`."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x1}" y1="{y1:g}" x2="{x2}" y2="{y2:g}"'
    return f'<line {ends} stroke="{color}" stroke-width="{width:g}"{dashed}/>'


def box(x: str, y: float, width: str, height: float, fill: str, more: str = "") -> str:
    """Return a rectangle."""
    return f'<rect x="{x}" y="{y:g}" width="{width}" height="{height:g}" fill="{fill}"{more}/>'


def mark(x: str, y: float, place: int, color: str) -> str:
    """Return the dot of an arm, by its place among the arms."""
    shape = MARKS[place % len(MARKS)]
    drawn = f'<g fill="{color}" stroke="#ffffff" stroke-width="1.5">{shape}</g>'
    return f'<svg x="{x}" y="{y:g}" overflow="visible">{drawn}</svg>'


def words(x: str, y: float, text: str, anchor: str = "middle") -> str:
    """Return words in a picture."""
    safe = Markup.escape(text)
    return f'<text x="{x}" y="{y:g}" text-anchor="{anchor}" class="words">{safe}</text>'


def cent(share: float) -> str:
    """Return a share of the width.

    >>> cent(0.12345)
    '12.35%'
    """
    return f"{share * 100:.2f}%"
