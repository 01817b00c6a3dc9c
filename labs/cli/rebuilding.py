"""The command that makes the sums of the dashboards anew."""

import click

from feedback.store import open_store
from labs.cli.output import command, progress_bar
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@command(main, "rebuild")
@click.argument("study", required=False)
def rebuild(workspace: Workspace, study: str | None) -> None:
    """Throw away the sums that dashboards read, and make them anew from the recordings: of STUDY, or of all studies.

    Recording goes on meanwhile. Dashboards show fewer sessions until it is done.
    """
    lab = open_lab(workspace)
    study_id = lab.study(study).id if study else None
    store = open_store(lab.database)
    try:
        with progress_bar() as progress:
            sessions = store.rebuild_rollup(study_id, lambda done, total: progress("Adding up", done / total))
    finally:
        store.close()
    click.echo(f"{sessions} sessions added up.")
