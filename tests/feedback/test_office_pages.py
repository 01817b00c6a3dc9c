"""The pages of the office over a small study that went through the real recorder."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from feedback.events import (
    Answered,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    PageShown,
    ProblemShown,
    Session,
    TaskEnded,
    TaskStarted,
)
from feedback.instruments import INSTRUMENTS
from feedback.lab import Lab
from feedback.office import Desk
from feedback.recorder import Recorder
from feedback.store import open_store
from feedback.study import Study
from feedback.tokens import open_invitation

pytestmark = pytest.mark.slow

SECRET = "a secret of the test lab"
START_MS = 1_800_000_000_000
HOUR_MS = 3_600_000
PLAN = """
title = "Wohngeld: eine Frage je Seite?"
prototype = "wohngeld"
demo = {demo}
looks = [4, 8]
planned_sessions = 8
hypotheses = ["A führt schneller zum Ziel."]
arm = [
  {{id = "A", variant = "A", name = "Eine Frage je Seite"}},
  {{id = "B", variant = "B", name = "In <Gruppen>"}},
]
task = [{{id = "antrag", name = "Wohngeld beantragen", critical = true}}]
gate = [{{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8}}]
hard_facts = {{accessibility = "passed", data_protection = "passed"}}
"""
PATH = ("start", "miete", "done")


def make_flow(variant: str) -> FlowSnapshot:
    return FlowSnapshot(
        content_hash=f"hash-{variant}", prototype="wohngeld", variant=variant, title="Wohngeld", language="de",
        pages=(
            FlowPage(id="start", title="Start", kind="start"),
            FlowPage(id="miete", title="Ihre Miete", kind="form", fields=("miete",)),
            FlowPage(id="done", title="Fertig", kind="confirmation"),
        ),
        fields=(FlowField(id="miete", label="Wie hoch ist Ihre Miete?", kind="euro"),),
        rules=("required",),
        tasks=(FlowTask(id="antrag", title="Antrag", end_page="done", ideal_path=PATH),),
    )  # fmt: skip


def record(recorder: Recorder, number: int, arm: str, *, success: bool, study: str = "vorfuehrung") -> None:
    flow, start_ms = make_flow(arm), START_MS + number * 60_000
    session = Session(
        session_id=f"{study}-{number}", study=f"wohngeld/{study}", round=1, prototype="wohngeld", variant=arm,
        arm=arm, content_hash=flow.content_hash, mode="alone", participant=f"p{number}", position=0,
        consent_version="c1", consent_scopes=("recording",), app_version="0.1.0", synthetic=True,
        started_ms=start_ms,
    )  # fmt: skip
    run = recorder.open(session, flow, demo=True)
    run.record(TaskStarted(t_ms=0, task="antrag"))
    for place, page in enumerate(PATH if success else PATH[:2]):
        run.record(PageShown(t_ms=place * 20_000, page=page, nav="next" if place else "start"))
        if page == "miete" and not success:
            run.record(ProblemShown(t_ms=place * 20_000, page=page, target="miete", rule="required"))
    run.record(TaskEnded(t_ms=50_000, task="antrag", outcome="success" if success else "gave_up"))
    sus = INSTRUMENTS["sus"]
    for place, item in enumerate(sus.items):
        value = (2 if item.reverse else 4) + (place == number % 10)
        run.record(Answered(t_ms=51_000, instrument="sus", item=item.id, value=value, wording=sus.wording("de")))
    run.end("finished", start_ms + 60_000).result(timeout=5)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("lab")
    studies = root / "prototypes" / "wohngeld" / "studies"
    studies.mkdir(parents=True)
    (studies / "vorfuehrung.toml").write_text(PLAN.format(demo="true"), encoding="utf-8")
    (studies / "runde-1.toml").write_text(PLAN.format(demo="false"), encoding="utf-8")
    (studies / "wartet.toml").write_text(PLAN.format(demo="true"), encoding="utf-8")
    (studies / "kaputt.toml").write_text('title = "Ohne alles"\n', encoding="utf-8")
    lab = Lab.open(root)
    store = open_store(lab.database)
    study = lab.study("wohngeld/vorfuehrung")
    store.lock_study(study.id, study.plan_hash, study.plan_text, START_MS)
    recorder = Recorder(store)
    for number in range(10):
        arm = "AB"[number % 2]
        record(recorder, number, arm, success=arm == "A" or number == 1)
    for number in range(12):  # at the first look A is open and B missed; A has enough for the second look
        success = number % 2 == 0 and number < 4
        record(recorder, number, "AB"[number % 2 if number < 8 else 0], success=success, study="wartet")
    yield Desk(lab, store, SECRET, clock_ms=lambda: START_MS + HOUR_MS)
    store.close()


def show(desk: Desk, roles: tuple[str, ...], asked: dict[str, str]) -> SimpleNamespace:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk, roles, asked), default_timeout=20)
    test.run()
    return read(test)


def read(test: AppTest) -> SimpleNamespace:
    assert [] == list(test.exception)
    html = "".join(element.proto.body for element in test.get("html"))
    charts = [element.proto.alt for element in test.get("plotly_chart")]
    heading = re.search(r'<h1 id="pl-heading">(.*?)</h1>', html)
    assert heading is not None
    return SimpleNamespace(test=test, html=html, charts=charts, heading=heading.group(1))


TEAM, DECIDES, STRANGER = ("team",), ("decision-maker",), ("citizen",)
DEMO = {"studie": "wohngeld/vorfuehrung"}
TITLE = "Wohngeld: eine Frage je Seite?"
MATRIX = [
    ((), {}, "Das Büro ist geschlossen"),
    (STRANGER, {}, "Das Büro ist geschlossen"),
    ((), DEMO, "Das Büro ist geschlossen"),
    ((), {**DEMO, "seite": "team"}, "Das Büro ist geschlossen"),
    (TEAM, {}, "Alle Studien"),
    (DECIDES, {}, "Alle Studien"),
    (TEAM, DEMO, TITLE),
    (DECIDES, {**DEMO, "seite": "entscheidung"}, TITLE),
    (TEAM, {**DEMO, "seite": "team"}, "Einladen und Plan"),
    (DECIDES, {**DEMO, "seite": "team"}, "Diese Seite ist nur für das Team"),
    (TEAM + DECIDES, {**DEMO, "seite": "team"}, "Einladen und Plan"),
    (TEAM, {**DEMO, "seite": "anderes"}, "Diese Seite gibt es nicht"),
    (DECIDES, {"studie": "wohngeld/gibts-nicht"}, "Diese Studie gibt es nicht"),
    (DECIDES, {"studie": "wohngeld/kaputt"}, "Der Plan dieser Studie hat Fehler"),
]


@pytest.mark.parametrize(("roles", "asked", "heading"), MATRIX)
def test_each_role_sees_its_pages_and_no_other(
    desk: Desk, roles: tuple[str, ...], asked: dict[str, str], heading: str
) -> None:
    """Who may see what, page by page; whoever may not see a page gets none of its content."""
    page = show(desk, roles, asked)
    assert heading == page.heading
    assert ("einladung=" in page.html) == (heading == "Einladen und Plan")
    assert ("seite=team" in page.html) == ("team" in roles and bool(asked.get("studie", "x") != "wohngeld/kaputt"))


def test_the_overview_tells_every_study_in_words(desk: Desk) -> None:
    """Title, sessions an arm, state and verdict; a broken plan does not hide the others."""
    html = show(desk, DECIDES, {}).html
    assert "A: 5 von 8<br>B: 5 von 8" in html
    assert "A: 0 von 8<br>B: 0 von 8" in html
    assert "Bereit für die Produktion" in html
    assert "Noch nicht begonnen" in html
    assert "Der Plan hat Fehler (4)" in html


def test_the_decision_comes_first_and_says_why(desk: Desk) -> None:
    """The verdict is one sentence, the sections follow in the order of a decision."""
    html = show(desk, DECIDES, DEMO).html
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert [
        "Variante A (Eine Frage je Seite) kann in die Produktion.",
        "Was noch fehlt",
        "Wer teilgenommen hat",
        "Sind die Daten verlässlich?",
        "Sind die Bedingungen erfüllt?",
        "Was gemessen wurde",
        "Welche Variante liegt vorn?",
        "Wie sicher ist das?",
        "Wo Menschen aufhören",
        "Die häufigsten Fehler",
        "Die wichtigsten Probleme",
    ] == headings
    assert "Vorführung mit erfundenen Personen" in html
    assert "Alle Zahlen beruhen auf den ersten 4 Sitzungen je Variante." in html


def test_no_number_goes_without_persons_and_interval(desk: Desk) -> None:
    """Charts, funnel and mistakes say x of n and the interval; the text says what the chart shows."""
    page = show(desk, DECIDES, DEMO)
    assert (
        "Abschluss ohne Hilfe. Variante A (Eine Frage je Seite): 4 von 4 (100\xa0%), Spanne 51 bis 100\xa0%. "
        "Variante B (In <Gruppen>): 1 von 4 (25\xa0%), Spanne 5 bis 70\xa0%. gefordert: 50\xa0%."
    ) == page.charts[0]
    assert "Größter Verlust: „Ihre Miete“. Aufgehört haben dort 3 von 4, Spanne 30 bis 95\xa0%." in page.html
    row = re.search(r"<th[^>]*>Wie hoch ist Ihre Miete\?</th>.*?</tr>", page.html)
    assert row is not None
    cells = [cell.partition("<br>")[0] for cell in re.findall(r"<td[^>]*>(.*?)</td>", row.group())]
    assert ["leer gelassen", "3 von 4", "30 bis 95\xa0%"] == cells
    assert "Bis jetzt machte niemand einen Fehler." in page.html


def test_what_cannot_be_said_is_said(desk: Desk) -> None:
    """A study without sessions has no numbers, but reasons."""
    page = show(desk, DECIDES, {"studie": "wohngeld/runde-1"})
    assert "Wir können noch nicht entscheiden." in page.html
    assert "Noch niemand hat teilgenommen." in page.html
    assert "Keine Aussage möglich. Noch ist keine Sitzung zu Ende." in page.html
    assert "Keine Aussage möglich. Niemand hat die Aufgabe begonnen." in page.charts[0]
    assert "erfunden" not in page.html


def test_the_next_look_waits_for_the_smallest_arm(desk: Desk) -> None:
    """What is missing is told for every arm, also for one that has already missed its gates."""
    html = show(desk, DECIDES, {"studie": "wohngeld/wartet"}).html
    assert "Variante B (In &lt;Gruppen&gt;): noch 4 Sitzungen. Da sind 4 von 8." in html
    assert "Die nächste Auswertung folgt bei 8 Sitzungen je Variante." in html
    assert "Da sind 8 von 8" not in html


def test_names_from_the_plan_are_no_markup(desk: Desk) -> None:
    """An author's text is shown as written, on every page."""
    for page in (show(desk, TEAM, {}), show(desk, TEAM, DEMO)):
        assert "<Gruppen>" not in page.html
        assert "In &lt;Gruppen&gt;" in page.html


