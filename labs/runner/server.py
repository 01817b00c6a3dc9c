"""The server: Streamlit's app with our page, files and hooks. The settings lie beside, in `.streamlit/config.toml`."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from feedback.errors import OperatorError
from labs.discovery import Workspace
from labs.runner.html import ASSETS, PageMiddleware
from labs.runner.shell import Shell, install

HERE = Path(__file__).parent
Side = Literal["citizens", "office", "both"]
SCRIPTS: dict[Side, str] = {"citizens": "citizens_page.py", "office": "office_page.py", "both": "both_pages.py"}
COLLECT_EVERY_S = 30
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

    install(shell)
    _run(
        st.App(
            HERE / SCRIPTS[side],
            routes=routes(shell, side),
            middleware=[Middleware(PageMiddleware, secret=shell.secret, title="Probelauf")],
            lifespan=_lifespan(shell),
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

    config = uvicorn.Config(app, access_log=False, log_config=None, ws="websockets-sansio", ws_ping_interval=30)
    uvicorn.Server(config).run(sockets=[listening])


def routes(shell: Shell, side: Side) -> Sequence[BaseRoute]:
    """Return the routes beside Streamlit's own: our files, and the way into the office."""
    found: list[BaseRoute] = [Mount("/assets", StaticFiles(directory=ASSETS))]
    if side != "citizens":
        from feedback.office.access import access_routes

        found += access_routes(shell.store, shell.secret)
    return found


def _lifespan(shell: Shell) -> Any:
    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        gc.freeze()  # what was imported stays: no collection need look at it again
        collector = asyncio.create_task(_collect())
        try:
            yield
        finally:
            collector.cancel()
            shell.store.close()

    return lifespan


async def _collect() -> None:
    """Collect garbage on a timer, in place of Streamlit's collection after every run."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        gc.collect()
