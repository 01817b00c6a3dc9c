"""A visit from consent to receipt, and everything that could make two results of it."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from played_visits import SERVICE, Clock, answer_all, come_in, do_task, events_of

from feedback.enrolment import Enrolment
from feedback.errors import InternalError
from feedback.events import Answered, PageShown, ProblemShown, TaskEnded
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.study import parse
from labs.casting import cast_study
from labs.visit import Visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real store."""
    opened = open_store(tmp_path / "lab.db")
    yield opened
    opened.close()


Invite = Callable[..., Visit]


@pytest.fixture
def invite(store: Store) -> Invite:
    """Returns new visits to a study."""
    clock = Clock()

    def visit(
        participant: str = "p1",
        design: Literal["between", "within"] = "between",
        demo: bool = False,
        synthetic: bool = False,
    ) -> Visit:
        study = parse(
            f"""
            title = "Probe"
            prototype = "probe"
            design = "{design}"
            demo = {str(demo).lower()}
            arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B"}}]
            task = [{{id = "antrag", critical = true, time_limit_min = 1.0}}]
            gate = [{{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}}]
            """,
            "probe/runde-1",
        )
        enrolment = Enrolment(store, study, "secret", clock, synthetic)
        cast = cast_study(
            study,
            {"probe": SERVICE},
            Recorder(store),
            enrolment,
            clock_ms=clock,
            consent_version="1",
        )
        return Visit(cast, participant)

    return visit


def test_outcomes_reach_the_store(invite: Invite, store: Store, tmp_path: Path) -> None:
    """The store holds the outcome, twelve answers of the end and one of the task, and the comment."""
    visit = invite()
    come_in(visit)
    do_task(visit)
    answer_all(visit)
    visit.comment(visit.turn, "Gut verständlich.")
    store.close()
    again = open_store(tmp_path / "lab.db")
    (session,) = again.sessions("probe/runde-1")
    events = events_of(again, session.session_id)
    assert "finished" == session.end_reason
    assert ["success"] == [event.outcome for event in events if isinstance(event, TaskEnded)]
    assert 13 == sum(isinstance(event, Answered) for event in events)
    assert [(session.session_id, "Gut verständlich.")] == again.comments("probe/runde-1")
    again.close()


def test_declining_stores_nothing(invite: Invite, store: Store) -> None:
    """Before a yes there is no session, no enrolment and no lock."""
    visit = invite()
    visit.consent(visit.turn, agreed=False)
    assert "declined" == visit.stage.kind
    assert [] == store.sessions()
    assert store.study_lock("probe/runde-1") is None


def test_old_turn_changes_nothing(invite: Invite) -> None:
    """A second tab or a double click acts from an old turn: refused, and the visit says so."""
    visit = invite()
    come_in(visit)
    visit.begin_task(2)
    visit.submit(3, {"personen": "2", "ort": "x"})
    page = visit.journey.page.id if visit.journey else ""
    visit.submit(3, {"personen": "3", "ort": "y"})
    assert visit.superseded
    assert page == (visit.journey.page.id if visit.journey else "")
    assert 4 == visit.turn


