"""Commands for those who run the lab: backup, restore, doctor, retention."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from feedback.store import open_store
from labs.cli.output import GOOD, command, print_findings, print_json, print_table, progress_bar
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@command(main, "backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Read the backup again and examine the database in it.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def backup(workspace: Workspace, file: Path, verify: bool, as_document: bool) -> None:
    """Write the database as it is at this moment, and lab.toml, into FILE. The lab may be running.

    The lab's secret is not in it. Keep data/secret.key apart, once: without it the links and receipt codes of a
    restored lab do not work.
    """
    from feedback.operation.backup import back_up

    with progress_bar() as progress:
        made = back_up(open_lab(workspace), file, now_ms(), verify=verify, progress=progress)
    if as_document:
        print_json({"file": str(file), "bytes": file.stat().st_size, "verified": verify, **made.model_dump()})
        return
    counts = made.counts
    checked = ", verified" if verify else ""
    size = file.stat().st_size / 1_000_000
    click.echo(f"Written: {file} ({size:.1f} MB, {counts['session']} sessions, {counts['event']} events{checked}).")
    click.echo("The lab's secret is not in it. Keep data/secret.key apart, once.")


@command(main, "restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the present database; it is kept beside.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def restore(workspace: Workspace, file: Path, yes: bool, as_document: bool) -> None:
    """Bring the lab back from a backup. Whoever was erased since then is erased again. Stop the lab first."""
    from feedback.operation.restore import restore as bring_back

    with progress_bar() as progress:
        done = bring_back(open_lab(workspace), file, now_ms(), replace=yes, progress=progress)
    kept = str(done.kept) if done.kept else None
    if as_document:
        said = {"erased_again": done.erased_again, "rolled_up": done.rolled_up, "kept": kept, "lab": done.lab_file}
        print_json({**said, "backup": done.manifest.model_dump()})
        return
    made = datetime.fromtimestamp(done.manifest.made_ms / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M")
    counts = done.manifest.counts
    click.echo(f"Restored as of {made} UTC: {counts['session']} sessions, {counts['event']} events.")
    click.echo(f"Erased again: {done.erased_again} sessions. {done.lab_file}")
    if kept:
        click.echo(f"The former database is kept: {kept}. It still holds whom it held; delete it when all is well.")
    click.echo("Everybody has to sign in to the office again. See what is due with: probelauf retention --dry-run")


@command(main, "doctor")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def doctor(workspace: Workspace, as_document: bool) -> int:
    """Find what should be mended: settings, disk, database, clock, backups, retention, recording.

    Ends with 0 when all is well, 1 when there are hints, 2 when something must be mended.
    """
    from feedback.operation.doctor import examine_lab

    found = examine_lab(open_lab(workspace), now_ms(), public_address=os.environ.get("PROBELAUF_PUBLIC_URL", ""))
    if as_document:
        print_json(found.to_json())
        return found.worst
    print_findings(found.findings)
    print_table("", ["", ""], [(name, "never" if value is None else value) for name, value in found.facts.items()])
    click.echo("All is well." if found.worst == GOOD else f"{len(found.findings)} things to mend.")
    return found.worst


@command(main, "retention")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def retention(workspace: Workspace, dry_run: bool, as_document: bool) -> None:
    """Erase the recordings that are older than their study keeps them. Run it every day; twice does no harm."""
    from feedback.rights.retention import apply_retention, due

    lab = open_lab(workspace)
    store = open_store(lab.database)
    try:
        found = due(store, lab, now_ms())
        whole, done = sum(one.sessions for one in found), 0
        if found and not dry_run:
            with progress_bar() as progress:

                def tell(sessions: int) -> None:
                    nonlocal done
                    done += sessions
                    progress("Erasing", done / whole)

                found = apply_retention(store, lab, now_ms(), tell)
    finally:
        store.close()
    if as_document:
        studies = [
            {"study": one.study, "retention_days": one.retention_days, "sessions": one.sessions} for one in found
        ]
        print_json({"dry_run": dry_run, "studies": studies})
        return
    if not found:
        click.echo("Nothing is due.")
        return
    print_table("", ["study", "kept for days", "sessions"], [(o.study, o.retention_days, o.sessions) for o in found])
    click.echo("Nothing was erased: this is a dry run." if dry_run else "Erased.")


def now_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
