"""The address "Meine Sitzung": with a receipt code people see, take along, take back and erase what is theirs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from feedback.lab import Lab
from feedback.rights import SCOPES, MySession, erase, open_my_session, withdraw
from feedback.store import Store
from feedback.throttle import Throttle
from feedback.tokens import fingerprint
from labs.runner.my_session_pages import DOWNLOAD, ERASE, MY_SESSION, WITHDRAW, Pages
from labs.runner.my_session_words import my_word

TRIES_A_MINUTE = 10
TICKET_AGE_S = 1800
MOST_BYTES = 4_000
HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

Act = Callable[["Caller"], Response]


class Desk:
    """What the pages work on. `clock_ms` counts milliseconds since 1970."""

    def __init__(
        self, lab: Lab, store: Store, secret: str, clock_ms: Callable[[], int], throttle: Throttle | None = None
    ) -> None:
        self.lab = lab
        self.store = store
        self.secret = secret
        self.clock_ms = clock_ms
        self.throttle = throttle or Throttle(TRIES_A_MINUTE)
        self.tickets = URLSafeTimedSerializer(secret, salt="my-session")

    @property
    def folder(self) -> Path:
        """Where contacts and the erasure log lie."""
        return self.lab.root / "data"

    def enter(self, form: Mapping[str, str], act: Act) -> Response:
        """Do something for the holder of the code in a form, or say that there is nothing for it.

        Codes typed by hand are counted; a ticket says that this one was entered a moment ago.
        """
        code, language = form.get("code", "")[:100], form.get("lang", "de")
        mark = fingerprint(self.secret, code)
        if not self._has_ticket(form.get("ticket", ""), mark) and not self.throttle.allows():
            return self.refuse(language, code, "too_often", 429)
        mine = open_my_session(self.store, self.folder, mark)
        if mine is None:
            return self.refuse(language, code, "unknown", 403)
        pages = Pages(mine.language if mine.study else language, code, str(self.tickets.dumps(mark)))
        return act(Caller(self, mark, mine, pages, form))

    def refuse(self, language: str, code: str, problem: str, status: int) -> Response:
        """Return the page for entering a code, with what went wrong."""
        return reply(Pages(_known(language), code).door(self.lab.contact, problem), status)

    def _has_ticket(self, ticket: str, mark: str) -> bool:
        try:
            return bool(self.tickets.loads(ticket, max_age=TICKET_AGE_S) == mark)
        except BadData:
            return False


class Caller:
    """Somebody with a code that leads to something."""

    def __init__(self, desk: Desk, mark: str, mine: MySession, pages: Pages, form: Mapping[str, str]) -> None:
        self.desk = desk
        self.mark = mark
        self.mine = mine
        self.pages = pages
        self.form = form

    def show(self, told: str = "") -> Response:
        """Show everything that is recorded."""
        return reply(self.pages.overview(self.mine, told))

    def download(self) -> Response:
        """Give everything as a file."""
        headers = {**HEADERS, "content-disposition": 'attachment; filename="meine-sitzung.json"'}
        return Response(self.mine.to_text(), media_type="application/json", headers=headers)

    def withdraw(self) -> Response:
        """Take back one scope of the consent, and show what is left."""
        scope, desk = self.form.get("scope", ""), self.desk
        if scope not in SCOPES or scope not in self.mine.scopes:
            return self.show()
        withdraw(desk.store, desk.folder, self.mark, scope, desk.clock_ms())
        left = open_my_session(desk.store, desk.folder, self.mark)
        language = self.pages.language
        if left is None:  # nothing but the contact was left
            return reply(self.pages.gone())
        self.mine = left
        return self.show(my_word("withdrawn", language, scope=my_word(f"short_{scope}", language)))

    def erase(self) -> Response:
        """Erase everything, once that is confirmed."""
        if self.form.get("sure") != "yes":
            return reply(self.pages.sure())
        erase(self.desk.store, self.desk.folder, self.mark, self.desk.clock_ms())
        return reply(self.pages.gone())


def my_session_routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the page."""

    def answering(act: Act) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(desk.enter, await read_form(request), act)

        return answer

    async def door(request: Request) -> Response:
        return reply(Pages(_known(request.query_params.get("lang", "de"))).door(desk.lab.contact))

    return [
        Route(MY_SESSION, door, methods=["GET"]),
        Route(MY_SESSION, answering(Caller.show), methods=["POST"]),
        Route(DOWNLOAD, answering(Caller.download), methods=["POST"]),
        Route(WITHDRAW, answering(Caller.withdraw), methods=["POST"]),
        Route(ERASE, answering(Caller.erase), methods=["POST"]),
    ]


def reply(page: str, status: int = 200) -> Response:
    """Return a page that nobody on the way may keep."""
    return HTMLResponse(page, status_code=status, headers=HEADERS)


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of the form that was sent; nothing of one that is far too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}


def _known(language: str) -> str:
    return "en" if language == "en" else "de"
