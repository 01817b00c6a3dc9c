"""What a visit needs from its surroundings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feedback.recorder import Recorder
from feedback.study import Study
from labs.service import Flow, Task


@dataclass(frozen=True)
class Cast:
    """What a visit needs from its surroundings.

    `flows` has one flow an arm and `tasks` the tasks of each arm's service. `assign` gives the arms of a participant in
    order, the same at every call (see `Enrolment.arms`). `clock_ms` counts milliseconds since 1970. `session_id` names
    a participant's sessions by their number, the same in every process, so that two can never start one twice.
    """

    study: Study
    flows: Mapping[str, Flow]
    tasks: Mapping[str, Mapping[str, Task]]
    recorder: Recorder
    assign: Callable[..., Sequence[str]]
    clock_ms: Callable[[], int]
    session_id: Callable[[str, int], str]
    consent_version: str
    synthetic: bool = False
