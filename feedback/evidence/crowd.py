"""A study with more sessions than one wants to read one by one: its sums, and the few sessions that are not in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback.events import Session
from feedback.metrics import RolledFigures, decisive_tasks
from feedback.replay import IDLE_MS, SessionFacts, replay
from feedback.rollup import ArmSums, RollAmount, RollKey, RollUp, contribution, merge
from feedback.store import Store
from feedback.study import Study

LARGE = 200
"""Up to so many sessions all numbers of a study come from its single sessions, above from the roll-up."""
SETTLED_MS = 24 * 60 * 60 * 1000
"""Who has been silent for so long is not coming back; the session can be closed."""


@dataclass(frozen=True)
class Crowd:
    """All sessions of a study so far: their figures, and how many of each arm still run. `oldest_open_ms` is the start
    of the oldest session without an end, None where there is none.
    """

    figures: RolledFigures
    running: Mapping[str, int]
    moderated: Mapping[str, int]
    synthetic: Mapping[str, int]
    oldest_open_ms: int | None

    def sums(self, arm: str) -> ArmSums:
        """Return the sums of an arm."""
        return self.figures.rollup.arms[arm]


def gather_crowd(store: Store, study: Study, *, now_ms: int) -> Crowd:
    """Return the sums of a study. Sessions that have fallen silent are over and counted, though nobody closed them."""
    silent, running = split_open(store, study, now_ms)
    rows = merge(dict(store.rollup(study.id)), add_silent(store, silent, now_ms))
    rollup = roll_up(study, rows.items())
    hashes = {place.value for sums in rollup.arms.values() for place in sums.everybody.get("flow", {})}
    flows = {content_hash: flow for content_hash in hashes if (flow := store.flow(content_hash))}
    starts = [session.started_ms for session in (*running, *(facts.session for facts in silent))]
    return Crowd(
        figures=RolledFigures(study, rollup, flows),
        running=Counter(session.arm for session in running),
        moderated=Counter(session.arm for session in running if session.mode == "moderated"),
        synthetic=Counter(session.arm for session in running if session.synthetic),
        oldest_open_ms=min(starts, default=None),
    )


def roll_up(study: Study, rows: Iterable[tuple[RollKey, RollAmount]]) -> RollUp:
    """Return the sums of a study's round under its plan."""
    return RollUp.of(
        rows,
        arms=[arm.id for arm in study.arms],
        round_number=study.round,
        decisive=decisive_tasks(study),
        demo=study.demo,
    )


def add_up(study: Study, facts: Iterable[SessionFacts]) -> RollUp:
    """Return the sums of the given sessions."""
    people: dict[tuple[str, str, int, bool], list[SessionFacts]] = {}
    for one in facts:
        session = one.session
        people.setdefault((session.participant, session.arm, session.round, session.synthetic), []).append(one)
    return roll_up(study, merge({}, *(contribution(visits) for visits in people.values())).items())


def split_open(store: Store, study: Study, now_ms: int) -> tuple[list[SessionFacts], list[Session]]:
    """Return the sessions without an end that have fallen silent, and those that run."""
    silent, running = [], []
    for session in store.open_sessions(study.id):
        if session.round != study.round or (session.synthetic and not study.demo):
            continue
        facts = None
        if now_ms - session.started_ms > IDLE_MS:
            facts = read_one(store, session, now_ms)
        if facts is None or not facts.over:
            running.append(session)
        elif not facts.withdrawn:
            silent.append(facts)
    return silent, running


def read_one(store: Store, session: Session, now_ms: int) -> SessionFacts:
    """Return the facts of one session from its events."""
    return replay(session, store.events(session.session_id), store.flow(session.content_hash), now_ms=now_ms)


def add_silent(store: Store, silent: Iterable[SessionFacts], now_ms: int) -> dict[RollKey, RollAmount]:
    """Return what sessions that are over, but not closed, change in the sums."""
    people: dict[tuple[str, str, str], list[SessionFacts]] = {}
    for facts in silent:
        people.setdefault((facts.session.study, facts.session.participant, facts.session.arm), []).append(facts)
    after, before = [], []
    for (study, participant, arm), visits in people.items():
        closed = [
            read_one(store, one, now_ms)
            for one in store.sessions_of(study, participant)
            if one.arm == arm and one.ended_ms is not None and one.round == visits[0].session.round
        ]
        after.append(contribution([*closed, *visits]))
        before.append(contribution(closed))
    return merge(merge({}, *after), *before, sign=-1)
