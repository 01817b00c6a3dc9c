"""The truth behind invented studies: how good each arm really is."""

import json
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback.errors import AuthorError, Finding, OperatorError
from feedback.events import Identifier

Number = Annotated[float, Field(allow_inf_nan=False)]


class ArmTruth(BaseModel):
    """How people get on with an arm: the share who complete a task by themselves, mean and standard deviation of
    the SUS score (0 to 100), median time (s) and standard deviation of its logarithm.

    The completion holds for each task. Other scores stand at the same place of their scale as SUS.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    completion: Annotated[Number, Field(ge=0, le=1)]
    sus_mean: Annotated[Number, Field(ge=0, le=100)] = 75.0
    sus_sd: Annotated[Number, Field(ge=0)] = 17.0
    time_median_s: Annotated[Number, Field(gt=0)] = 300.0
    time_sd_log: Annotated[Number, Field(ge=0)] = 0.45

    @model_validator(mode="after")
    def has_possible_spread(self) -> "ArmTruth":
        """Refuse a spread that no scores from 0 to 100 with this mean can have."""
        most = sqrt(self.sus_mean * (100 - self.sus_mean))
        if self.sus_sd and self.sus_sd >= most:
            raise ValueError(f"with a mean of {self.sus_mean:g} the spread sus_sd lies below {most:.1f}")
        return self


class Truth(BaseModel):
    """The content of a truth file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    arms: Annotated[dict[Identifier, ArmTruth], Field(min_length=1)]


def load_truth(path: Path) -> Mapping[str, ArmTruth]:
    """Return the truth of a JSON file; one that cannot be read is an OperatorError, mistakes in it an AuthorError
    with all of them.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not written in UTF-8"
        raise OperatorError(f"The file {path} cannot be read: {reason}.") from error
    return read_truth(text, str(path))


def read_truth(text: str, place: str = "truth.json") -> Mapping[str, ArmTruth]:
    """Return the truth of a JSON text, by arm.

    >>> read_truth('{"arms": {"A": {"completion": 0.95, "sus_mean": 80}}}')["A"].completion
    0.95
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise AuthorError([Finding("truth.syntax", "error", f"{place}:{error.lineno}", f"{error.msg}.", "")]) from error
    try:
        return Truth.model_validate(data).arms
    except ValidationError as error:
        findings = [
            Finding("truth.value", "error", f"{place}:1", f"`{'.'.join(map(str, one['loc']))}`: {one['msg']}.", "")
            for one in error.errors()
        ]
        raise AuthorError(findings) from error
