"""Signing in the office: only decision-makers, as computed or with a reason and a second person, and for all to see."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from exchanging import HOUR_MS, START_MS, a_line, make_lab, many_lines, take, write
from streamlit.testing.v1 import AppTest

from feedback.office import Desk
from feedback.records import open_record
from feedback.store import open_store

pytestmark = pytest.mark.slow

TEAM, DECIDES = ("team",), ("decision-maker",)
STUDY = {"studie": "wohngeld/runde-1"}
SIGNING = {**STUDY, "seite": "unterschrift"}
NAME = "unterschrift-wohngeld-runde-1-"
BUTTON = "Unterschreiben"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    lab = make_lab(tmp_path / "lab")
    store = open_store(lab.database)
    take(store, write(tmp_path / "a.jsonl", many_lines()))
    yield Desk(lab, store, "a secret of the test lab", clock_ms=lambda: START_MS + HOUR_MS)
    store.close()


def show(desk: Desk, roles: tuple[str, ...], asked: dict[str, str]) -> AppTest:
    def page(desk: object, roles: tuple[str, ...], asked: dict[str, str]) -> None:
        from feedback.office.pages import draw

        draw(desk, roles, asked)  # type: ignore[arg-type]

    return AppTest.from_function(page, args=(desk, roles, asked), default_timeout=30).run()


def read(test: AppTest) -> SimpleNamespace:
    assert [] == list(test.exception)
    html = "".join(element.proto.body for element in test.get("html"))
    return SimpleNamespace(html=html, problems=re.findall(r"<li>([^<]*)</li>", "".join(html.split("pl-summary")[1:])))


def press(test: AppTest, **typed: str) -> SimpleNamespace:
    """Fill in the fields by the end of their key, and sign."""
    for field, text in typed.items():
        kind = test.text_area if field == "grund" else test.text_input
        kind(key=NAME + field.replace("_", "-")).set_value(text)
    next(button for button in test.button if button.label == BUTTON).click()
    return read(test.run())


def test_only_decision_makers_may_sign(desk: Desk) -> None:
    """The team sees what was signed, but neither the link nor the page."""
    refused = read(show(desk, TEAM, SIGNING)).html
    assert "Diese Seite ist nur für Entscheidende" in refused
    assert "Was unterschreiben Sie?" not in refused
    assert "seite=unterschrift" not in read(show(desk, TEAM, STUDY)).html
    assert "seite=unterschrift" in read(show(desk, DECIDES, STUDY)).html


def test_signing_as_computed(desk: Desk) -> None:
    """Name and role are enough; the page gives the hash to keep, and all pages show the signed verdict."""
    test = show(desk, DECIDES, SIGNING)
    assert ["Geben Sie Ihren Namen ein.", "Geben Sie Ihre Funktion ein."] == press(test).problems
    done = press(test, name="Anna <Muster>", funktion="Amtsleitung").html
    record = open_record(desk.store.records()[0])
    assert record.record_hash in done
    assert "Sie haben unterschrieben: Bereit für die Produktion, Variante A." in done
    for roles, asked in ((TEAM, {}), (TEAM, STUDY), (DECIDES, STUDY), (DECIDES, {})):
        html = read(show(desk, roles, asked)).html
        assert "Bereit für die Produktion, Variante A" in html
        assert "Anna &lt;Muster&gt;" in html
        assert "keine Entscheidung" not in html


def test_another_verdict_needs_a_reason_and_a_second_person(desk: Desk) -> None:
    """What is missing is told in the order of the fields; then both verdicts are shown."""
    test = show(desk, DECIDES, SIGNING)
    test.radio(key=NAME + "wahl").set_value("Ein anderes Urteil").run()
    assert "Wählen Sie ein Urteil." == press(test, name="Anna Muster", funktion="Amtsleitung").problems[0]
    test.radio(key=NAME + "urteil").set_value("STOP").run()
    assert [
        "Begründen Sie Ihr Urteil. Schreiben Sie mindestens 20 Zeichen.",
        "Die zweite Person muss eine andere sein als Sie.",
        "Geben Sie die Funktion der zweiten Person ein.",
    ] == press(test, zweite="anna muster").problems
    reason = "Das Verfahren entfällt zum Jahresende."
    html = press(test, grund=reason, zweite="Bo Ott", zweite_funktion="Justiziariat").html
    assert "Sie haben unterschrieben: Beenden." in html
    assert "Berechnet war: Bereit für die Produktion." in html
    assert f"Grund: {reason}<br>Zweite Person: Bo Ott, Justiziariat" in html


def test_data_that_came_meanwhile_are_not_signed_unseen(desk: Desk, tmp_path: Path) -> None:
    """Who opened the page before a session came must look again."""
    test = show(desk, DECIDES, SIGNING)
    take(desk.store, write(tmp_path / "late.jsonl", [a_line(77)]))
    typed = {"name": "Anna Muster", "funktion": "Amtsleitung"}
    assert "Die Daten haben sich geändert" in press(test, **typed).problems[0]
    assert [] == desk.store.records()
    assert "Sie haben unterschrieben" in press(test, **typed).html


def test_a_demo_is_signed_for_practice_only(desk: Desk, tmp_path: Path) -> None:
    """Button, confirmation and list say that it is no decision."""
    from exchanging import DEMO

    take(desk.store, write(tmp_path / "demo.jsonl", many_lines(synthetic=True)), DEMO)
    test = show(desk, DECIDES, {"studie": "wohngeld/demo", "seite": "unterschrift"})
    for field in ("name", "funktion"):
        test.text_input(key=f"unterschrift-wohngeld-demo-{field}").set_value("Vorname Nachname")
    test.button[0].click().run()
    assert (
        "Zur Probe unterschreiben"
        == show(desk, DECIDES, {"studie": "wohngeld/demo", "seite": "unterschrift"}).button[0].label
    )
    html = read(test).html
    assert "demo-0001" in html
    assert "Das ist keine Entscheidung." in html
    assert "Vorführung, keine Entscheidung" in read(show(desk, TEAM, {})).html


def test_without_a_session_there_is_nothing_to_sign(desk: Desk) -> None:
    """An empty study has no form."""
    test = show(desk, DECIDES, {"studie": "wohngeld/demo", "seite": "unterschrift"})
    assert "Es gibt nichts zu unterschreiben." in read(test).html
    assert [] == list(test.button)


def test_an_edited_record_is_told_on_the_decision_page(desk: Desk) -> None:
    """Nobody has to run a command to learn that a signature cannot be trusted."""
    press(show(desk, DECIDES, SIGNING), name="Anna Muster", funktion="Amtsleitung")
    with contextlib.closing(sqlite3.connect(desk.lab.database)) as db:
        db.execute("DROP TRIGGER decision_record_is_not_changed")
        db.execute("UPDATE decision_record SET body = replace(body, 'Muster', 'Meister')")
        db.commit()
    assert "Jemand hat Unterschriften nachträglich verändert." in read(show(desk, TEAM, STUDY)).html
