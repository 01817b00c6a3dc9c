"""Takes batches of the probe: for a session that exists, with its consent, in its words, and not too many."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from feedback.errors import InternalError
from feedback.events import FIRST_PROBE_LANE, LANE, Event, Session
from feedback.probe.batch import read_batch
from feedback.recorder import Vocabulary
from feedback.store import ProbeStanding, Store
from feedback.throttle import Throttle
from feedback.tokens import open_probe

SCOPE = "probe"
TAKING_PART = "taking_part"
TOKEN_AGE_S = 2 * 3600
GRACE_MS = 10 * 60 * 1000
"""So long after a session's end the last batch of a closed tab may still arrive."""
EVENTS_A_SESSION = 20_000
BATCHES_A_MINUTE = 30_000
SESSION_BATCHES_A_MINUTE = 120
_LANE_BITS = 40
_KEPT = 4_096
_T = TypeVar("_T")


def new_lane() -> int:
    """Return the lane of one load of a page: 40 random bits.

    Unlike a number made from the time, it needs no word between processes, nor between two tabs that a browser opens
    at the same instant: with 100 loads in one session the odds of a clash are 1 to 200 million.
    """
    return FIRST_PROBE_LANE + secrets.randbits(_LANE_BITS)


class Reception:
    """Checks and stores batches. Any process can do it for any session; any thread may call."""

    def __init__(self, store: Store, secret: str, clock_ms: Callable[[], int]) -> None:
        self._store = store
        self._secret = secret
        self._clock_ms = clock_ms
        self._throttle = Throttle(BATCHES_A_MINUTE)
        self._throttles: OrderedDict[str, Throttle] = OrderedDict()
        self._vocabularies: OrderedDict[str, Vocabulary] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, body: bytes) -> Future[None] | None:
        """Store the batch in a request's body; None when it is refused.

        Reads from the store, so do not call it on an event loop. The Future is the store's: done after the commit.
        Raises OperatorError when the store cannot be read.
        """
        batch = read_batch(body)
        ticket = open_probe(self._secret, batch.token, max_age_s=TOKEN_AGE_S) if batch else None
        if batch is None or ticket is None or not self._in_rate(ticket.session_id):
            return None
        numbered = {ticket.lane * LANE + one.n: one.event for one in batch.events}
        standing = self._store.probe_standing(ticket.session_id, min(numbered), max(numbered))
        now_ms = self._clock_ms()
        if standing is None or not _is_welcome(standing, len(numbered), now_ms):
            return None
        try:
            vocabulary = self._vocabulary(standing.session)
            placed = {seq: _placed(one, standing, now_ms, vocabulary) for seq, one in numbered.items()}
        except InternalError:
            return None
        # What is stored stays: sent again, an event may be given another time than at first.
        new = [(seq, event) for seq, event in placed.items() if seq not in standing.stored]
        return self._store.append(ticket.session_id, new)

    def _in_rate(self, session_id: str) -> bool:
        with self._lock:
            throttle = self._throttles.pop(session_id, None) or Throttle(SESSION_BATCHES_A_MINUTE)
            _keep(self._throttles, session_id, throttle)
        return throttle.allows() and self._throttle.allows()

    def _vocabulary(self, session: Session) -> Vocabulary:
        with self._lock:
            known = self._vocabularies.pop(session.content_hash, None)
        if known is None:
            flow = self._store.flow(session.content_hash)
            if flow is None:
                raise InternalError(f"The flow of session {session.session_id} is not stored.")
            known = Vocabulary(flow, session)
        with self._lock:
            _keep(self._vocabularies, session.content_hash, known)
        return known


def _keep(kept: OrderedDict[str, _T], key: str, value: _T) -> None:
    """Keep the value; the one that was kept longest without use goes."""
    kept[key] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def _is_welcome(standing: ProbeStanding, count: int, now_ms: int) -> bool:
    """Return whether a session takes so many events more."""
    ended_ms = standing.session.ended_ms
    return (
        {SCOPE, TAKING_PART} <= standing.scopes
        and (ended_ms is None or now_ms <= ended_ms + GRACE_MS)
        and standing.events + count <= EVENTS_A_SESSION
    )


def _placed(event: Event, standing: ProbeStanding, now_ms: int, vocabulary: Vocabulary) -> Event:
    """Return the event as the session's own: in its words, and not in the future."""
    t_ms = min(event.t_ms, max(now_ms - standing.session.started_ms, 0))
    return vocabulary.require(event.model_copy(update={"source": "probe", "t_ms": t_ms}))
