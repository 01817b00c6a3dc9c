"""A journey: one citizen's way through a flow, as a pure state machine without clock, input or output."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from labs.conditions import Answers
from labs.journey.drafts import Draft, packed, unpacked
from labs.journey.memory import Memory
from labs.journey.reference import reference_number
from labs.journey.stand_ins import StandIns
from labs.journey.steps import Problem, Step, SummaryRow
from labs.journey.summary import summary
from labs.pages import ResolvedPage
from labs.questions import Question
from labs.service import Flow, Task, Trace


class Journey:
    """One citizen's way through a flow.

    `today` is the day on which it takes place; `answers` are given beforehand, raw or typed, by field; `at`
    is the page to begin on, if the answers lead there. `mocks` says what happens at the stand-ins for other people's
    systems, try by try, and `role` what they know of the citizen. All methods take whatever a browser may send and
    never raise for it.
    """

    def __init__(
        self,
        flow: Flow,
        *,
        today: date,
        answers: Mapping[str, Any] | None = None,
        at: str | None = None,
        mocks: Mapping[str, Sequence[str]] | None = None,
        role: Mapping[str, Any] | None = None,
    ) -> None:
        self.flow, self.today = flow, today
        self._memory = Memory(flow, today, answers or {})
        self._stand_ins = StandIns.of(flow, mocks or {}, role or {})
        self._problems: dict[str, tuple[Problem, ...]] = {}  # of the last attempt, by page
        self._changing = ""  # the page that was opened by a change link, until check-your-answers is back
        trace, path = self.trace, self.path()
        self._at = at if at in path else path[0]
        self._done = {page for page in path if trace.visible[page] and not trace.unanswered[page]}
        self._done |= set(path[: path.index(self._at)])

    @classmethod
    def for_task(cls, flow: Flow, task: Task, *, today: date) -> "Journey":
        """Return the journey of whoever is given a task, on the page on which it begins."""
        role = task.role.answers
        at, answers = (task.starts, role) if task.starts else (None, None)
        return cls(flow, today=today, answers=answers, at=at, mocks=task.script, role=role)

    @classmethod
    def resume(cls, flow: Flow, draft: Draft, *, today: date) -> "Journey":
        """Return the journey that `draft()` described; what no longer fits the flow is left out."""
        raw, numbers, at, done, changing = unpacked(draft)
        journey = cls(flow, today=today, answers=raw)
        for group, number in numbers.items():
            if group in flow.questions:
                journey._memory.set_number(group, number)
        path = journey.path()
        journey._done = {page for page in done if flow.has_page(page)}
        fits = at in path and journey._open_before(at) is None
        journey._at = at if fits else next((one for one in path if not journey._settled(one)), path[-1])
        journey._changing = changing if changing in path else ""
        journey._stand_ins = StandIns.resume(draft.get("mocks"))
        return journey

    def draft(self) -> Draft:
        """Return the whole state as JSON-safe data, to be kept (sealed) by the shell."""
        known = packed(self._memory.raw, self._memory.numbers, self._at, sorted(self._done), self._changing)
        return known | ({"mocks": self._stand_ins.draft()} if self.flow.mocks else {})

    # -- where we are

    @property
    def trace(self) -> Trace:
        """The path that the answers lead along."""
        return self._memory.trace

    @property
    def page(self) -> ResolvedPage:
        """The page to show."""
        return self.flow.page(self._at)

    @property
    def text(self) -> str:
        """The text below the heading of the page, in markdown."""
        return self.page.says(self.answers)

    def path(self) -> tuple[str, ...]:
        """Return the ids of the pages that the answers so far lead along."""
        return self.trace.path

    @property
    def progress(self) -> tuple[int, int]:
        """The position on the path and its length, start and confirmation not counted."""
        kinds = {page: self.flow.page(page).kind for page in self.path()}
        counted = [page for page, kind in kinds.items() if kind not in ("start", "confirmation")]
        if self._at in counted:
            return counted.index(self._at) + 1, len(counted)
        return len(counted) if self.at_end else 0, len(counted)

    @property
    def at_end(self) -> bool:
        """Whether the application is sent; from here nothing can be changed."""
        return self.page.kind == "confirmation"

    @property
    def answers(self) -> Answers:
        """The typed answers that count: those of pages on the path."""
        return self.trace.answers

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes of the last attempt on this page."""
        return self._problems.get(self._at, ())

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page to go back to."""
        return not self.at_end and self._at != self.path()[0]

    def questions(self, raw: Mapping[str, Any] | None = None) -> tuple[Question, ...]:
        """Return the questions to show on this page. With what is typed so far, as if that were submitted."""
        asked = self._memory.preview(raw).visible.get(self._at, ())
        return self._stand_ins.marked(asked, self._memory.raw, self.flow.language) if self.flow.mocks else asked

    def entry_questions(self, group: str, index: int, raw: Mapping[str, Any] | None = None) -> tuple[Question, ...]:
        """Return the questions of one entry of a group, with ids such as `mitglieder.0.name`."""
        entries = self._memory.preview(raw).entries.get(group, ())
        return entries[index] if 0 <= index < len(entries) else ()

    def entries(self, group: str, raw: Mapping[str, Any] | None = None) -> int:
        """Return how many entries of a group are to be shown."""
        return len(self._memory.preview(raw).entries.get(group, ()))

    def asked(self, raw: Mapping[str, Any] | None = None) -> tuple[Question, ...]:
        """Return all single questions of this page, those of groups' entries included, groups themselves
        not.
        """
        asked = self._memory.asked(self._at, self._memory.preview(raw))
        return tuple(question for question in asked if question.kind != "group")

    def raw(self, question_id: str) -> Any:
        """Return what was typed or chosen, even if it was wrong; None where nothing was."""
        return self._memory.raw.get(question_id)

    def summary(self) -> tuple[SummaryRow, ...]:
        """Return the lines of check-your-answers."""
        return summary(self.flow, self.trace)

    def reference_number(self, seed: int | str) -> str:
        """Return an invented reference number, always the same for the same seed."""
        return reference_number(self.flow.service_id, seed)

    # -- what the citizen does

    def submit(self, raw: Mapping[str, Any] | None = None) -> Step:
        """Take the answers of this page: move on, or stay with the problems. What was typed is kept."""
        if self.at_end:
            return self._stay()
        here, before = self._at, self.problems
        problems, changed, revealed = self._memory.take(here, raw if isinstance(raw, Mapping) else {})
        if not problems and not revealed and (changed or here not in self._done):
            problems = self._stand_ins.play(self.page, self._memory, self.flow.language)
        self._problems[here] = problems
        left = {(one.field, one.rule) for one in problems}
        solved = tuple(dict.fromkeys((p.field, p.rule) for p in before if (p.field, p.rule) not in left))
        if problems or revealed:
            self._done.discard(here)
            return Step(False, here, here, problems, changed, solved, revealed)
        self._done.add(here)
        self._at = self._next(here)
        return Step(self._at != here, here, self._at, (), changed, solved)

    def keep(self, raw: Mapping[str, Any] | None) -> tuple[str, ...]:
        """Keep what stands on this page without judging it; return the changed fields.

        A page that was changed counts again only when it is submitted.
        """
        if self.at_end or not isinstance(raw, Mapping):
            return ()
        changed = self._memory.keep(self._at, raw)
        if changed:
            self._done.discard(self._at)
        return changed

    def back(self) -> Step:
        """Go to the page before this one; from a page that was opened to change it, to check-your-answers."""
        if not self.can_go_back:
            return self._stay()
        path, here = self.path(), self._at
        check = self._check(path)
        if self._changing == here and check and self._open_before(check) is None:
            self._changing, self._at = "", check
        else:
            self._at = path[path.index(here) - 1]
        return Step(True, here, self._at)

    def jump(self, page_id: str) -> Step:
        """Go to a page of the path; refused where something before it is to be answered, and at the end."""
        path, here = self.path(), self._at
        known = not self.at_end and self.flow.has_page(page_id) and page_id in path and page_id != here
        if not known or self._open_before(page_id) or self.flow.page(page_id).kind == "confirmation":
            return self._stay()
        if page_id == self._check(path):
            self._changing = ""
        elif self.page.kind == "check" or self._changing:
            self._changing = page_id
        self._at = page_id
        return Step(True, here, page_id)

    def add_entry(self, group_id: str) -> Step:
        """Add an entry to a group that has no given number of entries; refused at its most."""
        group = self._open_group(group_id)
        if group is None or self.entries(group.id) >= group.entries[1]:
            return self._stay()
        self._memory.set_number(group.id, self.entries(group.id) + 1)
        self._done.discard(self._at)
        return Step(False, self._at, self._at, self.problems, (group.id,))

    def remove_entry(self, group_id: str, index: int) -> Step:
        """Remove an entry, by number from 0; the later ones move up. Refused at the group's fewest."""
        group = self._open_group(group_id)
        number = self.entries(group.id) if group else 0
        possible = isinstance(index, int) and 0 <= index < number
        if group is None or not possible or number <= group.entries[0]:
            return self._stay()
        self._memory.remove_entry(group, index, number)
        self._problems.pop(self._at, None)
        return Step(False, self._at, self._at, (), (group.id,))

    def reach(self, page_id: str) -> Step:
        """Be where an existing app says that the citizen is; refused for anything but one of its steps."""
        here = self._at
        if page_id == here or not self.flow.has_page(page_id) or self.flow.page(page_id).kind != "app":
            return self._stay()
        path = self.path()
        self._done |= set(path[: path.index(page_id)])
        self._at = page_id
        return Step(True, here, page_id)

    # -- how it is done

    def _stay(self) -> Step:
        return Step(False, self._at, self._at, self.problems)

    def _open_group(self, group_id: str) -> Question | None:
        found = [one for one in self.questions() if one.id == group_id]
        return found[0] if found and found[0].kind == "group" and found[0].count is None else None

    def _check(self, path: tuple[str, ...]) -> str:
        return next((page for page in path if self.flow.page(page).kind == "check"), "")

    def _settled(self, page: str) -> bool:
        return page in self._done and not self.trace.unanswered[page]

    def _open_before(self, page: str) -> str | None:
        """Return the first page before this one that is still to be answered."""
        path = self.path()
        return next((one for one in path[: path.index(page)] if not self._settled(one)), None)

    def _next(self, here: str) -> str:
        path = self.path()
        check = self._check(path)
        if self._changing and check and here != check:
            target = self._open_before(check)
            if target is None:
                self._changing = ""
            return target or check
        following = path[path.index(here) + 1] if here != path[-1] else here
        if self.flow.page(following).kind in ("check", "confirmation"):
            return self._open_before(following) or following
        return following
