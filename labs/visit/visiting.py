"""One participant's visit: what each thing that the citizen does leads to, and what is recorded of it.

The browser shell draws the current stage and calls one method for each thing the citizen does; synthetic citizens call
the same methods. Every action names the turn it was made in. An action from an old turn (a second tab, a double click,
the back button) changes nothing, so that one visit has one result.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from feedback import instruments
from feedback.events import (
    Answered,
    ConsentGiven,
    Event,
    Nav,
    Outcome,
    PageShown,
    Session,
    TaskEnded,
    TaskStarted,
)
from labs.journey import Journey, Step
from labs.service import Flow, Task
from labs.visit.cast import Cast
from labs.visit.entrance import TAKING_PART
from labs.visit.itinerary import FINAL, Stage, itinerary, progress
from labs.visit.keeping import Keeping
from labs.visit.seeking import Seeker, begin_seeking, has_arrived
from labs.visit.trail import Trail


class Visit(Seeker):
    """One participant's visit to a study. `stage` is the screen to show, `turn` counts the accepted actions.

    `link_secret` lies in the participant's link or cookie and seals what is filled in.
    """

    def __init__(self, cast: Cast, participant: str, link_secret: str | None = None, *, limited: bool = False) -> None:
        super().__init__(cast, participant, limited=limited)
        self.journey: Journey | None = None
        self.open_items: tuple[str, ...] = ()
        self._ahead: list[Stage] = []
        self._keeping = Keeping(cast, participant, link_secret)
        self._trail = Trail()
        self._began_ms = 0

    # -- where we are ----------------------------------------------------------------------------------------------

    @property
    def arm(self) -> str:
        """The arm that is being tried; before the assignment, the study's first."""
        return self.arms[self.stage.arm] if self.arms else self.cast.study.arms[0].id

    @property
    def flow(self) -> Flow:
        """The flow of the arm that is being tried."""
        return self.cast.flows[self.arm]

    @property
    def task(self) -> Task:
        """The task at hand; KeyError where a stage has none."""
        return self.cast.tasks[self.arm][self.stage.task or ""]

    @property
    def session(self) -> Session | None:
        """The session that is recorded now, None before consent and after the end."""
        return self._keeping.session

    @property
    def t_ms(self) -> int:
        """Milliseconds since the session started."""
        return self._keeping.t_ms

    @property
    def overtaken(self) -> bool:
        """Whether another process went on with this visit, or it was erased: ask the store where it stands."""
        return self._keeping.overtaken

    def is_current(self, stored: Sequence[Session], last_seq: int) -> bool:
        """Return whether the store knows nothing of this participant that the visit does not know."""
        return self._keeping.is_current(stored, last_seq)

    # -- what the citizen does -------------------------------------------------------------------------------------

    def begin_task(self, turn: int) -> None:
        """Leave the briefing for the prototype."""
        with self._acting(turn, "briefing") as acting:
            if acting:
                self._advance()

    def submit(self, turn: int, raw: Mapping[str, Any]) -> None:
        """Press "Weiter" on a page of the prototype with these raw answers."""
        self._step(turn, lambda journey: journey.submit(raw), "next", judged=True)

    def back(self, turn: int, raw: Mapping[str, Any]) -> None:
        """Go one page back in the prototype; what stands on the page is kept."""
        self._step(turn, lambda journey: _kept(journey, raw, journey.back), "back")

    def jump(self, turn: int, page: str) -> None:
        """Follow a change link of the check page."""
        self._step(turn, lambda journey: journey.jump(page), "jump")

    def reach(self, page: str) -> None:
        """Be where an existing app says that the citizen is. The turn stays: no button of ours was pressed."""
        with self._lock:
            if self.stage.kind == "prototype" and self.journey is not None:
                step, steps = self.journey.reach(page), self.journey.path()
                nav: Nav = "next" if steps.index(step.to_page) >= steps.index(step.from_page) else "back"
                self._record(*self._trail.follow(step, nav, self.t_ms))

    def add_entry(self, turn: int, group: str, raw: Mapping[str, Any]) -> None:
        """Add one entry to a group on the page, keeping what stands in the others."""
        self._step(turn, lambda journey: _kept(journey, raw, lambda: journey.add_entry(group)), "next")

    def remove_entry(self, turn: int, group: str, index: int, raw: Mapping[str, Any]) -> None:
        """Remove one entry of a group on the page, keeping what stands in the others."""
        self._step(turn, lambda journey: _kept(journey, raw, lambda: journey.remove_entry(group, index)), "next")

    def finish_task(self, turn: int) -> None:
        """Say "Ich bin fertig": a success when the goal was reached in time. Nobody is interrupted by the limit."""
        with self._acting(turn, "prototype") as acting:
            if acting:
                self._end_task(self._outcome())
                self._advance()

    def give_up(self, turn: int) -> None:
        """Say "Ich gebe auf"."""
        with self._acting(turn, "prototype") as acting:
            if acting:
                self._end_task("gave_up")
                self._advance()

    def answer(self, turn: int, values: Mapping[str, int | None]) -> None:
        """Answer the questionnaire at hand. Items left out are pointed to once, then they count as "no answer"."""
        with self._acting(turn, "questionnaire") as acting:
            if not acting:
                return
            instrument = instruments.get(self.stage.instrument or "")
            left_out = tuple(item.id for item in instrument.items if values.get(item.id) is None)
            if left_out and not self.open_items:
                self.open_items = left_out
                return
            self.open_items = ()
            wording = instrument.wording(self.flow.language)
            self._record(
                *(
                    Answered(
                        t_ms=self.t_ms,
                        task=self.stage.task,
                        instrument=instrument.id,
                        item=item.id,
                        value=values.get(item.id),
                        wording=wording,
                    )
                    for item in instrument.items
                )
            )
            self._advance()

    def comment(self, turn: int, text: str) -> None:
        """Give the open comment (empty for none) and end the visit."""
        with self._acting(turn, "comment") as acting:
            if acting:
                self._keeping.comment(text)
                self._keeping.close("finished")
                self._advance()

    def stop(self, turn: int) -> None:
        """Stop the whole visit at once; an open task counts as given up."""
        with self._acting(turn, "briefing", "prototype", "questionnaire", "comment") as acting:
            if acting:
                if self.stage.kind == "prototype":
                    self._end_task("gave_up")
                self._keeping.close("stopped")
                self.stage = Stage("stopped", self.stage.arm)

    def resume(self, recorded: Sequence[tuple[Session, Sequence[Event]]], sealed: str | None = None) -> None:
        """Go on where the recorded sessions of this participant left off.

        For a new process: it knows what was recorded. What was typed is only in the sealed draft; without one
        that the link opens, an open task starts again.
        """
        with self._lock:
            last, events = recorded[-1]
            self._take_up(last)
            if last.end_reason == "stopped" or TAKING_PART not in last.consent_scopes:
                self.stage = Stage("stopped", last.position)
                return
            self._keeping.go_on([session for session, _ in recorded])
            draft = self._keeping.open_draft(sealed)
            self.turn = int(draft.get("turn", 0))
            come = progress(recorded)
            self._ahead = [one for one in itinerary(self.cast.study, len(self.arms)) if one not in come.done]
            resumed = self._ahead[0] in come.begun
            if resumed:
                self._ahead.pop(0)
            self._advance(resumed=resumed)
            if resumed:
                self._take_up_task(draft, events)

    # -- how it is done --------------------------------------------------------------------------------------------

    def _go_in(self) -> None:
        self._ahead = itinerary(self.cast.study, len(self.arms))
        self._advance()

    def _advance(self, *, resumed: bool = False) -> None:
        """Go to the next stage; a new arm gets a session of its own."""
        self.stage = self._ahead.pop(0)
        session = self._keeping.session
        if self.stage.kind not in FINAL and (session is None or session.position != self.stage.arm):
            self._keeping.start(self.arm, self.stage.arm, self._scopes, self._version, self._segment)
            self._record(ConsentGiven(t_ms=0, version=self._version, scopes=self._scopes))
        if self.stage.kind == "prototype":
            self._begin_prototype(resumed=resumed)

    def _begin_prototype(self, *, resumed: bool) -> None:
        self._trail = Trail(self.task.id)
        now = self._began_ms = self.t_ms
        started = TaskStarted(t_ms=now, task=self.task.id)
        self.seeking = begin_seeking(self.cast.study, self.flow, self.task)
        if self.seeking is None:
            self._open_prototype(started, told=not resumed)
        elif not resumed:
            self._record(started)

    def _open_prototype(self, *before: Event, told: bool = True) -> None:
        """Open the prototype on its first page, after these events; `told` says that they are recorded."""
        self.journey = Journey.for_task(self.flow, self.task, today=self._keeping.today)
        if told:
            now, page = before[-1].t_ms if before else self.t_ms, self.journey.page.id
            self._record(*before, PageShown(t_ms=now, task=self.task.id, page=page, nav="start"))

    def _take_up_task(self, draft: Mapping[str, Any], events: Sequence[Event]) -> None:
        """Go on with an open task: at the page and with the answers of the draft, where it is of this task."""
        if self.seeking and has_arrived(self.task.id, events):
            self.seeking = None
            self._open_prototype(told=False)
        if draft.get("task") == self.task.id:
            self.journey = Journey.resume(self.flow, draft["journey"], today=self._keeping.today)
            self._trail = Trail.of(self.task.id, events)
        self._began_ms = next(
            (one.t_ms for one in events if isinstance(one, TaskStarted) and one.task == self.task.id), self._began_ms
        )
        if self.journey is not None:
            here = self.journey.page.id
            self._record(PageShown(t_ms=self.t_ms, task=self.task.id, page=here, nav="resume"))

    def _step(self, turn: int, act: Callable[[Journey], Step], nav: Nav, *, judged: bool = False) -> None:
        """Take one step in the prototype and record what it brought about, as one batch.

        Only a judged step shows mistakes; the others merely carry along those that are on the screen.
        """
        with self._acting(turn, "prototype") as acting:
            if acting and self.journey:
                step = self._undone_if_broken(self.journey, act)
                step = step if judged else replace(step, problems=())
                self._record(*self._trail.follow(step, nav, self.t_ms))

    def _outcome(self) -> Outcome:
        """Return how the task ends now. Its time limit is the plan's, or else the service's own."""
        limit_min = self.cast.study.task(self.task.id).time_limit_min or self.task.time_limit_min
        if limit_min is not None and self.t_ms - self._began_ms > limit_min * 60_000:
            return "timed_out"
        return "success" if self._reached_goal() else "failed"

    def _undone_if_broken(self, journey: Journey, act: Callable[[Journey], Step]) -> Step:
        """Act; when the author's code fails on the answers, the journey stands where it stood before."""
        before = journey.draft()
        try:
            return act(journey)
        except Exception:
            self.journey = Journey.resume(self.flow, before, today=journey.today)
            raise

    def _reached_goal(self) -> bool:
        """Tell whether the end page was reached with the answers that the task asks for."""
        if self.journey is None or not self._trail.reached(self.task.ends):
            return False
        return self.flow.reaches_goal(self.task, self.journey.answers)

    def _end_task(self, outcome: Outcome) -> None:
        ended = TaskEnded(t_ms=self.t_ms, task=self.task.id, outcome=outcome)
        self.journey = self.seeking = None
        self._record(ended)

    def _record(self, *events: Event) -> None:
        draft: dict[str, Any] = {"turn": self.turn}
        if self.journey is not None:
            draft |= {"task": self.task.id, "journey": self.journey.draft()}
        self._keeping.record(draft, *events)


def _kept(journey: Journey, raw: Mapping[str, Any], act: Callable[[], Step]) -> Step:
    """Keep what stands on the page without judging it, then act; what was changed counts as changed by the step."""
    kept = journey.keep(raw)
    step = act()
    return replace(step, changed=tuple(dict.fromkeys((*kept, *step.changed))))
