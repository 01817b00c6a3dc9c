"""One line of an exchange file: a session with its tasks and answers.

The keys `participant`, `arm`, `started_ms`, `segments`, those of a task but `pages_ideal`, and those of an answer
but `wording` are the format. The other keys are optional: an export writes them so that nothing that decides is
lost.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from feedback.errors import Finding, nearest
from feedback.events import EndReason, Identifier, Mode, Outcome

LANGUAGES = ("de", "en")


def require_number(value: Any) -> Any:
    """Let a number pass; a text or a truth value is no number, even where it looks like one."""
    if isinstance(value, str | bool):
        raise ValueError("Input should be a number")
    return value


def require_word(value: Any) -> Any:
    """Return a participant's code as text: some labs only number their people."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Whole = Annotated[int, BeforeValidator(require_number), Field(ge=0, le=10**14)]
Count = Annotated[int, BeforeValidator(require_number), Field(ge=0, le=10_000)]
Answer = Annotated[int, BeforeValidator(require_number)]


class Part(BaseModel):
    """The common base: immutable, and closed against unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionLine(Part):
    """Who took part, in which arm, when (epoch milliseconds), and of which groups.

    `version` is the content hash of the prototype and `language` what it was shown in; without them the session
    counts as one of an unknown version. `events` and `missing` count the events that were recorded and that got lost.
    """

    participant: Annotated[str, BeforeValidator(require_word), Field(min_length=1, max_length=200)]
    arm: str
    started_ms: Whole
    segments: Mapping[str, str | int | bool] = {}
    position: Count = 0
    mode: Mode | None = None
    end_reason: EndReason = "finished"
    synthetic: bool = False
    version: Identifier | None = None
    language: Literal["de", "en"] = "de"
    events: Whole = 0
    missing: Whole = 0


class TaskLine(Part):
    """What happened in a task. `pages_ideal` is the length of the shortest path, where that is known."""

    task: str
    outcome: Outcome
    duration_ms: Whole
    pages_unique: Count
    pages_total: Count
    errors: Count
    backtracks: Count
    pages_ideal: Annotated[int, BeforeValidator(require_number), Field(ge=1, le=1_000)] | None = None


class AnswerLine(Part):
    """An answer to an item; None is "no answer". `wording` is the id of the wording that was read."""

    instrument: str
    item: str
    value: Answer | None
    task: str | None = None
    wording: Identifier | None = None


class Line(Part):
    """One session."""

    session: SessionLine
    tasks: tuple[TaskLine, ...]
    answers: tuple[AnswerLine, ...]


CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": get_args(Outcome),
    "mode": get_args(Mode),
    "end_reason": get_args(EndReason),
    "language": LANGUAGES,
}
PARTS: dict[str, type[BaseModel]] = {"session": SessionLine, "tasks": TaskLine, "answers": AnswerLine}


def read_line(data: Any, place: str) -> Line | list[Finding]:
    """Return the line, or all that is wrong with its shape."""
    try:
        return Line.model_validate(data)
    except ValidationError as error:
        return [describe(dict(problem), place) for problem in error.errors()]


def describe(problem: dict[str, Any], place: str) -> Finding:
    """Return what pydantic found, with the path to it and the nearest name."""
    path: tuple[str | int, ...] = problem["loc"]
    name = str(path[-1]) if path else ""
    where = tell_path(path)
    if problem["type"] == "extra_forbidden":
        return Finding("import.unknown-key", "error", place, f"`{where}` is not known.", nearest(name, keys_at(path)))
    if problem["type"] == "missing":
        return Finding("import.missing-key", "error", place, f"`{where}` is missing.", f"Add `{name}`.")
    if problem["type"] == "literal_error":
        given = str(problem["input"])
        return Finding("import.value", "error", place, f"`{where}` is `{given}`.", nearest(given, CHOICES[name]))
    said = str(problem["msg"]).removeprefix("Value error, ")
    return Finding("import.value", "error", place, f"`{where or 'line'}`: {said}.", "")


def tell_path(path: Iterable[str | int]) -> str:
    """Return the path to a value as people write it.

    >>> tell_path(("tasks", 0, "outcome"))
    'tasks[0].outcome'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def keys_at(path: tuple[str | int, ...]) -> Iterable[str]:
    """Return the keys that may stand beside the last step of a path."""
    return PARTS[str(path[0])].model_fields if len(path) > 1 and path[0] in PARTS else PARTS
