"""The way into the office: a one-time code becomes a signed cookie.

The form is plain HTML on its own address, so that it works before any script of Streamlit has run.
"""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from feedback.office.desk import clock_ms
from feedback.office.door import draw_door
from feedback.store import Store
from feedback.tokens import fingerprint, open_office, seal_office

OFFICE, SIGN_IN, SIGN_OUT = "/buero", "/buero/anmelden", "/buero/abmelden"
COOKIE = "probelauf_buero"
COOKIE_AGE_S = 12 * 3600
CODE_AGE_MS = 24 * 3600 * 1000
TRIES_A_MINUTE = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # without I, L and O, which look like others
MOST_BYTES = 1000

REFUSED = "Dieser Code gilt nicht: Er ist falsch, verbraucht oder abgelaufen."
TOO_OFTEN = "Es gab zu viele Versuche. Bitte warten Sie eine Minute."
HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def issue_code(store: Store, secret: str, roles: tuple[str, ...], now_ms: int) -> str:
    """Return a new one-time code for the office with these roles; it is valid for 24 hours.

    It has 3 groups of 4 letters (about 54 bits); only its keyed hash is stored.
    """
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    store.add_access_code(fingerprint(secret, code), roles, now_ms + CODE_AGE_MS)
    return code


def roles_of(secret: str, cookie: str) -> tuple[str, ...]:
    """Return the roles of whoever brings this cookie; none when it is not ours or too old."""
    return open_office(secret, cookie, max_age_s=COOKIE_AGE_S)


class Throttle:
    """Lets through so many tries a minute, counted over the whole process. `clock_s` runs monotonously."""

    def __init__(self, tries: int, clock_s: Callable[[], float]) -> None:
        self._tries: deque[float] = deque(maxlen=tries)
        self._clock_s = clock_s
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Return whether one more try is allowed now, and count it if so."""
        with self._lock:
            now_s = self._clock_s()
            if len(self._tries) == self._tries.maxlen and now_s - self._tries[0] < 60:
                return False
            self._tries.append(now_s)
            return True


def access_routes(
    store: Store,
    secret: str,
    *,
    clock_ms: Callable[[], int] = clock_ms,
    clock_s: Callable[[], float] = time.monotonic,
) -> list[BaseRoute]:
    """Return the routes for signing in and out."""
    throttle = Throttle(TRIES_A_MINUTE, clock_s)

    async def show(request: Request) -> Response:
        return reply(request.query_params.get("code", ""))

    async def enter(request: Request) -> Response:
        if not throttle.allows():
            return reply("", problem=TOO_OFTEN, status=429)
        code = await read_code(request)
        roles = await run_in_threadpool(store.redeem_access_code, fingerprint(secret, code), clock_ms())
        if roles is None:
            return reply(code, problem=REFUSED, status=403)
        response = RedirectResponse(OFFICE, status_code=303, headers=HEADERS)
        response.set_cookie(
            COOKIE,
            seal_office(secret, roles),
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def leave(request: Request) -> Response:
        response = RedirectResponse(SIGN_IN, status_code=303, headers=HEADERS)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    return [
        Route(SIGN_IN, show, methods=["GET"]),
        Route(SIGN_IN, enter, methods=["POST"]),
        Route(SIGN_OUT, leave, methods=["GET"]),
    ]


def reply(code: str, *, problem: str = "", status: int = 200) -> Response:
    """Return the page with the form, and with the sentence about what went wrong."""
    return HTMLResponse(draw_door(SIGN_IN, code[:100], problem), status_code=status, headers=HEADERS)


async def read_code(request: Request) -> str:
    """Return the code from the form that was sent; nothing when it is far too long for one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return ""
    return parse_qs(body.decode(errors="replace")).get("code", [""])[0]
