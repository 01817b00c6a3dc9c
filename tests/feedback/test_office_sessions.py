"""From every number of the decision page to the sessions behind it, over a study from the real recorder."""

import re
from collections.abc import Iterator
from html import unescape
from random import Random
from typing import get_args
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from feedback.events import (
    Answered,
    Event,
    FlowField,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    Outcome,
    PageShown,
    ProblemShown,
    Session,
    TaskEnded,
    TaskStarted,
)
from feedback.evidence import StudyEvidence, assemble
from feedback.instruments import INSTRUMENTS
from feedback.lab import Lab
from feedback.metrics import Metric, metric_ids
from feedback.office import Desk
from feedback.office.session_links import NumberKey
from feedback.office.session_rows import ATTENDANCE_NAMES, find_behind, find_session
from feedback.recorder import Recorder
from feedback.store import open_store

START_MS = 1_800_000_000_000
STUDY = "wohngeld/vorfuehrung"
PLAN = """
title = "Wohngeld"
prototype = "wohngeld"
demo = true
looks = [12, 20]
planned_sessions = 20
hypotheses = ["A führt schneller zum Ziel."]
arm = [{id = "A", variant = "A", name = "Eine <Frage>"}, {id = "B", variant = "B"}]
task = [{id = "antrag", name = "Wohngeld beantragen", critical = true}, {id = "aendern", name = "Miete ändern"}]
gate = [
  {id = "abschluss", metric = "completion", task = "antrag", at_least = 0.5, probability = 0.8},
  {id = "sus", metric = "sus", at_least = 60, probability = 0.8},
]
"""
PATH = ("start", "miete", "done")
OUTCOMES = get_args(Outcome)


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
        tasks=tuple(
            FlowTask(id=task, title=task, end_page="done", ideal_path=PATH) for task in ("antrag", "aendern")
        ),
    )  # fmt: skip


def happen(rng: Random, task: str, begin_ms: int) -> list[Event]:
    """One task with a random outcome, a way back and a mistake now and then."""
    outcome = rng.choice((*OUTCOMES, "success", "success"))
    pages = list(PATH if outcome.startswith("success") else PATH[: rng.randint(1, 2)])
    events: list[Event] = [TaskStarted(t_ms=begin_ms, task=task)]
    for place, page in enumerate(pages):
        events.append(PageShown(t_ms=begin_ms + place * 1000, page=page, nav="next" if place else "start"))
        if page == "miete" and rng.random() < 0.5:
            events.append(ProblemShown(t_ms=begin_ms + 1500, page=page, target="miete", rule="required"))
            events.append(PageShown(t_ms=begin_ms + 1600, page="start", nav="back"))
    events.append(TaskEnded(t_ms=begin_ms + 9000, task=task, outcome=outcome))
    if rng.random() < 0.7:
        ease = INSTRUMENTS["ease"]
        events += [
            Answered(t_ms=begin_ms + 9500, task=task, instrument="ease", item=i.id, value=5, wording=ease.wording("de"))
            for i in ease.items
        ]
    return events


