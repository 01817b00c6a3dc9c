"""Commands for what was done in the lab, and how it is protected: audit, audit verify, security."""

import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from feedback.audit import note, verify_audit
from feedback.store import open_store
from labs.cli.output import FINDINGS, GOOD, command, print_findings, print_json, print_table, with_errors
from labs.cli.program import main
from labs.cli.recording import tell_time
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@main.group("audit", invoke_without_command=True)
@click.option("--workspace", "workspace_here", type=click.Path(path_type=Path), help="The lab's folder.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
@click.pass_context
def audit(context: click.Context, workspace_here: Path | None, as_document: bool) -> None:
    """List what was done in the office and by commands, oldest first; verify that nobody changed the list."""
    context.obj = workspace_here or context.obj
    if context.invoked_subcommand is None:
        with_errors(lambda: list_deeds(Workspace.open(context.obj), as_document))


def list_deeds(workspace: Workspace, as_document: bool) -> int:
    """Print all entries; that they were read is an entry of its own."""
    store = open_store(open_lab(workspace).database)
    try:
        entries = store.audit_log()
        note(store, "log_read", time.time_ns() // 1_000_000)
    finally:
        store.close()
    if as_document:
        print_json([asdict(entry) for entry in entries])
        return GOOD
    if not entries:
        click.echo("Nothing was done in this lab yet.")
        return GOOD
    rows = [
        (one.number, tell_time(one.at_ms), one.actor, one.role, one.action, one.study, one.object) for one in entries
    ]
    print_table("", ["entry", "when (UTC)", "who", "role", "did", "study", "what"], rows)
    return GOOD


@command(audit, "verify")
@click.option("--head", help="The hash of an entry that was kept outside of the lab.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def verify(workspace: Workspace, head: str | None, as_document: bool) -> int:
    """Find entries that were edited, removed or moved. Keep the printed hash outside: it shows what is cut off."""
    store = open_store(open_lab(workspace).database)
    try:
        found = verify_audit(store.audit_log(), head.strip().lower() if head else None)
    finally:
        store.close()
    if as_document:
        print_json(found.to_json())
    else:
        print_findings(found.findings)
        state = "intact" if found.intact else f"{len(found.findings)} findings"
        click.echo(f"{found.links} entries: {state}.")
        click.echo(f"Hash of the last entry: {found.head}")
    return GOOD if found.intact else FINDINGS


@command(main, "security")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def security(workspace: Workspace, as_document: bool) -> None:
    """Print how the program meets OWASP ASVS level 2, requirement by requirement, and what was not checked."""
    from feedback.office.asvs import load_requirements, version_of

    found, version = load_requirements(), version_of()
    if as_document:
        print_json({"asvs": version, "requirements": [asdict(one) for one in found]})
        return
    rows = [(one.id, one.state, one.asks, one.how) for one in found if one.state != "not checked" or one.asks]
    print_table(f"OWASP ASVS {version}, levels 1 and 2", ["id", "state", "asks", "how"], rows)
    for state, times in Counter(one.state for one in found).most_common():
        click.echo(f"{state}: {times}")
    click.echo("The authors judged this themselves; nobody else has checked it. --json names the tests.")
