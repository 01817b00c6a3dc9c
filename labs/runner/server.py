"""The server: Streamlit's app with our page, files, hooks and settings."""

import asyncio
import gc
import socket
import tomllib
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
SCRIPTS: dict[Side, str] = {
    "citizens": "citizens_page.py",
    "office": "office_page.py",
    "both": "both_pages.py",
}
COLLECT_EVERY_S = 30
DISCONNECTED_SESSION_TTL_S = 3600

SETTINGS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": True,
    # Streamlit collects garbage after every run with the interpreter held for 45 to 64 ms; we collect on a timer.
    "runner.postScriptGC": False,
    "server.disconnectedSessionTTL": DISCONNECTED_SESSION_TTL_S,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 10,
}


def theme() -> dict[str, Any]:
    """Return the theme as Streamlit settings."""
    values = tomllib.loads((HERE / "theme.toml").read_text(encoding="utf-8"))["theme"]
    return {f"theme.{name}": value for name, value in values.items()}


def require_free(address: str, port: int) -> None:
    """Raise OperatorError when something else listens on the port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise OperatorError(
                f"Port {port} on {address} cannot be used ({error.strerror}); choose another one with --port."
            ) from error


def serve(shell: Shell, *, address: str, port: int, side: Side) -> None:
    """Serve until the process is told to stop. Raises OperatorError when the port is taken."""
    import streamlit as st

    require_free(address, port)
    install(shell)
    from labs.runner.citizen import draw_broken

    app = st.App(
        HERE / SCRIPTS[side],
        routes=routes(shell, side),
        middleware=[Middleware(PageMiddleware, secret=shell.secret, title="Probelauf")],
        lifespan=_lifespan(shell),
        on_script_error=draw_broken,
    )
    app.run(config={**SETTINGS, **theme(), "server.address": address, "server.port": port})


def serve_preview(workspace: Workspace, name: str, *, address: str, port: int) -> None:
    """Serve an author's preview of one prototype."""
    import streamlit as st

    from labs.runner.preview import preview_of

    require_free(address, port)
    preview_of(workspace, name)
    app = st.App(
        HERE / "preview_page.py",
        routes=[Mount("/assets", StaticFiles(directory=ASSETS))],
        middleware=[Middleware(PageMiddleware, secret="preview", title=name)],  # noqa: S106 - guards nothing
    )
    app.run(config={**SETTINGS, **theme(), "server.address": address, "server.port": port})


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
