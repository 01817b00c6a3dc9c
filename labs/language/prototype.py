"""The language check of a prototype: every text that one of its variants can show, as findings of level hint."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property

from feedback.errors import Finding
from labs.conditions import Answers, Source, source_of
from labs.language.checking import Piece, check_texts
from labs.service import Entry, Flow, Variant, entries_of, is_own, typed
from labs.walk import branches

_FRAGMENTS = ("called", "item")  # parts of sentences that messages build


def check_language(flow: Flow, variant: Variant, today: date) -> Iterator[Finding]:
    """Yield what is hard to read in one variant, with the line of the text and a suggestion.

    Texts that a function of the answers says are read for every branch of the flow, so its conditions must not raise.
    """
    pieces: dict[str, Piece] = {}
    places: dict[str, Source] = {}
    said_by = _Functions(flow, today)
    for entry in entries_of(flow):
        name = entry.key.rpartition(".")[2]
        if name in _FRAGMENTS or (variant.words and not is_own(variant, entry.key)):
            continue  # what a translation lacks is another finding, and is checked where it comes from
        place = variant.words.source(entry.key) if entry.key in variant.words.said else entry.source
        rich = name == "text" or ".sentences." in entry.key
        for number, text in enumerate(said_by.texts(entry)):
            key = f"{entry.key}.{number}" if entry.computed or isinstance(entry.said, tuple) else entry.key
            pieces[key] = Piece(text, rich=rich, legal=name == "legal_basis")
            places[key] = source_of(flow.page(entry.key.split(".")[1]).text) if entry.computed else place  # type: ignore[arg-type]
    for key, remark in check_texts(pieces, variant.language or "de"):
        yield Finding(remark.code, "hint", str(places[key]), remark.told, remark.fix)


class _Functions:
    """What the texts of a flow say; those that a function says, for every branch."""

    def __init__(self, flow: Flow, today: date) -> None:
        self.flow, self.today = flow, today

    @cached_property
    def answers(self) -> list[Answers]:
        """The answers of every branch, and none at all."""
        known = (typed(self.flow.questions, one.answers, self.today) for one in branches(self.flow, today=self.today))
        return [Answers(), *(self.flow.trace(values).answers for values in known)]

    def texts(self, entry: Entry) -> Sequence[str]:
        """Return the texts of an entry; none where its function fails, which another check says."""
        if not entry.computed:
            return entry.said if isinstance(entry.said, tuple) else (entry.said,) if entry.said else ()
        if entry.key.endswith(".drawn"):
            return ()  # a drawing is not a text
        page = self.flow.page(entry.key.split(".")[1])
        found: dict[str, None] = {}
        for answers in self.answers:
            with suppress(Exception):
                found[page.says(answers)] = None
        return [text for text in found if isinstance(text, str)]