def questions(rng: Random) -> list[Event]:
    """SUS and UMUX-Lite, with some answers left out."""
    return [
        Answered(
            t_ms=30_000, instrument=name, item=item.id, value=rng.choice((2, 3, 4, 5, None) if skips else (2, 4)),
            wording=INSTRUMENTS[name].wording("de"),
        )
        for name in ("sus", "umux_lite")
        for skips in [rng.random() < 0.3]
        for item in INSTRUMENTS[name].items
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root, rng = tmp_path_factory.mktemp("lab"), Random(11)
    studies = root / "prototypes" / "wohngeld" / "studies"
    studies.mkdir(parents=True)
    (studies / "vorfuehrung.toml").write_text(PLAN, encoding="utf-8")
    store = open_store(Lab.open(root).database)
    recorder = Recorder(store)
    for number in range(50):
        arm = "AB"[number % 2]
        session = Session(
            session_id=f"{number:04}abcdef", study=STUDY, round=1, prototype="wohngeld", variant=arm, arm=arm,
            content_hash=f"hash-{arm}", mode="alone", participant=f"p{number % 40}", position=0, consent_version="c1",
            consent_scopes=("recording",), app_version="0.1.0", synthetic=True, started_ms=START_MS + number * 1000,
        )  # fmt: skip
        run = recorder.open(session, make_flow(arm), demo=True)
        events = [*happen(rng, "antrag", 0), *happen(rng, "aendern", 10_000)] if number % 9 else []
        run.record(*events, *questions(rng))
        if number < 47:
            run.end("finished", START_MS + number * 1000 + 40_000).result()
    yield Desk(Lab.open(root), store, "a secret of the test lab", clock_ms=lambda: START_MS + 120_000)
    store.close()


@pytest.fixture(scope="module")
def evidence(desk: Desk) -> StudyEvidence:
    return assemble(desk.store, desk.study(STUDY), now_ms=desk.clock_ms())


def show(desk: Desk, asked: dict[str, str], roles: tuple[str, ...] = ("decision-maker",)) -> str:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    asked = {"studie": STUDY, "seite": "sitzungen", **asked}
    test = AppTest.from_function(page, args=(desk, roles, asked), default_timeout=20)
    for name, value in asked.items():
        test.query_params[name] = value
    test.run()
    assert [] == list(test.exception)
    return "".join(element.proto.body for element in test.get("html"))


def rows(html: str) -> int:
    return html.count('<th role="rowheader"')


def test_every_metric_rests_on_as_many_sessions_as_it_says(evidence: StudyEvidence) -> None:
    """The sessions behind a metric are exactly its n, in both arms, also where too few have a value."""
    seen = set()
    for arm, decision in evidence.decision.arms.items():
        for metric_id in metric_ids(evidence.study):
            value, behind = decision.metrics[metric_id], find_behind(evidence, NumberKey(metric_id, arm))
            assert behind is not None
            assert (value.n if isinstance(value, Metric) else value.have) == len(behind.sessions)
            seen.add(len(behind.sessions))
    assert len(seen) > 3


def test_every_column_of_the_attendance_has_its_sessions(evidence: StudyEvidence) -> None:
    """Each number of the attendance is the number of sessions behind it; running and second visits are there."""
    totals = dict.fromkeys(ATTENDANCE_NAMES, 0)
    for arm in evidence.decision.arms:
        for name in ATTENDANCE_NAMES:
            behind = find_behind(evidence, NumberKey(f"teilnahme.{name}", arm))
            assert behind is not None
            assert getattr(evidence.attendance(arm), name) == len(behind.sessions)
            totals[name] += len(behind.sessions)
    assert all(totals.values()), totals


def test_funnel_and_mistakes_lead_to_those_who_left_and_erred(evidence: StudyEvidence) -> None:
    """Reached, left and made the mistake: as many sessions as the tables say."""
    for arm in evidence.decision.arms:
        for task in evidence.study.tasks:
            for step in evidence.funnel(arm, task.id):
                for kind, n in (("erreicht", step.reached), ("aufgehoert", step.left)):
                    behind = find_behind(evidence, NumberKey(f"{kind}.{task.id}", arm, step.page))
                    assert behind is not None
                    assert n == len(behind.sessions)
        mistakes = evidence.mistakes(arm)
        assert mistakes
        for one in mistakes:
            behind = find_behind(evidence, NumberKey("fehler", arm, one.page, one.target, one.rule))
            assert behind is not None
            assert one.x == len(behind.sessions)


def test_every_link_of_the_decision_page_leads_to_sessions(desk: Desk, evidence: StudyEvidence) -> None:
    """Each link names its number once for a screen reader, and its address is one that has sessions."""
    html = show(desk, {"seite": "entscheidung"})
    links = re.findall(r'<a class="pl-behind" href="\?([^"]+)">(.*?)</a>', html)
    kinds = set()
    for query, text in links:
        asked = dict(parse_qsl(unescape(query)))
        behind = find_behind(evidence, NumberKey.read(asked))
        assert behind is not None
        assert behind.sessions
        assert re.fullmatch(r"(\d+|Sitzungen ansehen)<span class=\"pl-unseen\">.+Variante [AB]</span>", text), text
        kinds.add(asked["wert"].partition(".")[0])
    assert {"completion", "sus", "erreicht", "aufgehoert", "fehler", "teilnahme"} <= kinds


@pytest.mark.parametrize("roles", [("team",), ("decision-maker",)])
def test_team_and_decision_makers_may_read(desk: Desk, evidence: StudyEvidence, roles: tuple[str, ...]) -> None:
    """One row a session with its own SUS value, under the banner of the demo."""
    html = show(desk, {"wert": "sus", "variante": "A"}, roles)
    value = evidence.decision.arms["A"].metrics["sus"]
    assert isinstance(value, Metric)
    assert value.n == rows(html) == len(re.findall(r'data-head="SUS \(0 bis 100\)">\d', html))
    assert "Vorführung mit erfundenen Personen" in html
    assert "Eine &lt;Frage&gt;" in html


def test_nobody_else_may_read(desk: Desk) -> None:
    """Without a role the office is closed, for a list and for one session."""
    for asked in ({"wert": "sus", "variante": "A"}, {"sitzung": "0001abcdef"}):
        html = show(desk, asked, ("citizen",))
        assert "Das Büro ist geschlossen" in html
        assert 0 == rows(html)


def test_one_session_shows_its_steps_in_plain_words(desk: Desk, evidence: StudyEvidence) -> None:
    """Pages by title, mistakes by label, times since the start; no answer and no id of a page."""
    behind = find_behind(evidence, NumberKey("fehler", "A", "miete", "miete", "required"))
    assert behind is not None
    html = show(desk, {"wert": "sus", "variante": "A", "sitzung": behind.sessions[0].session.session_id})
    steps = re.findall(r'<th role="rowheader" scope="row">(.*?)</th><td[^>]*>(.*?)</td>', html)
    told = [text for _, text in steps]
    assert ("0\xa0s", "Aufgabe begonnen: Wohngeld beantragen") == steps[0]
    assert "Seite „Ihre Miete“" in told
    assert "Fehler bei „Wie hoch ist Ihre Miete?“: leer gelassen" in told
    assert "Zurück zur Seite „Start“" in told
    assert "Sitzung beendet" == told[-1]
    assert not any("sus" in text or "ease" in text for text in told)
    assert "wert=sus&amp;variante=A" in html


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"wert": "sus", "variante": "Z"}, "Diese Variante gibt es in der Studie nicht."),
        ({"wert": "sus"}, "Diese Variante gibt es in der Studie nicht."),
        ({"wert": "<b>", "variante": "A"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"wert": "time.anderes", "variante": "A"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"wert": "teilnahme.alle", "variante": "A"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"wert": "erreicht.antrag", "variante": "A", "ort": "x"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"wert": "aufgehoert.x", "variante": "A", "ort": "miete"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"wert": "fehler", "variante": "A"}, "Diesen Wert gibt es in der Studie nicht."),
        ({"sitzung": "x"}, "Diese Sitzung gibt es in der Studie nicht."),
    ],
)
def test_an_unknown_name_is_told_in_one_sentence(desk: Desk, asked: dict[str, str], sentence: str) -> None:
    """A wrong address gets one calm sentence, no table, and nothing of what it said."""
    html = show(desk, asked)
    assert 1 == html.count(sentence)
    assert 0 == rows(html)
    assert "<b>" not in html


def test_a_session_is_found_by_its_shortened_code(evidence: StudyEvidence) -> None:
    """The code that screens show is enough; a session of another study is not found."""
    found = find_session(evidence, "0001abcd")
    assert found is not None
    assert "0001abcdef" == found.session.session_id
    assert find_session(evidence, "0001") is None
