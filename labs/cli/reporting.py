"""The command report: a study as one file, to read, to print and to sign."""

import time
from pathlib import Path

import click

from feedback.errors import OperatorError
from feedback.store import open_store
from labs.cli.output import busy, command
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@command(main, "report")
@click.argument("study")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file. Default: bericht-STUDY.html, here.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True, help="Of the report.")
def report(workspace: Workspace, study: str, output: Path | None, language: str) -> None:
    """Write the report on STUDY as one HTML file that needs no network."""
    from feedback.enrolment import plan_in_force
    from feedback.report import LANGUAGES, collect, file_name, render

    lab = open_lab(workspace)
    store = open_store(lab.database)
    now_ms = time.time_ns() // 1_000_000
    with busy("Collecting the evidence"):
        material = collect(store, lab, plan_in_force(store, lab.study(study)), now_ms=now_ms)
    evidence, decision = material.evidence, material.evidence.decision
    store.log_look(decision.study, decision.look, now_ms, decision.verdict, evidence.sessions(), decision.plan_hash)
    store.close()
    target = output or Path(file_name(decision.study))
    chosen = next(one for one in LANGUAGES if one == language)
    try:
        target.write_text(render(material, chosen), encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"The report {target} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {target}")
