"""Invented people: what they do and answer, as numbers and as the facts of sessions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedback.events import Session
from feedback.instruments import INSTRUMENTS, Instrument
from feedback.sessions import SessionFacts, TaskFacts
from feedback.simulation.truth import ArmTruth
from feedback.study import Arm, Study, criteria_of

if TYPE_CHECKING:
    from numpy.random import Generator

    from feedback.decision.persons import Numbers

ROUNDING_VARIANCE = 1 / 6  # of a score that is rounded up or down by lot, in steps of its scale
SUS_STEPS = 40


def draw_content(rng: "Generator", truth: ArmTruth, shape: tuple[int, ...]) -> "Numbers":
    """Return how content people are, from 0 to 1: a beta distribution with mean and spread of the SUS score, so
    that no score lies off the scale and the mean is not cut.

    The rounding to the steps of the scale adds some spread, which is taken off before.
    """
    import numpy as np

    mean = truth.sus_mean / 100
    variance = (truth.sus_sd / 100) ** 2 - ROUNDING_VARIANCE / SUS_STEPS**2
    if variance <= 0 or mean in (0.0, 1.0):
        return np.full(shape, mean)
    size = mean * (1 - mean) / variance - 1
    return rng.beta(mean * size, (1 - mean) * size, shape)


def draw_steps(rng: "Generator", content: "Numbers", instrument: Instrument) -> "Numbers":
    """Return how many steps above the bottom of a questionnaire's scale people score; rounded by lot, so that
    the mean stays.
    """
    import numpy as np

    steps = len(instrument.items) * (instrument.high - instrument.low)
    return np.minimum(np.floor(content * steps + rng.random(content.shape)), steps)


def draw_times(rng: "Generator", truth: ArmTruth, shape: tuple[int, ...]) -> "Numbers":
    """Return times (s), log-normal."""
    import numpy as np

    return truth.time_median_s * np.exp(truth.time_sd_log * rng.standard_normal(shape))


def answer_items(instrument: Instrument, steps: int) -> dict[str, int | None]:
    """Return answers to all items, as even as possible, that score so many steps above the bottom.

    >>> from feedback.instruments import SUS, score
    >>> score(SUS, answer_items(SUS, 30)).value
    75.0
    """
    each, rest = divmod(steps, len(instrument.items))
    answers: dict[str, int | None] = {}
    for place, item in enumerate(instrument.items):
        good = each + (place < rest)
        answers[item.id] = instrument.high - good if item.reverse else instrument.low + good
    return answers


def wanted_instruments(study: Study) -> tuple[Instrument, ...]:
    """Return the questionnaires that the gates and criteria of a study ask for, and SUS."""
    wanted = {"sus", *(gate.metric for gate in study.gates), *(one.metric for one in criteria_of(study))}
    return tuple(instrument for name, instrument in INSTRUMENTS.items() if name in wanted)


def invent_sessions(rng: "Generator", study: Study, arm: Arm, truth: ArmTruth, people: int) -> list[SessionFacts]:
    """Return the facts of so many sessions of an arm, one person after the other; all are over and complete.

    In a study within people, the same people try every arm.
    """
    place = [one.id for one in study.arms].index(arm.id)
    tasks = [task.id for task in study.tasks]
    success = rng.random((people, len(tasks))) < truth.completion
    times = draw_times(rng, truth, (people, len(tasks)))
    content = draw_content(rng, truth, (people,))
    instruments = wanted_instruments(study)
    steps = {instrument.id: draw_steps(rng, content, instrument) for instrument in instruments}
    wordings = frozenset((instrument.id, instrument.wording("de")) for instrument in instruments)
    found = []
    for i in range(people):
        done = tuple(
            TaskFacts(task, "success" if success[i, k] else "gave_up", max(round(times[i, k] * 1000), 1))
            for k, task in enumerate(tasks)
        )
        answers = {
            (one.id, task): answer_items(one, int(steps[one.id][i]))
            for one in instruments
            for task in (tasks if one.per_task else (None,))
        }
        session = invent_session(study, arm, i, place)
        found.append(SessionFacts(session, "finished", done, answers, wordings, events=100))
    return found


def invent_session(study: Study, arm: Arm, number: int, place: int) -> Session:
    """Return the row of one invented session."""
    person = f"p{number}" if study.design == "within" else f"p{arm.id}-{number}"
    started_ms = number * 1000 + place
    return Session(
        session_id=f"{arm.id}-{number}",
        study=study.id,
        round=study.round,
        prototype=study.prototype_of(arm.id),
        variant=arm.variant,
        arm=arm.id,
        content_hash=f"invented-{arm.id}",
        mode=study.mode,
        participant=person[:80],
        position=place if study.design == "within" else 0,
        consent_version="invented",
        consent_scopes=(),
        app_version="simulation",
        synthetic=True,
        started_ms=started_ms,
        ended_ms=started_ms + 1,
        end_reason="finished",
    )


def spread_of(instrument: Instrument, sus_sd: float) -> float:
    """Return the standard deviation of a score that stands where SUS does, in its own points.

    >>> from feedback.instruments import EASE
    >>> round(spread_of(EASE, 17.0), 2)
    1.02
    """
    return sus_sd / 100 * (instrument.top - instrument.bottom)


def gate_samples(rng: "Generator", study: Study, truth: ArmTruth, shape: tuple[int, int]) -> "Sequence[Numbers]":
    """Return for each gate the values of many samples (a row a sample, a column a person)."""
    content = draw_content(rng, truth, shape)
    completed = {task.id: (rng.random(shape) < truth.completion).astype(float) for task in study.tasks}
    scored = {one.id: one.bottom + draw_steps(rng, content, one) * one.step for one in wanted_instruments(study)}
    return [completed[str(gate.task)] if gate.metric == "completion" else scored[gate.metric] for gate in study.gates]
