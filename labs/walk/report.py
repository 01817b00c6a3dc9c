"""Walks: bots through every branch of every variant, and what they found."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.errors import Finding
from labs.journey import Journey
from labs.service import Flow, Service
from labs.walk.bot import Bot
from labs.walk.branches import branches

TODAY = date(2026, 1, 15)
"""The day on which bots walk unless told otherwise, so that walks can be repeated."""


@dataclass(frozen=True)
class WalkReport:
    """How many walks through how many pages, what failed, and how long it took in seconds."""

    walks: int
    pages: int
    failed: tuple[Finding, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the report as `probelauf walk --json` prints it."""
        failed = [vars(finding) for finding in self.failed]
        return {"walks": self.walks, "pages": self.pages, "failed": failed, "seconds": round(self.seconds, 4)}


def walk(
    service: Service, *, today: date = TODAY, seed: int = 0, clock: Callable[[], float] = time.perf_counter
) -> WalkReport:
    """Send bots through a service: every branch of every variant without and with mistakes, every persona,
    every script.

    Raises AuthorError where the declaration itself is wrong. `clock` counts seconds.
    """
    began = clock()
    walker = _Walker(service, today, random.Random(seed))  # noqa: S311 - bots, not secrets
    for variant in service.variant_ids:
        flow = service.flow(variant)
        if flow.app is None:  # bots cannot fill in an existing app
            walker.variant(flow)
    walker.scripts()
    failed = tuple(dict.fromkeys(walker.failed))
    return WalkReport(walker.walks, walker.pages, failed, clock() - began)


class _Walker:
    def __init__(self, service: Service, today: date, rng: random.Random) -> None:
        self.service, self.today, self.rng = service, today, rng
        self.walks = self.pages = 0
        self.failed: list[Finding] = []

    def variant(self, flow: Flow) -> None:
        """Walk every branch twice, then every persona to the end of its task."""
        walked: set[str] = set()
        stuck: list[Finding] = []
        for branch in branches(flow, today=self.today):
            for careless in (False, True):
                path, failed = self._walk(flow, branch.answers, careless)
                walked |= set(path)
                stuck += failed
        # An author's rule may forbid a combination of answers: that matters only where it shuts off a page.
        lost = [page.id for page in flow.pages if page.id not in walked]
        self.failed += [finding for finding in stuck if finding.code != "walk-ruled-out" or lost]
        for task in self.service.tasks:
            if task.role.answers:
                self._persona(
                    flow,
                    task.end_answers,
                    task.ends,
                    f"The persona of the task `{task.id}`",
                    str(task.source),
                )
        for persona in self.service.personas:
            self._persona(flow, persona.answers, "", f"The persona `{persona.id}`", str(persona.source))

    def scripts(self) -> None:
        """Walk what the author wrote down, in the variant named or in all."""
        for script in self.service.walks:
            for variant in [script.variant] if script.variant else self.service.variant_ids:
                path, failed = self._walk(self.service.flow(variant), script.answers, careless=False)
                self.failed += failed
                if script.expect and tuple(script.expect) != tuple(path):
                    what = f"The walk `{script.name}` in variant `{variant}` went {' > '.join(path)}."
                    fix = f"Expected was {' > '.join(script.expect)}."
                    self.failed.append(Finding("walk-unexpected", "error", str(script.source), what, fix))

    def _persona(self, flow: Flow, answers: Mapping[str, Any], ends: str, who: str, place: str) -> None:
        path, failed = self._walk(flow, answers, careless=False)
        self.failed += failed
        if ends and not failed and ends not in path:
            what = f"{who} does not come to the page `{ends}` in variant `{flow.variant}`: {' > '.join(path)}."
            self.failed.append(Finding("walk-unfinished", "error", place, what, "Change the persona, or `ends`."))

    def _walk(self, flow: Flow, answers: Mapping[str, Any], careless: bool) -> tuple[list[str], list[Finding]]:
        """Walk to the end; return the pages shown and what went wrong."""
        self.walks += 1
        every_failure = {mock.id: [*mock.failures] for mock in flow.mocks}
        journey, bot = Journey(flow, today=self.today, mocks=every_failure, role=answers), Bot(flow, self.rng, answers)
        path = [journey.page.id]
        failed: list[Finding] = []
        for _ in range(2 * len(flow.pages) + 10):
            if journey.at_end:
                break
            self.pages += 1
            failed += self._carelessly(journey, bot) if careless else []
            step = bot.step(journey)
            while step.revealed and not step.moved:
                step = bot.step(journey)
            if not step.moved:
                return path, [*failed, self._stuck(flow, journey)]
            if careless and journey.page.kind == "check":
                failed += self._change(journey, bot)
            path.append(journey.page.id)
        else:
            failed.append(_finding("walk-endless", flow, journey, "goes round and never comes to an end", ""))
        self.pages += 1
        return path, failed

    def _carelessly(self, journey: Journey, bot: Bot) -> Iterator[Finding]:
        """Submit nothing, then nonsense: both must be refused with a message for each problem."""
        required = [one for one in journey.asked() if not one.optional]
        attempts: list[dict[str, Any]] = [{}] if required else []
        if mistakes := bot.mistakes(journey):
            attempts.append(mistakes)
        for attempt in attempts:
            step = journey.submit(attempt)
            if step.moved or not (step.problems or step.revealed):
                yield _finding("walk-unrefused", journey.flow, journey, "takes a wrong answer", "Limit what it takes.")
                return
            if not all(problem.message.strip() for problem in step.problems):
                yield _finding("walk-wordless", journey.flow, journey, "refuses without a message", "Say what to do.")

    def _change(self, journey: Journey, bot: Bot) -> Iterator[Finding]:
        """Follow a change link and go on without a change: check-your-answers must come back."""
        check = journey.page.id
        asked = [page for page in journey.path() if journey.flow.page(page).question_ids and page != check]
        if asked and journey.jump(self.rng.choice(asked)).moved:
            raw = {one.id: journey.raw(one.id) for one in journey.asked()}
            if journey.submit(raw).to_page != check:
                yield _finding("walk-change", journey.flow, journey, "does not lead back to check-your-answers", "")

    def _stuck(self, flow: Flow, journey: Journey) -> Finding:
        problems = ", ".join(f"{one.anchor} ({one.rule})" for one in journey.problems)
        ruled_out = {one.rule for one in journey.problems} <= {rule.id for rule in flow.rules}
        fix = "Give the bots an answer: in a persona, a `Walk`, or by wider limits."
        code = "walk-ruled-out" if ruled_out and journey.problems else "walk-stuck"
        return _finding(code, flow, journey, f"cannot be answered: {problems}", fix)


def _finding(code: str, flow: Flow, journey: Journey, what: str, fix: str) -> Finding:
    page = journey.page
    return Finding(code, "error", str(page.source), f"The page `{page.id}` of variant `{flow.variant}` {what}.", fix)
