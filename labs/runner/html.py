"""What wraps the served page: language, title, our style and script, the visitor's cookie.

Streamlit serves one HTML page; everything else is drawn by scripts. `PageMiddleware` rewrites that one page on its way
out, so that it speaks German before the first script has run.
"""

import re
import secrets
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedback.tokens import open_visitor, seal_visitor

ASSETS = Path(__file__).parent / "assets"
VISITOR_COOKIE = "probelauf_besuch"
VISITOR_COOKIE_AGE_S = 90 * 24 * 3600

_HEAD = (
    '<link rel="preload" href="/assets/FiraSans-Regular.woff2" as="font" type="font/woff2" crossorigin>'
    '<link rel="stylesheet" href="/assets/probelauf.css">'
    '<script type="module" src="/assets/probelauf.js"></script>'
    '<script type="module" src="/assets/probe.js"></script>'
    '<meta name="robots" content="noindex"></head>'
)
_NOSCRIPT = (
    "<noscript><p>Diese Seite braucht JavaScript. Bitte schalten Sie JavaScript in Ihrem Browser ein.</p></noscript>"
)
_HEADERS = {"cache-control": "no-store"}


def speak_german(page: str, title: str) -> str:
    """Return Streamlit's HTML page in German, with our style and script.

    >>> speak_german('<html lang="en"><head><title>Streamlit</title></head></html>', "Probelauf")[:45]
    '<html lang="de"><head><title>Probelauf</title'
    """
    page = page.replace('<html lang="en">', '<html lang="de">', 1)
    page = page.replace("<title>Streamlit</title>", f"<title>{title}</title>", 1)
    page = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, page, count=1, flags=re.DOTALL)
    return page.replace("</head>", _HEAD, 1)


class PageMiddleware:
    """ASGI middleware around Streamlit's page. `secret` signs the cookie, `secure` marks it for HTTPS only."""

    def __init__(self, app: ASGIApp, *, secret: str, title: str, secure: bool = False) -> None:
        self.app = app
        self.secret = secret
        self.title = title
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        page = _PageReply(send, self, Headers(scope=scope))
        await self.app(_without_shortcuts(scope), receive, page.send)

    def cookie_for(self, request_headers: Headers) -> str | None:
        """Return the `Set-Cookie` value for a visitor who has no cookie of ours yet, else None."""
        jar = SimpleCookie(request_headers.get("cookie", ""))
        if VISITOR_COOKIE in jar and open_visitor(self.secret, jar[VISITOR_COOKIE].value):
            return None
        value = seal_visitor(self.secret, secrets.token_hex(16))
        secure = "; Secure" if self.secure else ""
        return f"{VISITOR_COOKIE}={value}; Max-Age={VISITOR_COOKIE_AGE_S}; Path=/; HttpOnly; SameSite=Lax{secure}"


class _PageReply:
    """Collects an HTML reply, rewrites it and sends it on; passes any other reply through."""

    def __init__(self, send: Send, middleware: PageMiddleware, request_headers: Headers) -> None:
        self._send = send
        self._middleware = middleware
        self._start: Message | None = None
        self._request_headers = request_headers
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take one message of the reply."""
        if message["type"] == "http.response.start":
            if "text/html" not in Headers(raw=message["headers"]).get("content-type", ""):
                await self._send(message)
                return
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = speak_german(self._body.decode(), self._middleware.title).encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        headers.update({**_HEADERS, "content-length": str(len(body))})
        cookie = self._middleware.cookie_for(self._request_headers)
        if cookie:
            headers.append("set-cookie", cookie)
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _asks_for_page(scope: Scope) -> bool:
    """Say whether the request is for an HTML page and not for a file or an internal route."""
    path: str = scope["path"]
    return "." not in path.rsplit("/", 1)[-1] and not path.startswith(
        ("/_stcore/", "/assets/", "/media/", "/component/", "/meine-sitzung")
    )


def _without_shortcuts(scope: Scope) -> dict[str, Any]:
    """Return the scope without the headers that would bring a compressed or an empty "not modified" reply."""
    dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in dropped]}
