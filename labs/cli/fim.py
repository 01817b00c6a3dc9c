"""Commands for FIM: import-fim, export-fim."""

from datetime import UTC, datetime
from pathlib import Path

import click

from feedback.errors import OperatorError
from labs import scaffold
from labs.cli.output import FINDINGS, GOOD, command, print_findings, print_json
from labs.cli.program import main
from labs.discovery import Workspace
from labs.fim import baseline
from labs.fim.codelists import read_code_lists
from labs.fim.exporting import export_service
from labs.fim.importing import Imported, import_schema, imported_as
from labs.fim.quality import check_schema
from labs.fim.reading import read_schema
from labs.fim.writing_xml import write_xml


@command(main, "import-fim")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--codelists", type=click.Path(path_type=Path), help="A folder with code lists in genericode.")
@click.option("--split", default=7, show_default=True, type=click.IntRange(1, 50), help="Most questions on a page.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def import_fim(workspace: Workspace, file: Path, codelists: Path | None, split: int, as_document: bool) -> None:
    """Make a prototype of a FIM schema (XDatenfelder 1, 2 or 3) in FILE; a newer version keeps the lab's edits."""
    schema = read_schema(file)
    lists = read_code_lists(codelists)
    noted = schema.note.get("name")
    wanted = noted if isinstance(noted, str) and scaffold.good_name(noted) == noted else scaffold.good_name(schema.name)
    name = imported_as(workspace.folder, schema) or wanted
    done = import_schema(schema, name, workspace.folder, lists, split)
    if as_document:
        print_json(done.to_json())
    else:
        _tell(done)


def _tell(done: Imported) -> None:
    found = done.plan.to_json()
    click.echo(f"Written: {done.path}")
    click.echo(
        "{fields} fields ({unique_fields} different) in {groups} groups, on {pages} pages; {repeatable} come "
        "several times.".format(**found)
    )
    click.echo("Code lists: {found} found, {missing} missing.".format(**found["code_lists"]))
    if done.plan.unresolved:
        click.echo("Ungeklärte Regeln:")
    for rule in done.plan.unresolved:
        click.echo(f"  {rule.id} {rule.name}: {rule.text}")
    for entry in done.plan.skipped:
        click.echo("Left out: {id} {name}: {reason}".format(**entry))
    if done.changes is not None:
        _tell_changes(done)
    click.echo(f"Next: probelauf check {done.plan.name}, then probelauf open {done.plan.name}")


def _tell_changes(done: Imported) -> None:
    for title, entries in done.changes.to_json().items() if done.changes else ():
        click.echo(f"{title.capitalize()}: {len(entries)}")
        for entry in entries:
            said = entry if isinstance(entry, str) else ", ".join(f"{name} {text}" for name, text in entry.items())
            click.echo(f"  {said}")


@command(main, "export-fim")
@click.argument("name")
@click.option("--variant", default="", help="The variant; the first one where none is named.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; else the schema is printed.")
def export_fim(workspace: Workspace, name: str, variant: str, output: Path | None) -> int:
    """Write a prototype as a FIM schema (XDatenfelder 3), and check it by the quality rules of FIM."""
    service = workspace.load(name)
    exported = export_service(service, variant, baseline.load(workspace.find(name).parent))
    text = write_xml(exported.schema, datetime.now(UTC))
    findings = check_schema(exported.schema)
    print_findings(findings)
    for left in exported.left_out:
        click.echo(f"Left out: {left}", err=True)
    if output is None:
        click.echo(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise OperatorError(f"{output} cannot be written: {error.strerror}.") from error
        click.echo(f"Written: {output}")
    return FINDINGS if any(finding.level == "error" for finding in findings) else GOOD
