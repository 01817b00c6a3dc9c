"""Commands for questions nobody thought of beforehand: snapshot, query."""

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.audit import note
from feedback.errors import OperatorError
from feedback.store import open_store
from labs.cli.output import command, print_json, print_table
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

if TYPE_CHECKING:
    from feedback.analytics import Answer, Snapshot
    from feedback.lab import Lab


@command(main, "snapshot")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder for it. Default: data/snapshots.")
def snapshot(workspace: Workspace, output: Path | None) -> None:
    """Write all recordings as Parquet files, for `query`, Spark and other programs.

    Running numbers stand in place of pseudonyms; comments and withdrawn sessions are left out. An older snapshot in
    the folder goes when the new one is there.
    """
    done = write(open_lab(workspace), output)
    click.echo(f"Written: {done.path} ({done.rows['session']} sessions, {done.rows['event']} events)")


@command(main, "query")
@click.argument("sql", required=False)
@click.option("--question", help="A ready question by its name.")
@click.option("--list", "listed", is_flag=True, help="List the ready questions, the tables and their columns.")
@click.option("--study", help="Ask about one study only.")
@click.option("--format", "fmt", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--fresh", is_flag=True, help="Make a new snapshot first.")
def query(
    workspace: Workspace,
    sql: str | None,
    question: str | None,
    listed: bool,
    study: str | None,
    fmt: str,
    fresh: bool,
) -> None:
    """Ask the newest snapshot, in SQL or by a ready question; where there is none, it is made.

    The tables are event, session, goal, task and answer. A question is one SELECT: it changes nothing and reads
    nothing else. A query prints 100,000 rows at most.
    """
    from feedback.analytics import FOLDER, ask, find_question, newest, ready_questions, tables

    if listed:
        print_table("", ["question", "title"], [(one.name, one.title) for one in ready_questions().values()])
        print_table("", ["table", "columns"], [(name, ", ".join(columns)) for name, columns in tables().items()])
        return
    if (sql is None) == (question is None):
        raise OperatorError("Give either SQL or --question NAME; --list shows the ready questions.")
    text = sql or find_question(str(question)).sql
    lab = open_lab(workspace)
    found = None if fresh else newest(lab.root / "data" / FOLDER)
    answer = ask(found or write(lab, None), text, study=lab.study(study).id if study else None)
    show(answer, fmt)


def write(lab: "Lab", folder: Path | None) -> "Snapshot":
    """Write a snapshot of the lab, with a progress bar on the error stream."""
    from feedback.analytics import FOLDER, write_snapshot

    now_ms = time.time_ns() // 1_000_000
    with (
        closing(open_store(lab.database)) as store,
        click.progressbar(length=1, label="Snapshot", file=sys.stderr) as bar,
    ):

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        note(store, "exported", now_ms, about="snapshot")
        return write_snapshot(store, folder or lab.root / "data" / FOLDER, now_ms=now_ms, tell=tell)


def show(answer: "Answer", fmt: str) -> None:
    """Print an answer."""
    if fmt == "csv":
        click.echo(answer.to_csv(), nl=False)
    elif fmt == "json":
        print_json([dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows])
    else:
        shown = [["" if cell is None else cell for cell in row] for row in answer.rows]
        print_table("", answer.columns, shown)
    if answer.more:
        click.echo(f"There are more than {len(answer.rows)} rows; the others were left out.", err=True)


def plain(value: object) -> object:
    """Return a cell as JSON has it."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
