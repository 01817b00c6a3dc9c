"""Pages that are new, gone, merged, split or moved; questions that moved to another page."""

from collections.abc import Iterator

from labs.differences.difference import Difference, differing, listed, moved
from labs.differences.phrases import condition, said
from labs.pages import ResolvedPage
from labs.service import Flow

_TOLD = {
    "kind": "die Art der Seite",
    "render": "die eigene Darstellung",
    "who": "der Text „Für wen“",
    "documents": "die Liste der Unterlagen",
    "duration": "die Angabe zur Dauer",
    "cost": "die Angabe zu den Kosten",
    "legal_basis": "die Rechtsgrundlage",
    "next_steps": "die Liste „So geht es weiter“",
}


class Pages:
    """The pages of two flows, and which of them became which."""

    def __init__(self, before: Flow, after: Flow) -> None:
        self.before, self.after = before, after
        old, new = ([page.id for page in flow.pages] for flow in (before, after))
        self.kept = [name for name in new if before.has_page(name)]
        self.gone = [name for name in old if not after.has_page(name)]
        self.new = [name for name in new if not before.has_page(name)]
        self.became = {
            (page, other)
            for page in self.gone
            for other in self.new
            if set(before.page(page).question_ids) & set(after.page(other).question_ids)
        }
        self.renamed = {
            page: other
            for page, other in self.became
            if sum(page in pair or other in pair for pair in self.became) == 1
        }

    def differences(self) -> Iterator[Difference]:
        """Yield what is different about the pages themselves."""
        yield from self._merged_and_split()
        sources, targets = {page for page, _ in self.became}, {page for _, page in self.became}
        for page in self.gone:
            if page not in sources:
                yield Difference("page-gone", page, f"Seite {self._old(page)} fehlt jetzt.")
        for page in self.new:
            if page not in targets:
                yield Difference("page-new", page, f"Seite {self._new(page)} ist neu und steht {self._place(page)}.")
        yield from self._moved()
        for page, other in (*zip(self.kept, self.kept, strict=True), *sorted(self.renamed.items())):
            yield from self._changed(self.before.page(page), self.after.page(other))

    def _merged_and_split(self) -> Iterator[Difference]:
        for page in self.new:
            sources = [one for one in self.gone if (one, page) in self.became]
            if len(sources) > 1:
                names = listed(self.before.page(one).title for one in sources)
                text = f"Die Seiten {names} sind jetzt eine Seite: {self._new(page)}."
                yield Difference("page-merged", page, text)
            elif sources and sources[0] in self.renamed:
                text = f"Seite {self._old(sources[0])} ist jetzt die Seite {self._new(page)}."
                yield Difference("page-replaced", page, text)
        for page in self.gone:
            targets = [one for one in self.new if (page, one) in self.became]
            if len(targets) > 1:
                names = listed(self.after.page(one).title for one in targets)
                yield Difference("page-split", page, f"Seite {self._old(page)} ist jetzt geteilt in {names}.")

    def _moved(self) -> Iterator[Difference]:
        order = [page.id for page in self.after.pages]
        old = dict.fromkeys(one for page in self.before.pages for one in self._heirs(page.id))
        new = [page for page in order if page in old]
        for page in moved(list(old), new):
            yield Difference("page-moved", page, f"Seite {self._new(page)} steht jetzt {self._place(page)}.")

    def _heirs(self, page: str) -> list[str]:
        """Return the pages that took the place of an old page: itself, or those that ask its questions."""
        return [page] if page in self.kept else [one for one in self.new if (page, one) in self.became]

    def _place(self, page: str) -> str:
        pages = [one.id for one in self.after.pages]
        number = pages.index(page)
        return f"vor {self._new(pages[number + 1])}" if number + 1 < len(pages) else "am Ende"

    def _changed(self, before: ResolvedPage, after: ResolvedPage) -> Iterator[Difference]:
        name = f"„{after.title}“"
        for what in differing(before, after, without=("id", "question_ids", "line_by_line")):
            match what:
                case "title":
                    text = f"Seite „{before.title}“ heißt jetzt {name}."
                case "text":
                    text = f"Der Text auf Seite {name} {said(before.text, after.text)}"
                case "when":
                    old, new = condition(before.when, self.before), condition(after.when, self.after)
                    if new == old:
                        text = f"Seite {name} zeigen wir nach einer anderen Rechnung: wenn {new}."
                    else:
                        text = f"Seite {name} zeigen wir jetzt " + (f"nur, wenn {new}." if new else "immer.")
                case _:
                    text = f"Auf Seite {name} ist anders: {_TOLD.get(what, what)}."
            yield Difference(f"page-{what}", after.id, text)

    def question_moves(self, name: str) -> Iterator[Difference]:
        """Yield on which page a question is now, where it is not on the page that took the place of its old one."""
        old = [page.id for page in self.before.pages if name in page.question_ids]
        new = [page.id for page in self.after.pages if name in page.question_ids]
        if old != new and not (len(old) == len(new) == 1 and (old[0], new[0]) in self.became):
            where = listed(self.after.page(page).title for page in new)
            label = self.after.questions[name].label
            yield Difference("question-moved", name, f"Frage „{label}“ steht jetzt auf Seite {where}.")

    def question_orders(self) -> Iterator[Difference]:
        """Yield pages that ask the same questions in another order."""
        for before, page in (*zip(self.kept, self.kept, strict=True), *sorted(self.renamed.items())):
            old, new = self.before.page(before).question_ids, self.after.page(page).question_ids
            for name in moved([one for one in old if one in new], [one for one in new if one in old]):
                label = self.after.questions[name].label
                text = f"Auf Seite {self._new(page)} steht „{label}“ jetzt an anderer Stelle."
                yield Difference("question-order", name, text)

    def _old(self, page: str) -> str:
        return f"„{self.before.page(page).title}“"

    def _new(self, page: str) -> str:
        return f"„{self.after.page(page).title}“"
