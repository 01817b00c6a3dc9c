"""The command find: which service somebody means, and which prototype offers it at a place."""

from typing import Any

import click

from feedback.errors import OperatorError
from labs.catalogue import KEYS_AS_OF, Finder, Findings, offers_of
from labs.cli.output import FINDINGS, GOOD, command, print_json, print_table
from labs.cli.program import main
from labs.discovery import Workspace


@command(main, "find")
@click.argument("words", nargs=-1, required=True)
@click.option("--place", default="", help="A town, a district, a state, or a regional key of 2, 5 or 12 digits.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def find(workspace: Workspace, words: tuple[str, ...], place: str, as_document: bool) -> int:
    """Find the service that somebody means by WORDS: `probelauf find Zuschuss zur Miete --place Köln`."""
    found = Finder(offers_of(workspace)).find(" ".join(words), place)
    if place and found.place is None:
        raise OperatorError(f"There is no place `{place}` in the catalogue; try the name of its district.")
    if as_document:
        print_json(_document(found))
    else:
        _print(found)
    return GOOD if found.hits else FINDINGS


def _document(found: Findings) -> dict[str, Any]:
    place = found.place
    return {
        "as_of": KEYS_AS_OF,
        "place": place and {"key": place.place.key, "name": place.place.title, "exact": place.exact},
        "services": [
            {
                "ozg": hit.service.ozg,
                "name": hit.service.name,
                "situation": hit.service.situation,
                "prototype": offer.prototype if offer else None,
                "region": offer.region if offer else None,
            }
            for hit in found.hits
            for offer in [found.offer(hit.service.ozg)]
        ],
    }


def _print(found: Findings) -> None:
    if found.place is not None:
        click.echo(f"Place: {found.place.place.title} ({found.place.place.key})")
    rows = []
    for hit in found.hits:
        offer = found.offer(hit.service.ozg)
        office = f" ({offer.office.title})" if offer and offer.office else ""
        rows.append((hit.service.ozg, hit.service.name, offer.prototype + office if offer else ""))
    if rows:
        print_table(f"Services (OZG catalogue, {KEYS_AS_OF})", ("OZG", "name", "prototype"), rows)
    else:
        click.echo("No service fits these words.")
