"""The words a session may use: those of its flow, of the instruments, and of its own consent."""

import re
from typing import NoReturn

from feedback.errors import InternalError
from feedback.events import (
    Answered,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    FlowSnapshot,
    PageShown,
    ProblemShown,
    ProblemSolved,
    Session,
    SessionEnded,
    SessionStarted,
)
from feedback.instruments import INSTRUMENTS

_ENTRY_NUMBER = re.compile(r"\.\d{1,2}(?=\.|$)")


class Vocabulary:
    """A word that nobody declared may be something typed: it is refused, and not repeated in the error."""

    def __init__(self, flow: FlowSnapshot, session: Session) -> None:
        self._pages = frozenset({None, *(page.id for page in flow.pages)})
        self._fields = frozenset({None, *(field.id for field in flow.fields)})
        self._tasks = frozenset({None, *(task.id for task in flow.tasks)})
        self._rules = frozenset(flow.rules)
        self._consent_version = session.consent_version
        self._consent_scopes = frozenset(session.consent_scopes)

    def require(self, event: Event) -> Event:
        """Return the event, or raise InternalError for a word outside the vocabulary.

        The number of a group's entry is left out (`mitglieder.1.name` is recorded as `mitglieder.name`): how
        many people live in a household is an answer, and answers are not stored.
        """
        if event.page not in self._pages:
            _refuse(event, "page")
        if event.task not in self._tasks:
            _refuse(event, "task")
        self._require_own_words(event)
        if event.target in self._fields:
            return event
        target = _ENTRY_NUMBER.sub("", event.target or "")
        if target not in self._fields:
            _refuse(event, "target")
        return event.model_copy(update={"target": target})

    def _require_own_words(self, event: Event) -> None:
        match event:
            case PageShown():
                if event.from_page not in self._pages:
                    _refuse(event, "from_page")
            case ProblemShown() | ProblemSolved():
                if event.rule not in self._rules:
                    _refuse(event, "rule")
            case Answered():
                _require_answer(event)
            case ConsentGiven() | ConsentWithdrawn():
                self._require_consent(event)
            case SessionStarted() | SessionEnded():
                raise InternalError(f"The recorder itself writes `{event.type}`; use open() and end().")

    def _require_consent(self, event: ConsentGiven | ConsentWithdrawn) -> None:
        if isinstance(event, ConsentGiven) and event.version != self._consent_version:
            _refuse(event, "version")
        if not self._consent_scopes.issuperset(event.scopes):
            _refuse(event, "scopes")


def _require_answer(event: Answered) -> None:
    instrument = INSTRUMENTS.get(event.instrument)
    if instrument is None:
        _refuse(event, "instrument")
    if all(item.id != event.item for item in instrument.items):
        _refuse(event, "item")
    if event.wording not in (instrument.wording("de"), instrument.wording("en")):
        _refuse(event, "wording")
    if event.value is not None and not instrument.low <= event.value <= instrument.high:
        _refuse(event, "value")


def _refuse(event: Event, name: str) -> NoReturn:
    raise InternalError(
        f"An event `{event.type}` names a {name} that its flow and the instruments do not know; "
        "it is not stored, because it could be something that was typed."
    )
