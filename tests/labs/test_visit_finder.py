"""A visit that begins at the finder: only the right service opens the prototype, and no word is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_runner_pages import PROTOTYPE, STUDY

from feedback.errors import AuthorError
from feedback.events import PageShown, ServiceChosen, ServiceSearched, TaskEnded, TaskStarted
from feedback.lab import Lab
from feedback.metrics import Metric, findability
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.tokens import personal_invitation
from labs.discovery import Workspace
from labs.runner.shell import Shell
from labs.visit import Seeking, Visit

INVITATION = personal_invitation("probe/runde-1", "p1")
RIGHT, WRONG, OTHER = "10160", "10092", "10000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a study that starts at the finder."""
    folder = tmp_path / "prototypes" / "probe"
    (folder / "studies").mkdir(parents=True)
    declared = PROTOTYPE.replace("pages=[", f'ozg="{RIGHT}",\n    pages=[', 1)
    (folder / "__init__.py").write_text(declared, encoding="utf-8")
    (folder / "studies" / "runde-1.toml").write_text(f'start = "finder"\n{STUDY}', encoding="utf-8")
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """A real store."""
    opened = open_store(folder / "data" / "probelauf.db")
    yield opened
    opened.close()


def begun(store: Store, folder: Path) -> Visit:
    """Return the visit as a new process sees it."""
    workspace = Workspace(folder)
    lab = Lab.open(folder, workspace.prototype_roots)
    return Shell(lab, workspace, store, Recorder(store), lab.secret()).visit(INVITATION, "visitor")


def at_finder(store: Store, folder: Path) -> Visit:
    """Return a visit that has just come to the finder."""
    visit = begun(store, folder)
    visit.consent(visit.turn, agreed=True)
    visit.tell_groups(visit.turn, {})
    visit.begin_task(visit.turn)
    return visit


def told(store: Store) -> list[str]:
    """Return the events of the only session after the start of the task, in short."""
    store.check()
    (session,) = store.sessions()
    events = [event for _, event in store.events(session.session_id)]
    short = {
        TaskStarted: lambda one: "begun",
        ServiceSearched: lambda one: f"searched {one.results} {one.rank}",
        ServiceChosen: lambda one: f"chosen {one.fits} {one.rank}",
        PageShown: lambda one: f"{one.nav} {one.page}",
        TaskEnded: lambda one: one.outcome,
    }
    return [short[type(event)](event) for event in events if type(event) in short]


def test_the_right_service_opens_the_prototype(store: Store, folder: Path) -> None:
    """A wrong choice leads back to the list, the right one to the first page; ranks are recorded, no ids."""
    visit = at_finder(store, folder)
    assert Seeking(RIGHT) == visit.seeking
    assert visit.journey is None
    visit.search(visit.turn, [WRONG, OTHER])
    visit.search(visit.turn, [WRONG, RIGHT])
    visit.choose(visit.turn, WRONG)
    assert visit.seeking is not None
    assert WRONG == visit.seeking.elsewhere
    visit.search_again(visit.turn)
    assert visit.seeking.elsewhere is None
    visit.choose(visit.turn, RIGHT)
    assert visit.seeking is None
    assert visit.journey is not None
    expected = ["begun", "searched 2 None", "searched 2 2", "chosen False 1", "chosen True 2", "start eins"]
    assert expected == told(store)


def test_old_turns_and_services_not_shown_do_nothing(store: Store, folder: Path) -> None:
    """A double click counts once; a service that was not found cannot be chosen."""
    visit = at_finder(store, folder)
    turn = visit.turn
    visit.search(turn, [RIGHT])
    visit.search(turn, [RIGHT])
    visit.choose(visit.turn, OTHER)
    assert visit.journey is None
    assert ["begun", "searched 1 1"] == told(store)


@pytest.mark.parametrize(("act", "outcome"), [("give_up", "gave_up"), ("finish_task", "failed")])
def test_who_does_not_find_it_has_not_done_the_task(store: Store, folder: Path, act: str, outcome: str) -> None:
    """To give up, or to be "finished" at the finder, ends the task, and counts for findability."""
    visit = at_finder(store, folder)
    visit.search(visit.turn, [])
    getattr(visit, act)(visit.turn)
    assert visit.seeking is None
    assert "questionnaire" == visit.stage.kind
    assert ["begun", "searched 0 None", outcome] == told(store)
    (session,) = store.sessions()
    found = findability("antrag", [[event for _, event in store.events(session.session_id)]])
    assert isinstance(found.reached, Metric)
    assert (1, 0.0) == (found.reached.n, found.reached.estimate)


def test_another_process_goes_on_searching(store: Store, folder: Path) -> None:
    """After a restart the search begins anew, in the same task; its start is recorded once."""
    first = at_finder(store, folder)
    first.search(first.turn, [WRONG])
    store.check()
    second = begun(store, folder)
    assert Seeking(RIGHT) == second.seeking
    assert first.turn == second.turn
    second.search(second.turn, [RIGHT])
    second.choose(second.turn, RIGHT)
    assert ["begun", "searched 1 None", "searched 1 1", "chosen True 1", "start eins"] == told(store)


def test_another_process_goes_on_in_the_prototype(store: Store, folder: Path) -> None:
    """Who has found the service does not search again after a restart."""
    first = at_finder(store, folder)
    first.search(first.turn, [RIGHT])
    first.choose(first.turn, RIGHT)
    first.submit(first.turn, {"zahl": "3"})
    store.check()
    second = begun(store, folder)
    assert second.seeking is None
    assert second.journey is not None
    assert "zwei" == second.journey.page.id


def test_a_prototype_without_a_key_cannot_be_found(store: Store, folder: Path) -> None:
    """The plan is refused, with its line."""
    path = folder / "prototypes" / "probe" / "__init__.py"
    path.write_text(PROTOTYPE, encoding="utf-8")
    with pytest.raises(AuthorError, match=r"runde-1\.toml:1: study\.start `probe` has no OZG id"):
        begun(store, folder)
