"""Commands for findings: the usability problems of a study."""

import time
from typing import Any

import click

from feedback.enrolment import plan_in_force
from feedback.store import open_store
from labs.cli.output import command, print_json, print_table
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace


@command(main, "findings")
@click.argument("study")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def findings(workspace: Workspace, study: str, as_document: bool) -> None:
    """List the usability problems of STUDY, the most urgent first, and what the recordings propose."""
    from feedback.findings import board_to_json, read_board
    from feedback.sessions import load_facts

    lab = open_lab(workspace)
    store = open_store(lab.database)
    plan = plan_in_force(store, lab.study(study))
    facts = load_facts(store, plan.id, now_ms=time.time_ns() // 1_000_000)
    document = {
        "study": plan.id,
        "demo": plan.demo,
        **board_to_json(read_board(store, plan, facts), plan.blocking_severity),
    }
    store.close()
    if as_document:
        print_json(document)
        return
    columns = ["number", "title", "severity", "status", "x", "n", "priority"]
    rows = [[tell(one[column]) for column in columns] for one in document["findings"]]
    print_table(f"{plan.id}: findings", columns, rows)
    proposed = [[one["title"], one["kind"], one["persons"], one["of"]] for one in document["candidates"]]
    print_table("Proposed, not counted", ["title", "kind", "persons", "of"], proposed)


def tell(value: Any) -> str:
    """Return a cell; what cannot be said stays empty."""
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)
