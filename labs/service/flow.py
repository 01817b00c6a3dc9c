"""Flows: one variant of a service in one language, resolved, immutable and hashed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from feedback.errors import AuthorError, Finding, nearest
from feedback.events import FlowField, FlowPage, FlowSnapshot, FlowTask
from labs.conditions import Condition, Source, text_of
from labs.pages import MOCK_PARTS, Drawn, Mock, Page, ResolvedPage, Told
from labs.questions import Question
from labs.service.declaration import Rule, Service, Task, Variant
from labs.service.existing_app import app_of
from labs.service.rewording import put_words
from labs.service.rules import mock_rules, rule_ids
from labs.service.tracing import Trace, flatten, trace, typed
from labs.service.variants import complete, pages_of, questions_of_variant
from labs.wording import word


@dataclass(frozen=True, eq=False)
class Flow:
    """One variant of a service, ready to be walked. Shared by all journeys through it."""

    service_id: str
    title: str
    variant: str
    language: str
    notice: str
    pages: tuple[ResolvedPage, ...]
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...] = ()
    tasks: tuple[Task, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    params: Any = None
    app: Path | None = None  # the script of an existing app
    source: Source = field(default=Source("<unknown>", 0), repr=False)

    @cached_property
    def steps(self) -> tuple[tuple[ResolvedPage, tuple[Question, ...]], ...]:
        """The pages in order, each with its questions."""
        return tuple((page, tuple(self.questions[name] for name in page.question_ids)) for page in self.pages)

    @cached_property
    def _by_id(self) -> dict[str, ResolvedPage]:
        return {page.id: page for page in self.pages}

    @cached_property
    def mocks(self) -> tuple[Mock, ...]:
        """The stand-ins for other people's systems on its pages."""
        return tuple(page.mock for page in self.pages if page.mock is not None)

    @cached_property
    def rules_of(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that read each field."""
        return {name: tuple(rule for rule in self.rules if name in rule.holds.fields) for name in self.questions}

    def page(self, page_id: str) -> ResolvedPage:
        """Return a page by its id; KeyError where there is none."""
        return self._by_id[page_id]

    def task(self, task_id: str) -> Task:
        """Return a task by its id, in the words of this flow; KeyError where there is none."""
        return {task.id: task for task in self.tasks}[task_id]

    def has_page(self, page_id: object) -> bool:
        """Tell whether there is a page with this id, for ids from outside."""
        return isinstance(page_id, str) and page_id in self._by_id

    def trace(self, values: Mapping[str, Any], numbers: Mapping[str, int] | None = None) -> Trace:
        """Return the path along which typed answers by id lead."""
        return trace(self, values, numbers or {})

    def ideal_path(self, task: Task) -> tuple[str, ...]:
        """Return the pages that the persona's answers lead along, from the first to the one that ends the task.

        For a field that the persona leaves out no condition holds, so the path is the short one. A task that
        starts further on leads from there over the pages of its goal, and back.
        """
        raw, numbers = flatten(self.questions, task.end_answers)
        path = self.trace(typed(self.questions, raw, None), numbers).path
        path = path[: path.index(task.ends) + 1] if task.ends in path else path
        if task.starts not in path:
            return path
        start = path.index(task.starts)
        changed = [page for page in path[:start] if set(self.page(page).question_ids) & set(task.goal)]
        return (task.starts, *changed, *([task.starts] if changed else []), *path[start + 1 :])

    def reaches_goal(self, task: Task, answers: Mapping[str, Any]) -> bool:
        """Tell whether the answers that a task asks for stand."""
        raw, _ = flatten(self.questions, task.goal)
        return all(answers.get(name) == value for name, value in typed(self.questions, raw, None).items())

    @cached_property
    def content_hash(self) -> str:
        """The version of the prototype: a SHA-256 of everything that is shown, asked and decided."""
        content: dict[str, Any] = {
            "service": [
                self.service_id,
                self.title,
                self.variant,
                self.language,
                self.notice,
                dict(self.keys),
            ],
            "pages": [_canonical(vars(page)) for page in self.pages],
            "questions": [_canonical(_asked(question)) for question in self.questions.values()],
            "rules": [[rule.id, rule.holds.canonical(), rule.message, rule.at] for rule in self.rules],
            "tasks": [_canonical(vars(task)) for task in self.tasks],
        }
        if self.app is not None:
            content["app"] = self.app.read_text(encoding="utf-8")
        if self.params is not None:
            content["params"] = _canonical(self.params)
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def snapshot(self) -> FlowSnapshot:
        """Return what recordings keep of this flow, so that they stay readable when the prototype changes."""
        return FlowSnapshot(
            content_hash=self.content_hash,
            prototype=self.service_id,
            variant=self.variant,
            title=self.title,
            language=self.language,
            pages=tuple(
                FlowPage(id=page.id, title=page.title, kind=page.kind, fields=tuple(self._recorded(page)))
                for page in self.pages
            ),
            fields=tuple(field for page in self.pages for field in self._recorded(page).values()),
            rules=(*rule_ids(self.questions.values(), self.rules), *mock_rules(self.mocks)),
            tasks=tuple(
                FlowTask(
                    id=task.id,
                    title=task.title,
                    end_page=task.ends,
                    ideal_path=self.ideal_path(task),
                    time_limit_ms=None if task.time_limit_min is None else round(task.time_limit_min * 60_000),
                )
                for task in self.tasks
            ),
        )

    def _recorded(self, page: ResolvedPage) -> dict[str, FlowField]:
        """Return what events on a page may name: its fields, and a stand-in that looks at none of them."""
        found = {
            name: FlowField(id=name, label=one.label, kind=one.kind, required=not one.optional)
            for name, one in self._fields(page).items()
        }
        if page.mock is not None and not page.mock.at:
            found[page.mock.id] = FlowField(id=page.mock.id, label=page.title, kind="mock", required=False)
        return found

    def _fields(self, page: ResolvedPage) -> dict[str, Question]:
        found: dict[str, Question] = {}
        for name in page.question_ids:
            found[name] = self.questions[name]
            found |= {f"{name}.{item.id}": item for item in self.questions[name].item_questions}
        return found


def resolved(service: Service, variant_id: str, language: str) -> Flow:
    """Return one variant of a service in one language; AuthorError with all findings where it is wrong."""
    from labs.service.soundness import mistakes

    known = {variant.id: variant for variant in service.variants} or {"A": Variant("A")}
    if variant_id not in known:
        what = f"`{service.id}` has no variant `{variant_id}`."
        raise AuthorError([Finding("variant-unknown", "error", str(service.source), what, nearest(variant_id, known))])
    key = (variant_id, language)
    flows: dict[tuple[str, str], Flow] = vars(service).setdefault("_flows", {})
    if key not in flows:
        findings = [finding for finding in mistakes(service) if finding.level == "error"]
        if findings:
            raise AuthorError(findings)
        flows[key] = build(service, known[variant_id], language)
    return flows[key]


def build(service: Service, variant: Variant, language: str) -> Flow:
    """Return a variant's flow without looking for mistakes: unknown names are left out."""
    return put_words(build_plain(service, variant, language), variant.words)


def build_plain(service: Service, variant: Variant, language: str) -> Flow:
    """Return a variant's flow as it is before its `words` replace texts. A variant's own language wins."""
    language = (variant.language or language).partition("-")[0]
    questions, _ = questions_of_variant(service, variant)
    pages = tuple(
        _page(service, page, variant, language, questions)
        for page in complete(pages_of(service, variant), service.source)
    )
    asked = [name for page in pages for name in page.question_ids]
    keys = {"ozg": service.ozg, "leika": service.leika, "as_of": service.keys_as_of}
    return Flow(
        service_id=service.id,
        title=service.title,
        variant=variant.id,
        language=language,
        notice=service.notice or word("notice", language),
        pages=pages,
        questions={name: questions[name] for name in dict.fromkeys(asked)},
        rules=tuple(service.rules),
        tasks=tuple(service.tasks),
        keys={name: key for name, key in keys.items() if key},
        app=app_of(service, variant),
        params=service.params,
        source=service.source,
    )


def _page(
    service: Service, page: Page, variant: Variant, language: str, questions: Mapping[str, Question]
) -> ResolvedPage:
    standard = {"check": "check_title", "confirmation": "done_title"}.get(page.kind)
    title = variant.titles.get(page.id) or page.title or (word(standard, language) if standard else service.title)
    text = variant.texts.get(page.id, page.text)
    return ResolvedPage(
        id=page.id,
        title=title,
        kind=page.kind,
        question_ids=tuple(name for name in page.questions if name in questions),
        text=replace(text, language=language) if isinstance(text, Told) else text,
        when=page.when,
        render=replace(page.render, language=language) if isinstance(page.render, Drawn) else page.render,
        mock=page.mock,
        line_by_line=variant.language == "de-leicht",
        source=page.source,
        **vars(page.extras),
    )


def _asked(question: Question) -> dict[str, Any]:
    unseen = {"source", "adapter", "entries", "_of_entries", "fim", "law"}
    return {name: value for name, value in vars(question).items() if name not in unseen}


def _canonical(content: Any) -> Any:
    """Return content as plain JSON in which functions and conditions are their own source."""
    if isinstance(content, Condition):
        return content.canonical()
    if isinstance(content, Question):
        return _canonical(_asked(content))
    if isinstance(content, Mock):
        return [_canonical(getattr(content, part)) for part in MOCK_PARTS]
    if hasattr(content, "__dataclass_fields__"):
        content = vars(content)
    if isinstance(content, Mapping):
        return {str(name): _canonical(value) for name, value in content.items() if name != "source"}
    if isinstance(content, list | tuple):
        return [_canonical(value) for value in content]
    if isinstance(content, str | int | float | bool | None):
        return content
    return text_of(content) if callable(content) else str(content)
