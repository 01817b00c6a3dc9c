"""Joining a study: the lock at the first session, changes of the plan, receipts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.enrolment import Enrolment, amend, plan_in_force
from feedback.errors import OperatorError
from feedback.store import Store, open_store
from feedback.study import Study, parse
from feedback.tokens import fingerprint

PLAN = """
title = "Probe"
prototype = "probe"
looks = [{looks}]
arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B"}}]
task = [{{id = "antrag", critical = true}}]
gate = [{{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}}]
"""


def plan(looks: str = "12, 20") -> Study:
    """Return a plan with these looks."""
    return parse(PLAN.format(looks=looks), "probe/runde-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real store."""
    opened = open_store(tmp_path / "lab.db")
    yield opened
    opened.close()


def test_the_first_participant_locks_the_plan(store: Store) -> None:
    """Before the first one the file counts, after that the locked plan, whatever the file says."""
    assert (14,) == plan_in_force(store, plan("14")).looks
    Enrolment(store, plan(), "secret", lambda: 1).arms("p1")
    assert (12, 20) == plan_in_force(store, plan("14")).looks


def test_an_amendment_puts_the_changed_plan_in_force(store: Store) -> None:
    """With a reason the changed plan counts; the first plan, the reason and the time stay on record."""
    Enrolment(store, plan(), "secret", lambda: 1).arms("p1")
    assert amend(store, plan("14"), "Weniger Zeit.", 7)
    assert (14,) == plan_in_force(store, plan("14")).looks
    lock = store.study_lock("probe/runde-1")
    assert lock is not None
    assert [("Weniger Zeit.", 7)] == [(one.reason, one.amended_ms) for one in lock.amendments]
    assert not amend(store, plan("14"), "Noch einmal.", 8)


def test_an_amendment_needs_a_lock_and_a_reason(store: Store) -> None:
    """Without either it is refused."""
    with pytest.raises(OperatorError):
        amend(store, plan("14"), "Weniger Zeit.", 7)
    Enrolment(store, plan(), "secret", lambda: 1).arms("p1")
    with pytest.raises(OperatorError):
        amend(store, plan("14"), "  ", 7)


def test_arms_and_receipt_stay(store: Store) -> None:
    """A participant gets the same arm and the same receipt each time, and the receipt leads back to her."""
    enrolment = Enrolment(store, plan(), "secret", lambda: 1)
    assert enrolment.arms("p1") == enrolment.arms("p1")
    assert {("A",), ("B",)} == {enrolment.arms("p1"), enrolment.arms("p2")}
    found = store.receipt(fingerprint("secret", enrolment.receipt("p1").lower()))
    assert found is not None
    assert "p1" == found.participant
    assert enrolment.receipt("p1") != enrolment.receipt("p2")
