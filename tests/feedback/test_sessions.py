"""From events to facts: outcomes, times, paths, answers; whatever order the events come in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.events import (
    Answered,
    ConsentGiven,
    ConsentWithdrawn,
    EndReason,
    Event,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    GapFound,
    Outcome,
    PageShown,
    ProblemShown,
    ProblemSolved,
    Session,
    SessionEnded,
    TaskEnded,
    TaskStarted,
)
from feedback.sessions import IDLE_MS, SessionFacts, TaskFacts, load_facts, replay
from feedback.store import open_store

START_MS = 1_800_000_000_000
NOW_MS = START_MS + 10 * 60 * 1000
LATER_MS = NOW_MS + 2 * IDLE_MS

FLOW = FlowSnapshot(
    content_hash="h1",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld beantragen",
    language="de",
    pages=tuple(FlowPage(id=name, title=name.title(), kind="form") for name in ("start", "miete", "check", "done")),
    fields=(FlowField(id="miete", label="Wie hoch ist Ihre Miete?", kind="euro"),),
    rules=("required",),
    tasks=(
        FlowTask(id="antrag", title="T", end_page="done", ideal_path=("start", "miete", "check", "done")),
        FlowTask(id="aendern", title="T", end_page="done", ideal_path=("check", "miete", "check", "done")),
    ),
)


def make_session(ended: EndReason | None = None) -> Session:
    return Session(
        session_id="s1",
        study="wohngeld/runde-1",
        round=1,
        prototype="wohngeld",
        variant="A",
        arm="A",
        content_hash="h1",
        mode="alone",
        participant="p1",
        position=0,
        consent_version="c1",
        consent_scopes=("recording",),
        app_version="0.1.0",
        synthetic=False,
        started_ms=START_MS,
        ended_ms=START_MS + 99_000 if ended else None,
        end_reason=ended,
    )


WAY: list[Event] = [
    TaskStarted(t_ms=1_000, task="antrag"),
    PageShown(t_ms=1_000, page="start", nav="start"),
    PageShown(t_ms=5_000, page="miete", from_page="start", nav="next"),
    ProblemShown(t_ms=8_000, page="miete", target="miete", rule="required"),
    PageShown(t_ms=9_000, page="miete", nav="resume"),
    PageShown(t_ms=10_000, page="start", from_page="miete", nav="back"),
    PageShown(t_ms=12_000, page="miete", from_page="start", nav="next"),
    ProblemShown(t_ms=13_000, page="miete", target="miete", rule="required"),
    ProblemSolved(t_ms=14_000, page="miete", target="miete", rule="required"),
    PageShown(t_ms=15_000, page="check", from_page="miete", nav="next"),
    PageShown(t_ms=21_000, page="done", from_page="check", nav="next"),
]
SUCCESS: list[Event] = [*WAY, TaskEnded(t_ms=30_000, task="antrag", outcome="success")]
ANSWERS: list[Event] = [
    Answered(t_ms=31_000, task="antrag", instrument="ease", item="ease_1", value=3, wording="ease-de-1"),
    Answered(t_ms=32_000, task="antrag", instrument="ease", item="ease_1", value=6, wording="ease-de-1"),
    Answered(t_ms=40_000, instrument="sus", item="sus_1", value=None, wording="sus-de-1"),
    Answered(t_ms=41_000, instrument="sus", item="sus_2", value=2, wording="sus-de-1"),
]


def facts_of(events: list[Event], ended: EndReason | None = "finished", now_ms: int = NOW_MS) -> SessionFacts:
    return replay(make_session(ended), list(enumerate(events)), FLOW, now_ms=now_ms)


def task_of(facts: SessionFacts, task: str = "antrag") -> TaskFacts:
    found = facts.task(task)
    assert found is not None
    return found


def test_a_success_and_its_path() -> None:
    """Time runs to the first showing of the end page; path, mistakes and moves back are counted, a reload
    is not.
    """
    task = task_of(facts_of(SUCCESS))
    assert ("success", 20_000, True) == (task.outcome, task.duration_ms, task.reached_end)
    assert ("start", "miete", "start", "miete", "check", "done") == task.pages
    assert (4, 6, 4) == (task.pages_unique, task.pages_total, task.ideal)
    assert (2, 1, "done") == (task.errors, task.backtracks, task.last_page)
    assert {("miete", "miete", "required"): 2} == task.problems


def test_answers_belong_to_task_or_session() -> None:
    """The last answer counts, 'keine Angabe' is kept as None, and the wordings are known."""
    facts = facts_of([*SUCCESS, *ANSWERS])
    assert {("ease", "antrag"): {"ease_1": 6}, ("sus", None): {"sus_1": None, "sus_2": 2}} == facts.answers
    assert {("ease", "ease-de-1"), ("sus", "sus-de-1")} == facts.wordings


def test_an_ease_answer_without_a_task_belongs_to_the_last_one() -> None:
    """A questionnaire that follows each task needs no name of it; one of the session ignores it."""
    facts = facts_of(
        [
            *SUCCESS,
            Answered(t_ms=31_000, instrument="ease", item="ease_1", value=3, wording="ease-de-1"),
            Answered(t_ms=32_000, task="antrag", instrument="sus", item="sus_1", value=3, wording="sus-de-1"),
        ]
    )
    assert {("ease", "antrag"), ("sus", None)} == set(facts.answers)


@pytest.mark.parametrize(
    "outcome", ["success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure"]
)
def test_the_recorded_outcome_counts(outcome: Outcome) -> None:
    """What the end of the task says is its outcome, whatever became of the session."""
    events = [*WAY, TaskEnded(t_ms=30_000, task="antrag", outcome=outcome)]
    assert outcome == task_of(facts_of(events, "technical_failure")).outcome


@pytest.mark.parametrize(
    ("ended", "outcome"),
    [
        ("stopped", "gave_up"),
        ("timed_out", "timed_out"),
        ("technical_failure", "technical_failure"),
        ("finished", "technical_failure"),
    ],
)
def test_an_open_task_ends_with_its_session(ended: EndReason, outcome: Outcome) -> None:
    """Stopping is giving up; a finished session with an open task has lost its end, so nobody knows."""
    assert outcome == task_of(facts_of(WAY, ended)).outcome


def test_silence_is_a_time_out() -> None:
    """A session without an end runs for half an hour after its last event, then it has timed out."""
    running = facts_of(WAY, None, START_MS + 21_000 + IDLE_MS)
    assert (False, None) == (running.over, task_of(running).outcome)
    silent = facts_of(WAY, None, START_MS + 21_000 + IDLE_MS + 1)
    assert (True, "timed_out", "timed_out") == (silent.over, silent.end_reason, task_of(silent).outcome)


def test_an_end_event_is_an_end() -> None:
    """Where only the event of the end arrived, the session is over all the same."""
    assert "stopped" == facts_of([*WAY, SessionEnded(t_ms=22_000, reason="stopped")], None).end_reason


def test_a_lost_end_of_an_earlier_task_is_unknown() -> None:
    """When the next task began, the end of the one before got lost."""
    facts = facts_of([*WAY, TaskStarted(t_ms=40_000, task="aendern")], "stopped")
    assert ("technical_failure", "gave_up") == (task_of(facts).outcome, task_of(facts, "aendern").outcome)


def test_a_task_that_starts_on_the_end_page_has_not_reached_it() -> None:
    """The second task begins where the first one ended; its time runs until the end page comes again."""
    events = [
        *SUCCESS,
        TaskStarted(t_ms=40_000, task="aendern"),
        PageShown(t_ms=40_000, page="done", nav="start"),
        PageShown(t_ms=41_000, page="check", from_page="done", nav="jump"),
        PageShown(t_ms=50_000, page="done", from_page="check", nav="next"),
        TaskEnded(t_ms=55_000, task="aendern", outcome="success"),
    ]
    assert 10_000 == task_of(facts_of(events), "aendern").duration_ms


def test_only_the_first_attempt_counts() -> None:
    """What happens after a task has ended changes nothing in it, even a second end."""
    after: list[Event] = [
        PageShown(t_ms=60_000, task="antrag", page="miete", nav="back"),
        TaskStarted(t_ms=61_000, task="antrag"),
        TaskEnded(t_ms=62_000, task="antrag", outcome="failed"),
    ]
    assert facts_of(SUCCESS).tasks == facts_of([*SUCCESS, *after]).tasks


def test_gaps_are_counted() -> None:
    """Missing numbers and reported gaps add up."""
    numbered = [pair for pair in enumerate([*SUCCESS, GapFound(t_ms=31_000, missing=3)]) if pair[0] not in (4, 5)]
    facts = replay(make_session("finished"), numbered, FLOW, now_ms=NOW_MS)
    assert (5, len(SUCCESS) + 1 - 2) == (facts.missing, facts.events)


def test_withdrawn_consent() -> None:
    """A scope taken back bars the session, until it is given again."""
    taken = ConsentWithdrawn(t_ms=1, scopes=("recording",))
    assert not facts_of(SUCCESS).withdrawn
    assert facts_of([*SUCCESS, taken]).withdrawn
    again = ConsentGiven(t_ms=2, version="c1", scopes=("recording",))
    assert not facts_of([*SUCCESS, taken, again]).withdrawn


def test_without_events_and_without_flow() -> None:
    """A session that sent nothing has no facts, and an unknown flow no ideal path; neither fails."""
    empty = replay(make_session("stopped"), [], None, now_ms=NOW_MS)
    assert ((), 0, 0, True) == (empty.tasks, empty.events, empty.missing, empty.over)
    unknown = replay(make_session("finished"), list(enumerate(SUCCESS)), None, now_ms=NOW_MS)
    assert ("success", None, 29_000) == (
        task_of(unknown).outcome,
        task_of(unknown).ideal,
        task_of(unknown).duration_ms,
    )


def any_event() -> st.SearchStrategy[Event]:
    at = st.integers(0, 10_000_000)
    page = st.sampled_from(["start", "miete", "check", "done"])
    task = st.sampled_from(["antrag", "aendern"])
    outcome = st.sampled_from(["success", "failed", "gave_up", "technical_failure"])
    return st.one_of(
        st.builds(TaskStarted, t_ms=at, task=task),
        st.builds(TaskEnded, t_ms=at, task=task, outcome=outcome),
        st.builds(PageShown, t_ms=at, page=page, nav=st.sampled_from(["start", "next", "back", "jump", "resume"])),
        st.builds(ProblemShown, t_ms=at, page=page, target=st.just("miete"), rule=st.just("required")),
        st.builds(
            Answered,
            t_ms=at,
            task=st.none() | task,
            instrument=st.sampled_from(["sus", "ease", "other"]),
            item=st.sampled_from(["sus_1", "ease_1"]),
            value=st.none() | st.integers(-5, 9),
            wording=st.just("w"),
        ),
        st.builds(ConsentWithdrawn, t_ms=at, scopes=st.just(("recording",))),
        st.builds(GapFound, t_ms=at, missing=st.integers(1, 5)),
        st.builds(SessionEnded, t_ms=at, reason=st.sampled_from(["finished", "stopped"])),
    )


@given(events=st.lists(any_event(), max_size=40), data=st.data())
def test_order_and_repetition_change_nothing(events: list[Event], data: st.DataObject) -> None:
    """Shuffled and duplicated events give the same facts."""
    numbered = list(enumerate(events))
    extra = data.draw(st.lists(st.sampled_from(numbered), max_size=20)) if numbered else []
    mixed = data.draw(st.permutations([*numbered, *extra]))
    session = make_session()
    assert replay(session, numbered, FLOW, now_ms=LATER_MS) == replay(session, mixed, FLOW, now_ms=LATER_MS)


@given(events=st.lists(any_event(), max_size=40))
def test_facts_hold_together(events: list[Event]) -> None:
    """Whatever happened, times are not negative, the end gives every task an outcome, paths add up."""
    facts = facts_of(events)
    for task in facts.tasks:
        assert task.outcome is not None
        assert task.duration_ms >= 0
        assert task.pages_unique <= task.pages_total
        assert task.backtracks <= task.pages_total
        assert sum(task.problems.values()) == task.errors


def test_facts_come_from_the_store(tmp_path: Path) -> None:
    """What was stored is what is replayed."""
    end = SessionEnded(t_ms=99_000, reason="finished")
    store = open_store(tmp_path / "lab.db")
    try:
        store.start_session(make_session(), FLOW).result()
        store.append("s1", list(enumerate(SUCCESS))).result()
        store.end_session("s1", START_MS + 99_000, "finished", [(len(SUCCESS), end)]).result()
        (facts,) = load_facts(store, "wohngeld/runde-1", now_ms=NOW_MS)
    finally:
        store.close()
    assert facts_of([*SUCCESS, end]) == facts
