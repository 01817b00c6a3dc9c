"""Commands before the first session: what a plan can find out, tried on invented people."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.enrolment import plan_in_force
from feedback.store import open_store
from feedback.study import Study
from labs.cli.output import busy, command, print_json, print_table
from labs.cli.program import main
from labs.cli.studying import open_lab
from labs.discovery import Workspace

if TYPE_CHECKING:
    from feedback.decision import Verdict
    from feedback.simulation import Operating, Simulation

VERDICTS: "dict[Verdict, str]" = {
    "READY FOR PRODUCTION": "Bereit",
    "IMPROVE AND RETEST": "Verbessern",
    "STOP": "Beenden",
}


def find_study(workspace: Workspace, name: str) -> Study:
    """Return a study under its plan in force."""
    lab = open_lab(workspace)
    store = open_store(lab.database)
    try:
        return plan_in_force(store, lab.study(name))
    finally:
        store.close()


@command(main, "plan")
@click.argument("study")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def plan(workspace: Workspace, study: str, as_document: bool) -> None:
    """Print what the rule of STUDY can and cannot find with its planned sessions."""
    from feedback.simulation import describe

    found_study = find_study(workspace, study)
    with busy("Computing what the rule can do"):
        found = describe(found_study)
    if as_document:
        print_json(found.to_json())
        return
    print_rules(found_study, found)
    print_chances(found_study, found)


def print_rules(study: Study, found: "Operating") -> None:
    """Print what passes each gate at each look, in German."""
    from feedback.decision.gates import name_gate
    from feedback.decision.numbers import percent

    names = {gate.id: name_gate(study, gate) for gate in study.gates}
    rows = [
        (names[rule.gate], rule.look, percent(rule.probability), sentence)
        for rule, sentence in zip(found.rules, found.sentences, strict=True)
    ]
    print_table(
        f"{study.title}: Was die Bedingungen verlangen", ["Bedingung", "Sitzungen", "Sicherheit", "Was reicht"], rows
    )


def print_chances(study: Study, found: "Operating") -> None:
    """Print how often arms of known quality get each verdict, and by when they are ready, in German."""
    from feedback.decision.numbers import number, percent

    def shares(chances: Iterable[float]) -> list[str]:
        return [percent(round(chance, 2)) for chance in chances]

    heads = ["Abschluss", "SUS"]
    truths = [[percent(one.truth.completion), number(one.truth.sus_mean)] for one in found.chances]
    verdicts = [shares(one.verdicts[verdict] for verdict in VERDICTS) for one in found.chances]
    looks = [shares(one.by_look.values()) for one in found.chances]
    rows = [truth + chances for truth, chances in zip(truths, verdicts, strict=True)]
    print_table(
        "Wie oft eine Variante, die wirklich so gut ist, welches Urteil bekommt", [*heads, *VERDICTS.values()], rows
    )
    rows = [truth + chances for truth, chances in zip(truths, looks, strict=True)]
    by = [f"bis {look}" for look in study.looks]
    print_table("Wie oft sie bis zu einer Auswertung bereit ist (Sitzungen)", [*heads, *by], rows)


@command(main, "simulate")
@click.argument("study")
@click.option("--truth", required=True, type=click.Path(path_type=Path), help="JSON: how good each arm really is.")
@click.option("--studies", default=500, show_default=True, type=click.IntRange(min=1), help="How many to invent.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0), help="Equal seeds, equal studies.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def simulate(workspace: Workspace, study: str, truth: Path, studies: int, seed: int, as_document: bool) -> None:
    """Invent studies with the rule of STUDY and the arms of a truth, and print what comes of them.

    A study stops at the first look with a final verdict. Hard facts count as passed.
    """
    from feedback.simulation import load_truth
    from feedback.simulation import simulate as simulate_studies

    arms = load_truth(truth)
    began = time.perf_counter()
    with busy("Simulating studies"):
        found = simulate_studies(find_study(workspace, study), arms, studies=studies, seed=seed)
    seconds = round(time.perf_counter() - began, 3)
    if as_document:
        print_json(found.to_json(seconds))
        return
    print_simulation(found, seconds)


def print_simulation(found: "Simulation", seconds: float) -> None:
    """Print the shares with their standard errors, in German."""
    from feedback.decision import VERDICT_NAMES
    from feedback.decision.numbers import number, percent

    shares = {
        **{f"Urteil: {VERDICT_NAMES[verdict]}": share for verdict, share in found.verdicts.items()},
        **{f"Gewählt: Variante {arm}": share for arm, share in found.chosen.items()},
        "Als gleichwertig erkannt": found.equivalent,
    }
    rows = [
        (name, percent(round(share, 3)), f"± {percent(round((share * (1 - share) / found.studies) ** 0.5, 3))}")
        for name, share in shares.items()
    ]
    print_table(f"{found.studies} erfundene Studien", ["Was", "Anteil", "Standardfehler"], rows)
    click.echo(f"Im Mittel {number(found.mean_sessions_per_arm)} Sitzungen je Variante. {number(seconds)} s.")
