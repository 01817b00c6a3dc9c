"""A usability problem: what it is, how severe, whom it hit."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from feedback.errors import ProbelaufError
from feedback.events import Identifier
from feedback.metrics import Metric
from feedback.stats import NotEnoughData
from feedback.store import FindingVersion, Observation, Quote, Rating
from feedback.store.notebook import Status

BLOCKING_SEVERITY = 3
"""The severity from which an open finding blocks, unless the plan says otherwise (DIN SPEC 66336, 5.6.2)."""
MOST_TITLE, MOST_TEXT, MOST_AUTHOR = 120, 1000, 60


class RefusedError(ProbelaufError):
    """What somebody entered cannot be taken; `sentences` say why, in German, for the screen."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def clean_text(most: int, missing: str) -> Any:
    """Return a type for a text without stray blanks; an empty one or one that is too long is refused in German."""

    def check(text: Any) -> str:
        cleaned = " ".join(str(text or "").split())
        if not cleaned and missing:
            raise ValueError(missing)
        if len(cleaned) > most:
            raise ValueError(f"Kürzen Sie den Text auf {most} Zeichen.")
        return cleaned

    return Annotated[str, BeforeValidator(check)]


def check_severity(severity: Any) -> int:
    """Return a severity from 0 to 4."""
    if severity not in range(5):
        raise ValueError("Wählen Sie eine Schwere von 0 bis 4.")
    return int(severity)


class Entry(BaseModel):
    """The base of what people enter: closed, immutable, refused with German sentences all at once."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def read(cls, **values: Any) -> Any:
        """Return the entry, or raise RefusedError with a sentence for every mistake."""
        try:
            return cls(**values)
        except ValidationError as error:
            known = [fault["ctx"]["error"] for fault in error.errors() if fault["type"] == "value_error"]
            if len(known) < error.error_count():
                raise
            raise RefusedError(*(str(one) for one in known)) from error


class Author(Entry):
    """Who enters something: a short sign that the team agreed on, such as initials."""

    sign: clean_text(MOST_AUTHOR, "Geben Sie Ihr Kürzel ein.")  # type: ignore[valid-type]


class Draft(Entry):
    """A finding as somebody enters or edits it. `note` is the version it was mended in, or why it was accepted."""

    title: clean_text(MOST_TITLE, "Beschreiben Sie das Problem in einem Satz.")  # type: ignore[valid-type]
    task: Identifier | None = None
    page: Identifier | None = None
    field: Identifier | None = None
    arm: Identifier | None = None
    status: Status = "open"
    note: clean_text(MOST_TEXT, "") = ""  # type: ignore[valid-type]
    sessions: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def check_note(self) -> "Draft":
        """Refuse a finding that is done without a word why."""
        if self.status == "mended" and not self.note:
            raise ValueError("Nennen Sie die Version, in der das Problem behoben ist.")
        if self.status == "accepted" and not self.note:
            raise ValueError("Begründen Sie, warum Sie das Problem hinnehmen.")
        return self


class Note(Entry):
    """What an observer saw; `t_ms` after the session's start."""

    text: clean_text(MOST_TEXT, "Schreiben Sie auf, was Sie gesehen haben.")  # type: ignore[valid-type]
    session_id: Identifier | None = None
    t_ms: Annotated[int, Field(ge=0)] | None = None


class Words(Entry):
    """What a participant said."""

    text: clean_text(MOST_TEXT, "Geben Sie das Zitat ein.")  # type: ignore[valid-type]
    session_id: Identifier


class Judgement(Entry):
    """How severe somebody finds a problem."""

    severity: Annotated[int, BeforeValidator(check_severity)]


@dataclass(frozen=True)
class Finding:
    """A usability problem with everything noted about it and about the findings that were merged into it.

    `affected` is the share of the persons who count, of the finding's arm or of all; `sessions` may hold further
    ones that do not count. `priority` is the severity times the upper bound of that share. `ratings` are those of
    the finding itself, `parts` the numbers of the merged ones. `synthetic` says that all its sessions are invented.
    """

    version: FindingVersion
    sessions: tuple[str, ...]
    observations: tuple[Observation, ...]
    quotes: tuple[Quote, ...]
    ratings: tuple[Rating, ...]
    severity: int
    affected: Metric | NotEnoughData
    priority: float | NotEnoughData
    parts: tuple[int, ...] = ()
    candidates: tuple[str, ...] = ()
    synthetic: bool = False

    @property
    def number(self) -> int:
        """Its number within the study."""
        return self.version.number

    @property
    def title(self) -> str:
        """The problem in a sentence."""
        return self.version.title

    @property
    def is_open(self) -> bool:
        """Whether it is neither mended nor accepted."""
        return self.version.status == "open"

    @property
    def raters(self) -> tuple[str, ...]:
        """Who has judged it."""
        return tuple(rating.rater for rating in self.ratings)

    @property
    def disputed(self) -> bool:
        """Whether raters differ and have not settled on a severity yet."""
        return self.version.agreed is None and len({rating.severity for rating in self.ratings}) > 1

    def shows_severity_to(self, rater: str | None) -> bool:
        """Return whether this member of the team may see the severity without losing independence.

        It is hidden from a second rater until he or she has judged, too.
        """
        return self.version.agreed is not None or rater in self.raters or len(self.raters) > 1
