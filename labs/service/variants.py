"""Variants applied: which pages and questions one has."""

from collections.abc import Sequence
from dataclasses import replace

from feedback.errors import Finding
from labs.conditions import Source
from labs.pages import CheckPage, ConfirmationPage, Page
from labs.questions import Question, questions_of
from labs.service.declaration import Service, Variant


def pages_of(service: Service, variant: Variant) -> list[Page]:
    """Return a variant's pages as declared, in its order; names of pages that do not exist are left out."""
    base = list(service.pages)
    if variant.pages:
        known = {page.id: page for page in complete(base, service.source)}
        named = [known.get(page) if isinstance(page, str) else page for page in variant.pages]
        base = [page for page in named if page is not None]
    if variant.order:
        base = reordered(complete(base, service.source), variant.order)
    return [page for page in base if page.id not in variant.without]


def reordered(pages: list[Page], order: Sequence[str]) -> list[Page]:
    """Return the pages with those named put in the order given, within the places that they have together."""
    known = {page.id: page for page in pages}
    turn = iter([known[name] for name in order if name in known])
    return [next(turn, page) if page.id in order else page for page in pages]


def complete(pages: list[Page], source: Source) -> list[Page]:
    """Return the pages with check-your-answers and a confirmation at the end, where the author declared
    none. An existing app has its own.
    """
    kinds = [page.kind for page in pages]
    if "app" in kinds:
        return pages
    if "confirmation" not in kinds:
        pages = [*pages, _added(ConfirmationPage(), source)]
    if "check" not in kinds:
        end = next(index for index, page in enumerate(pages) if page.kind == "confirmation")
        pages = [*pages[:end], _added(CheckPage(), source), *pages[end:]]
    return pages


def _added(page: Page, source: Source) -> Page:
    """Give a page that the author did not write the line of the service, where it can be mended."""
    page.source = source
    return page


def questions_of_variant(service: Service, variant: Variant) -> tuple[dict[str, Question], list[Finding]]:
    """Return a variant's questions by field, and what is wrong with them."""
    asked = {name: note for name in variant.questions if (note := variant.asked(name)) is not None}
    questions, findings = questions_of(service.model, asked)
    for name, question in questions.items():
        questions[name] = replace(
            question,
            label=variant.labels.get(name, question.label),
            hint=variant.hints.get(name, question.hint),
        )
    return questions, findings
