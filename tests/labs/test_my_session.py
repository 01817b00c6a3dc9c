"""The address "Meine Sitzung", as a browser without scripts and cookies meets it."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from feedback.contacts import Contacts
from feedback.lab import Lab
from feedback.store import Store, open_store
from feedback.throttle import Throttle
from labs.runner.my_session import TRIES_A_MINUTE, Desk, my_session_routes
from labs.runner.my_session_pages import DOWNLOAD, ERASE, MY_SESSION, WITHDRAW

sys.path.insert(0, str(Path(__file__).parents[1] / "feedback"))
from rights_lab import (
    DAY_MS,
    SECRET,
    START_MS,
    a_plan,
    code_of,
    give_contact,
    mark_of,
    note_about,
    take_part,
)

CODE = code_of("p1")


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status_code: int
    headers: dict[str, str]
    text: str


class Client:
    """Sends forms to the routes as a server would, without a network."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def get(self, path: str) -> Reply:
        return asyncio.run(self._ask("GET", path, b""))

    def post(self, path: str, data: Mapping[str, str] | None = None, content: bytes | None = None) -> Reply:
        return asyncio.run(self._ask("POST", path, urlencode(data or {}).encode() if content is None else content))

    async def _ask(self, method: str, path: str, body: bytes) -> Reply:
        sent: list[dict[str, Any]] = []
        path, _, query = path.partition("?")
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": [(b"host", b"lab")], "scheme": "http", "root_path": "",
            "server": ("lab", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]).decode())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "data" / "probelauf.db", busy_timeout_ms=2_000)
    yield store
    store.close()


