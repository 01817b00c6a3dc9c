"""Administrators let people in and out; everybody finds the way out; roles of accounts come from the lab's file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanging import HOUR_MS, START_MS, make_lab
from streamlit.testing.v1 import AppTest

from feedback.errors import AuthorError
from feedback.lab import ROLES, Lab
from feedback.office import Desk
from feedback.office.access import redeem
from feedback.office.asvs import all_ids, load_requirements, read_table
from feedback.office.login import visitor_with
from feedback.office.pages import LAB_PAGES, STUDY_PAGES
from feedback.office.visitor import Visitor, visitor_of
from feedback.store import SignIn, open_store

pytestmark = pytest.mark.slow

NOW_MS = START_MS + HOUR_MS
SECRET = "a secret of the test lab"
ROOT = Path(__file__).parents[2]
OFFICE = '[office]\nroles = { "Anna@Amt.example" = ["team", "observer"] }\n'
CLAIMS = {"email": "anna@amt.EXAMPLE", "email_verified": True, "name": "Anna Muster", "iss": "http://p", "sub": "7"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lab = make_lab(tmp_path / "lab")
    (tmp_path / "lab" / "lab.toml").write_text(OFFICE, encoding="utf-8")
    store = open_store(lab.database)
    yield Desk(Lab.open(tmp_path / "lab"), store, SECRET, lambda: NOW_MS, Visitor("V. Walter"))
    store.close()


def open_app(desk: Desk, roles: tuple[str, ...], asked: dict[str, str]) -> AppTest:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk, roles, asked), default_timeout=30).run()
    assert [] == list(test.exception)
    return test


def html_of(test: AppTest) -> str:
    assert [] == list(test.exception)
    return "".join(element.proto.body for element in test.get("html"))


def press(test: AppTest, label: str) -> str:
    next(button for button in test.button if button.label == label).click()
    return html_of(test.run())


def test_administrators_make_codes(desk: Desk) -> None:
    """A code for a name and roles, shown once, good once; what is missing is told at once."""
    test = open_app(desk, ("administrator",), {"seite": "zugang"})
    html = press(test, "Code erstellen")
    assert "Geben Sie an, für wen der Code ist." in html
    assert "Wählen Sie mindestens eine Rolle." in html
    test.text_input[0].set_value("O. <Bach>")
    test.multiselect[0].set_value(["observer"])
    found = re.search(r"Der neue Zugangscode: ([A-Z-]{14})", press(test, "Code erstellen"))
    assert found is not None
    assert found.group(1) not in html_of(test.run())
    cookie = redeem(desk.store, SECRET, found.group(1), NOW_MS)
    assert cookie is not None
    who = visitor_of(desk.store, SECRET, cookie, NOW_MS)
    assert who is not None
    assert ("O. <Bach>", ("observer",)) == (who.name, who.roles)
    issued = next(one for one in desk.store.audit_log() if one.action == "code_issued")
    assert ("V. Walter", "administrator", "O. <Bach>: observer") == (issued.actor, issued.role, issued.object)
    assert "O. &lt;Bach&gt;" in html_of(open_app(desk, ("administrator",), {"seite": "zugang"}))


def test_administrators_end_sign_ins(desk: Desk) -> None:
    """Who left the house is out at once, and the log says who did it."""
    desk.store.add_sign_in("key", SignIn("G. Gegangen", ("team",), NOW_MS + HOUR_MS), NOW_MS)
    test = open_app(desk, ("administrator",), {"seite": "zugang"})
    test.selectbox[0].set_value("key")
    assert "Die Person ist abgemeldet." in press(test, "Abmelden")
    assert None is desk.store.sign_in("key", NOW_MS)
    assert "Niemand ist angemeldet." in html_of(test)
    last = desk.store.audit_log()[-1]
    assert ("signed_out", "V. Walter", "G. Gegangen") == (last.action, last.actor, last.object)


def test_every_page_leads_out(desk: Desk) -> None:
    """The head line of every page, refusals included, ends with the way out."""
    pages = [{"seite": one} for one in LAB_PAGES] + [
        {"studie": study, "seite": one} for one in STUDY_PAGES for study in ("wohngeld/runde-1", "wohngeld/nothing")
    ]
    for asked in ({}, {"seite": "nothing"}, *pages):
        assert 'href="/buero/abmelden"' in html_of(open_app(desk, ("team",), asked)), asked


def test_an_edited_log_is_told_to_administrators(desk: Desk) -> None:
    """The page says so before it shows a single entry."""
    open_app(desk, ("team",), {})
    assert "Das Protokoll ist unverändert." in html_of(open_app(desk, ("administrator",), {"seite": "protokoll"}))
    desk.store.submit(lambda db: db.execute("UPDATE audit_entry SET actor = 'X' WHERE number = 1")).result()  # type: ignore[attr-defined]
    html = html_of(open_app(desk, ("administrator",), {"seite": "protokoll"}))
    assert "Jemand hat das Protokoll nachträglich verändert." in html


def test_an_account_gets_the_roles_of_its_address(desk: Desk) -> None:
    """Whatever the case of the address; signed in once, with one entry in the log."""
    claims = CLAIMS | {"iat": NOW_MS // 1000}
    who = visitor_with(desk, claims)
    assert who is not None
    assert ("Anna Muster", ("team", "observer"), True) == (who.name, who.roles, who.by_account)
    assert who == visitor_with(desk, claims)
    assert ["signed_in"] == [one.action for one in desk.store.audit_log()]


@pytest.mark.parametrize(
    "changed",
    [
        {"email_verified": False}, {"email_verified": 1}, {"email": "bo@amt.example"}, {"email": None},
        {"iat": NOW_MS // 1000 - 12 * 3600}, {"iat": None}, {"iat": "now"},
    ],
)  # fmt: skip
def test_an_account_without_a_verified_address_or_a_role_stays_outside(desk: Desk, changed: dict[str, object]) -> None:
    """Nothing is signed in."""
    assert None is visitor_with(desk, CLAIMS | {"iat": NOW_MS // 1000} | changed)
    assert [] == desk.store.sign_ins(NOW_MS)


def test_an_account_that_signed_out_stays_out(desk: Desk) -> None:
    """The provider's old answer opens nothing any more; a new one does."""
    claims = CLAIMS | {"iat": NOW_MS // 1000}
    who = visitor_with(desk, claims)
    assert who is not None
    desk.store.end_sign_in(who.sign_in, NOW_MS)
    assert None is visitor_with(desk, claims)
    assert None is not visitor_with(desk, claims | {"iat": NOW_MS // 1000 - 1})


def test_mistakes_in_the_roles_come_at_once(tmp_path: Path) -> None:
    """Unknown roles, empty lists, names that are no address: all with their line."""
    text = '[office]\nrole = 1\nroles = { "Anna" = ["team"], "b@amt.example" = ["boss"], "c@amt.example" = [] }\n'
    (tmp_path / "lab.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError) as caught:
        Lab.open(tmp_path)
    told = " ".join(finding.what for finding in caught.value.findings)
    assert 4 == len(caught.value.findings)
    assert all(word in told for word in ("Anna", "boss", "`c@amt.example = []`", "`role` is not a key"))


def test_all_roles_exist_in_the_matrix() -> None:
    """The lab's file and the table speak of the same roles."""
    assert ("team", "observer", "decision-maker", "administrator") == ROLES


def test_named_tests_of_the_security_table_exist() -> None:
    """Every test that the table points to is there, and every answer is about a requirement that exists."""
    for one in load_requirements():
        for named in one.tests:
            path, _, name = named.partition("::")
            assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8"), (one.id, named)
    answered = [one for entry in read_table()["requirement"] for one in entry["ids"]]
    assert len(answered) == len(set(answered))
    assert set() == set(answered) - set(all_ids())
    assert 253 == len(all_ids())