def test_simultaneous_clicks_give_one_step(invite: Invite) -> None:
    """Of twenty clicks at once exactly one is taken."""
    visit = invite()
    come_in(visit)
    clicks = [threading.Thread(target=visit.begin_task, args=(2,)) for _ in range(20)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert 3 == visit.turn
    assert "prototype" == visit.stage.kind


def test_finishing_early_is_a_failure(invite: Invite, store: Store, tmp_path: Path) -> None:
    """ "Ich bin fertig" before the end page is a failed task; giving up is said so."""
    outcomes = []
    for number, leave in enumerate((Visit.finish_task, Visit.give_up)):
        visit = invite(participant=f"p{number}")
        come_in(visit)
        visit.begin_task(visit.turn)
        leave(visit, visit.turn)
    store.close()
    again = open_store(tmp_path / "lab.db")
    for session in again.sessions():
        outcomes += [event.outcome for event in events_of(again, session.session_id) if isinstance(event, TaskEnded)]
    assert ["failed", "gave_up"] == outcomes
    again.close()


def test_a_task_beyond_its_time_is_timed_out(invite: Invite, store: Store, tmp_path: Path) -> None:
    """Who reaches the end after the time limit (a minute here) has not made it in time."""
    visit = invite()
    come_in(visit)
    clock = visit.cast.clock_ms
    assert isinstance(clock, Clock)
    visit.begin_task(visit.turn)
    clock.now_ms += 61_000
    while visit.journey is not None and not visit.journey.at_end:
        visit.submit(visit.turn, {"personen": "2", "ort": "Musterstadt"})
    visit.finish_task(visit.turn)
    store.close()
    again = open_store(tmp_path / "lab.db")
    (session,) = again.sessions()
    ends = [event for event in events_of(again, session.session_id) if isinstance(event, TaskEnded)]
    assert ["timed_out"] == [event.outcome for event in ends]
    again.close()


def test_stopping_ends_the_session(invite: Invite, store: Store, tmp_path: Path) -> None:
    """Stopping in a task gives it up and ends the session; nothing moves afterwards."""
    visit = invite()
    come_in(visit)
    visit.begin_task(visit.turn)
    visit.stop(visit.turn)
    visit.submit(visit.turn, {})
    assert "stopped" == visit.stage.kind
    store.close()
    again = open_store(tmp_path / "lab.db")
    assert ["stopped"] == [session.end_reason for session in again.sessions()]
    again.close()


def test_mistakes_are_recorded_once_a_submission(invite: Invite, store: Store, tmp_path: Path) -> None:
    """Going back over a page with mistakes shows none of them anew."""
    visit = invite(participant="p")
    come_in(visit)
    visit.begin_task(visit.turn)
    first = visit.journey.page.id if visit.journey else ""
    right = {"personen": "2", "ort": "Musterstadt"}
    visit.submit(visit.turn, right)
    visit.submit(visit.turn, {"personen": "", "ort": ""})
    visit.back(visit.turn, {})
    assert first == (visit.journey.page.id if visit.journey else "")
    store.close()
    again = open_store(tmp_path / "lab.db")
    (session,) = again.sessions()
    events = events_of(again, session.session_id)
    assert 1 == sum(isinstance(event, ProblemShown) for event in events)
    assert ["start", "next", "back"] == [event.nav for event in events if isinstance(event, PageShown)]
    again.close()


def test_open_items_are_pointed_to_once(invite: Invite) -> None:
    """A questionnaire with gaps stays once, then goes on: every question is voluntary."""
    visit = invite()
    come_in(visit)
    do_task(visit)
    visit.answer(visit.turn, {})
    assert ("ease_1",) == visit.open_items
    assert "ease" == visit.stage.instrument
    visit.answer(visit.turn, {})
    assert () == visit.open_items
    assert "umux_lite" == visit.stage.instrument


def test_within_tries_all_arms(invite: Invite, store: Store, tmp_path: Path) -> None:
    """Every participant tries both arms, one session each, and the orders are counterbalanced."""
    orders = []
    for number in range(4):
        visit = invite(participant=f"p{number}", design="within")
        come_in(visit)
        orders.append(visit.arms)
        for _ in range(2):
            do_task(visit)
            answer_all(visit)
        visit.comment(visit.turn, "")
        assert "receipt" == visit.stage.kind
    store.close()
    again = open_store(tmp_path / "lab.db")
    assert [2, 2] == [orders.count(order) for order in (("A", "B"), ("B", "A"))]
    assert 8 == len([one for one in again.sessions() if one.end_reason == "finished"])
    again.close()


@pytest.mark.parametrize("steps", range(9))
def test_new_process_goes_on(invite: Invite, store: Store, tmp_path: Path, steps: int) -> None:
    """Wherever a process is lost, the next one goes on at the same stage, and the visit has one session."""
    visit = invite()
    come_in(visit)
    path: list[Callable[[Visit], None]] = [
        lambda one: one.begin_task(one.turn),
        *[lambda one: one.submit(one.turn, {"personen": "2", "ort": "x"})] * 3,
        lambda one: one.finish_task(one.turn),
        *[lambda one: (one.answer(one.turn, {}), one.answer(one.turn, {}))] * 3,  # type: ignore[list-item]
    ]
    for act in path[:steps]:
        act(visit)
    stage = visit.stage
    store.close()
    again = open_store(tmp_path / "lab.db")
    sessions = again.sessions()
    recorded = [(one, [event for _, event in again.events(one.session_id)]) for one in sessions]
    other = Visit(
        cast_study(
            visit.cast.study,
            {"probe": SERVICE},
            Recorder(again),
            Enrolment(again, visit.cast.study, "secret", visit.cast.clock_ms),
            clock_ms=visit.cast.clock_ms,
            consent_version="1",
        ),
        "p1",
    )
    other.resume(recorded)
    assert stage == other.stage
    again.close()
    last = open_store(tmp_path / "lab.db")
    assert 1 == len(last.sessions())
    last.close()


def test_synthetic_only_in_a_demo(invite: Invite) -> None:
    """A synthetic citizen cannot join a study that is no demo."""
    visit = invite(synthetic=True)
    with pytest.raises(InternalError):
        come_in(visit)
    shown = invite(participant="p2", demo=True, synthetic=True)
    come_in(shown)
    assert "briefing" == shown.stage.kind


def test_arms_are_assigned_in_balance(invite: Invite) -> None:
    """Of twenty participants ten get each arm."""
    order = list(range(20))
    random.Random(1).shuffle(order)
    arms = []
    for number in order:
        visit = invite(participant=f"q{number}")
        come_in(visit)
        arms.append(visit.arm)
    assert 10 == arms.count("A")
