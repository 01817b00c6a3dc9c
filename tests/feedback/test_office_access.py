"""The way into the office: real requests to a real server over a real database file."""

import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.applications import Starlette

from feedback.office.access import (
    CODE_AGE_MS,
    COOKIE_AGE_S,
    REFUSED,
    TOO_OFTEN,
    TRIES_A_MINUTE,
    access_routes,
    issue_code,
)
from feedback.office.visitor import COOKIE, Visitor, visitor_of
from feedback.store import Store, open_store
from feedback.tokens import fingerprint

pytestmark = pytest.mark.slow

SECRET = "a secret of the test lab"
NOW_MS = 1_800_000_000_000


@dataclass
class Office:
    """A running server, with clocks that stand still until a test moves them."""

    store: Store
    port: int = 0
    now_ms: int = NOW_MS
    now_s: float = 0.0
    roles: tuple[str, ...] = ("team",)
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, cookie: str = ""
    ) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        kind = {"content-type": "application/x-www-form-urlencoded"} if form else {}
        kind |= {"cookie": f"{COOKIE}={cookie}"} if cookie else {}
        connection.request(method, path, urlencode(form or {}), kind)
        answer = connection.getresponse()
        text, headers = answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return answer.status, text, headers

    def code(self, name: str = "") -> str:
        return issue_code(self.store, SECRET, self.roles, self.now_ms, name)

    def who(self, cookie: str) -> Visitor | None:
        return visitor_of(self.store, SECRET, cookie, self.now_ms)

    def enter(self, code: str) -> tuple[int, str, dict[str, str]]:
        return self.ask("POST", "/buero/anmelden", {"code": code})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = open_store(tmp_path / "probelauf.db")
    office = Office(store)
    routes = access_routes(store, SECRET, clock_ms=lambda: office.now_ms, clock_s=lambda: office.now_s)
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.005)
    office.port = server.servers[0].sockets[0].getsockname()[1]
    yield office
    server.should_exit = True
    thread.join()
    store.close()


def cookie_of(headers: dict[str, str]) -> Morsel[str]:
    return SimpleCookie(headers["set-cookie"])[COOKIE]


def test_the_link_fills_in_the_code(office: Office) -> None:
    """Whoever follows the printed link only presses the button; nothing in the link becomes markup."""
    status, text, _ = office.ask("GET", "/buero/anmelden?code=ABCD-%22%3E%3Cb%3E")
    assert 200 == status
    assert 'value="ABCD-&quot;&gt;&lt;b&gt;"' in text
    assert '<html lang="de">' in text
    assert '<label class="pl-label" for="code">' in text


def test_opening_the_link_does_not_use_up_the_code(office: Office) -> None:
    """Mail programs open links to look at them; only the form redeems."""
    code = office.code()
    office.ask("GET", f"/buero/anmelden?code={code}")
    assert 303 == office.enter(code)[0]


def test_a_code_becomes_a_cookie_for_its_name_and_roles(office: Office) -> None:
    """The cookie says nothing by itself, is unreadable for scripts, and lasts twelve hours."""
    office.roles = ("decision-maker",)
    status, _, headers = office.enter(office.code("A. Muster"))
    cookie = cookie_of(headers)
    assert (303, "/buero") == (status, headers["location"])
    who = office.who(cookie.value)
    assert who is not None
    assert ("A. Muster", ("decision-maker",)) == (who.name, who.roles)
    assert None is visitor_of(office.store, "another secret", cookie.value, NOW_MS)
    assert None is office.who("made up")
    assert (True, "lax", "43200") == (cookie["httponly"], cookie["samesite"].lower(), cookie["max-age"])


def test_a_code_may_be_typed_by_hand(office: Office) -> None:
    """Small letters and blanks do not matter."""
    assert 303 == office.enter(f" {office.code().lower().replace('-', ' ')} ")[0]


def test_a_code_works_once(office: Office) -> None:
    """The second try says so in one sentence and gives no cookie."""
    code = office.code()
    office.enter(code)
    status, text, headers = office.enter(code)
    assert 403 == status
    assert REFUSED in text
    assert "set-cookie" not in headers


def test_a_code_expires_after_a_day(office: Office) -> None:
    """One millisecond before it works, at 24 hours it does not."""
    late, in_time = office.code(), office.code()
    office.now_ms = NOW_MS + CODE_AGE_MS - 1
    assert 303 == office.enter(in_time)[0]
    office.now_ms = NOW_MS + CODE_AGE_MS
    status, text, _ = office.enter(late)
    assert 403 == status
    assert REFUSED in text


