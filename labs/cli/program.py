"""The command `probelauf` itself; the modules beside add its parts."""

from pathlib import Path

import click

from feedback.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="The lab's folder, with its own prototypes/ and data/. Default: PROBELAUF_WORKSPACE, or here.",
)
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """Trial runs for online services: declare a prototype, let citizens try it, decide by rules set beforehand."""
    context.obj = workspace


@main.command()
def version() -> None:
    """Print the version of the program."""
    click.echo(f"probelauf {VERSION}")
