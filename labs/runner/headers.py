"""Headers that keep browsers from doing what we never want, on every answer of the server, error answers too."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLBACK, OFFICE = "/oauth2callback", "/buero"
YEAR_S = 365 * 24 * 3600

_POLICY = (
    "default-src 'none'",
    "script-src 'self' {scripts}",
    "style-src 'self' 'unsafe-inline'",  # Streamlit's components write their styles into the page
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "serial", "browsing-topics")
_ALWAYS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
_PRIVATE = ("/media/", "/buero", "/_stcore/upload_file")
"""Answers under these addresses are about somebody; nothing on the way may keep them."""


def streamlit_page() -> str:
    """Return the HTML page that Streamlit serves."""
    import streamlit

    return (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def allow_scripts(page: str) -> str:
    """Return which scripts inside a page may run, by their hashes: exactly those that stand in it now.

    >>> allow_scripts("<script>a()</script><script src=x></script>")
    "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
    """
    found = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in found)
    return " ".join(f"'sha256-{one}'" for one in hashes)


class SafeHeaders:
    """ASGI middleware around the whole server. `secure` says that browsers reach us over HTTPS."""

    def __init__(self, app: ASGIApp, *, page: str, secure: bool = False) -> None:
        self.app = app
        self.secure = secure
        policy = "; ".join(_POLICY).format(scripts=allow_scripts(page))
        self.headers = {**_ALWAYS, "content-security-policy": policy}
        if secure:
            self.headers["strict-transport-security"] = f"max-age={YEAR_S}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self.complete(scope["path"], message).raw}
            await send(message)

        await self.app(scope, receive, send_safely)

    def complete(self, path: str, start: Message) -> MutableHeaders:
        """Return the headers of an answer, made safe."""
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("server", "x-powered-by"):
            if name in headers:
                del headers[name]
        for name, value in self.headers.items():
            headers[name] = value
        if path.startswith(_PRIVATE):
            headers["cache-control"] = "no-store"
        if path == CALLBACK and headers.get("location") == "/":
            headers["location"] = OFFICE  # only the office signs in with accounts
        if self.secure:
            headers = MutableHeaders(raw=[_secured(name, value) for name, value in headers.raw])
        return headers


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header; a cookie goes over HTTPS only."""
    if name == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


async def tell_robots(_request: Request) -> PlainTextResponse:
    """Answer search engines: nothing here is for them."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