def test_every_opened_verdict_is_logged_once(desk: Desk) -> None:
    """The log says at which look which verdict was seen; the same verdict on the same data is one line."""
    show(desk, DECIDES, DEMO)
    show(desk, TEAM, DEMO)
    looks = desk.store.looks("wohngeld/vorfuehrung")
    assert [(4, "READY FOR PRODUCTION", {"A": 4, "B": 4})] == [
        (look.look, look.verdict, look.sessions) for look in looks
    ]


def test_personal_links_carry_no_name(desk: Desk) -> None:
    """One link a name, the same for the same person; what is typed is not in the link."""
    page = show(desk, TEAM, {**DEMO, "seite": "team"})
    page.test.text_area(key="namen").set_value("Anna Muster\nP-02\nanna  muster")
    page.test.button[0].click().run()
    html = read(page.test).html
    tokens = list(dict.fromkeys(re.findall(r'href="[^"]*\?einladung=([^"]+)"', html)))
    invitations = [open_invitation(SECRET, token) for token in tokens]
    assert 3 == len(invitations)
    assert all(one is not None and one.study == "wohngeld/vorfuehrung" for one in invitations)
    who = [one.participant for one in invitations if one is not None]
    assert who[0] is None
    assert not {"Anna Muster", "P-02"} & set(who)
    assert 3 == html.count('<img class="pl-qr" alt="QR-Code')


