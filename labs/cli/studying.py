"""Commands for studies: which there are, what they say, a change of plan."""

import time
from typing import Any

import click

from feedback.enrolment import amend as amend_plan
from feedback.enrolment import plan_in_force
from feedback.lab import Lab
from feedback.store import open_store
from labs.cli.output import command, print_json, print_table
from labs.cli.program import main
from labs.discovery import Workspace


def open_lab(workspace: Workspace) -> Lab:
    """Return the lab of a workspace, with the studies of the shipped prototypes behind its own."""
    return Lab.open(workspace.root, workspace.prototype_roots)


@command(main, "studies")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def studies(workspace: Workspace, as_document: bool) -> None:
    """List the studies of the lab with their sessions and their state."""
    lab = open_lab(workspace)
    store = open_store(lab.database)
    rows: list[dict[str, Any]] = []
    for study_id in lab.studies():
        study = plan_in_force(store, lab.study(study_id))
        sessions = [one for one in store.sessions(study_id) if study.demo or not one.synthetic]
        rows.append(
            {
                "study": study_id,
                "prototype": study.prototype,
                "arms": [arm.id for arm in study.arms],
                "sessions": len(sessions),
                "state": "open" if store.study_lock(study_id) is None else "locked",
            }
        )
    store.close()
    if as_document:
        print_json(rows)
        return
    shown = [row | {"arms": ", ".join(row["arms"])} for row in rows]
    print_table("", ["study", "prototype", "arms", "sessions", "state"], [list(row.values()) for row in shown])


@command(main, "decide")
@click.argument("study")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def decide(workspace: Workspace, study: str, as_document: bool) -> None:
    """Print the verdict of STUDY by the rules that were locked beforehand."""
    from feedback.evidence import assemble

    lab = open_lab(workspace)
    store = open_store(lab.database)
    now_ms = time.time_ns() // 1_000_000
    evidence = assemble(store, plan_in_force(store, lab.study(study)), now_ms=now_ms)
    decision = evidence.decision
    store.log_look(
        decision.study,
        decision.look,
        now_ms,
        decision.verdict,
        {arm: one.sessions for arm, one in decision.arms.items()},
        evidence.study.plan_hash,
    )
    store.close()
    if as_document:
        print_json(decision.to_json())
        return
    click.echo(f"{decision.study}: {decision.verdict}")
    click.echo(decision.sentence)
    for arm, one in decision.arms.items():
        click.echo(f"\n{arm}: {one.verdict} ({one.sessions} sessions)")
        for gate in one.gates:
            click.echo(f"  {gate.id}: {gate.state}. {gate.sentence}")


@command(main, "amend")
@click.argument("study")
@click.option("--reason", required=True, help="Why the plan has to change, in one sentence.")
def amend(workspace: Workspace, study: str, reason: str) -> None:
    """Put the changed plan of STUDY in force. The change, its reason and the time are kept for good."""
    lab = open_lab(workspace)
    store = open_store(lab.database)
    plan = lab.study(study)
    changed = amend_plan(store, plan, reason, time.time_ns() // 1_000_000)
    store.close()
    click.echo(f"{plan.id}: the changed plan is in force." if changed else f"{plan.id}: nothing has changed.")
