"""How commands speak: tables and sentences for people, one JSON document for machines, errors in one place."""

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from feedback.errors import AuthorError, Finding, OperatorError
from labs.discovery import Workspace

GOOD, FINDINGS, USAGE = 0, 1, 2
Command = TypeVar("Command", bound=Callable[..., Any])


def command(group: click.Group, name: str) -> Callable[[Command], click.Command]:
    """Register a command: it gets `workspace` first, and its errors become sentences and exit codes."""

    def register(function: Command) -> click.Command:
        @functools.wraps(function)
        def run(workspace_here: Path | None, **options: Any) -> None:
            context = click.get_current_context()
            with_errors(lambda: function(Workspace.open(workspace_here or context.obj), **options))

        option = click.option(
            "--workspace",
            "workspace_here",
            type=click.Path(path_type=Path),
            help="The lab's folder, with its own prototypes/ and data/. Default: PROBELAUF_WORKSPACE, or here.",
        )
        return group.command(name)(option(run))

    return register


def with_errors(act: Callable[[], int | None]) -> None:
    """Run a command and end the program: 0 good, 1 findings, 2 for what the operator must mend."""
    try:
        code = act()
    except AuthorError as error:
        print_findings(error.findings)
        code = FINDINGS
    except OperatorError as error:
        click.echo(str(error), err=True)
        code = USAGE
    sys.exit(code or GOOD)


def print_json(document: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings one by one: where, what, how to mend it. They go to the error stream."""
    for finding in findings:
        click.echo(f"{finding.place}: {finding.level} {finding.code}", err=True)
        click.echo(f"    {finding.what}", err=True)
        if finding.fix:
            click.echo(f"    {finding.fix}", err=True)


def as_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as JSON objects."""
    return [asdict(finding) for finding in findings]


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; wide cells wrap."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title or None, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console().print(table)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Show how far each part of the work is, on the error stream; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        parts: dict[str, object] = {}

        def tell(what: str, share: float) -> None:
            if what not in parts:
                parts[what] = bar.add_task(what, total=1.0)
            bar.update(parts[what], completed=share)  # type: ignore[arg-type]

        yield tell


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that work is being done whose end nobody knows, on the error stream; nothing where that is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else nullcontext():
        yield
