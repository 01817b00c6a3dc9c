"""The way into the office: a one-time code becomes a cookie, which says who is signed in until that is ended.

The form is plain HTML on its own address, so that it works before any script of Streamlit has run.
"""

import secrets
import time
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from feedback.audit import note
from feedback.office.desk import clock_ms
from feedback.office.door import draw_door
from feedback.office.visitor import COOKIE, Visitor, visitor_of
from feedback.store import Store
from feedback.throttle import Throttle
from feedback.tokens import fingerprint

OFFICE, SIGN_IN, SIGN_OUT = "/buero", "/buero/anmelden", "/buero/abmelden"
COOKIE_AGE_S = 12 * 3600
CODE_AGE_MS = 24 * 3600 * 1000
TRIES_A_MINUTE = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # without I, L and O, which look like others
MOST_BYTES = 1000

REFUSED = "Dieser Code gilt nicht: Er ist falsch, verbraucht oder abgelaufen."
TOO_OFTEN = "Es gab zu viele Versuche. Bitte warten Sie eine Minute."
HEADERS = {"cache-control": "no-store"}


def issue_code(
    store: Store, secret: str, roles: tuple[str, ...], now_ms: int, name: str = "", *, by: Visitor | None = None
) -> str:
    """Return a new one-time code for the office, for somebody with this name and these roles; it is valid for 24 hours.

    It has 3 groups of 4 letters (about 54 bits); only its keyed hash is stored. `by` is who issues it, None for a
    command.
    """
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    store.add_access_code(fingerprint(secret, code), roles, now_ms + CODE_AGE_MS, name)
    actor = {"actor": by.name, "role": by.role} if by else {}
    note(store, "code_issued", now_ms, about=f"{name or 'ohne Namen'}: {', '.join(roles)}", **actor)
    return code


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
        cookie = await run_in_threadpool(redeem, store, secret, code, clock_ms())
        if cookie is None:
            return reply(code, problem=REFUSED, status=403)
        response = RedirectResponse(OFFICE, status_code=303, headers=HEADERS)
        response.set_cookie(COOKIE, cookie, max_age=COOKIE_AGE_S, httponly=True, samesite="lax")
        return response

    async def leave(request: Request) -> Response:
        if request.headers.get("sec-fetch-site") == "cross-site":  # nobody else's page signs anybody out
            return RedirectResponse(OFFICE, status_code=303, headers=HEADERS)
        await run_in_threadpool(sign_out, store, secret, request.cookies.get(COOKIE, ""), clock_ms())
        response = RedirectResponse(SIGN_IN, status_code=303, headers=HEADERS)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    return [
        Route(SIGN_IN, show, methods=["GET"]),
        Route(SIGN_IN, enter, methods=["POST"]),
        Route(SIGN_OUT, leave, methods=["GET"]),
    ]


def redeem(store: Store, secret: str, code: str, now_ms: int) -> str | None:
    """Return the cookie that a code gives, None when the code is not good; either goes into the audit log."""
    cookie = secrets.token_hex(32)
    expires_ms = now_ms + COOKIE_AGE_S * 1000
    found = store.redeem_access_code(fingerprint(secret, code), fingerprint(secret, cookie), now_ms, expires_ms)
    if found is None:
        note(store, "sign_in_refused", now_ms, actor="")
        return None
    who = Visitor(found.name, found.roles)
    note(store, "signed_in", now_ms, actor=who.name, role=who.role)
    return cookie


def sign_out(store: Store, secret: str, cookie: str, now_ms: int) -> None:
    """End what the cookie stands for: from now on nobody can enter with it."""
    who = visitor_of(store, secret, cookie, now_ms)
    if who and store.end_sign_in(who.sign_in, now_ms):
        note(store, "signed_out", now_ms, actor=who.name, role=who.role)


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
