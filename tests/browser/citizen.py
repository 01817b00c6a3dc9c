"""A test citizen with hands: goes through a visit in a real browser, by keyboard, with a persona's answers."""

import random
from typing import Any

from conftest import settle
from playwright.sync_api import Page, expect

from labs.conditions import UNKNOWN
from labs.discovery import Workspace
from labs.journey import Journey
from labs.questions import Question
from labs.service import Service
from labs.walk import TODAY, Bot

MOST_TABS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is within what the selector names."""
    inside = "selector => !!document.activeElement && !!document.activeElement.closest(selector)"
    for _ in range(MOST_TABS):
        if page.evaluate(inside, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page: Page, words: str) -> None:
    """Go to a button by Tab and press Enter on it."""
    named = "words => document.activeElement?.tagName === 'BUTTON' && document.activeElement.innerText.trim() === words"
    before = turn_of(page)
    for _ in range(MOST_TABS):
        if page.evaluate(named, words):
            page.keyboard.press("Enter")
            next_turn(page, before)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach the button {words!r}")


def next_turn(page: Page, before: int) -> None:
    """Wait until the action taken in the turn `before` has been answered."""
    expect(page.locator("#pl-page")).not_to_have_attribute("data-turn", str(before))
    settle(page)


def turn_of(page: Page) -> int:
    """Return the turn that the page was drawn in."""
    return int(page.locator("#pl-page").get_attribute("data-turn") or -1)


def come_in(page: Page) -> None:
    """Be old enough, take part, and tell nothing of oneself."""
    tab_to(page, '[class*="st-key-q"][class*="-age"]')
    page.keyboard.press("Space")
    press(page, "Ich mache mit")
    expect(page.locator("#pl-heading")).to_have_text("Eine Frage zu Ihnen")
    press(page, "Weiter")


class Citizen:
    """Fills in the pages of one task as the persona would; a journey beside the browser knows what is asked."""

    def __init__(self, page: Page, service: Service, variant: str, task: str) -> None:
        self.page = page
        flow = service.flow(variant)
        self.task = service.task(task)
        known = self.task.role.answers if self.task.starts else None
        self.journey = Journey(flow, today=TODAY, answers=known, at=self.task.starts or None)
        self.bot = Bot(flow, random.Random(1), self.task.end_answers)
        self.visited: list[str] = []

    def use_page(self) -> None:
        """Fill in the page and press the button that leads on; on the check page, first what the goal asks for."""
        if self.journey.page.kind == "check" and not self.journey.flow.reaches_goal(self.task, self.journey.answers):
            self.change()
            return
        expect(self.page.locator("#pl-heading")).to_have_text(self.journey.page.title)
        self.visited.append(self.journey.page.id)
        wanted = self.bot.answers(self.journey)
        visible = [question for question in self.journey.asked() if question.id in wanted]
        for question in visible:
            if self.journey.raw(question.id) != wanted[question.id]:
                self.answer(question, wanted[question.id])
        words = self.page.locator('[class*="st-key-forward"] button').inner_text().strip()
        press(self.page, words)
        self.journey.submit({question.id: wanted[question.id] for question in visible})

    def change(self) -> None:
        """Follow the change link to the page of the task's goal."""
        goal = set(self.task.goal)
        target = next(page for page in self.journey.flow.pages if goal & set(page.question_ids))
        press(self.page, f"Ändern: {target.title}")
        self.journey.jump(target.id)

    def answer(self, question: Question, raw: Any) -> None:
        """Answer one question by keyboard."""
        key = f".st-key-q{turn_of(self.page)}-{question.id.replace('.', '-')}"
        match question.kind:
            case "group" | "upload":
                return
            case "yesno":
                self.choose(key, 0 if raw is True else 1)
            case "one_of":
                values = [option.value for option in question.options]
                self.choose(key, len(values) if raw is UNKNOWN else values.index(raw))
            case "several_of":
                for index, option in enumerate(question.options):
                    if option.value in raw:
                        tab_to(self.page, f"{key}-o{index}")
                        self.page.keyboard.press("Space")
            case "declaration":
                tab_to(self.page, key)
                self.page.keyboard.press("Space")
            case "date":
                for part in ("day", "month", "year"):
                    self.type(f"{key}-{part}", str(raw[part]))
            case _:
                self.type(key, str(raw))

    def type(self, key: str, text: str) -> None:
        """Go to a field by Tab and type."""
        tab_to(self.page, key)
        self.page.keyboard.type(text)

    def choose(self, key: str, index: int) -> None:
        """Go to a group of radios by Tab and choose the option by Space and arrow keys."""
        tab_to(self.page, key)
        self.page.keyboard.press("Space")
        for _ in range(index):
            self.page.keyboard.press("ArrowDown")
        checked = self.page.locator(f"{key} input").nth(index)
        assert checked.is_checked(), f"option {index} of {key} is not chosen"


def service_named(name: str, workspace: Workspace) -> Service:
    """Return a service by its name."""
    return workspace.load(name)
