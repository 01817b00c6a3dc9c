"""All texts of a flow by key, and the flow with other words in their place. Ids, values and rules stay the same."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from labs.conditions import Source
from labs.pages import Drawn, ResolvedPage, Told
from labs.questions import Option, Question
from labs.service.declaration import Persona, Rule, Task
from labs.service.rules import rule_ids
from labs.service.words import Said, Words
from labs.wording import word

if TYPE_CHECKING:
    from labs.service.flow import Flow

Thing = TypeVar("Thing")
_ON_START = ("who", "documents", "duration", "cost", "legal_basis")


@dataclass(frozen=True)
class Entry:
    """One text of a flow. `said` is empty where the author says nothing, or a function says it (`computed`)."""

    key: str
    said: Said
    source: Source
    computed: bool = False


def entries_of(flow: "Flow") -> Iterator[Entry]:
    """Yield every text that words can replace, in the order in which citizens meet them, empty ones too.

    Texts that the shell has in every language (such as the heading of check-your-answers) count as empty.
    """
    nowhere = Source("<unknown>", 0)
    yield Entry("title", flow.title, flow.source)
    yield Entry("notice", "" if flow.notice == word("notice", flow.language) else flow.notice, flow.source)
    seen: set[str] = set()
    for task in flow.tasks:
        yield Entry(f"tasks.{task.id}.title", task.title, task.source)
        yield Entry(f"tasks.{task.id}.scenario", task.scenario, task.source)
        if isinstance(task.persona, Persona) and task.persona.id not in seen:
            seen.add(task.persona.id)
            yield Entry(f"personas.{task.persona.id}.story", task.persona.story, task.persona.source)
    for page, questions in flow.steps:
        yield from _of_page(flow, page)
        for question in questions:
            if question.id not in seen:
                seen.add(question.id)
                yield from _of_question(question, f"fields.{question.id}")
    for rule in flow.rules:
        yield Entry(f"rules.{rule.id}.message", rule.message, rule.source or nowhere)


def _of_page(flow: "Flow", page: ResolvedPage) -> Iterator[Entry]:
    key = f"pages.{page.id}"
    standard = {flow.title, word("check_title", flow.language), word("done_title", flow.language)}
    yield Entry(f"{key}.title", "" if page.title in standard else page.title, page.source)
    if isinstance(page.text, Told):
        for name, sentence in page.text.sentences.items():
            yield Entry(f"{key}.sentences.{name}", sentence.strip(), page.source)
    elif callable(page.text):
        yield Entry(f"{key}.text", "", page.source, computed=True)
    else:
        yield Entry(f"{key}.text", page.text.strip(), page.source)
    if isinstance(page.render, Drawn):
        for name, sentence in page.render.sentences.items():
            yield Entry(f"{key}.drawn.{name}", sentence.strip(), page.source)
    elif page.render is not None:
        yield Entry(f"{key}.drawn", "", page.source, computed=True)
    for name in _ON_START if page.kind == "start" else ("next_steps",) if page.kind == "confirmation" else ():
        yield Entry(f"{key}.{name}", getattr(page, name), page.source)


def _of_question(question: Question, key: str) -> Iterator[Entry]:
    def entry(name: str, said: str) -> Entry:
        return Entry(f"{key}.{name}", said, question.source)

    yield entry("label", question.label)
    yield entry("hint", question.hint)
    yield entry("called", question.called)
    for option in question.options:
        yield entry(f"options.{option.value}", option.label)
    own = question.error
    if isinstance(own, str):
        yield entry("error", own)
    for rule in rule_ids([question], ()):
        yield entry(f"errors.{rule}", "" if isinstance(own, str) else own.get(rule, ""))
    if question.kind == "group":
        yield entry("item", question.item)
    for item in question.item_questions:
        yield from _of_question(item, f"{key}.fields.{item.id}")


def put_words(flow: "Flow", words: Words) -> "Flow":
    """Return the flow with these words in place of its own; what they leave out stays, unknown keys are ignored."""
    if not words:
        return flow
    said = words.said
    title = _text(said, "title", flow.title)
    return replace(
        flow,
        title=title,
        notice=_text(said, "notice", flow.notice),
        pages=tuple(_page(page, said, title if page.title == flow.title else page.title) for page in flow.pages),
        questions={name: _question(one, said, f"fields.{name}") for name, one in flow.questions.items()},
        rules=tuple(_rule(rule, said) for rule in flow.rules),
        tasks=tuple(_task(task, said) for task in flow.tasks),
    )


def _text(said: Mapping[str, Said], key: str, otherwise: str) -> str:
    found = said.get(key)
    return found if isinstance(found, str) else otherwise


def _page(page: ResolvedPage, said: Mapping[str, Said], title: str) -> ResolvedPage:
    key = f"pages.{page.id}"
    changes: dict[str, Any] = {"title": _text(said, f"{key}.title", title)}
    for name in ("text", *_ON_START, "next_steps"):
        if f"{key}.{name}" in said:
            changes[name] = said[f"{key}.{name}"]
    if isinstance(page.text, Told):
        changes["text"] = replace(page.text, sentences=_sentences(page.text, said, f"{key}.sentences"))
    if isinstance(page.render, Drawn):
        changes["render"] = replace(page.render, sentences=_sentences(page.render, said, f"{key}.drawn"))
    return replace(page, **changes)


def _sentences(own: Told | Drawn, said: Mapping[str, Said], key: str) -> dict[str, str]:
    return {name: _text(said, f"{key}.{name}", sentence) for name, sentence in own.sentences.items()}


def _question(question: Question, said: Mapping[str, Said], key: str) -> Question:
    own = question.error
    error: str | Mapping[str, str] = _text(said, f"{key}.error", own) if isinstance(own, str) else own
    rules = {rule: found for rule in rule_ids([question], ()) if (found := _text(said, f"{key}.errors.{rule}", ""))}
    if rules:
        error = {**(own if isinstance(own, Mapping) else {}), **rules}
    return replace(
        question,
        label=_text(said, f"{key}.label", question.label),
        hint=_text(said, f"{key}.hint", question.hint),
        called=_text(said, f"{key}.called", question.called),
        item=_text(said, f"{key}.item", question.item),
        error=error,
        options=tuple(
            Option(one.value, _text(said, f"{key}.options.{one.value}", one.label)) for one in question.options
        ),
        item_questions=tuple(_question(item, said, f"{key}.fields.{item.id}") for item in question.item_questions),
    )


def _rule(rule: Rule, said: Mapping[str, Said]) -> Rule:
    return _changed(rule, message=_text(said, f"rules.{rule.id}.message", rule.message))


def _task(task: Task, said: Mapping[str, Said]) -> Task:
    persona = task.persona
    if isinstance(persona, Persona):
        persona = _changed(persona, story=_text(said, f"personas.{persona.id}.story", persona.story))
    key = f"tasks.{task.id}"
    title, scenario = _text(said, f"{key}.title", task.title), _text(said, f"{key}.scenario", task.scenario)
    return _changed(task, title=title, scenario=scenario, persona=persona)


def _changed(thing: Thing, **changes: Any) -> Thing:
    """Return a copy with other attributes, and with the line where the author declared it."""
    changed = copy.copy(thing)
    for name, value in changes.items():
        object.__setattr__(changed, name, value)
    return changed
