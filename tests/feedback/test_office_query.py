"""The office page for questions nobody thought of beforehand."""

import re
from collections.abc import Iterator

import pytest
from exchanging import HOUR_MS, START_MS, make_lab, many_lines, take, write
from streamlit.testing.v1 import AppTest

from feedback.analytics import FOLDER, ask, newest, ready_questions, write_snapshot
from feedback.office import Desk
from feedback.office.query_page import HEADS, OWN, REFUSED, WORDS
from feedback.office.visitor import Visitor
from feedback.store import open_store

pytestmark = pytest.mark.slow
STUDY = "wohngeld/runde-1"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A lab with eight finished sessions."""
    root = tmp_path_factory.mktemp("lab")
    lab = make_lab(root)
    store = open_store(lab.database)
    take(store, write(root / "a.jsonl", many_lines()))
    yield Desk(lab, store, "a secret of the test lab", lambda: START_MS + HOUR_MS, Visitor("Team", ("team",)))
    store.close()


@pytest.fixture
def page(desk: Desk) -> AppTest:
    def draw(desk: object, study_id: str) -> None:
        from feedback.office.query_page import draw_query

        draw_query(desk, desk.study(study_id), ())  # type: ignore[arg-type,attr-defined]

    return AppTest.from_function(draw, args=(desk, STUDY), default_timeout=30).run()


def html_of(page: AppTest) -> str:
    assert [] == list(page.exception)
    return "".join(element.proto.body for element in page.get("html"))


def ask_own(page: AppTest, sql: str) -> str:
    """Ask in SQL and return the page."""
    page.radio(key="query-kind").set_value(OWN).run()
    page.text_area(key="query-sql").set_value(sql)
    page.button[-1].click().run()
    return html_of(page)


def test_a_ready_question_is_answered_in_german(page: AppTest) -> None:
    """The page says when the data were taken; a question chosen has the study's titles in its answer."""
    assert "Stand der Daten: " in html_of(page)
    page.selectbox(key="query-ready").set_value("completion").run()
    html = html_of(page)
    assert "Wer jede Aufgabe ohne Hilfe geschafft hat" in html
    assert ["Variante", "Aufgabe", "geschafft", "Sitzungen"] == re.findall(r'scope="col">(.*?)<', html)
    assert STUDY not in html


def test_own_sql_is_answered(page: AppTest) -> None:
    """A SELECT of one's own gives a table with the names it chose."""
    html = ask_own(page, "SELECT arm AS welche, count(*) AS wie_viele FROM session GROUP BY arm ORDER BY arm")
    assert ["welche", "wie_viele"] == re.findall(r'scope="col">(.*?)<', html)


def test_what_an_answer_holds_is_text_and_no_markup(page: AppTest) -> None:
    """A cell or a name with angle brackets is shown, not run."""
    html = ask_own(page, """SELECT '<b>x</b>' AS "<i>y</i>" """)
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>x</b>" not in html
    assert "<i>y</i>" not in html


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT segment FROM session", "Die Spalte „segment“ gibt es nicht."),
        ("SELECT pag FROM event", "Meinten Sie „page“?"),
        ("SELECT 1 FROM evnt", "Meinten Sie „event“?"),
        ("DROP TABLE event", "Eine Frage ist genau ein SELECT"),
        ("SELECT * FROM read_csv('/etc/passwd')", "Eine Frage ist genau ein SELECT"),
        ("SELEKT", "Die Datenbank versteht die Frage nicht"),
    ],
)
def test_a_refused_question_says_why(page: AppTest, sql: str, said: str) -> None:
    """Wrong names, wrong statements and groups of people get one German sentence, and the form stays."""
    html = ask_own(page, sql)
    assert 'role="alert"' in html
    assert said in html
    assert sql == page.text_area(key="query-sql").value


def test_a_new_snapshot_is_taken_on_request(desk: Desk, page: AppTest) -> None:
    """The button takes the data anew; one snapshot is left."""
    folder = desk.lab.root / "data" / FOLDER
    before = newest(folder)
    page.button(key="query-fresh").click().run()
    after = newest(folder)
    assert [] == list(page.exception)
    assert before is not None
    assert after is not None
    assert before.path != after.path
    assert [after.path] == list(folder.iterdir())


def test_questions_are_in_the_audit_log(desk: Desk, page: AppTest) -> None:
    """Who asked is logged once for each question, by its name and without its text."""
    before = len(desk.store.audit_log())
    ask_own(page, "SELECT 1 AS one")
    page.run()
    entries = desk.store.audit_log()[before:]
    assert [("queried", STUDY, "sql")] == [(one.action, one.study, one.object) for one in entries]


def test_every_ready_column_has_a_german_head(desk: Desk) -> None:
    """No column of a ready question is shown under its English name."""
    snapshot = write_snapshot(desk.store, desk.lab.root / "data" / FOLDER, now_ms=desk.clock_ms())
    columns = {name for one in ready_questions().values() for name in ask(snapshot, one.sql).columns}
    assert columns - {"study"} == set(HEADS)


def test_every_word_of_ready_questions_is_german() -> None:
    """Outcomes, ends and sources are translated, and every reason to refuse."""
    from typing import get_args

    from feedback.analytics.guarding import Refusal
    from feedback.events import EndReason, Outcome, Source

    known = {*get_args(EndReason), *get_args(Outcome), *get_args(Source), "running"}
    assert known - {"stopped"} == set(WORDS) - {"stopped"}
    assert "stopped" in WORDS
    assert set(get_args(Refusal)) == set(REFUSED)


def test_the_page_is_for_those_who_may_ask(desk: Desk) -> None:
    """Somebody without the permission gets no answer, even if the page was still open."""
    from feedback.office.permissions import ForbiddenError
    from feedback.office.query_page import find_answer, take_snapshot

    other = desk.taken_by(Visitor("Entscheidende", ("decision-maker",)))
    snapshot = write_snapshot(desk.store, desk.lab.root / "data" / FOLDER, now_ms=desk.clock_ms())
    with pytest.raises(ForbiddenError):
        find_answer(other, desk.study(STUDY), snapshot, ready_questions()["completion"])
    with pytest.raises(ForbiddenError):
        take_snapshot(other)
