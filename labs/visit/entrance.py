"""How somebody comes into a study: consent, age, a guardian where one is needed, groups, and a place.

All of it is kept in memory only. Nothing is stored of anybody who does not come in.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from feedback.events import Session
from feedback.study import segment_code, segments_of
from labs.visit.cast import Cast
from labs.visit.itinerary import Stage, StageKind

TAKING_PART, GUARDIAN = "taking_part", "guardian"
Missing = Literal["age", "guardian"]


class Entrance:
    """One participant on the way into a study. `stage` is the screen to show, `turn` counts the accepted actions.

    `limited` says that the invitation is open, so that the study's quotas count. `missing` names the answer on the
    page without which there is no way in.
    """

    def __init__(self, cast: Cast, participant: str, *, limited: bool = False) -> None:
        self.cast = cast
        self.participant = participant
        self.turn = 0
        self.stage = Stage("consent")
        self.arms: tuple[str, ...] = ()
        self.superseded = False
        self.missing: Missing | None = None
        self._limited = limited
        self._scopes: tuple[str, ...] = (TAKING_PART,)
        self._version = cast.consent_version
        self._segment: str | None = None
        self._lock = threading.RLock()

    @property
    def scopes(self) -> tuple[str, ...]:
        """What this participant has agreed to."""
        return self._scopes

    def consent(
        self,
        turn: int,
        *,
        agreed: bool,
        scopes: Sequence[str] = (),
        of_age: bool | None = True,
        version: str | None = None,
    ) -> None:
        """Take part, or decline. Nothing is stored before this, and nothing at all when the answer is no.

        `scopes` are those of the consent beyond taking part; what the study does not offer is left out. `version`
        names the text that was read. `of_age` is None as long as nobody said so.
        """
        with self._acting(turn, "consent") as acting:
            if acting and agreed and of_age is None:
                self.missing = "age"
            elif acting and agreed:
                self._scopes = (TAKING_PART, *(one for one in scopes if one in self.cast.study.consent_scopes))
                self._version = version or self.cast.consent_version
                if of_age:
                    self._ask_groups()
                else:
                    self.stage = Stage("guardian" if self.cast.study.guardian else "too_young")
            elif acting:
                self.stage = Stage("declined")

    def reconsider(self, turn: int) -> None:
        """Go back to the consent page."""
        with self._acting(turn, "declined", "too_young") as acting:
            if acting:
                self.stage = Stage("consent")

    def allow(self, turn: int, *, agreed: bool | None) -> None:
        """Answer as the guardian of somebody too young to decide alone; None says that the mark is missing."""
        with self._acting(turn, "guardian") as acting:
            if acting and agreed is None:
                self.missing = "guardian"
            elif acting and agreed:
                self._scopes = (*self._scopes, GUARDIAN)
                self._ask_groups()
            elif acting:
                self.stage = Stage("declined")

    def tell_groups(self, turn: int, answers: Mapping[str, str]) -> None:
        """Tell which groups one belongs to, by the ids of the plan's segments; what is left out is not told."""
        with self._acting(turn, "groups") as acting:
            if acting:
                known = {one.id: one.options for one in segments_of(self.cast.study)}
                told = {group: answer for group, answer in answers.items() if answer in known.get(group, ())}
                self._segment = segment_code(told)
                self._enrol()

    def _ask_groups(self) -> None:
        if segments_of(self.cast.study):
            self.stage = Stage("groups")
        else:
            self._enrol()

    def _enrol(self) -> None:
        """Take a place and go in; without one the study is full."""
        self.arms = tuple(self.cast.assign(self.participant, self._segment, limited=self._limited))
        if self.arms:
            self._go_in()
        else:
            self.stage = Stage("full")

    def _go_in(self) -> None:
        """Go to the first stage of the study itself."""
        raise NotImplementedError

    def _take_up(self, last: Session) -> None:
        """Be somebody who came in before, with the last of her sessions."""
        self._scopes, self._version, self._segment = last.consent_scopes, last.consent_version, last.segment
        self.arms = tuple(self.cast.assign(self.participant, last.segment))

    @contextmanager
    def _acting(self, turn: int, *kinds: StageKind) -> Iterator[bool]:
        """Hold the visit for one action; say whether it may act, and count the turn when it may."""
        with self._lock:
            allowed = turn == self.turn and self.stage.kind in kinds
            self.superseded = not allowed
            self.turn += allowed
            self.missing = None
            yield allowed
