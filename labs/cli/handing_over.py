"""The command handover: everything that a production team needs of the variant that won."""

from datetime import UTC, datetime
from pathlib import Path

import click

from feedback.store import open_store
from labs.cli.output import FINDINGS, GOOD, busy, command, print_findings
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace
from labs.fim import baseline
from labs.fim.quality import check_schema


@command(main, "handover")
@click.argument("name")
@click.option("--variant", required=True, help="The variant that goes into production.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder to write.")
@click.option("--draft", is_flag=True, help="Without a signed decision: every file says ENTWURF.")
@click.option("--screenshots/--no-screenshots", default=True, help="Photograph every page, where Chromium is there.")
@click.option("--force", is_flag=True, help="Write over an earlier handover in the folder.")
def handover(
    workspace: Workspace, name: str, variant: str, output: Path, draft: bool, screenshots: bool, force: bool
) -> int:
    """Write the handover of prototype NAME: data fields, schema, interface, process, texts, tests, decision."""
    from labs import handover as room

    room.check_folder(output, force=force)
    service, lab = workspace.load(name), open_lab(workspace)
    plain = service.flow(variant)
    store = open_store(lab.database)
    try:
        signed = None if draft else room.find_signed(store.records(), service, variant)
        case = room.open_case(
            service,
            plain if signed is None else signed.flow,
            baseline=baseline.load(workspace.find(name).parent),
            record=None if signed is None else signed.record,
            made=datetime.now(UTC),
        )
        samples = room.make_samples(case)
        from_lab = room.lab_documents(lab, store, case, None if signed is None else signed.stored)
    finally:
        store.close()
    missing = [] if from_lab else ["Bericht und Befunde: Zu dieser Variante gibt es noch keine Sitzung."]
    if screenshots:
        with busy("Photographing pages"):
            pictures, unseen = room.take_screenshots(case, workspace.find(name))
    else:
        pictures, unseen = [], ["Bildschirmfotos: Sie wurden abgewählt."]
    documents = [*room.documents_of(case, samples), *from_lab, *pictures]
    written = room.write_folder(output, case, samples, documents, [*missing, *unseen])
    broken = [one for one in check_schema(case.schema) if one.level == "error"]
    print_findings(broken)
    for one in (*missing, *unseen):
        click.echo(f"Missing: {one}", err=True)
    click.echo(f"Written: {output} ({len(written)} files, {case.status})")
    return FINDINGS if broken else GOOD
