"""Pages: a group that fits becomes a page, a larger one is split along its sub-groups, evenly."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from labs.fim.asking import quoted
from labs.fim.model import Schema
from labs.fim.naming import Names
from labs.service import identifier

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$#])")
_CLASSES = {
    "start": "StartPage", "info": "InfoPage", "form": "Page", "check": "CheckPage", "declaration": "DeclarationPage",
    "confirmation": "ConfirmationPage",
}  # fmt: skip
_EXTRAS = ("who", "documents", "duration", "cost", "legal_basis", "next_steps")


@dataclass(frozen=True)
class Item:
    """A question on a page; `above` are the conditions of the groups around it.

    `alone`: it has a page of its own, with its `title` where the group around it asks for more.
    """

    name: str
    path: str
    above: tuple[str, ...] = ()
    alone: bool = False
    title: str = ""


@dataclass(frozen=True)
class Words:
    """A text that a schema shows between its fields."""

    path: str
    text: str
    page: str = ""  # the page whose text it is a part of already, by the note of an export


@dataclass
class Section:
    """A group of the schema on its way to pages."""

    title: str
    id: str
    around: "Section | None" = None
    parts: list[Union[Item, Words, "Section"]] = field(default_factory=list)

    @property
    def trail(self) -> tuple[str, ...]:
        """The titles from the outermost group to this one."""
        return (*(self.around.trail if self.around else ()), self.title)


@dataclass
class PlannedPage:
    """A page of the prototype: its class, id, title, questions, and further arguments as source text."""

    kind: str
    id: str
    title: str
    items: list[Item] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    arguments: dict[str, str] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    condition: object = None

    @property
    def questions(self) -> list[str]:
        """The names of the fields that the page asks for."""
        return [item.name for item in self.items]


def paginate(schema: Schema, section: Section, split: int, names: Names) -> list[PlannedPage]:
    """Return all pages of a schema, start and end included; those that an export noted come back as they were."""
    noted = _noted(schema, {item.name: item for item in _items(section)})
    placed = {item.name for page in noted for item in page.items}
    known = {page.id: page for page in noted}
    for words in [part for part in _parts(section) if isinstance(part, Words) and part.page in known]:
        known[words.page].words.append(words)
        placed.add(words.path)
    ids = Names(page.id for page in noted)
    pages = [page for page in _pages(section, split, placed) if page.items or page.words]
    _tell_apart(pages)
    for page in pages:
        page.id = ids.page(_short(page))
        if page.words:
            page.arguments["text"] = quoted("\n\n".join(_MARKDOWN.sub(r"\\\1", one.text) for one in page.words))
    at = next((number for number, page in enumerate(noted) if page.kind in ("check", "confirmation")), len(noted))
    if noted:
        return [*noted[:at], *pages, *noted[at:]]
    start = PlannedPage("StartPage", ids.page("start"), schema.label)
    if schema.hint:
        start.arguments["text"] = quoted(_MARKDOWN.sub(r"\\\1", schema.hint))
    if schema.law:
        start.arguments["legal_basis"] = quoted(schema.law)
    return [start, *pages]


def _pages(section: Section, split: int, placed: set[str]) -> Iterator[PlannedPage]:
    inside = [item for item in _items(section) if item.name not in placed]
    if len(inside) <= split and not any(item.alone for item in inside):
        yield from _chunks(section, list(_loose(section, placed)), split)
        return
    run: list[Item | Words] = []
    for part in section.parts:
        if isinstance(part, Section) or (isinstance(part, Item) and part.alone and part.name not in placed):
            yield from _chunks(section, run, split)
            run = []
            yield from _pages(part, split, placed) if isinstance(part, Section) else _alone(section, part)
        elif _open(part, placed):
            run.append(part)
    yield from _chunks(section, run, split)


def _alone(section: Section, item: Item) -> Iterator[PlannedPage]:
    if len(section.parts) == 1 and section.around is not None:
        yield from _chunks(section, [item], 1)
    else:
        yield PlannedPage("Page", "", item.title, [item], trail=(*section.trail, item.title))


def _chunks(section: Section, run: Sequence[Item | Words], split: int) -> Iterator[PlannedPage]:
    """Cut a run of questions into pages of about the same length; texts stay before the question they precede."""
    if not run:
        return
    number = sum(isinstance(part, Item) for part in run)
    size = math.ceil(number / math.ceil(number / split)) if number else 1
    page = _page(section)
    for part in run:
        if len(page.items) == size and number > len(page.items):
            number -= len(page.items)
            yield page
            page = _page(section)
        if isinstance(part, Item):
            page.items.append(part)
        else:
            page.words.append(part)
    yield page


def _page(section: Section) -> PlannedPage:
    return PlannedPage("Page", "", section.title, trail=section.trail)


def _items(section: Section) -> Iterator[Item]:
    return (part for part in _parts(section) if isinstance(part, Item))


def _parts(section: Section) -> Iterator[Item | Words]:
    for part in section.parts:
        if isinstance(part, Section):
            yield from _parts(part)
        else:
            yield part


def _open(part: Item | Words, placed: set[str]) -> bool:
    """Tell whether a question or a text has no page yet."""
    return (part.name if isinstance(part, Item) else part.path) not in placed


def _loose(section: Section, placed: set[str]) -> Iterator[Item | Words]:
    for part in section.parts:
        if isinstance(part, Section):
            yield from _loose(part, placed)
        elif _open(part, placed):
            yield part


def _tell_apart(pages: list[PlannedPage]) -> None:
    """Give pages of the same title the group around it, and where that is the same, too, a number."""
    for depth in (2, 3, 4):
        often = Counter(page.title for page in pages)
        trails = {title: {page.trail for page in pages if page.title == title} for title, count in often.items()}
        for page in pages:
            if often[page.title] > 1 and len(trails[page.title]) > 1 and len(page.trail) > depth:
                page.title = ": ".join(dict.fromkeys(page.trail[-depth:]))
    totals, seen = Counter(page.title for page in pages), Counter[str]()
    for page in pages:
        title = page.title
        if totals[title] > 1:
            seen[title] += 1
            page.title = f"{title} ({seen[title]} von {totals[title]})"


def _short(page: PlannedPage) -> str:
    return re.sub(r" \(\d+ von \d+\)$", "", page.trail[-1] if page.trail else page.title)


def _noted(schema: Schema, items: dict[str, Item]) -> list[PlannedPage]:
    """Return the pages as an export of Probelauf noted them; what is no page there is passed over."""
    pages = schema.note.get("pages")
    found: list[PlannedPage] = []
    for page in pages if isinstance(pages, list) else ():
        if not isinstance(page, dict) or page.get("kind") not in _CLASSES:
            continue
        id_, title = page.get("id"), page.get("title")
        if not isinstance(id_, str) or identifier(id_) != id_.lower() or not isinstance(title, str):
            continue
        fields = page.get("fields")
        named = [name for name in fields if isinstance(name, str) and name in items] if isinstance(fields, list) else []
        one = PlannedPage(_CLASSES[page["kind"]], id_, title, [items.pop(name) for name in dict.fromkeys(named)])
        one.arguments |= _arguments(page)
        one.condition, when = page.get("condition"), page.get("when")
        one.waits_for = tuple(name for name in when if isinstance(name, str)) if isinstance(when, list) else ()
        if one.items or page["kind"] not in ("form", "declaration"):
            found.append(one)
    return found


def _arguments(page: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(page.get("text"), str) and page["text"]:
        found["text"] = quoted(page["text"])
    for name in _EXTRAS:
        value = page.get(name)
        if isinstance(value, str) and value:
            found[name] = quoted(value)
        elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            found[name] = f"({', '.join(map(quoted, value))}{',' if len(value) == 1 else ''})"
    return found
