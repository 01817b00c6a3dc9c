"""Arms, plans, looks, codes: decided once, for all threads and processes."""

import contextlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from feedback.errors import OperatorError
from feedback.store import Amendment, Receipt, SignIn, Store, open_store
from feedback.store.allocation import balanced_orders, choose_order

STUDY = "wohngeld/runde-1"


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    store = open_store(database, busy_timeout_ms=2_000)
    yield store
    store.close()


def enrolled(store: Store, people: range, design: str = "between", synthetic: bool = False) -> list[tuple[str, ...]]:
    arms = ["A", "B"] if design == "between" else ["A", "B", "C"]
    return [store.enrol(STUDY, f"p{person}", arms, design, 7, 0, synthetic) for person in people]  # type: ignore[arg-type]


class TestEnrolment:
    def test_arms_fill_evenly(self, store: Store) -> None:
        """After an even number of people both arms have the same number."""
        assert {("A",): 10, ("B",): 10} == Counter(enrolled(store, range(20)))

    def test_synthetic_people_do_not_count_for_real_ones(self, store: Store) -> None:
        """The balance of real people does not depend on bots."""
        enrolled(store, range(100, 107), synthetic=True)
        assert {("A",): 3, ("B",): 3} == Counter(enrolled(store, range(6)))

    def test_the_assignment_stays(self, store: Store, database: Path | str) -> None:
        """A reload, another process and even other arms in the plan lead to the same arms."""
        first = enrolled(store, range(5))
        with contextlib.closing(open_store(database)) as other:
            assert first == enrolled(other, range(5))
            assert first[0] == other.enrol(STUDY, "p0", ["X", "Y"], "between", 99, 5, False)

    def test_within_orders_are_balanced(self, store: Store) -> None:
        """Three arms have six orders; after twelve people each was used twice."""
        assert {2} == set(Counter(enrolled(store, range(12), "within")).values())
        assert 6 == len(set(enrolled(store, range(12), "within")))

    @pytest.mark.parametrize("n", range(1, 7))
    def test_the_square_is_balanced(self, n: int) -> None:
        """Each arm is at each position equally often, and follows each other arm equally often."""
        orders = balanced_orders([str(arm) for arm in range(n)])
        positions = Counter((position, arm) for order in orders for position, arm in enumerate(order))
        pairs = Counter(pair for order in orders for pair in pairwise(order))
        assert (n * n, 1) == (len(positions), len(set(positions.values())))
        assert (n * (n - 1), n > 1) == (len(pairs), len(set(pairs.values())) == 1)

    def test_the_seed_decides_ties(self) -> None:
        """The same seed assigns alike; over many seeds both arms come first."""
        first = [choose_order(["A", "B"], "between", [], seed) for seed in range(50)]
        assert first == [choose_order(["A", "B"], "between", [], seed) for seed in range(50)]
        assert {("A",), ("B",)} == set(first)

    def test_threads_and_processes_enrol_as_one(self, database: Path | str) -> None:
        """Two processes with four threads each enrol the same 40 people: one result, in balance."""
        script = Path(__file__).with_name("enrolling.py")
        open_store(database).close()
        children = [
            subprocess.Popen([sys.executable, script, str(database), "40"], stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        answers = [child.communicate(timeout=60)[0] for child in children]
        assert answers[0] == answers[1]
        assert {"A": 20, "B": 20} == Counter(answers[0].split())


class TestPlans:
    def test_the_first_caller_locks(self, store: Store) -> None:
        """The plan of the first session is in force, whatever a later caller brings."""
        first = store.lock_study(STUDY, "h1", "plan 1", 10)
        assert ("h1", 10, ()) == (first.plan_hash, first.locked_ms, first.amendments)
        assert first == store.lock_study(STUDY, "h2", "plan 2", 20) == store.study_lock(STUDY)

    def test_an_amendment_is_in_force_with_its_reason(self, store: Store) -> None:
        """The lock keeps its date; the amendments tell the history; the same plan again is none."""
        store.lock_study(STUDY, "h1", "plan 1", 10)
        for _ in range(2):
            store.amend_study(STUDY, "h2", "plan 2", "Aufgabe war missverständlich", 20)
        lock = store.study_lock(STUDY)
        assert lock is not None
        assert ("h2", "plan 2", 10) == (lock.plan_hash, lock.plan_text, lock.locked_ms)
        assert (Amendment("h2", "plan 2", "Aufgabe war missverständlich", 20),) == lock.amendments

    def test_amendments_need_a_lock_and_a_reason(self, store: Store) -> None:
        """Nothing changes silently."""
        with pytest.raises(OperatorError, match="not locked yet"):
            store.amend_study(STUDY, "h2", "plan 2", "weil", 20)
        store.lock_study(STUDY, "h1", "plan 1", 10)
        with pytest.raises(OperatorError, match="no reason"):
            store.amend_study(STUDY, "h2", "plan 2", "  ", 20)
        assert "h1" == store.lock_study(STUDY, "h1", "plan 1", 30).plan_hash

    def test_looks_are_logged_once(self, store: Store) -> None:
        """Reloading the page is no new look; new data is."""
        for now_ms, sessions in ((1, {"A": 12, "B": 12}), (2, {"B": 12, "A": 12}), (3, {"A": 20, "B": 20})):
            store.log_look(STUDY, 12, now_ms, "NOT DECIDABLE YET", sessions, "h1")
        store.log_look(STUDY, None, 4, "NOT DECIDABLE YET", {}, "h1")
        assert [(12, 1), (12, 3), (None, 4)] == [(look.look, look.looked_ms) for look in store.looks(STUDY)]


class TestCodes:
    def test_an_access_code_works_once(self, store: Store) -> None:
        """Of many who redeem it at once, one gets the roles."""
        store.add_access_code("hash", ("team", "decision-maker"), expires_ms=100)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda one: store.redeem_access_code("hash", f"sign-in {one}", 50, 900), range(16)))
        assert {None: 15, SignIn("", ("team", "decision-maker"), 900): 1} == Counter(answers)

    def test_expired_and_unknown_codes_do_not_work(self, store: Store) -> None:
        """A code ends at its time."""
        store.add_access_code("hash", ("team",), expires_ms=100)
        assert (None, None) == (
            store.redeem_access_code("hash", "s1", 100, 900),
            store.redeem_access_code("other", "s2", 1, 900),
        )

    def test_a_receipt_leads_to_its_participant(self, store: Store) -> None:
        """Storing it twice is harmless."""
        for _ in range(2):
            store.add_receipt("hash", "p1", STUDY)
        assert Receipt("p1", STUDY) == store.receipt("hash")
        assert None is store.receipt("other")
