"""Who may do what in the office: the whole table, against the real pages and the real deeds."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from exchanging import HOUR_MS, START_MS, make_lab, many_lines, take, write
from streamlit.testing.v1 import AppTest

from feedback.analytics import newest, ready_questions, write_snapshot
from feedback.events import Session, TaskStarted
from feedback.findings import Draft
from feedback.lab import ROLES
from feedback.office import Desk
from feedback.office.access_page import make_code
from feedback.office.findings_page import read
from feedback.office.findings_view import Places
from feedback.office.pages import LAB_PAGES, OVERVIEW, STUDY_PAGES
from feedback.office.permissions import PERMISSIONS, SIGNED_OUT, ForbiddenError, Permission, allowed, tell_who
from feedback.office.query_page import find_answer, folder_of
from feedback.office.report_button import make
from feedback.office.signing_page import draft_of
from feedback.office.team_page import invite
from feedback.office.visitor import Visitor
from feedback.office.watch_page import find_running, give_help, take_note
from feedback.office.workbench import Workbench
from feedback.store import SignIn, open_store

pytestmark = pytest.mark.slow

STUDY = "wohngeld/runde-1"
CAST = [(), *((role,) for role in ROLES), *itertools.combinations(ROLES, 2)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A lab with eight finished sessions and one that runs."""
    root = tmp_path_factory.mktemp("lab")
    lab = make_lab(root)
    store = open_store(lab.database)
    take(store, write(root / "a.jsonl", many_lines()))
    finished = store.sessions(STUDY)[0]
    flow = store.flow(finished.content_hash)
    assert flow is not None
    running: Session = finished.model_copy(
        update={
            "session_id": "running-1", "participant": "running", "started_ms": START_MS + HOUR_MS, "ended_ms": None,
            "end_reason": None,
        }
    )  # fmt: skip
    store.start_session(running, flow).result()
    store.append("running-1", [(0, TaskStarted(t_ms=0, task="antrag"))]).result()
    yield Desk(lab, store, "a secret of the test lab", clock_ms=lambda: START_MS + HOUR_MS + 60_000)
    store.close()


def draw_page(desk: Desk, roles: tuple[str, ...], asked: dict[str, str]) -> AppTest:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk, roles, asked), default_timeout=30).run()
    assert [] == list(test.exception)
    return test


def heading_of(test: AppTest) -> str:
    html = "".join(element.proto.body for element in test.get("html"))
    found = re.search(r'<h1 id="pl-heading">(.*?)</h1>', html)
    assert found is not None
    return found.group(1)


@dataclass
class Act:
    """A deed of the office at a desk, as its page does it."""

    desk: Desk

    def bench(self) -> Workbench:
        study = self.desk.study(STUDY)
        board = read(self.desk, study)
        return Workbench(self.desk, study, board, Places.of(board), (), self.desk.visitor.name)

    def edit_findings(self) -> None:
        self.bench().pen().enter(Draft.read(title="Die Frage ist unklar."), 2)

    def rate_findings(self) -> None:
        self.bench().pen("rate findings")

    def invite(self) -> None:
        invite(self.desk, self.desk.study(STUDY), "http://x", ("Anna",))

    def download_the_report(self) -> None:
        make(self.desk, self.desk.study(STUDY))

    def give_help(self) -> None:
        study = self.desk.study(STUDY)
        give_help(self.desk, study, find_running(self.desk, study)[0])

    def note_observations(self) -> None:
        study = self.desk.study(STUDY)
        take_note(self.desk, study, find_running(self.desk, study)[0], "Sie sucht den Knopf.")

    def manage_access(self) -> None:
        make_code(self.desk, "B. Beispiel", ("observer",))

    def query(self) -> None:
        folder, now_ms = folder_of(self.desk), self.desk.clock_ms()
        snapshot = newest(folder) or write_snapshot(self.desk.store, folder, now_ms=now_ms)
        question = next(iter(ready_questions().values()))
        find_answer(self.desk, self.desk.study(STUDY), snapshot, question)

    def see_the_verdict(self) -> None:
        self.desk.open_verdict(self.desk.study(STUDY))


DEEDS: dict[Permission, Callable[[Act], None]] = {
    "edit findings": Act.edit_findings,
    "rate findings": Act.rate_findings,
    "invite": Act.invite,
    "download the report": Act.download_the_report,
    "give help": Act.give_help,
    "note observations": Act.note_observations,
    "manage access": Act.manage_access,
    "query": Act.query,
    "see the verdict": Act.see_the_verdict,
}


