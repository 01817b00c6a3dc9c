"""What the shape of a line cannot show: names that the plan or the instruments do not have, and counts that clash."""

from collections import Counter
from collections.abc import Iterator

from feedback.errors import Finding, nearest
from feedback.exchange.lines import AnswerLine, Line, TaskLine
from feedback.instruments import INSTRUMENTS
from feedback.study import Study
from feedback.study.segments import join_segments


def check_line(study: Study, line: Line, place: str) -> list[Finding]:
    """Return all that is wrong with a line of the right shape."""
    return [
        Finding(f"import.{code}", "error", place, what, fix)
        for code, what, fix in (
            *check_session(study, line),
            *check_tasks(study, line.tasks),
            *check_answers(study, line),
        )
    ]


def check_session(study: Study, line: Line) -> Iterator[tuple[str, str, str]]:
    """Find unknown arms, groups that are no short words, and invented people in a real study."""
    arms = [arm.id for arm in study.arms]
    if line.session.arm not in arms:
        yield "arm", f"The study has no arm `{line.session.arm}`.", nearest(line.session.arm, arms)
    if line.session.synthetic and not study.demo:
        yield "synthetic", "This session is synthetic, and the study is no demo.", "Import real sessions only."
    try:
        join_segments(line.session.segments)
    except ValueError as error:
        yield "segments", f"`session.segments`: {error}.", 'Write short words, such as {"age": "60-79"}.'


def check_tasks(study: Study, tasks: tuple[TaskLine, ...]) -> Iterator[tuple[str, str, str]]:
    """Find unknown tasks, tasks that stand twice, and counts of pages that cannot be."""
    known = [task.id for task in study.tasks]
    for name, times in Counter(task.task for task in tasks).items():
        if name not in known:
            yield "task", f"The study has no task `{name}`.", nearest(name, known)
        if times > 1:
            yield "task-twice", f"The task `{name}` stands {times} times.", "Keep the first attempt only."
    for number, task in enumerate(tasks):
        here = f"tasks[{number}]"
        if task.pages_unique > task.pages_total or (task.pages_total > 0) != (task.pages_unique > 0):
            what = f"`{here}`: {task.pages_unique} different pages in {task.pages_total} page views cannot be."
            yield "pages", what, "`pages_unique` is at most `pages_total`; both are 0 where nobody counted."
        if task.backtracks > max(task.pages_total - 1, 0):
            what = f"`{here}`: {task.backtracks} steps back in {task.pages_total} page views cannot be."
            yield "backtracks", what, "Each step back is a page view, and the first view is none."


def check_answers(study: Study, line: Line) -> Iterator[tuple[str, str, str]]:
    """Find answers that no questionnaire knows, off the scale, without their task, or given twice."""
    for number, answer in enumerate(line.answers):
        for code, what, fix in check_answer(study, line, answer):
            yield code, f"`answers[{number}]`: {what}", fix
    asked = Counter((answer.instrument, answer.item, answer.task) for answer in line.answers)
    for (instrument, item, _), times in asked.items():
        if times > 1:
            yield "answer-twice", f"The item `{instrument}.{item}` is answered {times} times.", "Keep the last answer."


def check_answer(study: Study, line: Line, answer: AnswerLine) -> Iterator[tuple[str, str, str]]:
    """Find what is wrong with one answer."""
    instrument = INSTRUMENTS.get(answer.instrument)
    if instrument is None:
        yield "instrument", f"There is no questionnaire `{answer.instrument}`.", nearest(answer.instrument, INSTRUMENTS)
        return
    items = [item.id for item in instrument.items]
    if answer.item not in items:
        yield "item", f"`{instrument.id}` has no item `{answer.item}`.", nearest(answer.item, items)
    elif answer.value is not None and not instrument.accepts(answer.item, answer.value):
        what = f"{answer.value} is not on the scale of `{instrument.id}`."
        yield "value", what, f"From {instrument.low} to {instrument.high}, or null for no answer."
    tasks = [task.id for task in study.tasks]
    if answer.task is not None and answer.task not in tasks:
        yield "task", f"The study has no task `{answer.task}`.", nearest(answer.task, tasks)
    if instrument.per_task and answer.task is None and len(line.tasks) != 1:
        yield "answer-task", f"`{instrument.id}` follows each task, so the answer must name one.", "Add `task`."
    if not instrument.per_task and answer.task is not None:
        yield "answer-task", f"`{instrument.id}` is asked once a session.", "Remove `task`."
