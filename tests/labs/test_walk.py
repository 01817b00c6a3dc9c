"""Walks: branches found from conditions, bots, scripts, and what they report."""

import random
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs import BaseModel, Page, Persona, Rule, Service, Task, Variant, Walk, answer, ask, euro
from labs.discovery import Workspace
from labs.journey import Journey
from labs.scaffold import write
from labs.walk import TODAY, Bot, branches, walk
from labs.walk.patterns import matching


class Form(BaseModel):
    tenure: Literal["Miete", "Eigentum"] = ask("Wie wohnen Sie?")
    rent: euro = ask("Miete?", gt=0)
    rooms: int = ask("Zimmer?", ge=1, le=50)
    extra: str = ask("Wofür so viele?")
    code: str = ask("Kennzeichen", pattern=r"^[A-Z]{1,3}-\d+(a|b)?$")


PAGES = [
    Page("home", "Wohnen", "tenure", "rooms"),
    Page("rent", "Miete", "rent", when=answer.tenure == "Miete"),
    Page("large", "Groß", "extra", when=answer.rooms > 41),
    Page("code", "Kennzeichen", "code"),
]


def service(**more: Any) -> Service:
    return Service("s", "S", Form, pages=more.pop("pages", PAGES), **more)


def test_branches_are_found_at_the_bounds_of_conditions() -> None:
    """A page that needs more than 41 rooms is found, though no random number would hit it."""
    paths = {branch.path for branch in branches(service().flow(), today=TODAY)}
    assert 4 == len(paths)
    assert ("home", "rent", "large", "code", "check", "done") in paths


def test_every_branch_is_walked_with_and_without_mistakes() -> None:
    """Twice for each branch of each variant."""
    report = walk(service(variants=[Variant("A"), Variant("B", order=["code", "home", "rent", "large"])]))
    assert () == report.failed
    assert 2 * 2 * 4 == report.walks
    assert {"walks", "pages", "failed", "seconds"} == report.to_json().keys()


def test_personas_must_reach_the_end_of_their_task() -> None:
    """A persona who owns a flat never sees the page about rent."""
    tasks = [Task("t", "T", ends="rent", persona={"tenure": "Eigentum"})]
    (failure,) = walk(service(tasks=tasks, personas=[Persona("p", "", {"rooms": 3})])).failed
    assert "walk-unfinished" == failure.code
    assert "test_walk.py:" in failure.place


def test_scripted_walks_say_where_they_went() -> None:
    """The author's own expectation is held against the real path."""
    good = Walk("renter", {"tenure": "Miete", "rooms": 2}, ["home", "rent", "code", "check", "done"])
    wrong = Walk("owner", {"tenure": "Eigentum", "rooms": 2}, ["home", "rent"], variant="A")
    (failure,) = walk(service(walks=[good, wrong])).failed
    assert "walk-unexpected" == failure.code
    assert "home > code > check > done" in failure.what


def test_a_rule_that_random_answers_break_is_walked_by_trying_again() -> None:
    """Bots find answers that go together; a rule that nothing satisfies is reported."""
    fits = Rule("fits", lambda a: a.rooms % 3 == 0, "Geben Sie ein Vielfaches von 3 ein.", at="rooms")
    assert () == walk(service(rules=[fits], pages=PAGES[:1])).failed
    never = Rule("never", lambda a: a.rooms < 0, "Geht nicht.")
    assert {"walk-ruled-out"} == {failure.code for failure in walk(service(rules=[never])).failed}


def test_the_same_seed_gives_the_same_citizen() -> None:
    """Demo citizens can be replayed."""
    flow = service().flow()

    def answers(seed: int) -> list[dict[str, Any]]:
        journey, bot, given = Journey(flow, today=TODAY), Bot(flow, random.Random(seed)), []
        while not journey.at_end:
            given.append(bot.answers(journey))
            journey.submit(given[-1])
        return given

    assert answers(7) == answers(7)
    assert answers(7) != answers(8)


def test_a_bot_honours_its_persona() -> None:
    """Values of the persona are given where they are valid, others are invented."""
    flow = service().flow()
    journey = Journey(flow, today=TODAY)
    answers = Bot(flow, random.Random(1), {"tenure": "Miete", "rooms": 999}).answers(journey)
    assert "Miete" == answers["tenure"]
    assert "999" != answers["rooms"]


@given(
    st.sampled_from(
        [r"^\d{5}$", r"[A-Z]{2}-?\w+", r"^(ja|nein)$", r"[^a-z]{3}", r"^\+49 [1-9]\d{2,8}$", r"a.c", r"\S\s\D"]
    ),
    st.integers(0, 10**6),
)
def test_texts_are_invented_for_patterns(pattern: str, seed: int) -> None:
    """Bots can fill in fields with a pattern."""
    text = matching(pattern, random.Random(seed))
    assert re.search(pattern, text), text


def test_a_thousand_walks_are_fast(tmp_path: Path) -> None:
    """A tenth of the benchmark, with a margin of five for busy machines."""
    write("referenz", tmp_path)
    flow = Workspace.open(tmp_path).load("referenz").flow()
    import time

    began = time.perf_counter()
    for seed in range(100):
        journey, bot = Journey(flow, today=TODAY), Bot(flow, random.Random(seed))
        while not journey.at_end:
            bot.step(journey)
    assert time.perf_counter() - began < 1


def test_the_shipped_prototype_is_walked() -> None:
    """Wohngeld itself comes through."""
    workspace = Workspace.open(Path(__file__).parents[2])
    assert () == walk(workspace.load("wohngeld")).failed


@pytest.mark.parametrize("seed", range(3))
def test_other_seeds_walk_as_well(seed: int) -> None:
    """Nothing depends on the luck of one seed."""
    assert () == walk(service(), seed=seed).failed
