"""What the recordings suggest as usability problems. A proposal counts nowhere until a person accepts it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from feedback.findings.moves import find_circles, find_turns
from feedback.findings.words import tell_rule
from feedback.metrics import Metric, Selection, rate_metric
from feedback.sessions import SessionFacts, TaskFacts
from feedback.stats import NotEnoughData

Kind = Literal["rule", "leaving", "dead end", "loop", "note"]
FEWEST_PERSONS = 2
"""One person's trouble may be chance; two are worth a look."""
TIMES = 2
"""How often a person breaks a rule before it is more than a slip."""
HUBS = ("check",)
"""Kinds of pages from which people are meant to leave and return."""
LEFT = ("gave_up", "timed_out", "failed")


@dataclass(frozen=True)
class Candidate:
    """A proposal: `id` stays the same when more sessions show it; `sessions` are those that do, of `persons` people
    among `of` who count. `title` and `reason` are German, for the screen; a team may change the title.

    `arm` is set when only one arm has the page.
    """

    id: str
    kind: Kind
    title: str
    reason: str
    task: str | None
    page: str | None
    field: str | None
    arm: str | None
    sessions: tuple[str, ...]
    persons: int
    of: int

    @property
    def affected(self) -> Metric | NotEnoughData:
        """The share of persons it would concern, with its interval."""
        return rate_metric(self.persons, self.of)


@dataclass
class _Trace:
    """The sessions that show something, and the persons behind them."""

    sessions: dict[str, str] = field(default_factory=dict)

    def add(self, facts: SessionFacts) -> None:
        self.sessions[facts.session.session_id] = facts.session.participant

    @property
    def persons(self) -> int:
        return len(set(self.sessions.values()))

    def __or__(self, other: "_Trace") -> "_Trace":
        return _Trace(self.sessions | other.sessions)


@dataclass(frozen=True)
class _Words:
    """The titles of pages and labels of fields in the newest flow, the kinds of pages, and the arms that have them."""

    titles: Mapping[str, str]
    labels: Mapping[str, str]
    hubs: frozenset[str]
    arms: Mapping[str, frozenset[str]]
    of: int

    def page(self, page: str) -> str:
        return self.titles.get(page, page)

    def label(self, target: str) -> str:
        return self.labels.get(target, target)

    def arm(self, page: str) -> str | None:
        """Return the only arm with this page; None where it is on several, or where there is just one arm."""
        everywhere = frozenset[str]().union(*self.arms.values())
        having = self.arms.get(page, frozenset())
        return next(iter(having)) if len(having) == 1 and len(everywhere) > 1 else None


def propose(selections: Mapping[str, Selection]) -> tuple[Candidate, ...]:
    """Return all proposals from the sessions that count, those of most persons first."""
    sessions = [facts for selection in selections.values() for facts in selection.usable]
    words = read_words(sessions)
    found = [*propose_rules(sessions, words), *propose_exits(sessions, words), *propose_loops(sessions, words)]
    return tuple(sorted(found, key=lambda one: (-one.persons, one.id)))


def read_words(sessions: Iterable[SessionFacts]) -> _Words:
    """Return what the flows call things."""
    ordered = sorted(sessions, key=lambda facts: facts.session.started_ms)
    titles: dict[str, str] = {}
    labels: dict[str, str] = {}
    hubs: set[str] = set()
    arms: dict[str, set[str]] = {}
    for facts in ordered:
        for page in facts.flow.pages if facts.flow else ():
            titles[page.id] = page.title
            arms.setdefault(page.id, set()).add(facts.session.arm)
            if page.kind in HUBS:
                hubs.add(page.id)
        labels |= {one.id: one.label for one in facts.flow.fields} if facts.flow else {}
    of = len({facts.session.participant for facts in ordered})
    return _Words(titles, labels, frozenset(hubs), {page: frozenset(having) for page, having in arms.items()}, of)


def each_task(sessions: Iterable[SessionFacts]) -> Iterator[tuple[SessionFacts, TaskFacts]]:
    """Yield every task that was not lost to technology."""
    for facts in sessions:
        for task in facts.tasks:
            if task.outcome not in (None, "technical_failure"):
                yield facts, task


