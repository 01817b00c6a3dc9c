"""Walks for samples and acceptance tests: a bot fills in the pages and says what it typed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labs.handover.case import SAMPLE_DAY
from labs.journey import Journey, Problem
from labs.questions import show
from labs.service import Flow, Trace, find_question
from labs.walk import Bot


@dataclass(frozen=True)
class Stop:
    """One page of a walk: what was typed there, raw by id, and the page that follows ("" at the end)."""

    page: str
    answers: Mapping[str, Any]
    leads_to: str


@dataclass(frozen=True)
class Walked:
    """A whole walk with its trace; `arrived` says that it came to the end."""

    stops: tuple[Stop, ...]
    trace: Trace
    arrived: bool


def walk_along(flow: Flow, answers: Mapping[str, Any]) -> Walked:
    """Return the walk of a careful citizen with these answers; what they leave open is invented, always the same."""
    journey = Journey(flow, today=SAMPLE_DAY)
    bot = Bot(flow, random.Random(0), answers)  # noqa: S311 - a bot, no secret
    for _ in range(3 * len(flow.pages) + 10):
        if journey.at_end:
            break
        step = bot.step(journey)
        if not step.moved and not step.revealed:
            break
    trace = journey.trace
    following = [*trace.path[1:], ""]
    stops = [Stop(page, _typed(journey, page), after) for page, after in zip(trace.path, following, strict=True)]
    return Walked(tuple(stops), trace, journey.at_end)


def _typed(journey: Journey, page: str) -> dict[str, Any]:
    questions = [
        one
        for question in journey.trace.visible[page]
        for one in (
            [item for entry in journey.trace.entries[question.id] for item in entry]
            if question.kind == "group"
            else [question]
        )
    ]
    return {one.id: raw for one in questions if (raw := journey.raw(one.id)) is not None}


def say_answer(flow: Flow, trace: Trace, name: str) -> tuple[str, str]:
    """Return label and answer of one question as a person reads them; in entries the label says which one."""
    question = find_question(flow.questions, name)
    group, _, rest = name.partition(".")
    if question is None:
        return name, ""
    if not rest:
        return question.label, show(question, trace.answers[name], flow.language)
    number, _, short = rest.partition(".")
    said = f"{flow.questions[group].item} {int(number) + 1}: {question.label}"
    return said, show(question, trace.answers[group][int(number)][short], flow.language)


def refusals(flow: Flow, walked: Walked) -> list[tuple[str, tuple[Problem, ...]]]:
    """Return what each page of a walk objects to when it is sent empty."""
    found = []
    journey = Journey(flow, today=SAMPLE_DAY)
    for stop in walked.stops:
        if journey.at_end or journey.page.id != stop.page:
            break
        if any(not one.optional for one in journey.asked()):
            problems = journey.submit({}).problems
            found += [(stop.page, problems)] if problems else []
        step = journey.submit(stop.answers)
        while step.revealed and not step.moved:
            step = journey.submit(stop.answers)
    return found
