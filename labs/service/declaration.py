"""What an author declares: a service with its pages, tasks, variants, rules, personas and walks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from labs.conditions import Condition, Source, When, as_condition, declared_at
from labs.pages import AppPage, Page, Text
from labs.questions import Asked
from labs.service.words import Words

if TYPE_CHECKING:
    from labs.service.flow import Flow


@dataclass(frozen=True)
class Persona:
    """Invented data for a role: an id, a line or two about the person, and answers by field.

    `Persona("erika", "Erika Beispiel, 71, lebt allein zur Miete.", {"personen": 1, "miete": 480})`

    `mocks={"bundid": ["abgebrochen", "erfolg"]}` says what happens at the stand-ins of `labs.mocks`, try by try.
    """

    id: str
    story: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    mocks: Mapping[str, Sequence[str]] = field(default_factory=dict, kw_only=True)
    source: Source = field(default_factory=declared_at, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Task:
    """What the participant is asked to do: `scenario` sets the scene, `persona` gives the data.

    `persona` is a Persona or plain answers by field. The task is a success when the page `ends` is reached and
    the answers of `goal` stand. With `starts` it begins on that page, all that comes before filled in with the
    persona's answers: `Task("aendern", ..., starts="check", goal={"miete": 515})`. `time_limit_min` counts in
    minutes. `mocks` says what happens at the stand-ins, as in a Persona, and has the last word.
    """

    id: str
    title: str
    scenario: str = ""
    persona: Persona | Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    starts: str = field(default="", kw_only=True)
    ends: str = field(default="done", kw_only=True)
    goal: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    time_limit_min: float | None = field(default=None, kw_only=True)
    mocks: Mapping[str, Sequence[str]] = field(default_factory=dict, kw_only=True)
    source: Source = field(default_factory=declared_at, init=False, compare=False, repr=False)

    @property
    def role(self) -> Persona:
        """The persona; plain answers become one that is named like the task."""
        return self.persona if isinstance(self.persona, Persona) else Persona(self.id, "", self.persona)

    @property
    def script(self) -> dict[str, Sequence[str]]:
        """What happens at the stand-ins, try by try; after that they succeed."""
        return {**self.role.mocks, **self.mocks}

    @property
    def end_answers(self) -> dict[str, Any]:
        """The persona's answers as they stand when the goal is reached."""
        return {**self.role.answers, **self.goal}


@dataclass(frozen=True)
class Variant:
    """One of the designs that are compared; all that is not named stays as the service says.

    - `order=["wohnen", "haushalt"]` puts these pages in this order, within the places that they already have.
    - `pages=["start", Page(...), "check"]` is a whole list of its own; a name takes the service's page.
    - `without=["miete"]` leaves pages out.
    - `titles` and `texts` replace headings and texts by page; `labels` and `hints` by field.
    - `questions={"miete": ask("Kaltmiete", gt=0)}` replaces whole questions.
    - `app="zweite.py"` runs another script, where the service is an existing app.
    - `words=read_words(__file__, "leicht.toml")` puts all texts in other words: another language, or an easier one.
      `language` ("de", "de-leicht", "en") says which, whatever the study's language is.
    """

    id: str
    name: str = ""
    order: Sequence[str] = field(default=(), kw_only=True)
    pages: Sequence[Page | str] = field(default=(), kw_only=True)
    without: Sequence[str] = field(default=(), kw_only=True)
    titles: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    texts: Mapping[str, Text] = field(default_factory=dict, kw_only=True)
    labels: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    hints: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    questions: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    app: str = field(default="", kw_only=True)
    words: Words = field(default_factory=Words, kw_only=True)
    language: str = field(default="", kw_only=True)
    source: Source = field(default_factory=declared_at, init=False, compare=False, repr=False)

    def asked(self, name: str) -> Asked | None:
        """Return what the variant's own `ask` says about a field, if there is one."""
        notes = getattr(self.questions.get(name), "metadata", ())
        return next((note for note in notes if isinstance(note, Asked)), None)


class Rule:
    """A condition on several answers, with the message for when it does not hold.

    `Rule("miete_passt", answer.miete <= answer.einkommen, "Die Miete ist höher als ...", at="miete")`

    It is looked at as soon as all its fields are answered, on each page that asks for one of them. `at`
    names the question that the message points to.
    """

    def __init__(self, id: str, holds: When, message: str, *, at: str = "") -> None:  # noqa: A002
        self.id, self.message, self.at = id, message, at
        self.holds: Condition = as_condition(holds)
        self.source: Source = declared_at()

    def __repr__(self) -> str:
        return f"Rule({self.id!r}, {self.holds})"


@dataclass(frozen=True)
class Walk:
    """A scripted walk: with these answers exactly these pages are shown. Run by `probelauf walk`."""

    name: str
    answers: Mapping[str, Any]
    expect: Sequence[str] = ()
    variant: str = field(default="", kw_only=True)
    source: Source = field(default_factory=declared_at, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Service:
    """An administrative service as a prototype: everything else is computed from this one definition.

    `Service("altes", "Altes Formular", app="alt.py", steps=("start", "fertig"))` takes in an existing Streamlit app:
    the script beside the declaration draws itself and says by `labs.step("fertig")` where the citizen is.

    `ozg` and `leika` are its keys, `keys_as_of` the date (or year) at which they were looked up. `notice`
    is printed on every page. `params` are what `read_params` found for a region. Mistakes do not raise here:
    `probelauf check` finds them all, and `flow` refuses to go on.
    """

    id: str
    title: str
    model: type[BaseModel] = BaseModel
    pages: Sequence[Page] = field(default=(), kw_only=True)
    app: str = field(default="", kw_only=True)
    steps: Sequence[str] = field(default=(), kw_only=True)
    tasks: Sequence[Task] = field(default=(), kw_only=True)
    variants: Sequence[Variant] = field(default=(), kw_only=True)
    rules: Sequence[Rule] = field(default=(), kw_only=True)
    personas: Sequence[Persona] = field(default=(), kw_only=True)
    walks: Sequence[Walk] = field(default=(), kw_only=True)
    ozg: str = field(default="", kw_only=True)
    leika: str = field(default="", kw_only=True)
    keys_as_of: str = field(default="", kw_only=True)
    notice: str = field(default="", kw_only=True)
    params: Any = field(default=None, kw_only=True)
    source: Source = field(default_factory=declared_at, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.app and not self.pages:
            steps = tuple(self.steps) or ("app",)
            object.__setattr__(self, "steps", steps)
            object.__setattr__(self, "pages", tuple(AppPage(name, name.capitalize()) for name in steps))

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """The ids of the variants; a service without any has the one variant `A`."""
        return tuple(variant.id for variant in self.variants) or ("A",)

    @property
    def all_personas(self) -> dict[str, Persona]:
        """All personas by id: the service's own and those of its tasks."""
        roles = [task.role for task in self.tasks if task.role.answers or task.role.story]
        return {persona.id: persona for persona in (*roles, *self.personas)}

    def task(self, task_id: str) -> Task:
        """Return a task by its id; KeyError where there is none."""
        return {task.id: task for task in self.tasks}[task_id]

    def flow(self, variant: str = "", language: str = "de") -> "Flow":
        """Return one variant, resolved, in one language ("de" or "en"); the first variant where none is
        named.

        Raises AuthorError with all findings where the declaration is wrong.
        """
        from labs.service.flow import resolved

        return resolved(self, variant or self.variant_ids[0], language)
