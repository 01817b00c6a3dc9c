"""Commands for a participant's rights: my-session, erase, contacts."""

import time
from pathlib import Path

import click

from feedback.audit import COMMAND
from feedback.contacts import Contacts
from feedback.errors import OperatorError
from feedback.lab import Lab
from feedback.store import open_store
from feedback.tokens import fingerprint
from labs.cli.output import command, print_json, print_table
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

UNKNOWN = "There is nothing for this receipt code."


@command(main, "my-session")
@click.argument("receipt")
def my_session(workspace: Workspace, receipt: str) -> None:
    """Print everything that is recorded for a RECEIPT code as one JSON document, to answer a request in writing."""
    from feedback.rights import open_my_session

    lab = open_lab(workspace)
    store = open_store(lab.database)
    try:
        mine = open_my_session(store, folder_of(lab), fingerprint(lab.secret(), receipt))
    finally:
        store.close()
    if mine is None:
        raise OperatorError(UNKNOWN)
    print_json(mine.to_json())


@command(main, "erase")
@click.argument("receipt")
@click.option("--yes", "sure", is_flag=True, help="Do not ask.")
def erase(workspace: Workspace, receipt: str, sure: bool) -> None:
    """Erase everything that is recorded for a RECEIPT code. Nobody can bring it back."""
    from feedback.rights import erase as erase_person

    lab = open_lab(workspace)
    store, mark = open_store(lab.database), fingerprint(lab.secret(), receipt)
    try:
        if store.receipt(mark) is None and not Contacts(folder_of(lab)).has(mark):
            raise OperatorError(UNKNOWN)
        if not sure and not click.confirm("Erase this person's sessions for good?"):
            return
        done = erase_person(store, folder_of(lab), mark, time.time_ns() // 1_000_000, actor=COMMAND)
    finally:
        store.close()
    click.echo(f"Erased: {done.sessions if done else 0} sessions, with all that was noted about them.")


@main.group("contacts")
@click.option("--workspace", "workspace_here", type=click.Path(path_type=Path), help="The lab's folder.")
@click.pass_context
def contacts(context: click.Context, workspace_here: Path | None) -> None:
    """Contact data that participants gave, apart from all recordings: list them, or destroy their key."""
    context.obj = workspace_here or context.obj


@command(contacts, "list")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def list_contacts(workspace: Workspace, as_document: bool) -> None:
    """List the addresses by study, with nothing that leads to a session."""
    found = Contacts(folder_of(open_lab(workspace))).all()
    if as_document:
        print_json([{"study": one.study, "email": one.email} for one in found])
        return
    print_table("", ["study", "email"], [(one.study, one.email) for one in found])


@command(contacts, "destroy-key")
@click.option("--yes", "sure", is_flag=True, help="Do not ask.")
def destroy_key(workspace: Workspace, sure: bool) -> None:
    """Destroy the key of all contacts: nobody can read them or link them to a person any more."""
    if not sure and not click.confirm("Make all contacts unreadable for good?"):
        return
    gone = Contacts(folder_of(open_lab(workspace))).destroy_key()
    click.echo("The key is destroyed." if gone else "There was no key.")


def folder_of(lab: Lab) -> Path:
    """Return where the lab's data lie, beside the database."""
    return lab.root / "data"
