"""Properties that must hold for every service that an author could declare."""

import random
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, create_model

from labs import (
    UNKNOWN,
    CheckPage,
    Page,
    Service,
    StartPage,
    Task,
    Variant,
    answer,
    ask,
    decimal,
    email,
    euro,
    iban,
    longtext,
    postcode,
    upload,
)
from labs import declaration as declared
from labs.check import check
from labs.journey import Journey
from labs.journeymap import draw_svg, draw_text
from labs.walk import TODAY, Bot, walk

pytestmark = pytest.mark.slow

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

KINDS: list[tuple[Any, dict[str, Any]]] = [
    (str, {}),
    (str, {"min_length": 2, "max_length": 30}),
    (str, {"pattern": r"^[A-Z]{2}-\d{3,5}$"}),
    (longtext, {}),
    (int, {"ge": 1, "le": 20}),
    (int, {"gt": 0, "multiple_of": 5}),
    (euro, {"gt": 0}),
    (decimal, {"ge": 0, "lt": 100}),
    (date, {"past": True}),
    (date, {"ge": date(2026, 1, 1), "le": date(2026, 12, 31)}),
    (bool, {}),
    (Literal["a", "b", "c"], {"unknown": True}),
    (list[Literal["x", "y", "z"]], {"max_length": 2}),
    (email, {}),
    (iban, {}),
    (postcode, {}),
    (upload, {}),
    (declared, {}),
]


class Member(BaseModel):
    """An entry of a group; one question depends on another."""

    name: str = ask("Name")
    earns: bool = ask("Verdient die Person Geld?")
    income: euro = ask("Einkommen", ge=0, when=answer.earns)


@st.composite
def services(draw: st.DrawFn) -> Service:
    """Draw a service with conditions on earlier answers, groups, and two variants."""
    fields: dict[str, Any] = {
        "choice": (Literal["left", "right"], ask("Links oder rechts?")),
        "number": (int, ask("Wie viele?", ge=0, le=4)),
        "members": (list[Member], ask("Wer?", count=answer.number)),
        "more": (list[Member] | None, ask("Wer noch?", max_length=2)),
    }
    pages = [StartPage(title="Los"), Page("first", "Zuerst", "choice", "number")]
    conditions = [
        None, answer.choice == "left", ~(answer.choice == "left"), answer.number > 2,
        (answer.choice == "right") & (answer.number <= 1), answer.number.is_in(0, 3) | (answer.choice == "left"),
        lambda a: a.number == 1,
    ]  # fmt: skip
    for index, (annotation, limits) in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=6))):
        name = f"f{index}"
        optional = draw(st.booleans())
        when = draw(st.sampled_from(conditions)) if draw(st.booleans()) else None
        fields[name] = (annotation | None if optional else annotation, ask(f"Frage {index}?", when=when, **limits))
        pages.append(Page(f"p{index}", f"Seite {index}", name, when=draw(st.sampled_from(conditions))))
    if draw(st.booleans()):
        pages.append(Page("members", "Alle", "members"))
    if draw(st.booleans()):
        pages.append(Page("more", "Weitere", "more"))
    if draw(st.booleans()):
        pages.append(CheckPage())
    model = create_model("Drawn", **fields)
    middle = [page.id for page in pages[2:] if page.kind != "check"]
    return Service(
        "drawn", "Gezogen", model,
        pages=pages,
        tasks=[Task("all", "Alles ausfüllen.", persona={"choice": "left", "number": 2})],
        variants=[Variant("A"), Variant("B", order=draw(st.permutations(middle)))],
    )  # fmt: skip


def contradictions(service: Service) -> set[str]:
    """Return codes of findings apart from conditions that cannot hold together, which drawing may produce."""
    return {finding.code for finding in check(service) if finding.level == "error"} - {
        "question-unreachable",
        "page-unreachable",
    }


@CALM
@given(services())
def test_check_and_walk_pass_on_generated_services(service: Service) -> None:
    """A service without mistakes has no findings, and bots come through every branch of it."""
    assert set() == contradictions(service)
    if not [finding for finding in check(service) if finding.level == "error"]:
        assert () == walk(service).failed


@CALM
@given(services(), st.integers(0, 10**6), st.sampled_from("AB"))
def test_the_end_is_reachable_from_every_page(service: Service, seed: int, variant: str) -> None:
    """From every page that a journey comes to, valid answers lead to the end."""
    flow = service.flow(variant)
    rng = random.Random(seed)
    first = Journey(flow, today=TODAY)
    while not first.at_end:
        Bot(flow, rng).step(first)
        other = Journey.resume(flow, first.draft(), today=TODAY)
        for _ in range(3 * len(flow.pages)):
            if not other.at_end:
                Bot(flow, random.Random(seed + 1)).step(other)
        assert other.at_end


RAW = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("9" * 5000)
    | st.binary() | st.dates() | st.just(UNKNOWN) | st.just("\ud800") | st.just("x" * 20_000),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["day", "month", "year", "0"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
NAMES = st.sampled_from(
    ["choice", "number", "members", "members.0.name", "members.1.earns", "members.999.name", "members.x.y",
    "more.0.name",
     "f0", "f1", "f2", "f3", "nothing", "", "members..", "first", "check", "done"]
)  # fmt: skip
ACTIONS = st.lists(
    st.tuples(st.sampled_from(["submit", "keep", "questions"]), st.dictionaries(NAMES, RAW, max_size=6) | RAW)
    | st.tuples(st.sampled_from(["jump", "add_entry"]), NAMES | RAW)
    | st.tuples(st.sampled_from(["back", "bot", "draft", "show"]), st.none()),
    max_size=12,
)  # fmt: skip


@settings(CALM, max_examples=120)
@given(services(), ACTIONS)
def test_a_journey_never_raises_for_what_a_browser_sends(service: Service, actions: list[tuple[str, Any]]) -> None:
    """Whatever comes in, a journey stays on a page of its path and can be drawn, kept and resumed."""
    flow = service.flow("B")
    journey, bot = Journey(flow, today=TODAY), Bot(flow, random.Random(3))
    for action, value in actions:
        match action:
            case "bot":
                bot.step(journey)
            case "draft":
                journey = Journey.resume(flow, journey.draft(), today=TODAY)
            case "show":
                assert len(journey.summary()) >= 0
            case "questions":
                journey.questions(value if isinstance(value, dict) else None)
            case "back":
                journey.back()
            case _:
                getattr(journey, action)(value)
        journey.remove_entry("more", 0)
        assert journey.page.id in journey.path()
        assert journey.progress[0] <= journey.progress[1]


@CALM
@given(services(), st.integers(0, 10**6))
def test_back_then_submit_keeps_the_answers(service: Service, seed: int) -> None:
    """Going back and on again with what stands on the page changes no answer and reports no change."""
    flow = service.flow("A")
    journey, bot = Journey(flow, today=TODAY), Bot(flow, random.Random(seed))
    while not journey.at_end:
        bot.step(journey)
        before = dict(journey.answers), journey.page.id
        if journey.back().moved:
            step = journey.submit({one.id: journey.raw(one.id) for one in journey.asked()})
            assert ((), ()) == (step.problems, step.changed)
            assert before == (dict(journey.answers), journey.page.id)


@CALM
@given(services())
def test_every_generated_service_has_a_map_and_a_stable_hash(service: Service) -> None:
    """The map names every page, and the content hash does not depend on the object."""
    flow = service.flow("A")
    text = draw_text(flow)
    assert all(page.id in text for page in flow.pages)
    assert draw_svg(flow).startswith("<svg")
    assert flow.content_hash == flow.snapshot().content_hash
