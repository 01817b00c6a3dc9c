"""A command for authors and teams: what differs between two designs, in words."""

from dataclasses import asdict
from pathlib import Path

import click

from feedback.errors import OperatorError
from labs.cli.output import command, print_json
from labs.cli.program import main
from labs.differences import compare
from labs.discovery import Workspace, load_service


@command(main, "diff")
@click.argument("name")
@click.argument("variants", nargs=-1)
@click.option(
    "--before",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An older version of the prototype's file, to compare the same variant with.",
)
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def diff(workspace: Workspace, name: str, variants: tuple[str, ...], before: Path | None, as_document: bool) -> None:
    """Say what differs between two VARIANTS of prototype NAME; without them, between the first two.

    With --before: between that older file and now, in the first variant or the one named.
    """
    old, new = variants_of(workspace, name, variants, before)
    if before is None:
        service = workspace.load(name)
        one, two = service.flow(old), service.flow(new)
    else:
        one = load_service(before.resolve(), name).flow(old)
        two = workspace.load(name).flow(new)
    found = compare(one, two)
    if as_document:
        sides = {"before": one.variant, "after": two.variant, "same": not found}
        print_json({"prototype": name, **sides, "differences": [asdict(difference) for difference in found]})
        return
    what = (
        f"Variante {one.variant} und {two.variant}" if before is None else f"{before} und heute, Variante {two.variant}"
    )
    click.echo(f"{two.title}: {what}")
    click.echo("\n".join(f"- {difference.sentence}" for difference in found) or "Kein Unterschied.")


def variants_of(workspace: Workspace, name: str, variants: tuple[str, ...], before: Path | None) -> tuple[str, str]:
    """Return the two variants to compare; OperatorError where the words do not say which."""
    known = workspace.load(name).variant_ids
    given = variants or (known[:1] if before else known[:2])
    if before is not None and len(given) == 1:
        given = (*given, *given)
    if len(given) != 2:
        raise OperatorError(f"Name two variants: probelauf diff {name} A B. {name} has: {', '.join(known)}.")
    return given[0], given[1]
