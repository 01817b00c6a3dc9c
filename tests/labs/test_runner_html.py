"""The served page: German from its first byte, a signed cookie, no trace of where an invitation led."""

import asyncio
from typing import Any

from feedback.tokens import open_visitor
from labs.runner.html import VISITOR_COOKIE, PageMiddleware

STREAMLIT_PAGE = (
    '<!doctype html><html lang="en"><head><title>Streamlit</title></head>'
    "<body><noscript><p>You need to enable JavaScript</p></noscript></body></html>"
)


async def inner(scope: Any, receive: Any, send: Any) -> None:
    """Serve Streamlit's page, or a file that is none."""
    kind = b"text/html; charset=utf-8" if "." not in scope["path"] else b"text/javascript"
    assert b"accept-encoding" not in dict(scope["headers"]) or "." in scope["path"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), (b"etag", b"x")]})
    body = STREAMLIT_PAGE.encode()
    await send({"type": "http.response.body", "body": body[:40], "more_body": True})
    await send({"type": "http.response.body", "body": body[40:]})


def get(path: str, cookie: str = "") -> tuple[dict[str, str], str]:
    """Return headers and body of a request."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(b"accept-encoding", b"gzip"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    app = PageMiddleware(inner, secret="s", title="Probelauf")
    asyncio.run(app(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return found, b"".join(message.get("body", b"") for message in sent[1:]).decode()


def test_the_page_is_german() -> None:
    """Language, title and the words without JavaScript are German; style and script are ours."""
    headers, page = get("/")
    assert '<html lang="de">' in page
    assert "<title>Probelauf</title>" in page
    assert "You need to enable" not in page
    assert "/assets/probelauf.js" in page
    assert str(len(page.encode())) == headers["content-length"]


def test_the_page_is_not_kept() -> None:
    """No cache keeps the page."""
    headers, _ = get("/")
    assert "no-store" == headers["cache-control"]
    assert "etag" not in headers


def test_visitors_get_one_signed_cookie() -> None:
    """A new visitor gets a cookie that scripts cannot read; who has one keeps it; a forged one is replaced."""
    cookie = get("/")[0]["set-cookie"]
    value = cookie.split(";")[0].removeprefix(f"{VISITOR_COOKIE}=")
    assert open_visitor("s", value)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in get("/", f"{VISITOR_COOKIE}={value}")[0]
    assert "set-cookie" in get("/", f"{VISITOR_COOKIE}=forged.value")[0]


def test_files_pass_untouched() -> None:
    """What is no page passes as it is."""
    headers, body = get("/static/app.js")
    assert STREAMLIT_PAGE == body
    assert "set-cookie" not in headers
