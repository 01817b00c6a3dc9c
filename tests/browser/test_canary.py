"""What a citizen types into a prototype, chooses or uploads is found nowhere, meanwhile and afterwards."""

import contextlib
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
from citizen import next_turn, turn_of
from conftest import Server, settle, start, stop
from playwright.sync_api import Page

PROTOTYPE = '''
"""One question of every kind."""
from datetime import date
from typing import Literal
from labs import BaseModel, Page, Service, Task, ask
from labs import decimal, declaration, email, euro, iban, longtext, postcode, upload


def rechne(antworten):
    """Fail as author code does, with what was typed in the message, once something was typed."""
    if antworten.text:
        raise ValueError(f"{antworten.text} {antworten.lang}")


class Kind(BaseModel):
    """An entry of a group."""

    rufname: str = ask("Rufname")


class Antrag(BaseModel):
    """Everything."""

    text: str = ask("Text")
    lang: longtext = ask("Langer Text")
    ganz: int = ask("Ganze Zahl")
    betrag: euro = ask("Betrag")
    komma: decimal = ask("Kommazahl")
    tag: date = ask("Tag der Geburt")
    janein: bool = ask("Ja oder nein?")
    eins: Literal["Kanariengelb", "Kanarienrot"] = ask("Eine Farbe")
    mehrere: list[Literal["Kanarienblau", "Kanarienweiss"]] = ask("Mehrere Farben")
    mail: email = ask("Mail")
    konto: iban = ask("Konto")
    plz: postcode = ask("Postleitzahl")
    datei: upload = ask("Datei")
    kinder: list[Kind] = ask("Kinder", item="Kind")
    wahr: declaration = ask("Ich habe alles wahr gesagt")


service = Service("kanarie", "Kanarie", Antrag,
    pages=[Page("rechner", "Rechner", render=rechne),
           Page("eins", "Erste Seite", "text", "lang", "ganz", "betrag", "komma", "tag", "janein", "eins", "mehrere"),
           Page("zwei", "Zweite Seite", "mail", "konto", "plz", "datei", "kinder", "wahr")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.")])
'''
STUDY = """
title = "Kanarie"
prototype = "kanarie"
consent_scopes = ["probe"]
segment = []
arm = [{id = "A", variant = "A"}]
task = [{id = "antrag", critical = true}]
gate = [{id = "abschluss", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}]
"""
WRONG = {"ganz": "KANARIE-FALSCH-GANZ", "betrag": "KANARIE-FALSCH-BETRAG", "komma": "KANARIE-FALSCH-KOMMA"}
FIRST = {
    "text": "KANARIE-TEXT", "lang": "KANARIE-LANG", "ganz": "86420975", "betrag": "97531864,25", "komma": "75318642,5",
    "tag-day": "13", "tag-month": "7", "tag-year": "1931",
}  # fmt: skip
SECOND = {
    "mail": "kanarie.mail@example.org", "konto": "DE89 3704 0044 0532 0130 00", "plz": "98765",
    "kinder-0-rufname": "KANARIE-RUFNAME",
}  # fmt: skip
CANARIES = [
    "KANARIE-TEXT", "KANARIE-LANG", "86420975", "97531864", "97.531.864", "75318642", "13.07.1931", "1931-07-13",
    "Kanariengelb", "Kanarienblau", "kanarie.mail", "370400440532", "3704 0044 0532", "98765", "KANARIE-RUFNAME",
    "kanarie-datei", "KANARIE-INHALT", *WRONG.values(),
]  # fmt: skip
COMMENT = "WELLENSITTICH"


@pytest.fixture
def canary_server(tmp_path: Path) -> Iterator[Server]:
    """A lab with a prototype that asks a question of every kind."""
    folder = tmp_path / "prototypes" / "kanarie"
    (folder / "studies").mkdir(parents=True)
    (folder / "__init__.py").write_text(PROTOTYPE, encoding="utf-8")
    (folder / "studies" / "runde-1.toml").write_text(STUDY, encoding="utf-8")
    running = start(tmp_path, "serve")
    yield running
    stop(running)


def fill(page: Page, answers: dict[str, str]) -> None:
    """Type into the fields of the page."""
    for name, value in answers.items():
        page.locator(f".st-key-q{turn_of(page)}-{name}").locator("input, textarea").first.fill(value)


def press(page: Page, words: str) -> None:
    """Click a button and wait for what follows."""
    before = turn_of(page)
    page.get_by_role("button", name=words, exact=True).click()
    next_turn(page, before)


def choose(page: Page, words: str) -> None:
    """Click the words of an option."""
    page.get_by_text(words, exact=True).last.click()


