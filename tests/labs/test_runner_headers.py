"""Safe headers on every answer: pages, files, redirects, refusals, errors."""

import asyncio
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from feedback.errors import OperatorError
from feedback.lab import Lab
from labs.runner.headers import SafeHeaders, allow_scripts, streamlit_page, tell_robots
from labs.runner.login import login_settings

PAGE = "<script>one()</script><script type=module src=x></script>"


async def fail(_request: Any) -> Any:
    raise RuntimeError("a fault of ours")


async def speak(_request: Any) -> PlainTextResponse:
    answer = PlainTextResponse("yes", headers={"server": "x", "cache-control": "public", "x-frame-options": "ALLOW"})
    answer.set_cookie("a", "1", httponly=True)
    return answer


async def come_back(_request: Any) -> RedirectResponse:
    return RedirectResponse("/", 302)


ROUTES = [
    Route("/robots.txt", tell_robots),
    Route("/fault", fail),
    Route("/oauth2callback", come_back),
    Route("/buero", speak),
    Route("/assets/x", speak),
]


def get(path: str, *, secure: bool = False) -> tuple[int, list[tuple[str, str]]]:
    """Return status and headers of a request, also when the app raises after its answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {
        "type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "server": ("x", 80),
        "scheme": "http", "root_path": "",
    }  # fmt: skip
    app = SafeHeaders(Starlette(routes=ROUTES), page=PAGE, secure=secure)
    try:
        asyncio.run(app(scope, receive, send))
    except RuntimeError:
        assert "/fault" == path
    return sent[0]["status"], [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


@pytest.mark.parametrize(("path", "status"), [("/assets/x", 200), ("/fault", 500), ("/nowhere", 404), ("/buero", 200)])
def test_every_answer_is_safe(path: str, status: int) -> None:
    """Good answers and errors alike; whatever an inner part says, ours holds."""
    found, listed = get(path)
    headers = dict(listed)
    assert status == found
    assert ("nosniff", "DENY", "same-origin", "noindex, nofollow", "same-origin") == tuple(
        headers[name]
        for name in (
            "x-content-type-options", "x-frame-options", "referrer-policy", "x-robots-tag",
            "cross-origin-opener-policy",
        )
    )  # fmt: skip
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "strict-transport-security" not in headers
    assert 1 == sum(name == "x-frame-options" for name, _ in listed)


def test_the_policy_allows_no_foreign_and_no_written_script() -> None:
    """Scripts come from our server; of those in the page only the very ones that Streamlit ships."""
    policy = dict(get("/buero")[1])["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert f"script-src 'self' {allow_scripts(PAGE)}" == scripts
    assert 1 == scripts.count("sha256-")
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*", policy)


def test_the_page_of_streamlit_has_few_scripts_of_its_own() -> None:
    """Each becomes a hash; a new one in a later version of Streamlit shows here."""
    assert 1 == allow_scripts(streamlit_page()).count("sha256-")


def test_over_https_everything_is_for_https_only() -> None:
    """Cookies of any part get the mark, and browsers remember for a year."""
    headers = dict(get("/buero", secure=True)[1])
    assert "max-age=31536000; includeSubDomains" == headers["strict-transport-security"]
    assert headers["set-cookie"].endswith("; Secure")
    assert "Secure" not in dict(get("/buero")[1])["set-cookie"]


def test_nothing_on_the_way_keeps_what_is_about_somebody() -> None:
    """Pages of the office are kept nowhere; files that all share may be."""
    assert "no-store" == dict(get("/buero")[1])["cache-control"]
    assert "public" == dict(get("/assets/x")[1])["cache-control"]


def test_whoever_comes_back_from_the_provider_lands_in_the_office() -> None:
    """Streamlit leads to the start page, which is the citizens'."""
    assert "/buero" == dict(get("/oauth2callback")[1])["location"]


def test_search_engines_are_told_to_stay_away() -> None:
    """By the file that they ask for first."""
    assert 200 == get("/robots.txt")[0]


LOGIN = """
[office]
login = { server_metadata_url = "https://login.amt.example/.well-known/openid-configuration", client_id = "pl" }
roles = { "Anna@Amt.example" = ["team"] }
"""


def test_a_lab_without_a_provider_signs_in_by_codes(tmp_path: Any) -> None:
    """Nothing is set up that nobody asked for."""
    assert None is login_settings(Lab.open(tmp_path), "a secret of the test lab")


def test_the_secret_of_the_provider_comes_from_the_environment_or_a_file(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never stands in lab.toml; what is missing is said in a sentence."""
    pytest.importorskip("httpx", reason="httpx is missing: install probelauf[login] to test signing in with accounts.")
    (tmp_path / "lab.toml").write_text(LOGIN, encoding="utf-8")
    lab = Lab.open(tmp_path)
    monkeypatch.delenv("PROBELAUF_PUBLIC_URL", raising=False)
    monkeypatch.delenv("PROBELAUF_LOGIN_SECRET", raising=False)
    with pytest.raises(OperatorError, match="set PROBELAUF_PUBLIC_URL"):
        login_settings(lab, "a secret of the test lab")
    monkeypatch.setenv("PROBELAUF_PUBLIC_URL", "https://labor.amt.example/")
    with pytest.raises(OperatorError, match="Set the variable PROBELAUF_LOGIN_SECRET, or write it into"):
        login_settings(lab, "a secret of the test lab")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "login.key").write_text("from the file\n", encoding="utf-8")
    found = login_settings(lab, "a secret of the test lab")
    assert found is not None
    assert ("from the file", "https://labor.amt.example/oauth2callback", "pl") == tuple(
        found["auth"][name] for name in ("client_secret", "redirect_uri", "client_id")
    )
    monkeypatch.setenv("PROBELAUF_LOGIN_SECRET", "from the environment")
    again = login_settings(lab, "a secret of the test lab")
    assert again is not None
    assert "from the environment" == again["auth"]["client_secret"]
    assert found["auth"]["cookie_secret"] == again["auth"]["cookie_secret"]
