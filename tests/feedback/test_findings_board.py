"""The board of usability problems in the office, over a real store."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from finding_facts import NOW_MS, PLAN, make_facts, store_sessions
from streamlit.testing.v1 import AppTest

from feedback.events import PageShown, TaskEnded, TaskStarted
from feedback.findings import Draft, Pen
from feedback.lab import Lab
from feedback.office import Desk
from feedback.store import open_store

STUDY_ID = "wohngeld/runde-1"
ASKED = {"studie": STUDY_ID, "seite": "probleme"}
TEAM, DECIDES, STRANGER = ("team",), ("decision-maker",), ("citizen",)
LEFT = [make_facts(number, "AB"[number % 2]) for number in range(4)]
IDS = [one.session.session_id for one in LEFT]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A lab with four sessions that all ended on the page about the rent."""
    studies = tmp_path / "prototypes" / "wohngeld" / "studies"
    studies.mkdir(parents=True)
    (studies / "runde-1.toml").write_text(PLAN, encoding="utf-8")
    lab = Lab.open(tmp_path)
    store = open_store(lab.database)
    study = lab.study(STUDY_ID)
    store.lock_study(study.id, study.plan_hash, study.plan_text, NOW_MS)
    store_sessions(store, *LEFT)
    for one in LEFT:
        events = [
            TaskStarted(t_ms=0, task="antrag"),
            PageShown(t_ms=0, page="start", nav="start"),
            PageShown(t_ms=5, page="miete", from_page="start", nav="next"),
            TaskEnded(t_ms=9, task="antrag", outcome="gave_up"),
        ]
        store.end_session(one.session.session_id, NOW_MS + 99, "finished", list(enumerate(events))).result()
    yield Desk(lab, store, "a secret of the test lab", clock_ms=lambda: NOW_MS + 1000)
    store.close()


def open_app(desk: Desk, roles: tuple[str, ...] = TEAM, **query: str) -> AppTest:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    test = AppTest.from_function(page, args=(desk, roles, ASKED), default_timeout=20)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def html_of(test: AppTest) -> str:
    assert [] == list(test.exception)
    return "".join(element.proto.body for element in test.get("html"))


def heading(test: AppTest) -> str:
    found = re.search(r'<h1 id="pl-heading">(.*?)</h1>', html_of(test))
    assert found is not None
    return found.group(1)


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click()
    return test.run()


def enter(desk: Desk, severity: int, title: str = "Die Miete ist <unklar>", author: str = "AB") -> int:
    draft = Draft.read(title=title, page="miete", field="miete", sessions=(IDS[0],))
    return Pen.take(desk.store, STUDY_ID, author, NOW_MS).enter(draft, severity)


@pytest.mark.parametrize(
    ("roles", "seen", "may_write"),
    [
        ((), "Das Büro ist geschlossen", False),
        (STRANGER, "Das Büro ist geschlossen", False),
        (DECIDES, "Nutzungsprobleme", False),
        (TEAM, "Nutzungsprobleme", True),
        (TEAM + DECIDES, "Nutzungsprobleme", True),
    ],
)
def test_the_team_writes_and_decision_makers_read(
    desk: Desk, roles: tuple[str, ...], seen: str, may_write: bool
) -> None:
    """Who may see the board, and who gets a form; a sign and a number in the address open nothing more."""
    number = enter(desk, 3)
    assert seen == heading(open_app(desk, roles))
    test = open_app(desk, roles, kuerzel="AB", problem=str(number))
    assert may_write == bool(test.button)
    assert may_write == (heading(test) == "Die Miete ist &lt;unklar&gt;")
    test = open_app(desk, roles, kuerzel="AB", neu="1")
    assert may_write == bool(test.radio)


def test_decision_makers_see_what_blocks_and_no_session(desk: Desk) -> None:
    """Severity in words, x of n with the interval, the place; no session, no author, no markup of others."""
    enter(desk, 4)
    html = html_of(open_app(desk, DECIDES))
    assert "Sperrt die Freigabe" in html
    assert "4, Katastrophe" in html
    assert "1 von 4, Spanne 5 bis 70\xa0%" in html
    assert "„Ihre Miete“, Frage „Wie hoch ist Ihre Miete?“, alle Varianten" in html
    assert "Das Team prüft noch 1 Vorschlag aus den Aufzeichnungen." in html
    assert "<unklar>" not in html
    assert not any(one[:8] in html for one in IDS)
    assert "AB" not in html


def test_without_a_sign_nobody_writes(desk: Desk) -> None:
    """The first step is the sign; it stays in the address."""
    number = str(enter(desk, 3))
    test = open_app(desk, TEAM, problem=number)
    assert ["Weiter"] == [button.label for button in test.button]
    press(test, "Weiter")
    assert "Geben Sie Ihr Kürzel ein." in html_of(test)
    test.text_input[0].set_value("CD")
    press(test, "Weiter")
    assert "CD" == test.query_params["kuerzel"]