@pytest.mark.parametrize("roles", CAST, ids="+".join)
@pytest.mark.parametrize("name", ["", *LAB_PAGES, *STUDY_PAGES])
def test_every_page_opens_for_its_roles_alone(desk: Desk, roles: tuple[str, ...], name: str) -> None:
    """Every page times no role, every role, every pair; a refusal says who may, and is written down."""
    page = STUDY_PAGES.get(name) or LAB_PAGES.get(name)
    permission = page.permission if page else OVERVIEW
    asked = {"seite": name} | ({"studie": STUDY} if name in STUDY_PAGES else {})
    heading = heading_of(draw_page(desk, roles, asked))
    refused = f"Diese Seite ist nur für {tell_who(permission)}"
    if not roles:
        assert "Das Büro ist geschlossen" == heading
    else:
        assert allowed(permission, roles) == (heading != refused)
        assert heading != "Das Büro ist geschlossen"
    log = desk.store.audit_log()
    if roles:
        expected = "page_seen" if allowed(permission, roles) else "page_refused"
        assert (",".join(roles), expected) == (log[-1].role, log[-1].action)


@pytest.mark.parametrize("roles", CAST, ids="+".join)
@pytest.mark.parametrize("permission", DEEDS)
def test_every_deed_is_checked_when_it_is_done(desk: Desk, roles: tuple[str, ...], permission: Permission) -> None:
    """The check of the page is not enough: the deed itself refuses whoever may not."""
    act = Act(desk.taken_by(Visitor("A. Muster", roles)))
    if allowed(permission, roles):
        DEEDS[permission](act)
        return
    before = (desk.store.findings(STUDY), desk.store.events("running-1"), len(desk.store.audit_log()))
    with pytest.raises(ForbiddenError) as caught:
        DEEDS[permission](act)
    assert (f"Das ist nur für {tell_who(permission)} möglich.",) == caught.value.sentences
    assert before == (desk.store.findings(STUDY), desk.store.events("running-1"), len(desk.store.audit_log()))


def test_no_row_and_no_page_is_forgotten() -> None:
    """A page with no row, or a row that nothing asks, fails here."""
    pages = {page.permission for page in (*STUDY_PAGES.values(), *LAB_PAGES.values())}
    changing = {page.to_change for page in STUDY_PAGES.values() if page.to_change}
    walked = {OVERVIEW, "sign"} | pages | changing | set(DEEDS)
    assert set(PERMISSIONS) == walked
    assert {role for roles in PERMISSIONS.values() for role in roles} == set(ROLES)


def test_the_signature_is_checked_when_it_is_given(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whose role was taken away after the page was drawn signs nothing."""
    from feedback.office import signing_page
    from feedback.records import Signing

    told: list[str] = []
    monkeypatch.setattr(signing_page.st, "html", told.append)
    study = desk.study(STUDY)
    for roles in (role for role in CAST if not allowed("sign", role)):
        draft = draft_of(desk.taken_by(Visitor(roles=("team",))).open_verdict(study))
        assert draft is not None
        signing = Signing(
            verdict=draft.decision.verdict,
            name="Anna Muster",
            role="Amtsleitung",
            arm=next(iter(draft.arms(draft.decision.verdict)), None),
        )
        signing_page.submit(desk.taken_by(Visitor(roles=roles)), draft, signing, unchanged=True)
        assert "Das ist nur für Entscheidende möglich." in told.pop()
    assert [] == desk.store.records()


@pytest.mark.parametrize("permission", DEEDS)
def test_nobody_acts_after_signing_out(desk: Desk, permission: Permission) -> None:
    """A page that still stands open in a second tab changes nothing any more."""
    expires_ms = desk.clock_ms() + HOUR_MS
    desk.store.add_sign_in("s", SignIn("A. Muster", ROLES, expires_ms), desk.clock_ms())
    act = Act(desk.taken_by(Visitor("A. Muster", ROLES, f"s-{permission}")))
    desk.store.add_sign_in(f"s-{permission}", SignIn("A. Muster", ROLES, expires_ms), desk.clock_ms())
    DEEDS[permission](act)
    desk.store.end_sign_in(f"s-{permission}", desk.clock_ms())
    with pytest.raises(ForbiddenError, match=re.escape(SIGNED_OUT)):
        DEEDS[permission](act)


def overview_html(desk: Desk, roles: tuple[str, ...]) -> str:
    """Return the text of the overview without the style."""
    html = "".join(one.proto.body for one in draw_page(desk, roles, {}).get("html"))
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def test_whoever_watches_sees_no_verdict(desk: Desk) -> None:
    """An observer who knew which arm is ahead would watch with other eyes."""
    html = overview_html(desk, ("observer",))
    assert "Wohngeld" in html
    assert not {"Begründung", "Stand", "Bereit"} & set(re.findall(r"\w+", html))
    assert "Begründung" in overview_html(desk, ("team",))
    assert "seite=entscheidung" not in html
    assert "seite=beobachten" in html


def test_raters_are_named_by_their_sign_in(desk: Desk) -> None:
    """Who has signed in by name cannot judge under another sign."""
    named = desk.taken_by(Visitor("A. Muster"))
    test = draw_page(named, ("team",), {"studie": STUDY, "seite": "probleme"})
    html = "".join(one.proto.body for one in test.get("html"))
    assert "Ihr Name ist A. Muster." in html
    assert "kuerzel" not in html
