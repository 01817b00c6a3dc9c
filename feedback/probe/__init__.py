"""The probe's door: what a script in the citizen's browser noticed, checked and stored, with consent only."""

from feedback.probe.batch import MOST_BYTES, MOST_EVENTS, Batch, NumberedEvent, ProbeEvent, read_batch
from feedback.probe.reception import GRACE_MS, SCOPE, TOKEN_AGE_S, Reception, new_lane

__all__ = [
    "GRACE_MS",
    "MOST_BYTES",
    "MOST_EVENTS",
    "SCOPE",
    "TOKEN_AGE_S",
    "Batch",
    "NumberedEvent",
    "ProbeEvent",
    "Reception",
    "new_lane",
    "read_batch",
]
