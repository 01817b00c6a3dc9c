"""A command for translators: all texts of a prototype in one file."""

from pathlib import Path

import click

from feedback.errors import OperatorError
from labs.cli.output import command
from labs.cli.program import main
from labs.discovery import Workspace
from labs.service import entries_of, write_words

_HEADING = """Texts of {name}, variant {variant}. Translate what stands behind =; keys and {{gaps}} stay as they are.
Name the file in the declaration: Variant("en", language="en", words=read_words(__file__, "{file}"))"""


@command(main, "texts")
@click.argument("name")
@click.option("--variant", default="", help="The variant; the first one where none is named.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file; else print.")
def texts(workspace: Workspace, name: str, variant: str, output: Path | None) -> None:
    """Write all texts of prototype NAME, for a variant in another language or in easy language."""
    flow = workspace.load(name).flow(variant)
    entries = {entry.key: entry.said for entry in entries_of(flow) if entry.said}
    heading = _HEADING.format(name=name, variant=flow.variant, file=output.name if output else "english.toml")
    document = write_words(entries, heading)
    if output is None:
        click.echo(document, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(document)
    except FileExistsError as error:
        raise OperatorError(f"{output} exists already; choose another name, nothing was written.") from error
    except OSError as error:
        raise OperatorError(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {output} ({len(entries)} texts)")
