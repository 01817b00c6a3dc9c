"""Commands for sessions recorded elsewhere and data used elsewhere: import-sessions, export."""

import time
from pathlib import Path

import click

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError
from feedback.events import FlowSnapshot
from feedback.store import open_store
from feedback.study import Study
from labs.casting import services_of, shown_by
from labs.cli.output import FINDINGS, GOOD, as_json, busy, command, print_findings, print_json
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

LANGUAGES = ("de", "en")


@command(main, "import-sessions")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("study")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def import_sessions(workspace: Workspace, file: Path, study: str, as_document: bool) -> int:
    """Take the sessions of FILE, one JSON object a line, into STUDY.

    All wrong lines are reported at once, and nothing is taken then. Taking a file twice changes nothing.
    """
    from feedback.exchange import import_sessions as take

    lab = open_lab(workspace)
    plan = lab.study(study)
    store = open_store(lab.database)
    try:
        plan = plan_in_force(store, plan)
        flows = own_flows(plan, workspace)
        with busy("Checking and storing sessions"):
            done = take(store, plan, file, secret=lab.secret(), flows=flows, now_ms=time.time_ns() // 1_000_000)
    except AuthorError as error:
        if as_document:
            print_json({"study": plan.id, "imported": 0, "findings": as_json(error.findings)})
        else:
            print_findings(error.findings)
            click.echo(f"{len(error.findings)} mistakes; nothing was imported.", err=True)
        return FINDINGS
    finally:
        store.close()
    if as_document:
        print_json({**done.to_json(), "findings": []})
        return GOOD
    arms = ", ".join(f"{arm}: {number}" for arm, number in sorted(done.arms.items()))
    click.echo(f"{done.study}: {done.imported} sessions imported, {done.known} were here before ({arms}).")
    return GOOD


def own_flows(study: Study, workspace: Workspace) -> list[FlowSnapshot]:
    """Return the flows of the lab's own prototypes that a study names; arms without one have none."""
    services = services_of(study, workspace)
    return [
        service.flow(arm.variant, language).snapshot()
        for arm in study.arms
        if (service := services.get(shown_by(study, arm.id))) and arm.variant in service.variant_ids
        for language in LANGUAGES
    ]


@command(main, "export")
@click.argument("study")
@click.option("--format", "fmt", help="csv, parquet or jsonl. Default: what the file's name says, else jsonl.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file. Default: the study's name, here.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def export(workspace: Workspace, study: str, fmt: str | None, output: Path | None, as_document: bool) -> None:
    """Write the sessions of STUDY under fresh pseudonyms, without comments and times of day.

    JSON lines can be taken into another lab by import-sessions and lead to the same verdict there. Tables (csv,
    parquet) come as two files, tasks and answers, with a README that says what each column means.
    """
    from feedback.exchange import FORMATS, export_study
    from feedback.sessions import load_facts

    lab = open_lab(workspace)
    plan = lab.study(study)
    if fmt is None:
        suffix = output.suffix.lstrip(".") if output else ""
        fmt = suffix if suffix in FORMATS else "jsonl"
    store = open_store(lab.database)
    plan = plan_in_force(store, plan)
    facts = load_facts(store, plan.id, now_ms=time.time_ns() // 1_000_000)
    store.close()
    target = output or Path(f"{plan.id.replace('/', '-')}.{fmt}")
    done = export_study(plan, facts, target, fmt, secret=lab.secret())
    if as_document:
        print_json(done.to_json())
        return
    left = f" {done.left_out} still run and are left out." if done.left_out else ""
    click.echo(f"{done.study}: {done.sessions} sessions.{left}")
    click.echo(f"Written: {', '.join(done.files)}")