def tell_persons(n: int, verb: str, verb_many: str) -> str:
    """Return the beginning of a sentence about some persons.

    >>> tell_persons(1, "hörte", "hörten"), tell_persons(3, "hörte", "hörten")
    ('1 Person hörte', '3 Personen hörten')
    """
    return f"1 Person {verb}" if n == 1 else f"{n} Personen {verb_many}"


def propose_rules(sessions: Iterable[SessionFacts], words: _Words) -> Iterator[Candidate]:
    """Yield the rules that two or more people broke twice or more often."""
    traces: dict[tuple[str, str, str, str], _Trace] = {}
    for facts, task in each_task(sessions):
        for (page, target, rule), times in task.problems.items():
            if times >= TIMES:
                traces.setdefault((task.task, page, target, rule), _Trace()).add(facts)
    for (task_id, page, target, rule), trace in traces.items():
        if trace.persons >= FEWEST_PERSONS:
            title = f"„{words.label(target)}“: {tell_rule(rule)}"
            reason = "Mehrere Personen machten diesen Fehler mindestens zweimal."
            identity = ("rule", task_id, page, target, rule)
            yield make_candidate(identity, "rule", title, reason, (task_id, page, target), trace, words)


def propose_exits(sessions: Iterable[SessionFacts], words: _Words) -> Iterator[Candidate]:
    """Yield the pages where people leave, and the dead ends: pages from which they went back or gave up.

    A page is one or the other. It is a dead end as soon as two people went back, or one did and another gave up.
    """
    left: dict[tuple[str, str], _Trace] = {}
    back: dict[tuple[str, str], _Trace] = {}
    for facts, task in each_task(sessions):
        if task.last_page and task.outcome in LEFT:
            left.setdefault((task.task, task.last_page), _Trace()).add(facts)
        for page in find_turns(task.pages, words.hubs):
            back.setdefault((task.task, page), _Trace()).add(facts)
    for key in dict.fromkeys([*left, *back]):
        gone, turned = left.get(key, _Trace()), back.get(key, _Trace())
        together, name = gone | turned, words.page(key[1])
        identity, place = ("way", *key), (key[0], key[1], None)
        if gone.persons >= FEWEST_PERSONS and turned.persons < FEWEST_PERSONS:
            reason = "Auf dieser Seite hörten mehrere Personen auf."
            yield make_candidate(identity, "leaving", f"Menschen hören auf: „{name}“", reason, place, gone, words)
        elif together.persons >= FEWEST_PERSONS:
            reason = f"{tell_persons(turned.persons, 'ging', 'gingen')} von hier zurück." if turned.persons else ""
            if gone.persons:
                reason += f" {tell_persons(gone.persons, 'hörte', 'hörten')} hier auf."
            yield make_candidate(identity, "dead end", f"Sackgasse: „{name}“", reason, place, together, words)


def propose_loops(sessions: Iterable[SessionFacts], words: _Words) -> Iterator[Candidate]:
    """Yield the circles that two or more people went at least twice."""
    traces: dict[tuple[str, frozenset[str]], _Trace] = {}
    for facts, task in each_task(sessions):
        for circle in find_circles(task.pages, words.hubs):
            traces.setdefault((task.task, circle), _Trace()).add(facts)
    order = list(words.titles)
    for (task_id, circle), trace in traces.items():
        if trace.persons < FEWEST_PERSONS:
            continue
        pages = sorted(circle, key=lambda page: (order.index(page) if page in order else len(order), page))
        named = " und ".join(f"„{words.page(page)}“" for page in pages[:2])
        more = f" und {len(pages) - 2} weitere" if len(pages) > 2 else ""
        reason = "Mehrere Personen besuchten dieselben Seiten immer wieder im Kreis."
        identity = ("loop", task_id, "+".join(pages))
        title = f"Im Kreis: {named}{more}"
        yield make_candidate(identity, "loop", title, reason, (task_id, pages[0], None), trace, words)


def make_candidate(
    identity: tuple[str, ...],
    kind: Kind,
    title: str,
    reason: str,
    place: tuple[str, str, str | None],
    trace: _Trace,
    words: _Words,
) -> Candidate:
    """Return the proposal with whom it rests on."""
    task, page, target = place
    return Candidate(
        id=":".join(identity),
        kind=kind,
        title=title,
        reason=reason,
        task=task,
        page=page,
        field=target,
        arm=words.arm(page),
        sessions=tuple(sorted(trace.sessions)),
        persons=trace.persons,
        of=words.of,
    )
