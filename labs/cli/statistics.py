"""The command verify-statistics: own examples against the statistics of the program."""

from pathlib import Path

import click

from labs.cli.output import FINDINGS, GOOD, command, print_json
from labs.cli.program import main
from labs.discovery import Workspace


@command(main, "verify-statistics")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def verify_statistics(workspace: Workspace, file: Path, as_document: bool) -> int:
    """Run the published examples of FILE (JSON) against the statistics of this program."""
    from feedback.verification import load, run

    report = run(load(file))
    if as_document:
        print_json(report.to_json())
        return GOOD if report.good else FINDINGS
    for failure in report.failed:
        click.echo(f"failed: {failure.id}\n    expected {dict(failure.expected)}\n    got      {failure.got}", err=True)
    for method in report.missing:
        click.echo(f"missing: {method}", err=True)
    click.echo(f"{report.passed} examples passed, {len(report.failed)} failed, {len(report.missing)} methods missing.")
    return GOOD if report.good else FINDINGS