class Clock:
    """A monotonous time in seconds that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(store: Store, tmp_path: Path, clock: Clock) -> Client:
    desk = Desk(Lab.open(tmp_path), store, SECRET, lambda: START_MS + DAY_MS, Throttle(TRIES_A_MINUTE, clock))
    return Client(Starlette(routes=my_session_routes(desk)))


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def enter(client: Client, code: str = CODE) -> str:
    """Enter a code; return the page behind it."""
    return client.post(MY_SESSION, data={"code": code, "lang": "de"}).text


def test_the_code_shows_everything(client: Client, store: Store, tmp_path: Path) -> None:
    """Typed in small letters and without hyphens it shows events, answers, groups, comment, notes and address."""
    note_about(store, take_part(store, "p1", comment="Gut <b>verständlich</b>.", segment="access.yes"), quote="Gut.")
    give_contact(tmp_path / "data", "p1")
    reply = client.post(MY_SESSION, data={"code": CODE.lower().replace("-", " ")})
    page = reply.text
    for said in (
        "Sie haben die Seite „Ihre Miete“ gesehen.", "5 (von 1 bis 7)", "Gut &lt;b&gt;verständlich&lt;/b&gt;.",
        "Notiz: Sie zögert lange.", "In Ihrer Sitzung fiel auf: Die Miete wird nicht verstanden",
        "Zitat aus Ihrer Anmerkung: Gut.", "maria@beispiel.example", "Nutzen Sie Hilfsmittel", "<dd>Ja</dd>",
        "Wohngeld: zwei Entwürfe", "Wir haben nicht aufgezeichnet, was Sie eingetippt oder ausgewählt haben.",
    ):  # fmt: skip
        assert said in page
    assert ("no-store", "no-referrer") == (reply.headers["cache-control"], reply.headers["referrer-policy"])
    assert "set-cookie" not in reply.headers


def test_unknown_codes_all_get_the_same_answer(client: Client, store: Store) -> None:
    """A code that never was, one of an erased person, and nothing at all: the same page but for what was typed."""
    take_part(store, "p1")
    erased = enter(client)
    client.post(ERASE, data=fields(erased) | {"sure": "yes"})
    answers = [client.post(MY_SESSION, data={"code": code}) for code in (CODE, "AAAA-BBBB-CCCC", "")]
    assert {403} == {one.status_code for one in answers}
    assert 1 == len({re.sub(r'value="[^"]*"', "", one.text) for one in answers})
    assert "Zu diesem Code gibt es nichts." in answers[0].text
    assert 'aria-invalid="true"' in answers[0].text
    assert answers[0].text.count("<h1") == 1
    assert "<title>Fehler: Meine Sitzung" in answers[0].text


def test_guessing_is_slow_but_using_is_not(client: Client, store: Store, clock: Clock) -> None:
    """After ten codes in a minute the door is shut; whoever is in already goes on; a minute later it opens."""
    take_part(store, "p1")
    inside = fields(enter(client))
    for number in range(TRIES_A_MINUTE - 1):
        assert 403 == client.post(MY_SESSION, data={"code": f"AAAA-{number}"}).status_code
    shut = client.post(MY_SESSION, data={"code": CODE})
    assert (429, True) == (shut.status_code, "Bitte warten Sie eine Minute." in shut.text)
    assert 200 == client.post(MY_SESSION, data=inside).status_code
    other = take_part(store, "p2")
    assert other
    assert 429 == client.post(MY_SESSION, data=inside | {"code": code_of("p2")}).status_code
    clock.now_s += 60
    assert 200 == client.post(MY_SESSION, data={"code": CODE}).status_code


def test_the_download_is_complete(client: Client, store: Store) -> None:
    """A file with all events and the comment, which no browser keeps."""
    take_part(store, "p1", comment="Gut.")
    reply = client.post(DOWNLOAD, data=fields(enter(client)))
    (session,) = json.loads(reply.text)["sessions"]
    assert (13, "Gut.") == (len(session["events"]), session["comment"])
    assert 'attachment; filename="meine-sitzung.json"' == reply.headers["content-disposition"]
    assert "no-store" == reply.headers["cache-control"]


def test_scopes_are_taken_back_one_by_one(client: Client, store: Store, tmp_path: Path) -> None:
    """Each has its button, the page says what was done, and at last there is nothing left to take back."""
    session_id = take_part(store, "p1")
    give_contact(tmp_path / "data", "p1")
    page = enter(client)
    for scope, name in (
        ("probe", "Klicks und Zögern"), ("quotes", "Zitate"), ("contact", "Kontakt"), ("taking_part", "Teilnahme"),
    ):  # fmt: skip
        assert f'name="scope" value="{scope}"' in page
        page = client.post(WITHDRAW, data=fields(page) | {"scope": scope}).text
        assert f"Sie haben Ihre Zustimmung zurückgenommen: {name}." in page
        assert f'name="scope" value="{scope}"' not in page
    assert "Sie haben nichts mehr erlaubt." in page
    session = store.session(session_id)
    assert session is not None
    assert () == session.consent_scopes
    assert not Contacts(tmp_path / "data").has(mark_of("p1"))
    assert (
        "zurückgenommen" not in client.post(WITHDRAW, data=fields(page) | {"scope": "everything"}).text.split("<h2")[0]
    )


def test_erasing_asks_once_more(client: Client, store: Store) -> None:
    """The first press only asks; the second erases, and the code opens nothing any more."""
    take_part(store, "p1")
    asked = client.post(ERASE, data=fields(enter(client))).text
    assert "Möchten Sie Ihre Sitzung löschen?" in asked
    assert 1 == len(store.sessions())
    done = client.post(ERASE, data=fields(asked) | {"sure": "yes"}).text
    assert "Ihre Sitzung ist gelöscht." in done
    assert CODE not in done
    assert [] == store.sessions()
    assert 403 == client.post(MY_SESSION, data={"code": CODE}).status_code


def test_only_a_contact_is_left(client: Client, tmp_path: Path) -> None:
    """After the recording is gone the address can still be seen and deleted."""
    give_contact(tmp_path / "data", "p1")
    page = enter(client)
    assert "maria@beispiel.example" in page
    done = client.post(WITHDRAW, data=fields(page) | {"scope": "contact"}).text
    assert "Ihre Sitzung ist gelöscht." in done


def test_an_english_study_has_an_english_page(client: Client, store: Store) -> None:
    """The language is that of the study; the door has a link to the other one."""
    study = a_plan('language = "en"', "wohngeld/english")
    take_part(store, "p1", study=study)
    page = enter(client, code_of("p1", study))
    assert '<html lang="en">' in page
    assert "You saw the page" in page
    assert '<html lang="en">' in client.get(f"{MY_SESSION}?lang=en").text
    assert 'href="/meine-sitzung?lang=en"' in client.get(MY_SESSION).text


@pytest.mark.parametrize("body", [b"\xff\xfe", b"code=" + b"A" * 10_000, b"", b"code=A&code=B&ticket=%00&lang=%22"])
def test_strange_forms_do_no_harm(client: Client, body: bytes) -> None:
    """Whatever is sent gets the page for unknown codes."""
    reply = client.post(MY_SESSION, content=body)
    assert 403 == reply.status_code
    assert '<html lang="de">' in reply.text
