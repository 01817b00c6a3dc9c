"""The server: Streamlit's app with our page, files and hooks. The settings lie beside, in `.streamlit/config.toml`."""

import asyncio
import gc
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from feedback.errors import OperatorError
from feedback.operation.pulse import BEAT_S, Pulse
from feedback.probe import Reception
from feedback.recorder import end_abandoned
from feedback.store import Store
from labs.discovery import Workspace
from labs.runner.beacon import beacon_route
from labs.runner.headers import SafeHeaders, streamlit_page, tell_robots
from labs.runner.health import health_routes
from labs.runner.html import ASSETS, PageMiddleware
from labs.runner.journal import write_journal
from labs.runner.login import is_public_address_secure, login_settings
from labs.runner.my_session import Desk, my_session_routes
from labs.runner.shell import Shell, clock_ms, install

log = logging.getLogger("probelauf")
HERE = Path(__file__).parent
Side = Literal["citizens", "office", "both"]
SCRIPTS: dict[Side, str] = {"citizens": "citizens_page.py", "office": "office_page.py", "both": "both_pages.py"}
COLLECT_EVERY_S = 30
END_ABANDONED_EVERY_S = 600
_BACKLOG = 2048


def listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises OperatorError when the port cannot be used.

    The socket names its protocol, as Streamlit's own does not: only then does asyncio send small messages at once,
    and without that every step of a citizen takes 40 ms longer.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((address, port))
        opened.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        opened.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise OperatorError(
            f"Port {port} on {address} cannot be used ({reason}); choose another one with --port."
        ) from error
    return opened


def serve(shell: Shell, listening: socket.socket, side: Side) -> None:
    """Serve the lab on a listening socket until the process is told to stop."""
    import streamlit as st

    from labs.runner.citizen import draw_broken

    write_journal()
    install(shell)
    pulse = Pulse(shell.store, shell.recorder, clock_ms)
    _run(
        st.App(
            HERE / SCRIPTS[side],
            secrets=login_settings(shell.lab, shell.secret) if side != "citizens" else None,
            routes=routes(shell, side, pulse),
            middleware=[Middleware(PageMiddleware, secret=shell.secret, title="Probelauf")],
            lifespan=_lifespan(shell, pulse),
            on_script_error=draw_broken,
        ),
        listening,
    )


def serve_preview(workspace: Workspace, name: str, listening: socket.socket) -> None:
    """Serve an author's preview of one prototype."""
    import streamlit as st

    from labs.runner.preview import preview_of

    preview_of(workspace, name)
    _run(
        st.App(
            HERE / "preview_page.py",
            routes=[Mount("/assets", StaticFiles(directory=ASSETS))],
            middleware=[Middleware(PageMiddleware, secret="preview", title=name)],  # noqa: S106 - guards nothing
        ),
        listening,
    )


def _run(app: Any, listening: socket.socket) -> None:
    """Run the app until the process is told to stop."""
    import uvicorn

    safe = SafeHeaders(app, page=streamlit_page(), secure=is_public_address_secure())
    config = uvicorn.Config(
        safe, access_log=False, log_config=None, server_header=False, ws="websockets-sansio", ws_ping_interval=30
    )
    uvicorn.Server(config).run(sockets=[listening])


def routes(shell: Shell, side: Side, pulse: Pulse) -> Sequence[BaseRoute]:
    """Return the routes beside Streamlit's own: our files, health, and the way into the office."""
    found: list[BaseRoute] = [Mount("/assets", StaticFiles(directory=ASSETS)), Route("/robots.txt", tell_robots)]
    beacon_answers: Counter[int] = Counter()
    found += health_routes(shell, pulse, beacon_answers)
    if side != "office":
        found.append(beacon_route(Reception(shell.store, shell.secret, clock_ms), beacon_answers))
        found += my_session_routes(Desk(shell.lab, shell.store, shell.secret, clock_ms))
    if side != "citizens":
        from feedback.office.access import access_routes
        from feedback.office.disturbance import watch

        watch(pulse)
        found += access_routes(shell.store, shell.secret)
    return found


def _lifespan(shell: Shell, pulse: Pulse) -> Any:
    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        gc.freeze()  # what was imported stays: no collection need look at it again
        tasks = [asyncio.create_task(one) for one in (_collect(), _beat(pulse), _end_abandoned(shell.store))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            pulse.end()
            shell.store.close()

    return lifespan


async def _end_abandoned(store: Store) -> None:
    """End the sessions that nobody came back to; when the store is in the way, the next time."""
    while True:
        try:
            await asyncio.to_thread(end_abandoned, store, clock_ms())
        except OperatorError as error:
            log.warning("Abandoned sessions could not be ended. %s", error)
        await asyncio.sleep(END_ABANDONED_EVERY_S)


async def _beat(pulse: Pulse) -> None:
    """Let the pulse beat, beside the event loop: a beat may wait for the database."""
    while True:
        await asyncio.to_thread(pulse.beat)
        await asyncio.sleep(BEAT_S)


async def _collect() -> None:
    """Collect garbage on a timer, in place of Streamlit's collection after every run."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        gc.collect()