def test_entering_a_problem(desk: Desk) -> None:
    """What is missing is said; afterwards the page of the new problem opens."""
    test = open_app(desk, TEAM, kuerzel="AB", neu="1")
    press(test, "Problem eintragen")
    assert 'role="alert"' in html_of(test)
    assert "Beschreiben Sie das Problem in einem Satz." in html_of(test)
    test.text_input[0].set_value("Knopf fehlt")
    test.radio[-1].set_value(3)
    test.multiselect[0].set_value([IDS[1]])
    press(test, "Problem eintragen")
    assert "Knopf fehlt" == heading(test)
    assert 'role="status"' in html_of(test)
    (version,) = desk.store.findings(STUDY_ID).versions
    assert ("Knopf fehlt", (IDS[1],), "AB") == (version.title, version.sessions, version.changed_by)


def test_the_second_rater_sees_nothing_before_judging(desk: Desk) -> None:
    """On the list and on the page the severity is hidden, and so is what it blocks, until the own judgement."""
    number = str(enter(desk, 4))
    rows = html_of(open_app(desk, TEAM, kuerzel="CD"))
    assert "Von Ihnen zu bewerten" in rows
    assert not any(word in rows for word in ("Katastrophe", "Sperrt"))
    test = open_app(desk, TEAM, kuerzel="CD", problem=number)
    assert "1 Urteil, verdeckt" in html_of(test)
    assert "Katastrophe" not in html_of(test)
    test.radio[0].set_value(2)
    press(test, "Urteil abgeben")
    assert "Katastrophe (4) von AB, kleines Problem (2) von CD: uneinig, das höhere Urteil gilt" in html_of(test)
    next(one for one in test.radio if one.label == "Gemeinsame Schwere").set_value(2)
    press(test, "Gemeinsam festlegen")
    assert "2, kleines Problem" in html_of(test)
    assert 2 == desk.store.findings(STUDY_ID).versions[0].agreed


def test_taking_and_dismissing_a_proposal(desk: Desk) -> None:
    """A proposal becomes a problem with its sessions, or goes away with a reason."""
    candidate = "way:antrag:miete"
    test = open_app(desk, TEAM, kuerzel="AB", vorschlag=candidate)
    assert "Vorschlag prüfen" == heading(test)
    assert "Betroffene Personen: 4 von 4, Spanne 51 bis 100\xa0%." in html_of(test)
    press(test, "Vorschlag verwerfen")
    assert "Begründen Sie, warum das kein Problem ist." in html_of(test)
    test.radio[0].set_value(3)
    press(test, "Als Problem aufnehmen")
    assert "Menschen hören auf: „Ihre Miete“" == heading(test)
    assert "4 Sitzungen zeigen das Problem" in html_of(test)
    assert "Es gibt keinen neuen Vorschlag." in html_of(open_app(desk, TEAM, kuerzel="AB"))


def test_sessions_are_shown_shortened(desk: Desk) -> None:
    """The team tells sessions apart by place and the start of the id; the whole id is on no page."""
    html = html_of(open_app(desk, TEAM, kuerzel="AB", problem=str(enter(desk, 3))))
    assert f"Sitzung 1, Variante A, {IDS[0][:8]}" in html
    assert IDS[0] not in html
    assert LEFT[0].session.participant not in re.sub(r"<[^>]*>", " ", html).split()


def test_notes_have_a_time_and_quotes_need_consent(desk: Desk) -> None:
    """A moment is read as minutes and seconds; nobody agreed to be quoted, so there is no field for it."""
    test = open_app(desk, TEAM, kuerzel="AB", problem=str(enter(desk, 3)))
    test.text_area[0].set_value("Sucht den Knopf.")
    moment = next(one for one in test.text_input if one.label.startswith("Zeitpunkt"))
    moment.set_value("2.5")
    press(test, "Beobachtung speichern")
    assert "Schreiben Sie den Zeitpunkt so" in html_of(test)
    next(one for one in test.text_input if one.label.startswith("Zeitpunkt")).set_value("2:05")
    press(test, "Beobachtung speichern")
    assert "bei 2:05, notiert von AB" in html_of(test)
    assert "Aus diesen Sitzungen hat niemand Zitaten zugestimmt." in html_of(test)
    assert "Zitat speichern" not in [button.label for button in test.button]


def test_finishing_and_merging(desk: Desk) -> None:
    """Done needs a reason; a merged problem leads to the one it went into."""
    first, second = enter(desk, 3, "Eins"), enter(desk, 2, "Zwei")
    test = open_app(desk, TEAM, kuerzel="AB", problem=str(first))
    next(one for one in test.radio if one.label == "Stand").set_value("accepted")
    press(test, "Änderung speichern")
    assert "Begründen Sie, warum Sie das Problem hinnehmen." in html_of(test)
    next(one for one in test.text_input if one.label == "Version oder Grund").set_value("Das Gesetz will es so")
    press(test, "Änderung speichern")
    assert "Hingenommen: Das Gesetz will es so" in html_of(test)
    press(test, "Zusammenführen")
    assert "Wählen Sie das andere Problem." in html_of(test)
    next(one for one in test.selectbox if one.label == "Das andere Problem").set_value(second)
    press(test, "Zusammenführen")
    assert "Zwei" == heading(test)
    assert f"2 (mit {first})" in html_of(test)


def test_what_cannot_be_said_is_said(desk: Desk) -> None:
    """Without problems: no agreement, no estimate, nothing blocks."""
    html = html_of(open_app(desk, DECIDES))
    assert 2 == html.count("Keine Aussage möglich.")
    assert "Kein offenes Problem ab Schwere 3." in html
    assert "Zwei Personen haben noch keine Probleme beurteilt. Nötig sind 5." in html
