"""A visit that moves to another process: the same page, the same answers, each event once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import a_process, write_prototype
from test_runner_pages import PROTOTYPE, STUDY

from feedback.events import FieldChanged, PageShown, TaskStarted
from feedback.store import Store, open_store
from feedback.tokens import Invitation, fingerprint, personal_invitation
from labs.visit import Visit

OPEN = Invitation("probe/runde-1")
BOTH_ARMS = STUDY.replace("arm = [", 'design = "within"\narm = [{id = "B", variant = "A"}, ')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    write_prototype(tmp_path, PROTOTYPE, STUDY)
    opened = open_store(tmp_path / "data" / "probelauf.db")
    yield opened
    opened.close()


def settle(store: Store) -> None:
    """Wait until all that was recorded is stored."""
    store.check()


def reach_second_page(visit: Visit) -> None:
    """Go from consent to the second page of the prototype."""
    visit.consent(visit.turn, agreed=True)
    visit.tell_groups(visit.turn, {})
    visit.begin_task(visit.turn)
    visit.submit(visit.turn, {"zahl": "3"})
    assert visit.journey is not None
    assert "zwei" == visit.journey.page.id


@pytest.mark.parametrize("invitation", [OPEN, personal_invitation("probe/runde-1", "p1")])
def test_another_process_goes_on_in_mid_form(store: Store, tmp_path: Path, invitation: Invitation) -> None:
    """The next process shows the same page with the same answers, and the clock of the task runs on."""
    first = a_process(store, tmp_path).visit(invitation, "visitor")
    reach_second_page(first)
    first.submit(first.turn, {"post": True, "mail": "nichts"})
    settle(store)
    second = a_process(store, tmp_path).visit(invitation, "visitor")
    assert first.stage == second.stage
    assert first.turn == second.turn
    assert first.journey is not None
    assert second.journey is not None
    assert first.journey.draft() == second.journey.draft()
    second.submit(second.turn, {"post": False})
    settle(store)
    (session,) = store.sessions()
    events = [event for _, event in store.events(session.session_id)]
    assert 1 == sum(isinstance(event, TaskStarted) for event in events)
    shown = [(event.page, event.nav) for event in events if isinstance(event, PageShown)]
    assert [("eins", "start"), ("zwei", "next"), ("zwei", "resume")] == shown[:3]
    counts = [event.count for event in events if isinstance(event, FieldChanged) and event.target == "post"]
    assert [1, 2] == counts


def test_without_the_link_the_answers_stay_sealed(store: Store, tmp_path: Path) -> None:
    """Who makes a new link for the same person goes on with the task, but from its beginning."""
    first = a_process(store, tmp_path).visit(personal_invitation("probe/runde-1", "p1"), "visitor")
    reach_second_page(first)
    settle(store)
    second = a_process(store, tmp_path).visit(personal_invitation("probe/runde-1", "p1"), "visitor")
    assert "prototype" == second.stage.kind
    assert second.journey is not None
    assert "eins" == second.journey.page.id
    assert None is second.journey.raw("zahl")


def test_two_devices_on_two_processes_are_one_visit(store: Store, tmp_path: Path) -> None:
    """Whoever acts first wins; the other is told, and then shows the same page. No event is there twice."""
    link = personal_invitation("probe/runde-1", "p1")
    one, two = a_process(store, tmp_path), a_process(store, tmp_path)
    phone = one.visit(link, "phone")
    reach_second_page(phone)
    settle(store)
    tablet = two.visit(link, "tablet")
    tablet.back(tablet.turn, {})
    settle(store)
    phone.submit(phone.turn, {"post": False})
    settle(store)
    assert (True, False) == (phone.overtaken, tablet.overtaken)
    again = one.visit(link, "phone")
    assert again is not phone
    assert again.journey is not None
    assert "eins" == again.journey.page.id
    assert 1 == len(store.sessions())
    (session,) = store.sessions()
    numbers = [seq for seq, _ in store.events(session.session_id)]
    assert list(range(len(numbers))) == numbers


def test_consent_on_two_processes_at_once_is_one_session(store: Store, tmp_path: Path) -> None:
    """Two processes that start the same person's session start the same session."""
    link = personal_invitation("probe/runde-1", "p1")
    visits = [a_process(store, tmp_path).visit(link, "v") for _ in range(2)]
    for visit in visits:
        visit.consent(visit.turn, agreed=True)
        visit.tell_groups(visit.turn, {})
    settle(store)
    assert 1 == len(store.sessions())


def test_who_is_erased_between_two_arms_starts_no_further_session(store: Store, tmp_path: Path) -> None:
    """After an erasure the second arm does not begin: the next look at the visit asks for consent again."""
    (tmp_path / "prototypes" / "probe" / "studies" / "runde-1.toml").write_text(BOTH_ARMS, encoding="utf-8")
    process = a_process(store, tmp_path)
    visit = process.visit(OPEN, "v")
    reach_second_page(visit)
    visit.give_up(visit.turn)
    settle(store)
    assert store.erase_person(fingerprint(process.secret, process.receipt(visit)), 1)
    while not visit.overtaken:
        visit.answer(visit.turn, {})
        settle(store)
    assert [] == store.sessions()
    assert "consent" == process.visit(OPEN, "v").stage.kind


def test_a_reload_sees_what_another_process_did(store: Store, tmp_path: Path) -> None:
    """A process that knows an older state looks it up when the browser comes back to it."""
    one, two = a_process(store, tmp_path), a_process(store, tmp_path)
    reach_second_page(one.visit(OPEN, "v"))
    settle(store)
    other = two.visit(OPEN, "v")
    other.stop(other.turn)
    settle(store)
    assert "stopped" == one.visit(OPEN, "v").stage.kind


def test_a_reload_on_the_same_process_keeps_the_visit(store: Store, tmp_path: Path) -> None:
    """The visit in memory is kept as long as the store knows no more than it."""
    process = a_process(store, tmp_path)
    visit = process.visit(OPEN, "v")
    reach_second_page(visit)
    assert visit is process.visit(OPEN, "v")
    settle(store)
    assert visit is process.visit(OPEN, "v")
