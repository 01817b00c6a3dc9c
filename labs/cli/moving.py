"""The command that moves a lab from one database to another: migrate-store."""

from contextlib import closing

import click

from feedback.audit import note
from feedback.store import open_store
from feedback.store.moving import move_store
from labs.cli.operating import now_ms
from labs.cli.output import command, print_json, print_table, progress_bar
from labs.cli.program import main
from labs.discovery import Workspace


@command(main, "migrate-store")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def migrate_store(workspace: Workspace, source: str, target: str, as_document: bool) -> None:
    """Copy all recordings FROM one database TO another, empty one. Each is a file or postgresql://USER@HOST/DATABASE.

    Stop the lab first: while the copy runs, nobody can write into FROM, and what is written there afterwards stays
    there. All is copied or nothing, and counted and compared at the end. The secret and the contact data lie in files
    of their own beside the database; they stay where they are.
    """
    with progress_bar() as progress:
        moved = move_store(source, target, lambda table, done, total: progress(table, done / total))
    with closing(open_store(target)) as store:
        note(store, "store_migrated", now_ms(), about=f"{kind_of(source)} to {kind_of(target)}")
    if as_document:
        print_json([{"table": one.name, "rows": one.rows, "sha256": one.sha256} for one in moved])
        return
    print_table("", ["table", "rows", "sha256"], [(one.name, one.rows, one.sha256[:12]) for one in moved])
    click.echo("Everything arrived. Name the new database with --database or PROBELAUF_DATABASE from now on.")


def kind_of(place: str) -> str:
    """Return which kind of database is meant; the address itself may hold a password."""
    return "PostgreSQL" if "://" in place else "SQLite"
