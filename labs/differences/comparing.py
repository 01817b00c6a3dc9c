"""Compares two flows: pages first, then questions, rules, tasks and the words around them."""

from collections.abc import Iterator

from labs.differences.asking import Questions
from labs.differences.difference import Difference, differing, plain
from labs.differences.paging import Pages
from labs.differences.phrases import condition, said
from labs.service import Flow, Rule, Task

_LANGUAGES = {"de": "Deutsch", "en": "Englisch"}
_OF_TASK = {
    "title": "die Aufgabe selbst",
    "scenario": "die Ausgangslage",
    "persona": "die Person",
    "starts": "die erste Seite",
    "ends": "die letzte Seite",
    "goal": "das Ziel",
    "time_limit_min": "die Zeit",
}


def compare(before: Flow, after: Flow) -> tuple[Difference, ...]:
    """Return every difference between two flows, in the order in which an author would look for them.

    Flows with the same content have none, whatever their variants are called.
    """
    pages, questions = Pages(before, after), Questions(before, after)
    found = [*_service(before, after), *pages.differences()]
    found += questions.new_or_gone(tuple(before.questions.values()), tuple(after.questions.values()))
    both = [name for name in after.questions if name in before.questions]
    for name in both:
        found += pages.question_moves(name)
    found += pages.question_orders()
    for name in both:
        found += questions.changed(before.questions[name], after.questions[name])
    found += [*_rules(before, after), *_tasks(before, after)]
    return tuple(dict.fromkeys(found))


def _service(before: Flow, after: Flow) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference("title", after.service_id, f"„{before.title}“ heißt jetzt „{after.title}“.")
    if before.language != after.language:
        language = _LANGUAGES.get(after.language, after.language)
        yield Difference("language", after.service_id, f"Die Sprache ist jetzt {language}.")
    by_line = [any(page.line_by_line for page in flow.pages) for flow in (before, after)]
    if by_line[0] != by_line[1]:
        text = "steht jetzt jeder Satz in einer eigenen Zeile" if by_line[1] else "stehen die Sätze jetzt in Absätzen"
        yield Difference("lines", after.service_id, f"In allen Texten {text}.")
    if before.notice != after.notice:
        yield Difference("notice", after.service_id, f"Der Hinweis auf jeder Seite {said(before.notice, after.notice)}")
    if dict(before.keys) != dict(after.keys):
        keys = ", ".join(f"{name} {key}" for name, key in after.keys.items())
        yield Difference("keys", after.service_id, f"Die Schlüssel sind jetzt: {keys or 'keine'}.")
    if plain(before.params) != plain(after.params):
        yield Difference("params", after.service_id, "Die Angaben der Region sind anders.")
    scripts = [flow.app.read_text(encoding="utf-8") if flow.app else None for flow in (before, after)]
    if scripts[0] != scripts[1]:
        yield Difference("app", after.service_id, "Das Skript der eigenen App ist anders.")


def _rules(before: Flow, after: Flow) -> Iterator[Difference]:
    old, new = ({rule.id: rule for rule in flow.rules} for flow in (before, after))
    yield from (Difference("rule-gone", name, f"Regel „{name}“ fehlt jetzt.") for name in old if name not in new)
    for name, rule in new.items():
        if name not in old:
            yield Difference("rule-new", name, f"Regel „{name}“ ist neu: {condition(rule.holds, after)}.")
        else:
            yield from _rule(old[name], rule, after)


def _rule(old: Rule, new: Rule, after: Flow) -> Iterator[Difference]:
    if old.holds.canonical() != new.holds.canonical():
        yield Difference("rule-holds", new.id, f"Regel „{new.id}“ verlangt jetzt: {condition(new.holds, after)}.")
    if old.message != new.message:
        yield Difference("rule-message", new.id, f"Die Meldung der Regel „{new.id}“ {said(old.message, new.message)}")
    if old.at != new.at:
        yield Difference("rule-at", new.id, f"Regel „{new.id}“ zeigt jetzt auf eine andere Frage.")


def _tasks(before: Flow, after: Flow) -> Iterator[Difference]:
    old, new = ({task.id: task for task in flow.tasks} for flow in (before, after))
    yield from (_of_task("gone", task, "fehlt jetzt.") for name, task in old.items() if name not in new)
    for name, task in new.items():
        if name not in old:
            yield _of_task("new", task, "ist neu.")
        else:
            for what in differing(old[name], task, without=("id",)):
                yield _of_task(what, task, f"ist anders: {_OF_TASK.get(what, what)}.")


def _of_task(kind: str, task: Task, rest: str) -> Difference:
    return Difference(f"task-{kind}", task.id, f"Aufgabe „{task.title}“ {rest}")
