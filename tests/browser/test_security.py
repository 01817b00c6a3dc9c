"""Security as browsers see it: safe headers on all answers, no breach of the policy, signing in with an account."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Server, free_port, settle, start, stop
from playwright.sync_api import BrowserContext, Page, expect
from provider import CLIENT, SECRET, Provider, run_provider

pytestmark = pytest.mark.slow

STUDY = "wohngeld/demo"
PATHS = [
    "/", "/buero", "/buero/anmelden", "/buero/abmelden", "/robots.txt", "/assets/probelauf.css", "/assets/nothing.css",
    "/_stcore/health", "/_stcore/host-config", "/aufzeichnung", "/media/nothing", "/../etc/passwd",
    "/static/nothing.js", "/meine-sitzung", "/zustand", "/metrics",
]  # fmt: skip
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
ACCOUNT = {"sub": "7", "email": "Anna.Muster@amt.example", "email_verified": True, "name": "Anna Muster"}


def ask(server: Server, method: str, path: str) -> tuple[int, list[tuple[str, str]]]:
    """Return status and headers of a request."""
    host = server.origin.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, [(name.lower(), value) for name, value in answer.getheaders()]


def test_every_answer_of_the_real_server_is_safe(server: Server) -> None:
    """Pages, files, routes, redirects and errors carry the headers, each once, and say nothing about the server."""
    for method in ("GET", "HEAD", "POST", "DELETE", "TRACE"):
        for path in PATHS:
            status, listed = ask(server, method, path)
            found = dict(listed)
            assert status < 500, (method, path)
            assert ALWAYS == {name: found.get(name) for name in ALWAYS}, (method, path, status)
            assert "frame-ancestors 'none'" in found["content-security-policy"], (method, path)
            assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(found), (method, path)
            assert len(listed) == len({name for name, _ in listed if name != "set-cookie"}) + sum(
                name == "set-cookie" for name, _ in listed
            ), (method, path)


def test_pages_keep_the_policy(server: Server, page: Page) -> None:
    """Nothing on the pages of citizens and office breaks the content policy, charts included."""
    breaches: list[str] = []
    page.on("console", lambda message: breaches.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: breaches.append(str(error)))
    page.goto(server.link(STUDY))
    settle(page)
    page.goto(server.office_link())
    page.get_by_role("button", name="Anmelden").click()
    settle(page)
    for where in (
        f"?studie={STUDY}",
        f"?studie={STUDY}&seite=team",
        f"?studie={STUDY}&seite=fragen",
        "?seite=protokoll",
        "?seite=zugang",
    ):
        page.goto(f"{server.origin}/buero{where}")
        settle(page)
        expect(page.locator("#pl-heading")).to_be_visible()
    assert [] == breaches
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked = 1\">')")
    page.wait_for_timeout(300)
    assert None is page.evaluate("window.hacked ?? null")
    assert any("inline event handler" in text for text in breaches)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(server: Server, context: BrowserContext) -> None:
    """Who left on a shared computer is out, in every tab and for every copy of the cookie."""
    page = context.new_page()
    page.goto(server.office_link())
    page.get_by_role("button", name="Anmelden").click()
    settle(page)
    cookies = context.cookies()
    own = next(cookie for cookie in cookies if cookie["name"] == "probelauf_buero")
    assert (True, "Lax") == (own["httpOnly"], own["sameSite"])
    page.get_by_role("link", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden im Büro")).to_be_visible()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{server.origin}/buero")
    expect(page.get_by_role("heading", name="Das Büro ist geschlossen")).to_be_visible()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of accounts that knows Anna."""
    pytest.importorskip("httpx", reason="httpx is missing: install probelauf[login] to test signing in with accounts.")
    with run_provider() as running:
        running.account = dict(ACCOUNT)
        yield running


@pytest.fixture
def house(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A lab whose office takes accounts of the house; Anna belongs to the team."""
    port = free_port()
    metadata = f"{provider.origin}/.well-known/openid-configuration"
    (tmp_path / "lab.toml").write_text(
        f'[office]\nlogin = {{ server_metadata_url = "{metadata}", client_id = "{CLIENT}" }}\n'
        'roles = { "anna.muster@amt.example" = ["team"] }\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("PROBELAUF_PUBLIC_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("PROBELAUF_LOGIN_SECRET", SECRET)
    running = start(tmp_path, "serve", "--only", "office", port=port)
    yield running
    stop(running)


def sign_in(page: Page, house: Server) -> None:
    """Press the button that leads to the provider, which leads back at once."""
    page.goto(f"{house.origin}/buero")
    page.get_by_role("button", name="Mit Ihrem Dienstkonto anmelden").click()


def test_an_account_of_the_house_opens_the_office(house: Server, provider: Provider, context: BrowserContext) -> None:
    """Through state, nonce, proof key and a signed token; with the roles of `lab.toml`; and out again for good."""
    page = context.new_page()
    sign_in(page, house)
    expect(page.get_by_role("heading", name="Alle Studien")).to_be_visible()
    assert ("code", "S256", True, True) == (
        provider.asked["response_type"], provider.asked["code_challenge_method"], bool(provider.asked["nonce"]),
        "email" in provider.asked["scope"],
    )  # fmt: skip
    page.goto(f"{house.origin}/buero?seite=protokoll")
    expect(page.get_by_role("heading", name="Diese Seite ist nur für die Verwaltung des Labors")).to_be_visible()
    cookies = context.cookies()
    page.get_by_role("link", name="Abmelden").click()
    expect(page.get_by_role("button", name="Mit Ihrem Dienstkonto anmelden")).to_be_visible()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{house.origin}/buero")
    expect(page.get_by_role("heading", name="Ihr Konto öffnet dieses Büro nicht")).to_be_visible()


@pytest.mark.parametrize(
    "changed", [{"email": "other@amt.example"}, {"email_verified": False}, {"email_verified": "true"}, {"iat": 1}]
)
def test_other_accounts_stay_outside(house: Server, provider: Provider, page: Page, changed: dict[str, object]) -> None:
    """Without a role, without a verified address, or with an old sign-in nobody gets in."""
    provider.account |= changed
    sign_in(page, house)
    expect(page.get_by_role("heading", name="Ihr Konto öffnet dieses Büro nicht")).to_be_visible()
    page.goto(f"{house.origin}/buero?studie={STUDY}")
    expect(page.get_by_role("heading", name="Ihr Konto öffnet dieses Büro nicht")).to_be_visible()


@pytest.mark.parametrize("changed", [{"nonce": "another"}, {"aud": "another client"}, {"exp": 1}, {"iss": "http://x"}])
def test_a_token_that_is_not_for_us_opens_nothing(
    house: Server, provider: Provider, page: Page, changed: dict[str, object]
) -> None:
    """A replayed, foreign or expired token leaves the office closed."""
    provider.account |= changed
    sign_in(page, house)
    page.wait_for_url(f"{house.origin}/buero")
    expect(page.get_by_role("heading", name="Das Büro ist geschlossen")).to_be_visible()
