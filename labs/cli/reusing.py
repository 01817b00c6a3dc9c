"""Commands for reuse: reuse, publish, adopt, compare."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from feedback.errors import OperatorError
from feedback.store import open_store
from labs.cli.output import FINDINGS, GOOD, command, print_json, print_table
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@command(main, "reuse")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def reuse(workspace: Workspace, words: tuple[str, ...], as_document: bool) -> int:
    """Show what exists already for WORDS or an OZG id, before a lab starts (DIN SPEC 66336, section 5.5.1)."""
    from labs.reuse import find_existing

    lab = open_lab(workspace)
    store = open_store(lab.database)
    found = find_existing(workspace, lab, store, " ".join(words))
    store.close()
    if as_document:
        print_json([asdict(one) for one in found])
    elif found:
        print_table(
            "", ("what", "name", "title", "OZG", "where", "state"), [list(asdict(one).values()) for one in found]
        )
    else:
        click.echo("Nothing exists yet. Begin with `probelauf new NAME` or `probelauf import-fim FILE`.")
    return GOOD if found else FINDINGS


@command(main, "publish")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file. Default: NAME.zip, here.")
@click.option("--url", default="", help="Where the source is published, for publiccode.yml.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def publish(workspace: Workspace, name: str, output: Path | None, url: str, as_document: bool) -> None:
    """Write prototype NAME as one package for other labs: definition, parameters, texts, results, decisions.

    The package holds sums with intervals, and nothing about single sessions or what people wrote.
    """
    from labs.reuse import publish as make

    lab = open_lab(workspace)
    store = open_store(lab.database)
    now_ms = time.time_ns() // 1_000_000
    try:
        done = make(workspace, lab, store, name, output or Path(f"{name}.zip"), now_ms=now_ms, url=url)
    finally:
        store.close()
    if as_document:
        files = list(done.manifest.files)
        print_json({"file": str(done.path), "sha256": done.manifest.sha256, "files": files, "studies": done.studies})
        return
    for left in done.left_out:
        click.echo(f"Left out: {left}", err=True)
    if not url:
        click.echo("publiccode.yml names no address of the source; say it with --url.", err=True)
    click.echo(f"{len(done.manifest.files)} files, {len(done.studies)} studies, {done.records} decisions.")
    click.echo(f"Hash, to be told to those who adopt it: {done.manifest.sha256}")
    click.echo(f"Written: {done.path}")


@command(main, "adopt")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--region", default="", help="The regional key (2, 5, 9 or 12 digits) to prepare parameters for.")
@click.option("--sha256", default="", help="The hash that the origin told you: another package is refused.")
@click.option("--trust", is_flag=True, help="You vouch for the package: its Python files will run in this lab.")
@click.option("--force", is_flag=True, help="Replace a prototype of the same name.")
def adopt(workspace: Workspace, file: Path, region: str, sha256: str, trust: bool, force: bool) -> None:
    """Verify a package of another lab and show what it holds; with --trust, install it."""
    from labs.reuse import adopt as install
    from labs.reuse import read_package, require_region

    require_region(region)
    package = read_package(file)
    manifest, about = package.manifest, package.about
    if sha256 and sha256.strip().lower() != manifest.sha256:
        raise OperatorError(f"The package has the hash {manifest.sha256}, not the one that you named.")
    click.echo(f"{about.name}: {about.title} (OZG {about.ozg or '-'}, LeiKa {about.leika or '-'})")
    click.echo(f"From: {about.authority}, {about.lab}. Licence: {about.licence}")
    click.echo(f"Hash: {manifest.sha256}")
    for path in sorted(package.files):
        click.echo(f"  {path}{'  (runs as a program)' if path.endswith('.py') else ''}")
    if not trust:
        click.echo("All hashes are right. Nothing was written. Read the Python files, then say --trust.")
        return
    done = install(workspace, package, region, force=force)
    click.echo(f"Written: {done.folder}")
    if done.params:
        click.echo(f"Fill in: {done.params}")
    click.echo(f"Next: probelauf check {about.name}, and after your own study probelauf compare {about.name}")


@command(main, "compare")
@click.argument("name")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def compare(workspace: Workspace, name: str, as_document: bool) -> int:
    """Set own results of an adopted prototype NAME beside those of its origin."""
    from labs.reuse import compare as set_beside
    from labs.reuse.results import tell

    lab = open_lab(workspace)
    store = open_store(lab.database)
    try:
        found = set_beside(workspace, lab, store, name, now_ms=time.time_ns() // 1_000_000)
    finally:
        store.close()
    if as_document:
        print_json([one.to_json() for one in found])
    elif found:
        rows = [
            (one.variant, one.metric, f"{tell(one.origin)} [{one.origin_study}]", f"{tell(one.own)} [{one.own_study}]")
            for one in found
        ]
        print_table(
            "Other people, perhaps other rules: side by side, not added up",
            ("variant", "metric", "origin", "own"),
            rows,
        )
    else:
        click.echo("There is nothing to compare yet: either side needs a study with sessions of the same variant.")
    return GOOD if found else FINDINGS