def test_the_plan_says_since_when_it_is_locked_and_how_to_amend(desk: Desk) -> None:
    """A change of the file has no effect, and the page says what to do about it."""
    path = desk.lab.studies()["wohngeld/vorfuehrung"]
    before = show(desk, TEAM, {**DEMO, "seite": "team"}).html
    assert "Der Plan ist gesperrt seit 15. Januar 2027, 09:00 Uhr." in before
    assert "Die Datei des Plans ist seitdem unverändert." in before
    original = path.read_text(encoding="utf-8")
    try:
        path.write_text(original.replace("at_least = 0.5", "at_least = 0.4"), encoding="utf-8")
        changed = show(desk, TEAM, {**DEMO, "seite": "team"}).html
        path.write_text("title = ", encoding="utf-8")
        broken = show(desk, TEAM, {**DEMO, "seite": "team"}).html
        study: Study = desk.study("wohngeld/vorfuehrung")
    finally:
        path.write_text(original, encoding="utf-8")
    assert "probelauf amend wohngeld/vorfuehrung --reason" in changed
    assert "Der gesperrte Plan gilt weiter." in broken
    assert 0.5 == study.gates[0].at_least


def test_the_address_of_citizens_comes_from_the_operator(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy, or with an office of its own, the operator says where citizens go."""
    monkeypatch.setenv("PROBELAUF_PUBLIC_URL", "https://test.musterstadt.example/")
    html = show(desk, TEAM, {**DEMO, "seite": "team"}).html
    assert 'href="https://test.musterstadt.example/?einladung=' in html


def test_without_a_cookie_the_office_is_closed(desk: Desk) -> None:
    """A browser that never signed in learns how to get in, and nothing else."""

    def page(desk: object) -> None:
        from feedback.office import run

        run(desk)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk,), default_timeout=20)
    test.query_params["studie"] = "wohngeld/vorfuehrung"
    html = read(test.run()).html
    assert 'href="/buero/anmelden"' in html
    assert "Das Büro ist geschlossen" in html
    assert TITLE not in html
