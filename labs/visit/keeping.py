"""How a visit keeps what happens: the session that is open, its events, and the sealed draft beside them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from feedback.drafts import DraftKey
from feedback.events import EndReason, Event, Session
from feedback.recorder import SessionRecorder
from feedback.version import VERSION
from labs.visit.cast import Cast


class Keeping:
    """The recordings of one participant's visit. `link_secret` lies in her link or cookie; without it no drafts."""

    def __init__(self, cast: Cast, participant: str, link_secret: str | None) -> None:
        self._cast = cast
        self._participant = participant
        self._link_secret = link_secret
        self._open: SessionRecorder | None = None
        self._key: DraftKey | None = None
        self._sessions = 0
        self._gone = False

    @property
    def session(self) -> Session | None:
        """The session that is open."""
        return None if self._open is None else self._open.session

    @property
    def overtaken(self) -> bool:
        """Whether another process went on with the session, or it was erased: ours does not know where it stands."""
        return self._gone or (self._open is not None and self._open.overtaken)

    @property
    def t_ms(self) -> int:
        """Milliseconds since the session started."""
        return 0 if self._open is None else max(0, self._cast.clock_ms() - self._open.session.started_ms)

    @property
    def today(self) -> date:
        """The day on which the visit takes place."""
        return datetime.fromtimestamp(self._cast.clock_ms() / 1000, UTC).date()

    def is_current(self, stored: Sequence[Session], last_seq: int) -> bool:
        """Return whether nothing is stored of this participant that we do not know of."""
        erased = len(stored) < self._sessions and (self._open is None or self._open.started)
        if len(stored) > self._sessions or erased:
            return False
        if self._open is None:
            return True
        ended = bool(stored) and stored[-1].ended_ms is not None
        return not ended and not self._open.overtaken and last_seq <= self._open.last_seq

    def start(self, arm: str, position: int, scopes: tuple[str, ...], version: str, segment: str | None) -> None:
        """Start a session for an arm, after the end of the one before. `version` is that of the consent text."""
        self._gone = self._open is not None and self._open.is_gone
        self.close("finished")
        if self._gone:  # erased meanwhile
            return
        study, flow = self._cast.study, self._cast.flows[arm]
        self._enter(
            Session(
                session_id=self._cast.session_id(self._participant, self._sessions),
                study=study.id,
                round=study.round,
                prototype=flow.service_id,
                variant=flow.variant,
                arm=arm,
                content_hash=flow.content_hash,
                mode=study.mode,
                participant=self._participant,
                position=position,
                consent_version=version,
                consent_scopes=scopes,
                segment=segment,
                app_version=VERSION,
                synthetic=self._cast.synthetic,
                started_ms=self._cast.clock_ms(),
            )
        )
        self._sessions += 1

    def go_on(self, stored: Sequence[Session]) -> None:
        """Go on with the last of the stored sessions, unless that is over."""
        self._sessions = len(stored)
        if stored[-1].ended_ms is None:
            self._enter(stored[-1])

    def record(self, draft: Mapping[str, Any], *events: Event) -> None:
        """Record the events as one batch, and seal what the citizen has filled in by now."""
        if self._open is not None and events:
            self._open.record(*events, draft=None if self._key is None else self._key.seal(draft))

    def open_draft(self, sealed: str | None) -> dict[str, Any]:
        """Return the draft of the open session; an empty one where there is none that our link opens."""
        return (self._key.open(sealed) if self._key and sealed else None) or {}

    def comment(self, text: str) -> None:
        """Keep the open comment."""
        if self._open is not None:
            self._open.comment(text)

    def close(self, reason: EndReason) -> None:
        """End the open session."""
        if self._open is not None:
            self._open.end(reason, self._cast.clock_ms())
            self._open = self._key = None

    def _enter(self, session: Session) -> None:
        snapshot = self._cast.flows[session.arm].snapshot()
        self._open = self._cast.recorder.open(session, snapshot, demo=self._cast.study.demo)
        self._key = None if self._link_secret is None else DraftKey(self._link_secret, session.session_id)
