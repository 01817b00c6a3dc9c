"""Commands that serve: serve, demo, code."""

import os
import time
from socket import socket

import click

from feedback.errors import OperatorError
from feedback.lab import ROLES, Lab
from feedback.recorder import Recorder
from feedback.store import Store, open_store
from feedback.tokens import Invitation, seal_invitation
from labs.cli.output import command, progress_bar
from labs.cli.program import database_option, main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

DEMO_STUDY = "wohngeld/demo"
ADDRESS = "127.0.0.1"
MOST_NAME = 60


@command(main, "serve")
@click.option("--port", default=8501, show_default=True, help="The port to serve on.")
@click.option("--address", default=ADDRESS, show_default=True, help="The address to listen on.")
@click.option("--only", type=click.Choice(["citizens", "office"]), help="Serve one side only, as in operation.")
@click.option("--code/--no-code", "with_code", default=True, help="Print a fresh code for the office, or not.")
@database_option
def serve(workspace: Workspace, port: int, address: str, only: str | None, with_code: bool) -> None:
    """Serve the lab: the citizens' pages and the office."""
    from labs.runner.server import listen

    listening = listen(address, port)
    lab = open_lab(workspace)
    store = open_store(lab.database)
    origin = f"http://{address}:{port}"
    if only != "office":
        for study_id in lab.studies():
            click.echo(f"Citizens, {study_id}: {citizens_link(lab, study_id, origin)}")
    if only != "citizens":
        link = office_link(lab, store, origin) if with_code else "sign in with a code of `probelauf code`"
        click.echo(f"Office: {link}")
    _serve(workspace, lab, store, listening, only)


@command(main, "demo")
@click.option("--port", default=8501, show_default=True, help="The port to serve on.")
@click.option("--sessions", default=60, show_default=True, help="How many synthetic sessions there shall be.")
@click.option("--no-serve", is_flag=True, help="Build the demo lab and stop.")
def demo(workspace: Workspace, port: int, sessions: int, no_serve: bool) -> None:
    """Build a demo lab with synthetic citizens, and serve it."""
    from labs.demo import fill
    from labs.runner.server import listen

    listening = None if no_serve else listen(ADDRESS, port)
    lab = open_lab(workspace)
    store = open_store(lab.database)
    now_ms = time.time_ns() // 1_000_000
    with progress_bar() as progress:
        made = fill(
            lab,
            workspace,
            store,
            DEMO_STUDY,
            sessions=sessions,
            seed=1,
            now_ms=now_ms,
            tell=lambda share: progress("Synthetic citizens", share),
        )
    click.echo(f"Demo study {DEMO_STUDY}: {made} synthetic sessions added. They count in no other study.")
    if listening is None:
        store.close()
        return
    origin = f"http://{ADDRESS}:{port}"
    click.echo(f"Citizens: {citizens_link(lab, DEMO_STUDY, origin)}")
    click.echo(f"Office (the code works once): {office_link(lab, store, origin)}")
    click.echo("Stop with Ctrl+C.")
    _serve(workspace, lab, store, listening, None)


@command(main, "code")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="May be given twice. Default: all.")
@click.option("--name", default="", help="For whom it is: stands in the audit log and at judgements, as in A. Muster.")
def code(workspace: Workspace, roles: tuple[str, ...], name: str) -> None:
    """Print a one-time code for the office, valid for a day."""
    from feedback.office.access import issue_code

    name = " ".join(name.split())
    if len(name) > MOST_NAME:
        raise OperatorError(f"The name is too long: {MOST_NAME} characters at most.")
    lab = open_lab(workspace)
    store = open_store(lab.database)
    click.echo(issue_code(store, lab.secret(), roles or ROLES, time.time_ns() // 1_000_000, name))
    store.close()


def citizens_link(lab: Lab, study_id: str, origin: str) -> str:
    """Return the open invitation to a study."""
    token = seal_invitation(lab.secret(), Invitation(study_id))
    return f"{os.environ.get('PROBELAUF_PUBLIC_URL', origin)}/?einladung={token}"


def office_link(lab: Lab, store: Store, origin: str) -> str:
    """Return a link to the office with a fresh one-time code."""
    from feedback.office.access import issue_code

    fresh = issue_code(store, lab.secret(), ROLES, time.time_ns() // 1_000_000)
    return f"{os.environ.get('PROBELAUF_PUBLIC_URL', origin)}/buero/anmelden?code={fresh}"


def _serve(workspace: Workspace, lab: Lab, store: Store, listening: socket, only: str | None) -> None:
    from labs.runner.server import serve as serve_pages
    from labs.runner.shell import Shell

    shell = Shell(lab, workspace, store, Recorder(store), lab.secret())
    side = "citizens" if only == "citizens" else "office" if only == "office" else "both"
    serve_pages(shell, listening, side)  # type: ignore[arg-type]
