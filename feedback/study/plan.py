"""The test plan as its author writes it, and the study that is made of it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from feedback.events import Identifier, Mode
from feedback.study.source import Source

Design = Literal["between", "within"]
GateMetric = Literal["completion", "sus", "umux_lite", "ease"]
CriterionMetric = Literal["completion", "time", "errors", "sus", "umux_lite", "ease"]
Fact = Literal["passed", "failed", "open"]
Count = Annotated[int, Field(strict=True, ge=1)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Value = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Scope = Literal["probe", "quotes", "contact"]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{1,40}$")]

HARD_FACTS = ("accessibility", "data_protection")
LOOKS = (14, 21, 28, 36)
PLANNED_SESSIONS = 36
COMPLETION_PROBABILITY = 0.95
SCORE_PROBABILITY = 0.90
"""The default rule, found by `tests/benchmarks/search_rule.py`; it prints what other rules reach."""


def read_probability(value: object) -> float | tuple[float, ...]:
    """Return a probability above 0.5 and below 1, or a list of them; anything else is a mistake of the plan."""
    many = isinstance(value, list | tuple)
    for one in value if isinstance(value, list | tuple) else (value,):
        if not isinstance(one, float) or not 0.5 < one < 1:
            raise PydanticCustomError("probability", "A probability lies above 0.5 and below 1")
    if many and not value:
        raise PydanticCustomError("probability", "Write one probability for each look")
    return tuple(value) if isinstance(value, list | tuple) else value  # type: ignore[return-value]


Probability = Annotated[
    float | tuple[float, ...], PlainValidator(read_probability), PlainSerializer(lambda value: value, return_type=Any)
]


class Part(BaseModel):
    """The common base of the parts of a plan: immutable, and closed against unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Arm(Part):
    """One of the things compared: a variant of a prototype. `prototype` overrides that of the study.

    `params` is a regional key: the arm shows the prototype with the parameters of that state or municipality.
    """

    id: Identifier
    variant: Identifier
    name: str = ""
    prototype: Identifier | None = None
    params: Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{5}|\d{9}|\d{12})$")] | None = None


class PlannedTask(Part):
    """A task that participants are given. Of a critical one the study must measure the completion."""

    id: Identifier
    name: str = ""
    critical: Flag = False
    time_limit_min: Annotated[float, Field(strict=True, gt=0)] | None = None


class Gate(Part):
    """A condition set beforehand: the metric reaches `at_least` with at least this posterior probability.

    One probability counts at every look; a list has one for each look, so that early looks may ask for more.
    Left out, it is that of the default rule.
    """

    id: Identifier
    metric: GateMetric
    task: Identifier | None = None
    at_least: Annotated[float, Field(strict=True)]
    probability: Probability | None = None

    def probability_at(self, place: int) -> float:
        """Return the required probability at the look with this number, counted from 0."""
        if self.probability is None:
            return COMPLETION_PROBABILITY if self.metric == "completion" else SCORE_PROBABILITY
        return self.probability if isinstance(self.probability, float) else self.probability[place]


class Criterion(Part):
    """Something by which arms are ranked. The weight is a range, since nobody knows it exactly.

    `anchors` are pairs of a value of the metric and what it is worth from 0 to 1, with straight lines in
    between; they are absolute, so that an arm's worth does not depend on the other arms. Left out, they are
    those of `feedback.study.criteria`. Times are in seconds.
    """

    metric: CriterionMetric
    task: Identifier | None = None
    weight: tuple[Share, Share]
    anchors: Annotated[tuple[tuple[Value, Share], ...], Field(min_length=2)] | None = None

    @property
    def id(self) -> str:
        """The id of the metric, such as `completion.antrag`."""
        return f"{self.metric}.{self.task}" if self.task else self.metric


class HardFacts(Part):
    """What a person has to state, since no session can show it."""

    accessibility: Fact = "open"
    data_protection: Fact = "open"


class DataCheck(Part):
    """Limits beyond which the data do not carry a decision.

    `max_technical_failures` and `max_gaps` are shares (of sessions, of events); `min_allocation_p` is the
    p value below which the spread over the arms counts as broken; `min_answers` is the share of sessions
    that must have given a value before a gate is judged.
    """

    max_technical_failures: Share = 0.20
    max_gaps: Share = 0.05
    min_allocation_p: Share = 0.01
    min_answers: Share = 0.5


