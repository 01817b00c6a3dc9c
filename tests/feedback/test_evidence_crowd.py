"""A crowd is read from its sums, and says the same: verdict, attendance, figures."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from test_evidence import FLOW

from feedback.decision import decide
from feedback.events import EndReason, Outcome, PageShown, ProblemShown, Session, TaskEnded, TaskStarted
from feedback.evidence import assemble
from feedback.evidence.crowd import SETTLED_MS
from feedback.metrics import ExactFigures, deciding
from feedback.sessions import load_facts
from feedback.store import Store, open_store
from feedback.study import parse

START_MS = 1_800_000_000_000
MINUTE_MS = 60_000
STUDY = parse(
    """
title = "Wohngeld"
prototype = "wohngeld"
looks = [2, 4, 6]
planned_sessions = 12
arm = [{id = "A", variant = "A"}, {id = "B", variant = "B"}]
task = [{id = "antrag", critical = true}, {id = "aendern"}]
gate = [{id = "g", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}]
""",
    "wohngeld/runde-1",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "probelauf.db")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few sessions are a crowd, and come in small portions, so that a test need not record thousands."""
    monkeypatch.setattr("feedback.evidence.assembling.LARGE", 5)
    monkeypatch.setattr(deciding, "PORTION", 4)


def fill(store: Store, rng: Random, number: int) -> int:
    """Record sessions of all kinds, a minute apart; return the time after the last one."""
    for place in range(number):
        session = Session(
            session_id=f"s{place:03}", study=STUDY.id, round=1, prototype="wohngeld", variant="A",
            arm=rng.choice("AB"), content_hash="h", mode=rng.choice(("alone", "moderated")),
            participant=f"p{rng.randrange(number)}", position=0, consent_version="c",
            consent_scopes=("taking_part",), app_version="0", synthetic=rng.random() < 0.1,
            started_ms=START_MS + place * MINUTE_MS,
        )  # fmt: skip
        store.start_session(session, FLOW).result()
        events = [
            TaskStarted(t_ms=0, task="antrag"),
            PageShown(t_ms=0, page="start", nav="start"),
            ProblemShown(t_ms=4, page="start", target="qm", rule="required"),
            PageShown(t_ms=rng.randrange(5, 900_000), page="done", nav="next"),
        ]
        outcome = rng.choice((None, *get_args(Outcome)))
        events += [TaskEnded(t_ms=900_000, task="antrag", outcome=outcome)] if outcome else []
        started = rng.random() < 0.9
        store.append(session.session_id, list(enumerate(events if started else []))).result()
        if rng.random() < 0.8:
            reason = rng.choice(get_args(EndReason))
            store.end_session(session.session_id, session.started_ms + 900_001, reason, []).result()
    return START_MS + (number + 5) * MINUTE_MS


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_crowd_says_what_its_sessions_say(store: Store, seed: int) -> None:
    """Verdict, advice, attendance, state and figures of 60 sessions: some run, some fell silent, some came twice."""
    now_ms = fill(store, Random(seed), 60)
    facts = load_facts(store, STUDY.id, now_ms=now_ms)
    exact, crowd = (assemble(store, STUDY, now_ms=now_ms, exact=one) for one in (True, False))
    assert exact.crowd is None
    assert crowd.crowd is not None
    assert decide(STUDY, facts, now_ms=now_ms, blocking=exact.blocking).to_json() == crowd.decision.to_json()
    assert exact.state == crowd.state
    everybody = ExactFigures(STUDY, {arm: one.usable for arm, one in exact.counted.so_far.items()})
    for arm in "AB":
        assert exact.attendance(arm) == crowd.attendance(arm)
        assert exact.usable(arm) == crowd.usable(arm)
        assert everybody.mistakes(arm) == crowd.figures.mistakes(arm)
        assert everybody.metrics(arm)["completion.antrag"] == crowd.measured[arm]["completion.antrag"]
        assert set(everybody.funnel(arm, "antrag")) == set(crowd.funnel(arm, "antrag"))
    assert exact.rollup == crowd.rollup


def test_only_the_first_sessions_are_read(store: Store) -> None:
    """Of 60 sessions the verdict needs those up to its last look."""
    now_ms = fill(store, Random(3), 60) + 60 * MINUTE_MS
    evidence = assemble(store, STUDY, now_ms=now_ms)
    assert 6 == evidence.decision.look
    assert 12 < len(evidence.facts) < 58


def test_few_sessions_are_read_one_by_one(store: Store) -> None:
    """Below the limit all numbers come from single sessions."""
    evidence = assemble(store, STUDY, now_ms=fill(store, Random(1), 5))
    assert evidence.crowd is None
    assert 5 == len(evidence.facts)


def test_closing_the_silent_changes_no_number(store: Store) -> None:
    """Who went away a day ago counts the same before and after the session is closed, and is no longer open then."""
    now_ms = fill(store, Random(2), 40) + SETTLED_MS
    before = assemble(store, STUDY, now_ms=now_ms)
    assert before.crowd is not None
    assert before.crowd.oldest_open_ms is not None
    assert 0 < store.close_silent(STUDY.id, now_ms, now_ms - SETTLED_MS // 2)
    after = assemble(store, STUDY, now_ms=now_ms)
    assert after.crowd is not None
    assert after.crowd.oldest_open_ms is None
    assert before.rollup == after.rollup
    assert before.decision.to_json() == after.decision.to_json()
