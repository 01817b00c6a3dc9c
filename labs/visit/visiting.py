"""One participant's visit: what each thing that the citizen does leads to, and what is recorded of it.

The browser shell draws the current stage and calls one method for each thing the citizen does; synthetic citizens call
the same methods. Every action names the turn it was made in. An action from an old turn (a second tab, a double click,
the back button) changes nothing, so that one visit has one result.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from feedback import instruments
from feedback.events import (
    Answered,
    ConsentGiven,
    EndReason,
    Event,
    Nav,
    Outcome,
    PageShown,
    Session,
    TaskEnded,
    TaskStarted,
)
from feedback.recorder import SessionRecorder
from feedback.version import VERSION
from labs.journey import Journey, Step
from labs.service import Flow, Task
from labs.visit.cast import Cast
from labs.visit.itinerary import FINAL, Stage, StageKind, itinerary, progress
from labs.visit.trail import Trail

TAKING_PART = ("taking_part",)


class Visit:
    """One participant's visit to a study. `stage` is the screen to show, `turn` counts the accepted actions."""

    def __init__(self, cast: Cast, participant: str) -> None:
        self.cast = cast
        self.participant = participant
        self.turn = 0
        self.stage = Stage("consent")
        self.arms: tuple[str, ...] = ()
        self.journey: Journey | None = None
        self.superseded = False
        self.open_items: tuple[str, ...] = ()
        self._ahead: list[Stage] = []
        self._session: SessionRecorder | None = None
        self._trail = Trail()
        self._began_ms = 0
        self._lock = threading.RLock()

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

    # -- what the citizen does -------------------------------------------------------------------------------------

    def consent(self, turn: int, *, agreed: bool) -> None:
        """Take part, or decline. Nothing is stored before this, and nothing at all when the answer is no."""
        with self._acting(turn, "consent", "declined") as acting:
            if acting and agreed:
                self.arms = tuple(self.cast.assign(self.participant))
                self._ahead = itinerary(self.cast.study, len(self.arms))
                self._advance()
            elif acting:
                self.stage = Stage("declined")

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
        self._step(turn, lambda journey: _keeping(journey, raw, journey.back), "back")

    def jump(self, turn: int, page: str) -> None:
        """Follow a change link of the check page."""
        self._step(turn, lambda journey: journey.jump(page), "jump")

    def add_entry(self, turn: int, group: str, raw: Mapping[str, Any]) -> None:
        """Add one entry to a group on the page, keeping what stands in the others."""
        self._step(turn, lambda journey: _keeping(journey, raw, lambda: journey.add_entry(group)), "next")

    def remove_entry(self, turn: int, group: str, index: int, raw: Mapping[str, Any]) -> None:
        """Remove one entry of a group on the page, keeping what stands in the others."""
        self._step(turn, lambda journey: _keeping(journey, raw, lambda: journey.remove_entry(group, index)), "next")

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
                        t_ms=self._t_ms(),
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
            if acting and self._session:
                self._session.comment(text)
                self._close_session("finished")
                self._advance()

    def stop(self, turn: int) -> None:
        """Stop the whole visit at once; an open task counts as given up."""
        with self._acting(turn, "briefing", "prototype", "questionnaire", "comment") as acting:
            if acting:
                if self.stage.kind == "prototype":
                    self._end_task("gave_up")
                self._close_session("stopped")
                self.stage = Stage("stopped", self.stage.arm)

    def resume(self, recorded: Sequence[tuple[Session, Sequence[Event]]]) -> None:
        """Go on where the recorded sessions of this participant left off; an open task starts again.

        For a new process: it knows what was recorded, but not what was typed, since that is never stored.
        """
        with self._lock:
            self.arms = tuple(self.cast.assign(self.participant))
            last = recorded[-1][0]
            if last.end_reason == "stopped":
                self.stage = Stage("stopped", last.position)
                return
            if last.end_reason is None:
                self._session = self._open_recorder(last)
            come = progress(recorded)
            self._ahead = [one for one in itinerary(self.cast.study, len(self.arms)) if one not in come.done]
            resumed = self._ahead[0] in come.begun
            if resumed:
                self._ahead.pop(0)
            self._advance(resumed=resumed)

    # -- how it is done --------------------------------------------------------------------------------------------

    @contextmanager
    def _acting(self, turn: int, *kinds: StageKind) -> Iterator[bool]:
        """Hold the visit for one action; say whether it may act, and count the turn when it may."""
        with self._lock:
            allowed = turn == self.turn and self.stage.kind in kinds
            self.superseded = not allowed
            self.turn += allowed
            yield allowed

    def _advance(self, *, resumed: bool = False) -> None:
        """Go to the next stage; a new arm gets a session of its own."""
        self.stage = self._ahead.pop(0)
        if self.stage.kind not in FINAL and (self._session is None or self._session.session.position != self.stage.arm):
            self._close_session("finished")
            self._session = self._open_recorder(self._new_session())
            given = ConsentGiven(t_ms=0, version=self.cast.consent_version, scopes=TAKING_PART)
            self._record(given)
        if self.stage.kind == "prototype":
            self._begin_prototype(resumed=resumed)

    def _begin_prototype(self, *, resumed: bool) -> None:
        today = datetime.fromtimestamp(self.cast.clock_ms() / 1000, UTC).date()
        answers = self.task.role.answers if self.task.starts else None
        self.journey = Journey(self.flow, today=today, answers=answers, at=self.task.starts or None)
        self._trail = Trail(self.task.id)
        now = self._began_ms = self._t_ms()
        shown = PageShown(t_ms=now, task=self.task.id, page=self.journey.page.id, nav="resume" if resumed else "start")
        self._record(*(() if resumed else (TaskStarted(t_ms=now, task=self.task.id),)), shown)

    def _step(self, turn: int, act: Callable[[Journey], Step], nav: Nav, *, judged: bool = False) -> None:
        """Take one step in the prototype and record what it brought about, as one batch.

        Only a judged step shows mistakes; the others merely carry along those that are on the screen.
        """
        with self._acting(turn, "prototype") as acting:
            if acting and self.journey:
                step = self._undone_if_broken(self.journey, act)
                step = step if judged else replace(step, problems=())
                self._record(*self._trail.follow(step, nav, self._t_ms()))

    def _outcome(self) -> Outcome:
        """Return how the task ends now. Its time limit is the plan's, or else the service's own."""
        limit_min = self.cast.study.task(self.task.id).time_limit_min or self.task.time_limit_min
        if limit_min is not None and self._t_ms() - self._began_ms > limit_min * 60_000:
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
        self._record(TaskEnded(t_ms=self._t_ms(), task=self.task.id, outcome=outcome))
        self.journey = None

    def _new_session(self) -> Session:
        study, flow = self.cast.study, self.flow
        return Session(
            session_id=self.cast.new_id(),
            study=study.id,
            round=study.round,
            prototype=flow.service_id,
            variant=flow.variant,
            arm=self.arm,
            content_hash=flow.content_hash,
            mode=study.mode,
            participant=self.participant,
            position=self.stage.arm,
            consent_version=self.cast.consent_version,
            consent_scopes=TAKING_PART,
            app_version=VERSION,
            synthetic=self.cast.synthetic,
            started_ms=self.cast.clock_ms(),
        )

    def _open_recorder(self, session: Session) -> SessionRecorder:
        return self.cast.recorder.open(session, self.cast.flows[session.arm].snapshot(), demo=self.cast.study.demo)

    def _close_session(self, reason: EndReason) -> None:
        if self._session is not None:
            self._session.end(reason, self.cast.clock_ms())
            self._session = None

    def _record(self, *events: Event) -> None:
        if self._session is not None and events:
            self._session.record(*events)

    def _t_ms(self) -> int:
        """Milliseconds since the session started."""
        return 0 if self._session is None else max(0, self.cast.clock_ms() - self._session.session.started_ms)


def _keeping(journey: Journey, raw: Mapping[str, Any], act: Callable[[], Step]) -> Step:
    """Keep what stands on the page without judging it, then act; what was changed counts as changed by the step."""
    kept = journey.keep(raw)
    step = act()
    return replace(step, changed=tuple(dict.fromkeys((*kept, *step.changed))))
