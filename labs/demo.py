"""Synthetic citizens for a demo: they take the real way through visit, journey and recorder, with invented manners.

They are marked synthetic in every row, and may only join a study whose plan says `demo = true`.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from feedback import instruments
from feedback.enrolment import Enrolment, plan_in_force
from feedback.errors import OperatorError
from feedback.findings import demo_findings
from feedback.lab import Lab
from feedback.recorder import Recorder
from feedback.store import Store
from feedback.tokens import participant_code
from labs.casting import cast_study, services_of
from labs.discovery import Workspace
from labs.visit import FINAL, Visit
from labs.walk import Bot

CONSENT_VERSION = "synthetic"
_MOST_STEPS = 400
_DAY_MS = 86_400_000
_SPREAD_DAYS = 14


@dataclass(frozen=True)
class Manner:
    """How synthetic citizens get on with an arm.

    `accuracy` is the chance to fill in a page rightly, `patience` the chance not to give up on a page, `pace_s` the
    median seconds for a page, `liking` the mean answer to questionnaires between 0 (bad) and 1 (good).
    """

    accuracy: float
    patience: float
    pace_s: float
    liking: float


MANNERS = (Manner(0.94, 0.998, 16, 0.84), Manner(0.82, 0.97, 34, 0.66), Manner(0.75, 0.95, 40, 0.55))
"""By the number of the arm in its plan; invented, so that a demo has something to show."""


class Clock:
    """An invented time in milliseconds since 1970 that passes only when a citizen takes it."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        """Return the time."""
        return self.now_ms

    def take(self, median_s: float, rng: random.Random) -> None:
        """Let a log-normal time pass, as people take it."""
        self.now_ms += max(1, round(1000 * median_s * math.exp(rng.gauss(0, 0.5))))


def fill(
    lab: Lab,
    workspace: Workspace,
    store: Store,
    study_id: str,
    *,
    sessions: int,
    seed: int,
    now_ms: int,
    tell: Callable[[float], None] = lambda share: None,
) -> int:
    """Let synthetic citizens take part until the study has `sessions` participants; return how many were added.

    `now_ms` (epoch milliseconds) is the time by which all of them have finished; `tell` gets the share done.
    Raises OperatorError for a study that is no demo.
    """
    study = plan_in_force(store, lab.study(study_id))
    if not study.demo:
        raise OperatorError(f"The study {study_id} is no demo, so synthetic citizens cannot take part in it.")
    secret = lab.secret()
    clock = Clock(now_ms)
    enrolment = Enrolment(store, study, secret, clock, synthetic=True)
    services = services_of(study, workspace)
    recorder = Recorder(store)
    cast = cast_study(study, services, recorder, enrolment, clock_ms=clock, consent_version=CONSENT_VERSION)
    there = {one.participant for one in store.sessions(study_id) if one.synthetic}
    added = 0
    for number in range(len(there), sessions):
        rng = random.Random(f"{seed}:{number}")  # noqa: S311 - invented behaviour, not a secret
        clock.now_ms = now_ms - _DAY_MS * _SPREAD_DAYS * (sessions - number) // (sessions + 1)
        visit = Visit(cast, participant_code(secret, study_id, f"synthetic:{seed}:{number}"))
        take_part(visit, clock, rng)
        added += 1
        tell((number + 1) / sessions)
    demo_findings(store, study, now_ms=now_ms)
    return added


def take_part(visit: Visit, clock: Clock, rng: random.Random) -> None:
    """Let one synthetic citizen take part from consent to receipt."""
    manner = MANNERS[0]
    for _ in range(_MOST_STEPS):
        if visit.stage.kind in FINAL:
            return
        match visit.stage.kind:
            case "consent":
                clock.take(40, rng)
                visit.consent(visit.turn, agreed=True)
                visit.tell_groups(visit.turn, {})
                order = [arm.id for arm in visit.cast.study.arms]
                manner = MANNERS[order.index(visit.arm) % len(MANNERS)]
            case "briefing":
                clock.take(30, rng)
                visit.begin_task(visit.turn)
            case "prototype":
                _use_page(visit, clock, rng, manner)
            case "questionnaire":
                _answer(visit, clock, rng, manner)
            case "comment":
                clock.take(20, rng)
                visit.comment(visit.turn, "")


def _use_page(visit: Visit, clock: Clock, rng: random.Random, manner: Manner) -> None:
    journey = visit.journey
    if journey is None:
        return
    clock.take(manner.pace_s, rng)
    if journey.at_end:
        visit.finish_task(visit.turn)
        return
    if rng.random() > manner.patience:
        visit.give_up(visit.turn)
        return
    if journey.can_go_back and rng.random() > 0.98:
        visit.back(visit.turn, {})
        return
    bot = Bot(visit.flow, rng, visit.task.end_answers)
    if journey.page.kind == "check" and not visit.flow.reaches_goal(visit.task, journey.answers):
        goal = set(visit.task.goal)
        visit.jump(visit.turn, next(page.id for page in visit.flow.pages if goal & set(page.question_ids)))
        return
    for group, number in bot.wanted_entries(journey).items():
        while journey.entries(group) < number:
            visit.add_entry(visit.turn, group, bot.answers(journey))
    right = bot.answers(journey)
    wrong = bot.mistakes(journey)
    if wrong and rng.random() > manner.accuracy and not journey.problems:
        slip = rng.choice(sorted(wrong))
        visit.submit(visit.turn, {**right, slip: wrong[slip]})
        return
    visit.submit(visit.turn, right)


def _answer(visit: Visit, clock: Clock, rng: random.Random, manner: Manner) -> None:
    """Answer a questionnaire around one's liking; once in a while an item stays open."""
    instrument = instruments.get(visit.stage.instrument or "")
    width = instrument.high - instrument.low
    person = min(1.0, max(0.0, rng.gauss(manner.liking, 0.12)))
    values: dict[str, int | None] = {}
    for item in instrument.items:
        good = min(1.0, max(0.0, rng.gauss(person, 0.13)))
        values[item.id] = instrument.low + round(width * (1 - good if item.reverse else good))
        if rng.random() < 0.005:
            values[item.id] = None
    clock.take(3 * len(instrument.items), rng)
    visit.answer(visit.turn, values)