class Segment(Part):
    """A question that tells groups of people apart. It is asked after the consent, and nobody has to answer.

    `options` maps what is recorded to what is read: `{yes = "Ja", no = "Nein"}`.
    """

    id: Word
    question: str
    options: Annotated[dict[Word, str], Field(min_length=2)]


class Quotas(Part):
    """Places that open invitations keep for some: `access_needs` is the share for people with access needs."""

    access_needs: Share = 0.2


class Plan(Part):
    """The content of a study file.

    With `start = "finder"` citizens search for the service before each task that does not begin in the middle.
    `consent_scopes` are what participants may allow beyond taking part. Who is younger than `min_age` is refused, or
    with `guardian` asked to bring a guardian. `retention_days` left out is the lab's; `segments` left out is the
    shipped question for access needs (see `segments_of`).
    """

    title: str
    prototype: Identifier
    round: Count = 1
    design: Design = "between"
    mode: Mode = "alone"
    language: Literal["de", "en"] = "de"
    start: Literal["prototype", "finder"] = "prototype"
    demo: Flag = False
    planned_sessions: Count = PLANNED_SESSIONS
    blocking_severity: Annotated[int, Field(strict=True, ge=1, le=4)] = 3
    looks: Annotated[tuple[Count, ...], Field(min_length=1)] = LOOKS
    hypotheses: tuple[str, ...] = ()
    questionnaires: tuple[Identifier, ...] = ("umux_lite", "sus")
    consent_scopes: tuple[Scope, ...] = ("probe", "quotes")
    min_age: Annotated[int, Field(strict=True, ge=1, le=99)] = 18
    guardian: Flag = False
    retention_days: Count | None = None
    segments: tuple[Segment, ...] | None = Field(alias="segment", default=None)
    quotas: Quotas = Quotas()
    arms: tuple[Arm, ...] = Field(alias="arm", min_length=1)
    tasks: tuple[PlannedTask, ...] = Field(alias="task", min_length=1)
    gates: tuple[Gate, ...] = Field(alias="gate", min_length=1)
    criteria: tuple[Criterion, ...] = Field(alias="criterion", default=())
    hard_facts: HardFacts = HardFacts()
    data_check: DataCheck = DataCheck()


class Study(Plan):
    """A plan with its id (`folder/name`), its text and its hash. Make one with `load` or `parse`.

    `plan_hash` is the sha256 of what the author wrote, in canonical form: comments, blanks and the order
    of keys do not matter, a changed hard fact does. Whether prototype, variants and tasks exist is checked
    by those who know them; `place_of` gives them the line.
    """

    model_config = ConfigDict(populate_by_name=True)

    id: str
    plan_hash: str
    plan_text: str
    place: str

    def arm(self, arm_id: str) -> Arm:
        """Return the arm with this id; KeyError when there is none."""
        return {arm.id: arm for arm in self.arms}[arm_id]

    def task(self, task_id: str) -> PlannedTask:
        """Return the task with this id; KeyError when there is none."""
        return {task.id: task for task in self.tasks}[task_id]

    def arm_title(self, arm_id: str) -> str:
        """Return the name of an arm for a screen: `A`, or `A (Eine Frage je Seite)`."""
        name = self.arm(arm_id).name
        return f"{arm_id} ({name})" if name else arm_id

    def task_title(self, task_id: str) -> str:
        """Return the name of a task for a screen, or its id when the plan gives no name."""
        return self.task(task_id).name or task_id

    def prototype_of(self, arm_id: str) -> str:
        """Return the prototype that an arm shows."""
        return self.arm(arm_id).prototype or self.prototype

    def required(self, gate: Gate, look: int) -> float:
        """Return the probability that a gate needs at a planned look."""
        return gate.probability_at(self.looks.index(look))

    def line_of(self, *path: str | int) -> int:
        """Return the line of a key of the plan, such as `line_of("arm", 0, "variant")`."""
        return Source(self.plan_text, self.place, "study").line_of(*path)

    def place_of(self, *path: str | int) -> str:
        """Return `file:line` of a key of the plan, for findings."""
        return f"{self.place}:{self.line_of(*path)}"
