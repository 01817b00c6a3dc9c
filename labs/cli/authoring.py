"""Commands for authors: new, check, walk, map, open."""

import time
from contextlib import suppress
from pathlib import Path

import click

from feedback.errors import AuthorError, Finding, OperatorError
from feedback.study import load
from labs import scaffold
from labs.casting import mismatches, services_of
from labs.check import check_prototype
from labs.cli.output import FINDINGS, GOOD, as_json, command, print_findings, print_json, progress_bar
from labs.cli.program import main
from labs.discovery import Workspace
from labs.journeymap import draw_svg, draw_text
from labs.walk import walk as walk_service


@command(main, "new")
@click.argument("name")
def new(workspace: Workspace, name: str) -> None:
    """Write a new prototype NAME to begin with: five pages, eight questions, one file."""
    path = scaffold.write(name, workspace.root)
    click.echo(f"Written: {path}")
    click.echo(f"Next: probelauf check {path.parent.name}, then probelauf open {path.parent.name}")


@command(main, "check")
@click.argument("names", nargs=-1)
@click.option("--language/--no-language", default=True, help="Look at how well the texts can be read. Default: yes.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def check(workspace: Workspace, names: tuple[str, ...], language: bool, as_document: bool) -> int:
    """Look for mistakes in prototypes and their studies, all at once. Without NAMES: in all of them."""
    chosen = list(names or workspace.names())
    findings = [
        finding
        for name in chosen
        for finding in (*check_prototype(workspace, name, language=language), *_study_findings(workspace, name))
    ]
    findings.sort(key=lambda finding: finding.code.startswith("LANG"))
    errors = sum(finding.level == "error" for finding in findings)
    if as_document:
        print_json({"prototypes": chosen, "findings": as_json(findings)})
    else:
        print_findings(findings)
        hints = len(findings) - errors
        click.echo(f"{len(chosen)} prototypes checked: {errors} errors, {hints} hints.")
    return FINDINGS if errors else GOOD


def _study_findings(workspace: Workspace, name: str) -> list[Finding]:
    """Return what is wrong with the studies of a prototype; a broken prototype says so itself."""
    found: list[Finding] = []
    for path in sorted((workspace.find(name).parent / "studies").glob("*.toml")):
        try:
            study = load(path)
        except AuthorError as error:
            found += error.findings
            continue
        with suppress(AuthorError):
            found += mismatches(study, services_of(study, workspace))
    return found


@command(main, "walk")
@click.argument("names", nargs=-1)
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def walk(workspace: Workspace, names: tuple[str, ...], as_document: bool) -> int:
    """Let bots walk every branch of every variant, with right answers and with mistakes."""
    started = time.perf_counter()
    services = [workspace.load(name) for name in names or workspace.names()]
    reports = []
    with progress_bar() as progress:
        for number, service in enumerate(services):
            progress("Walking", number / len(services))
            reports.append(walk_service(service))
    document = {
        "walks": sum(report.walks for report in reports),
        "pages": sum(report.pages for report in reports),
        "failed": [failure for report in reports for failure in report.failed],
        "not_walked": [service.id for service in services if service.app],
        "seconds": round(time.perf_counter() - started, 3),
    }
    if as_document:
        print_json(document)
    else:
        for failure in document["failed"]:  # type: ignore[attr-defined]
            click.echo(f"failed: {failure}", err=True)
        for name in document["not_walked"]:  # type: ignore[attr-defined]
            click.echo(f"not walked: `{name}` is an existing app; go through it by hand with `probelauf open {name}`.")
        click.echo("{walks} walks over {pages} pages in {seconds} s.".format(**document))
    return FINDINGS if document["failed"] else GOOD


@command(main, "map")
@click.argument("name")
@click.option("--variant", default="", help="The variant; the first one where none is named.")
@click.option("--svg", type=click.Path(path_type=Path), help="Write a drawing to this file.")
def journey_map(workspace: Workspace, name: str, variant: str, svg: Path | None) -> None:
    """Print the journey map of a prototype, computed from its declaration."""
    flow = workspace.load(name).flow(variant)
    if svg is None:
        click.echo(draw_text(flow))
        return
    try:
        svg.write_text(draw_svg(flow), encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"The drawing {svg} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {svg}")


@command(main, "open")
@click.argument("name")
@click.option("--port", default=8502, show_default=True, help="The port to serve on.")
def open_prototype(workspace: Workspace, name: str, port: int) -> None:
    """Preview one prototype: edits show at once, mistakes with their source. Nothing is recorded."""
    from labs.runner.server import listen, serve_preview

    workspace.find(name)
    listening = listen("127.0.0.1", port)
    click.echo(f"Preview of {name}: http://127.0.0.1:{port}/")
    click.echo(f"Start anywhere: http://127.0.0.1:{port}/?variant=...&page=...&persona=...")
    serve_preview(workspace, name, listening)