@pytest.mark.parametrize("form", [{"code": "ABCD-EFGH-JKMN"}, {"code": "x" * 5000}, {"other": "1"}])
def test_anything_else_is_refused(office: Office, form: dict[str, str]) -> None:
    """A wrong code, far too much of it, or none: the same sentence, tied to the field."""
    status, text, headers = office.ask("POST", "/buero/anmelden", form)
    assert 403 == status
    assert REFUSED in text
    assert 'aria-describedby="code-hint code-error" aria-invalid="true"' in text
    assert "set-cookie" not in headers


def test_guessing_is_slowed_down(office: Office) -> None:
    """After ten tries in a minute even the right code waits, and works afterwards."""
    code = office.code()
    for _ in range(TRIES_A_MINUTE):
        assert 403 == office.enter("AAAA-AAAA-AAAA")[0]
    status, text, _ = office.enter(code)
    assert 429 == status
    assert TOO_OFTEN in text
    office.now_s = 60
    assert 303 == office.enter(code)[0]


def test_signing_out_takes_the_cookie_away_and_ends_it(office: Office) -> None:
    """On a shared computer nobody stays signed in, and a cookie that somebody copied is worth nothing."""
    copied = cookie_of(office.enter(office.code())[2]).value
    assert office.who(copied)
    status, _, headers = office.ask("GET", "/buero/abmelden", cookie=copied)
    assert (303, "/buero/anmelden") == (status, headers["location"])
    assert ("", "0") == (cookie_of(headers).value, cookie_of(headers)["max-age"])
    assert None is office.who(copied)


def test_another_process_knows_who_signed_out(office: Office, tmp_path: Path) -> None:
    """Who is signed in stands in the database, not in the memory of one process."""
    cookie = cookie_of(office.enter(office.code("A. Muster"))[2]).value
    elsewhere = open_store(tmp_path / "probelauf.db")
    before = visitor_of(elsewhere, SECRET, cookie, NOW_MS)
    office.ask("GET", "/buero/abmelden", cookie=cookie)
    after = visitor_of(elsewhere, SECRET, cookie, NOW_MS)
    elsewhere.close()
    assert (True, None) == (before is not None, after)


def test_a_sign_in_ends_after_twelve_hours(office: Office) -> None:
    """Whatever the browser does with the cookie."""
    cookie = cookie_of(office.enter(office.code())[2]).value
    office.now_ms = NOW_MS + COOKIE_AGE_S * 1000 - 1
    assert office.who(cookie)
    office.now_ms += 1
    assert None is office.who(cookie)


def test_the_audit_log_says_who_came_and_went(office: Office) -> None:
    """Issued, refused, signed in, signed out: each with its name where one is known, and never the code."""
    code = office.code("A. Muster")
    office.enter("AAAA-AAAA-AAAA")
    cookie = cookie_of(office.enter(code)[2]).value
    office.ask("GET", "/buero/abmelden", cookie=cookie)
    entries = office.store.audit_log()
    assert [
        ("code_issued", "Befehlszeile"), ("sign_in_refused", "ohne Namen"), ("signed_in", "A. Muster"),
        ("signed_out", "A. Muster"),
    ] == [(one.action, one.actor) for one in entries]  # fmt: skip
    assert code not in str(entries)
    assert cookie not in str(entries)


def test_a_code_is_looked_up_by_its_hash(office: Office) -> None:
    """No comparison of codes takes longer for a code that is nearly right: the keyed hashes have nothing in common."""
    code = office.code()
    nearly = code[:-1] + ("A" if code[-1] != "A" else "B")
    same = sum(a == b for a, b in zip(fingerprint(SECRET, code), fingerprint(SECRET, nearly), strict=True))
    assert same < 20


def test_only_the_hash_of_a_code_is_stored(office: Office, tmp_path: Path) -> None:
    """Who reads the database cannot sign in with it."""
    code = office.code()
    plain = code.replace("-", "").encode()
    cookie = cookie_of(office.enter(office.code())[2]).value
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("probelauf.db*"))
    assert fingerprint(SECRET, cookie).encode() in stored
    assert cookie.encode() not in stored
    assert fingerprint(SECRET, code).encode() in stored
    assert code.encode() not in stored
    assert plain not in stored


def test_codes_are_three_groups_of_four_letters(office: Office) -> None:
    """Easy to read out: no letter that looks like another one, no code twice."""
    codes = [office.code() for _ in range(50)]
    assert [[4, 4, 4]] * 50 == [[len(group) for group in code.split("-")] for code in codes]
    assert set() == set("".join(codes)) & set("ILO0123456789")
    assert 50 == len(set(codes))


def test_no_foreign_page_signs_anybody_out(office: Office) -> None:
    """A link or picture on another site does not end a sign-in."""
    cookie = cookie_of(office.enter(office.code())[2]).value
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=5)
    headers = {"cookie": f"{COOKIE}={cookie}", "sec-fetch-site": "cross-site"}
    connection.request("GET", "/buero/abmelden", headers=headers)
    connection.getresponse().read()
    connection.close()
    assert office.who(cookie)
