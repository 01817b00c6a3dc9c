"""Who took part: how many sessions, of which kind, and why some do not count."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.decision import Evidence
from feedback.evidence.crowd import Crowd
from feedback.metrics import decisive_tasks
from feedback.sessions import SessionFacts
from feedback.study import Study


@dataclass(frozen=True)
class Attendance:
    """The sessions of one arm so far.

    `sessions` is all of them: `counted` ones stand behind the verdict, `waiting` ones count at a later
    look, `dropped` ones ended before a decisive task, `technical` ones were lost to a failure, `running`
    ones are not over, `repeats` are second visits. `gave_up` counts persons among the `counted` who gave up
    a decisive task or ran out of time. `moderated` and `synthetic` are counted over all sessions.
    """

    sessions: int
    counted: int
    waiting: int
    gave_up: int
    dropped: int
    technical: int
    running: int
    repeats: int
    moderated: int
    synthetic: int


def count_attendance(study: Study, evidence: Evidence, arm: str, crowd: Crowd | None = None) -> Attendance:
    """Return the attendance of one arm; where there is a crowd, all but the counted sessions come from its sums."""
    everybody, counted = evidence.so_far[arm], evidence.arms[arm].usable
    gave_up = count_gave_up(counted, decisive_tasks(study))
    if crowd is not None:
        return attend_crowd(crowd, arm, len(counted), gave_up)
    return Attendance(
        sessions=len(everybody.all),
        counted=len(counted),
        waiting=len(everybody.usable) - len(counted),
        gave_up=gave_up,
        dropped=len(everybody.dropped),
        technical=len(everybody.technical),
        running=len(everybody.running),
        repeats=len(everybody.repeats),
        moderated=sum(facts.session.mode == "moderated" for facts in everybody.all),
        synthetic=sum(facts.session.synthetic for facts in everybody.all),
    )


def attend_crowd(crowd: Crowd, arm: str, counted: int, gave_up: int) -> Attendance:
    """Return the attendance of one arm of many sessions."""
    sums, running = crowd.sums(arm), crowd.running.get(arm, 0)
    return Attendance(
        sessions=sums.kinds.total() + running,
        counted=counted,
        waiting=sums.kinds["usable"] - counted,
        gave_up=gave_up,
        dropped=sums.kinds["dropped"],
        technical=sums.kinds["technical"],
        running=running,
        repeats=sums.kinds["repeats"],
        moderated=sums.modes["moderated"] + crowd.moderated.get(arm, 0),
        synthetic=sums.synthetic + crowd.synthetic.get(arm, 0),
    )


def count_gave_up(sessions: Iterable[SessionFacts], tasks: Iterable[str]) -> int:
    """Return how many persons gave up one of the tasks or ran out of time in it."""
    decisive = set(tasks)
    return sum(
        any(task.task in decisive and task.outcome in ("gave_up", "timed_out") for task in facts.tasks)
        for facts in sessions
    )
