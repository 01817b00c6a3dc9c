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
    order, the same at every call. `clock_ms` counts milliseconds since 1970; `new_id` makes session ids.
    """

    study: Study
    flows: Mapping[str, Flow]
    tasks: Mapping[str, Mapping[str, Task]]
    recorder: Recorder
    assign: Callable[[str], Sequence[str]]
    clock_ms: Callable[[], int]
    new_id: Callable[[], str]
    consent_version: str
    synthetic: bool = False
