"""The words an event may be made of: identifiers and closed lists, so that free text has no place to go."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

IDENTIFIER = r"^[A-Za-z0-9_.\-]{1,80}$"
STUDY_ID = r"^[A-Za-z0-9_.\-]{1,80}(/[A-Za-z0-9_.\-]{1,80})?$"

LANE = 1 << 20
"""An event's number in its session is `lane * LANE + n`: lane 0 is the server's, and `n` counts within the lane."""
STAFF_LANE = 1
FIRST_PROBE_LANE = 2
LONGEST_MS = 24 * 3600 * 1000
ZONES = 48
"""A place on the screen is told by its zone in a grid of 8 columns and 6 rows, counted from the top left."""

LANE = 1 << 20
"""Events are numbered in lanes, `seq = lane * LANE + n`: lane 0 is the server's."""
STAFF_LANE = 1
FIRST_PROBE_LANE = 2

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
StudyId = Annotated[str, StringConstraints(pattern=STUDY_ID)]

Source = Literal["server", "probe", "staff", "import"]
Nav = Literal["start", "next", "back", "jump", "resume"]
Mode = Literal["alone", "moderated"]
Outcome = Literal["success", "success_with_help", "failed", "gave_up", "timed_out", "technical_failure"]
EndReason = Literal["finished", "stopped", "timed_out", "technical_failure"]


class Record(BaseModel):
    """The common base of everything that is recorded: immutable, and closed against unknown fields.

    Errors do not repeat the refused value: it might be something that a citizen typed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
