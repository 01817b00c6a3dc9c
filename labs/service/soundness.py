"""What is wrong with a declaration as it stands, before anybody walks it: all of it at once."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from feedback.errors import Finding
from labs.conditions import Source
from labs.pages import Page
from labs.questions import Question
from labs.service.complaints import Complaints
from labs.service.declaration import Service, Variant
from labs.service.existing_app import check_app
from labs.service.sound_conditions import check_condition, check_count
from labs.service.sound_mocks import check_mocks
from labs.service.sound_values import check_invented
from labs.service.sound_words import check_words
from labs.service.variants import complete, pages_of, questions_of_variant

_IDENTIFIER = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
_MARKDOWN = re.compile(r"\*\*|__|`|^#+ |\]\(", re.MULTILINE)


def mistakes(service: Service) -> list[Finding]:
    """Return all mistakes in the names and the structure of a service."""
    complaints = Complaints()
    questions, wrong = questions_of_variant(service, Variant("A"))
    complaints.findings |= dict.fromkeys(wrong)
    pages = {page.id: page for page in complete(list(service.pages), service.source)}
    for variant in service.variants:
        _check_variant(complaints, service, variant, pages, questions)
        pages |= {page.id: page for page in variant.pages if isinstance(page, Page)}
    _check_names(complaints, service, questions)
    for page in dict.fromkeys((*service.pages, *pages.values())):
        _check_page(complaints, page, questions)
    _check_questions(complaints, questions)
    _check_unused(complaints, pages.values(), questions)
    for rule in service.rules:
        check_condition(complaints, rule.holds, rule.source, f"The rule `{rule.id}`", questions, empty=False)
        if rule.at:
            complaints.unknown(
                "field-unknown", rule.source, f"The rule `{rule.id}` points at the field", rule.at, questions
            )
    if service.app:
        check_app(complaints, service)
    else:
        check_invented(complaints, service, questions, pages)
    check_mocks(complaints, service, dict.fromkeys((*service.pages, *pages.values())), questions)
    return list(complaints.findings)


def _check_names(complaints: Complaints, service: Service, questions: Mapping[str, Question]) -> None:
    named: list[tuple[str, str, str, Source]] = [("service-id", "The service", service.id, service.source)]
    named += [("page-id", "The page", page.id, page.source) for page in service.pages]
    named += [("task-id", "The task", task.id, task.source) for task in service.tasks]
    named += [("variant-id", "The variant", variant.id, variant.source) for variant in service.variants]
    named += [("rule-id", "The rule", rule.id, rule.source) for rule in service.rules]
    named += [("field-id", "The field", name, question.source) for name, question in questions.items()]
    for code, what, name, source in named:
        if not _IDENTIFIER.fullmatch(name):
            fix = f"Write `{identifier(name)}`: letters without accents, digits and `_`."
            complaints.add(code, source, f"{what} `{name}` has a name that links and recordings cannot carry.", fix)
    for kind in ("page", "task", "variant", "rule"):
        same = [(name, source) for code, _, name, source in named if code == f"{kind}-id"]
        complaints.duplicates(f"{kind}-twice", f"The {kind}", same)
    personas = [(persona.id, persona.source) for persona in service.personas]
    complaints.duplicates("persona-twice", "The persona", personas)
    complaints.duplicates("walk-twice", "The walk", [(walk.name, walk.source) for walk in service.walks])
    if not service.pages:
        complaints.add(
            "pages-missing",
            service.source,
            "The service has no pages.",
            'Write `pages=[Page("id", "Title", "field")]`.',
        )


def identifier(name: str) -> str:
    """Return the nearest name of ASCII letters, digits and `_`.

    >>> identifier("Größe (qm)")
    'groesse_qm'
    """
    german = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    plain = unicodedata.normalize("NFKD", name.lower().translate(german)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:80] or "name"


def _check_variant(
    complaints: Complaints,
    service: Service,
    variant: Variant,
    pages: Mapping[str, Page],
    questions: Mapping[str, Question],
) -> None:
    where = f"The variant `{variant.id}`"
    own = {page.id: page for page in variant.pages if isinstance(page, Page)}
    for page in variant.pages:
        if isinstance(page, str):
            complaints.unknown("page-unknown", variant.source, f"{where} lists the page", page, pages)
    for name in (*variant.order, *variant.without, *variant.titles, *variant.texts):
        complaints.unknown("page-unknown", variant.source, f"{where} names the page", name, {**pages, **own})
    for name in (*variant.labels, *variant.hints, *variant.questions):
        complaints.unknown("field-unknown", variant.source, f"{where} names the field", name, questions)
    for name in variant.questions:
        if name in questions and variant.asked(name) is None:
            complaints.add(
                "ask-missing",
                variant.source,
                f"{where} gives no question for `{name}`.",
                f'Write `"{name}": ask("...?")`.',
            )
    listed = [(page if isinstance(page, str) else page.id, variant.source) for page in variant.pages]
    complaints.duplicates("page-twice", f"In the variant `{variant.id}` the page", listed)
    complaints.duplicates(
        "page-twice",
        f"In the order of `{variant.id}` the page",
        [(name, variant.source) for name in variant.order],
    )
    check_words(complaints, service, variant)
    changed, wrong = questions_of_variant(service, variant)
    complaints.findings |= dict.fromkeys(wrong)
    _check_questions(complaints, {name: one for name, one in changed.items() if name in variant.questions}, changed)
    if not pages_of(service, variant):
        complaints.add(
            "pages-missing", variant.source, f"{where} has no pages.", "List its pages, or leave `pages` out."
        )


def _check_page(complaints: Complaints, page: Page, questions: Mapping[str, Question]) -> None:
    where = f"The page `{page.id}`"
    for name in page.questions:
        complaints.unknown("field-unknown", page.source, f"{where} asks for the field", name, questions)
    complaints.duplicates(
        "field-twice", f"On the page `{page.id}` the field", [(name, page.source) for name in page.questions]
    )
    if page.when is not None:
        check_condition(complaints, page.when, page.source, where, questions)
    if not page.title and page.kind not in ("start", "check", "confirmation"):
        complaints.add(
            "title-missing",
            page.source,
            f"{where} has no heading.",
            f'Write `Page("{page.id}", "Heading", ...)`.',
        )
    if page.kind == "declaration" and not page.questions:
        complaints.add(
            "declaration-empty",
            page.source,
            f"{where} declares nothing.",
            "Name a field of the type `declaration`.",
        )


def _check_questions(
    complaints: Complaints, asked: Mapping[str, Question], known: Mapping[str, Question] | None = None
) -> None:
    """Look at each question's condition, count and words; `known` are the fields that conditions may name."""
    fields = known or asked
    for question in asked.values():
        where = f"The question `{question.id}`"
        if question.when is not None:
            check_condition(complaints, question.when, question.source, where, fields)
        check_count(complaints, question, fields)
        for text in (question.label, question.hint):
            if _MARKDOWN.search(text):
                what = f"{where} has markdown in its label or hint, which is printed as it stands."
                complaints.add(
                    "label-markdown",
                    question.source,
                    what,
                    "Write plain words; markdown belongs in `text`.",
                    "hint",
                )
        items = {item.id: item for item in question.item_questions}
        if items:
            _check_questions(complaints, items, {**fields, **items})


def _check_unused(complaints: Complaints, pages: Iterable[Page], questions: Mapping[str, Question]) -> None:
    used = {name for page in pages for name in page.questions}
    for name, question in questions.items():
        if name not in used:
            complaints.add(
                "field-unused",
                question.source,
                f"No page asks for `{name}`.",
                "Name it on a page, or remove it.",
                "hint",
            )