def found_in(folder: Path, words: str) -> list[Path]:
    """Return the files below a folder that hold the words; the declaration itself may name its options."""
    files = [path for path in folder.rglob("*") if path.is_file() and "prototypes" not in path.parts]
    return [path for path in files if words.lower().encode() in path.read_bytes().lower()]


def no_canary_in(folder: Path) -> None:
    """Fail where one of the canaries is found."""
    assert {} == {words: paths for words in CANARIES if (paths := found_in(folder, words))}


def run_commands(folder: Path, receipt: str) -> None:
    """Let the commands write all that leaves the lab, unpacked where it is packed, with all that they print."""
    for command in (
        ["decide", "kanarie/runde-1", "--json"],
        ["studies", "--json"],
        ["findings", "kanarie/runde-1", "--json"],
        ["report", "kanarie/runde-1", "-o", f"{folder}/bericht.html"],
        ["export", "kanarie/runde-1", "--format", "jsonl", "-o", f"{folder}/sitzungen.jsonl"],
        ["snapshot"],
        ["query", "SELECT * FROM event", "--format", "json"],
        ["backup", f"{folder}/lab.backup"],
        ["my-session", receipt],
        ["doctor", "--json"],
        ["audit", "--json"],
    ):
        said = subprocess.run(
            [sys.executable, "-m", "labs.cli", "--workspace", str(folder), *command], check=False, capture_output=True
        )
        assert command[0] == "doctor" or said.returncode == 0, said.stderr
        (folder / f"{command[0]}.out").write_bytes(said.stdout + said.stderr)
    with tarfile.open(folder / "lab.backup") as tar:
        tar.extractall(folder / "backup", filter="data")
    files = sorted((folder / "data" / "snapshots").rglob("*.parquet"))
    rows = [pyarrow.parquet.ParquetFile(path).read().to_pylist() for path in files]
    (folder / "parquet.out").write_text(repr(rows), encoding="utf-8")


def recorded(folder: Path, sql: str) -> int:
    """Return a number that the database of the running lab tells."""
    with contextlib.closing(sqlite3.connect(folder / "data" / "probelauf.db")) as connection:
        return int(connection.execute(sql).fetchone()[0])


def fail_in_author_code(page: Page) -> None:
    """Go back to the page whose own code raises an error with what was typed, and on again."""
    press(page, "Zurück")
    press(page, "Zurück")
    page.get_by_text("Hier fehlt ein Teil der Seite").wait_for()
    assert "KANARIE" not in page.locator("body").inner_text()
    press(page, "Weiter")
    press(page, "Weiter")


def test_canaries_are_found_nowhere(canary_server: Server, page: Page, tmp_path: Path) -> None:
    """Of right and wrong answers of every kind nothing is in database, journal, log or output; the comment is."""
    page.goto(canary_server.link("kanarie/runde-1"))
    settle(page)
    choose(page, "Ja")
    page.locator(".st-key-scope-probe label").click()
    press(page, "Ich mache mit")
    press(page, "Aufgabe beginnen")
    press(page, "Weiter")
    fill(page, {**FIRST, **WRONG})
    press(page, "Weiter")
    assert 1 == page.locator("#pl-summary").count()
    fill(page, FIRST)
    for words in ("Ja", "Kanariengelb", "Kanarienblau"):
        choose(page, words)
    press(page, "Weiter")
    fail_in_author_code(page)
    upload = {"name": "kanarie-datei.pdf", "mimeType": "application/pdf", "buffer": b"KANARIE-INHALT"}
    fill(page, SECOND)
    page.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]
    page.get_by_text("kanarie-datei.pdf").first.wait_for()
    choose(page, "Ich habe alles wahr gesagt")
    press(page, "Weiter")
    assert "KANARIE-RUFNAME" in page.locator("body").inner_text()
    assert 1 == recorded(tmp_path, "SELECT count(*) FROM draft WHERE length(sealed) > 500")
    no_canary_in(tmp_path)
    press(page, "Absenden")
    press(page, "Ich bin fertig")
    for _ in range(3):
        press(page, "Weiter")
        press(page, "Weiter")
    page.locator("textarea").fill(COMMENT)
    press(page, "Test beenden")
    run_commands(tmp_path, page.locator(".pl-receipt").inner_text())
    assert 0 < recorded(tmp_path, "SELECT count(*) FROM event WHERE source = 'probe' AND type = 'field_timed'")
    assert {"probelauf.db", "my-session.out"} <= {path.name for path in found_in(tmp_path, COMMENT)}
    no_canary_in(tmp_path)
