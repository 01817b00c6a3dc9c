"""Commands for decision records: records, records verify, records export, replay."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedback.errors import OperatorError
from feedback.store import StoredRecord, open_store
from labs.cli.output import FINDINGS, GOOD, command, print_findings, print_json, print_table, with_errors
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

if TYPE_CHECKING:  # a record computes with numpy, and no other command shall wait for that
    from feedback.records import Record

NO_DECISION = "Demo with invented people. This is no decision."


@main.group("records", invoke_without_command=True)
@click.option("--workspace", "workspace_here", type=click.Path(path_type=Path), help="The lab's folder.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
@click.pass_context
def records(context: click.Context, workspace_here: Path | None, as_document: bool) -> None:
    """List the signed decisions of the lab; verify or export them."""
    context.obj = workspace_here or context.obj
    if context.invoked_subcommand is None:
        with_errors(lambda: list_records(Workspace.open(context.obj), as_document))


def list_records(workspace: Workspace, as_document: bool) -> int:
    """Print all records, oldest first."""
    from feedback.records import open_record

    chain, gone = read_with_erased(workspace)
    found = [open_record(stored) for stored in chain]
    if as_document:
        print_json([{**summarise(record), "erased_since": gone.get(record.number, 0)} for record in found])
        return GOOD
    if not found:
        click.echo("This lab has no signed decisions yet.")
        return GOOD
    rows = [
        (
            record.id,
            record.study,
            f"{'DEMO, no decision: ' if record.demo else ''}{record.verdict}{f' ({record.arm})' if record.arm else ''}",
            f"{record.computed}, overridden" if record.override else "as computed",
            f"{record.signed_by.name}, {record.signed_by.role}",
            tell_time(record.signed_ms),
            f"{gone[record.number]} sessions" if record.number in gone else "",
        )
        for record in found
    ]
    print_table("", ["record", "study", "verdict", "rules", "signed by", "signed (UTC)", "erased since"], rows)
    return GOOD


@command(records, "verify")
@click.option("--head", help="The hash of a record that was kept outside of the lab.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def verify(workspace: Workspace, head: str | None, as_document: bool) -> int:
    """Find records that were edited, removed or moved. Keep the printed hash outside: it shows what is cut off."""
    from feedback.records import verify_chain

    found = verify_chain(read_chain(workspace), head.strip().lower() if head else None)
    if as_document:
        print_json(found.to_json())
    else:
        print_findings(found.findings)
        state = "intact" if found.intact else f"{len(found.findings)} findings"
        click.echo(f"{found.links} records: {state}.")
        click.echo(f"Hash of the last record: {found.head}")
    return GOOD if found.intact else FINDINGS


@command(records, "export")
@click.argument("record")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file. Default: the record's id, here.")
def export(workspace: Workspace, record: str, output: Path | None) -> None:
    """Write RECORD (its id or number) with its data as one JSON file, which `replay` takes anywhere."""
    from feedback.records import export_record, open_record

    stored = find_record(workspace, record)
    target = output or Path(f"{open_record(stored).id}.json")
    written = export_record(stored, target)
    if written.demo:
        click.echo(NO_DECISION)
    click.echo(f"Written: {target}")


@command(main, "replay")
@click.argument("record")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def replay(workspace: Workspace, record: str, as_document: bool) -> int:
    """Compute the verdict of RECORD again from its data alone. RECORD is an id, a number or an exported file."""
    from feedback.records import read_file, replay_record

    is_file = record.endswith(".json") or Path(record).is_file()
    done = replay_record(read_file(Path(record)) if is_file else find_record(workspace, record))
    good = done.identical and done.intact
    if as_document:
        print_json(done.to_json())
        return GOOD if good else FINDINGS
    if done.record.demo:
        click.echo(NO_DECISION)
    click.echo(f"{done.record.id}, {done.record.study}: recorded {done.record.computed}, now {done.replayed}.")
    if done.record.override:
        click.echo(f"Signed was another verdict: {done.record.verdict}.")
    click.echo("Identical: verdict, sentences and numbers." if done.identical else "Not identical:")
    for one in done.differences[:20]:
        click.echo(f"  {one.place}: recorded {one.recorded}, now {one.replayed}")
    if not done.intact:
        click.echo("The record was edited: its hash does not fit its content.", err=True)
    return GOOD if good else FINDINGS


def read_with_erased(workspace: Workspace) -> tuple[list[StoredRecord], dict[int, int]]:
    """Return all records, and how many of the sessions that one rests on are erased or withdrawn since, by number."""
    store = open_store(open_lab(workspace).database)
    try:
        return store.records(), store.erased_since()
    finally:
        store.close()


def read_chain(workspace: Workspace) -> list[StoredRecord]:
    """Return all records of the lab."""
    store = open_store(open_lab(workspace).database)
    try:
        return store.records()
    finally:
        store.close()


def find_record(workspace: Workspace, name: str) -> StoredRecord:
    """Return the record with this id or number."""
    from feedback.records import open_record

    chain = read_chain(workspace)
    for stored in chain:
        if name in (str(stored.number), open_record(stored).id):
            return stored
    last = f"The last one is number {chain[-1].number}." if chain else "This lab has no records yet."
    raise OperatorError(f"There is no decision record `{name}`. {last}")


def summarise(record: "Record") -> dict[str, Any]:
    """Return a record for the JSON answer."""
    return {
        "id": record.id,
        "number": record.number,
        "demo": record.demo,
        "study": record.study,
        "verdict": record.verdict,
        "arm": record.arm,
        "computed": record.computed,
        "overridden": record.override is not None,
        "signed_by": {"name": record.signed_by.name, "role": record.signed_by.role},
        "signed_ms": record.signed_ms,
        "record_hash": record.record_hash,
    }


def tell_time(epoch_ms: int) -> str:
    """Return a time in UTC.

    >>> tell_time(1_800_000_000_000)
    '2027-01-15 08:00'
    """
    return datetime.fromtimestamp(epoch_ms / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M")
