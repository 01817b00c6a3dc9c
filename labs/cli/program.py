"""The command `probelauf` itself; the modules beside add its parts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from feedback.lab import DATABASE_VARIABLE
from feedback.version import VERSION


def _use_database(_context: click.Context, _option: click.Parameter, address: str | None) -> None:
    if address is None:
        return
    if "://" in address and (urlsplit(address).password or "password=" in address):
        raise click.UsageError(
            "A password in the command line can be read by every user of the machine; put it into PGPASSWORD or "
            f"~/.pgpass, or the whole address into {DATABASE_VARIABLE}."
        )
    os.environ[DATABASE_VARIABLE] = address


def database_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--database`, which says where the recordings are, also to other processes."""
    return click.option(
        "--database",
        expose_value=False,
        callback=_use_database,
        help="postgresql://USER@HOST/DATABASE, or a file. Default: PROBELAUF_DATABASE, or data/probelauf.db.",
    )(function)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="The lab's folder, with its own prototypes/ and data/. Default: PROBELAUF_WORKSPACE, or here.",
)
@database_option
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """Trial runs for online services: declare a prototype, let citizens try it, decide by rules set beforehand."""
    context.obj = workspace


@main.command()
def version() -> None:
    """Print the version of the program."""
    click.echo(f"probelauf {VERSION}")
