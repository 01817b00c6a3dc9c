"""The route that takes what the probe in the citizen's browser noticed.

It answers 204 after the commit, 503 when the batch has to come again, and 400 with an empty body to all else: nothing
of a refused request is stored, logged or repeated.
"""

import asyncio
import contextlib
import os
from collections import Counter
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from feedback.errors import InternalError, OperatorError
from feedback.probe import MOST_BYTES, Reception

PATH = "/aufzeichnung"
PATIENCE_S = 5
_STORED, _REFUSED, _LATER = 204, 400, 503
_TRIES = 2
"""A batch may arrive twice at once, given two times. The one that comes too late finds the other at its second try."""


def beacon_route(reception: Reception, answers: Counter[int] | None = None) -> Route:
    """Return the route; `answers` counts the requests by the status they were answered with.

    The lab's public address is read from the environment (`PROBELAUF_PUBLIC_URL`).
    """
    counted = Counter() if answers is None else answers
    return Route(PATH, Beacon(reception, os.environ.get("PROBELAUF_PUBLIC_URL", ""), counted))


class Beacon:
    """ASGI app that stores batches. `public_address` is the lab's address behind a proxy; empty without one."""

    def __init__(self, reception: Reception, public_address: str, answers: Counter[int]) -> None:
        self._reception = reception
        self._public = _host(public_address)
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        status = await self._answer(Request(scope, receive))
        self._answers[status] += 1
        response = Response(status_code=status)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> int:
        if request.method != "POST" or not self._is_ours(request.headers):
            return _REFUSED
        body = await _read(request)
        if body is None:
            return _REFUSED
        for _ in range(_TRIES):
            with contextlib.suppress(InternalError):
                return await self._store(body)
        return _REFUSED

    async def _store(self, body: bytes) -> int:
        try:
            future = await run_in_threadpool(self._reception.take, body)
            if future is None:
                return _REFUSED
            await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE_S)
        except (OperatorError, TimeoutError):
            return _LATER
        return _STORED

    def _is_ours(self, headers: Headers) -> bool:
        """Return whether our own page sent the request."""
        origin = _host(headers.get("origin", ""))
        forwarded = headers.get("x-forwarded-host", "").partition(",")[0].strip().lower()
        return origin != "" and origin in (headers.get("host", "").lower(), forwarded, self._public)


def _host(address: str) -> str:
    """Return host and port of an address, in small letters; empty when it is none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


async def _read(request: Request) -> bytes | None:
    """Return the body; None when it is too large or breaks off."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 9 or int(length) > MOST_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
