"""Where people leave: how many reach each page of a task, and for how many it is the last."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.metrics.measures import started
from feedback.metrics.selection import select
from feedback.metrics.values import Metric, rate_metric
from feedback.sessions import SessionFacts, TaskFacts
from feedback.stats import NotEnoughData
from feedback.study import Study

ARRIVED = ("success", "success_with_help")


@dataclass(frozen=True)
class FunnelStep:
    """A page: of `n` persons who started the task, `reached` saw it, and `left` saw it last without
    success.
    """

    page: str
    title: str
    reached: int
    left: int
    n: int

    @property
    def reached_rate(self) -> Metric | NotEnoughData:
        """How many of those who started saw the page, with the interval."""
        return rate_metric(self.reached, self.n)

    @property
    def left_rate(self) -> Metric | NotEnoughData:
        """How many of those who started saw the page last without success, with the interval."""
        return rate_metric(self.left, self.n)


def funnel(study: Study, facts: Iterable[SessionFacts], arm: str, task: str) -> tuple[FunnelStep, ...]:
    """Return the pages of a task in the order of the prototype, for one arm: those of the ideal path and
    all seen.
    """
    return funnel_of(select(study, facts)[arm].usable, task)


def funnel_of(sessions: tuple[SessionFacts, ...], task: str) -> tuple[FunnelStep, ...]:
    """Return the funnel of the given sessions of one arm."""
    tasks = started(sessions, task)
    titles = page_titles(sessions)
    expected = {
        page for facts in sessions if facts.flow for t in facts.flow.tasks if t.id == task for page in t.ideal_path
    }
    seen = {page for found in tasks for page in found.pages}
    order = [
        *titles,
        *(page for page in dict.fromkeys(p for t in tasks for p in t.pages) if page not in titles),
    ]
    return tuple(count_page(page, titles.get(page, page), tasks) for page in order if page in seen or page in expected)


def page_titles(sessions: Iterable[SessionFacts]) -> dict[str, str]:
    """Return the titles of all pages, in the order of the newest flow."""
    titles: dict[str, str] = {}
    for facts in reversed(list(sessions)):
        for page in facts.flow.pages if facts.flow else ():
            titles.setdefault(page.id, page.title)
    return titles


def count_page(page: str, title: str, tasks: list[TaskFacts]) -> FunnelStep:
    """Return how many persons reached a page and how many left on it."""
    reached = sum(page in task.pages for task in tasks)
    left = sum(task.last_page == page and task.outcome not in ARRIVED for task in tasks)
    return FunnelStep(page, title, reached, left, len(tasks))
