"""The facts that decide, frozen: enough to compute the verdict again, with no way back to a person."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

from pydantic import ValidationError

from feedback.decision import Decision, decide
from feedback.errors import AuthorError, InternalError, OperatorError
from feedback.events import FlowSnapshot, Session
from feedback.exchange import disguise
from feedback.metrics import select
from feedback.sessions import SessionFacts, TaskFacts
from feedback.store import Amendment, StudyLock, canonical, digest
from feedback.study import Study, parse


@dataclass(frozen=True)
class Snapshot:
    """The plan in force with its history, and the facts of all sessions that count, under codes of their own.

    `blocking` has the titles of the open usability problems that keep each arm from production.
    """

    lock: StudyLock
    facts: tuple[SessionFacts, ...]
    blocking: Mapping[str, tuple[str, ...]]

    def study(self) -> Study:
        """Return the study under the plan that was in force."""
        try:
            return parse(self.lock.plan_text, self.lock.study)
        except AuthorError as error:
            raise OperatorError("This version of Probelauf cannot read the plan of the record.") from error

    def decide(self, now_ms: int) -> Decision:
        """Return the verdict on these facts."""
        return decide(self.study(), self.facts, now_ms=now_ms, lock=self.lock, blocking=self.blocking)

    def to_text(self) -> str:
        """Return the snapshot as canonical JSON."""
        flows = {one.flow.content_hash: one.flow.model_dump(mode="json") for one in self.facts if one.flow}
        sessions = [facts_to_json(one) for one in self.facts]
        blocking = {arm: list(titles) for arm, titles in self.blocking.items()}
        return canonical({"lock": asdict(self.lock), "flows": flows, "sessions": sessions, "blocking": blocking})


def take_snapshot(
    study: Study, lock: StudyLock, facts: tuple[SessionFacts, ...], blocking: Mapping[str, tuple[str, ...]]
) -> Snapshot:
    """Return what the verdict on a study rests on.

    People get new numbers and starts lose their time of day, so that a record may outlive the recordings: when these
    are deleted, nothing in the record leads back to a person. Groups of people are left out: nobody decides by them,
    and a rare one would point to somebody.
    """
    counting = [one for selection in select(study, facts).values() for one in selection.all]
    numbers = count(1)
    codes: dict[str, str] = {}

    def rename(participant: str) -> str:
        if participant not in codes:
            codes[participant] = f"p{next(numbers)}"
        return codes[participant]

    disguised = disguise(counting, rename)
    nameless = (replace(one, session=one.session.model_copy(update={"segment": None})) for one in disguised)
    return Snapshot(lock, tuple(nameless), blocking)


def pack(text: str) -> bytes:
    """Return a text compressed."""
    return zlib.compress(text.encode(), 9)


def unpack(packed: bytes) -> str:
    """Return a packed text; ValueError when it is damaged."""
    try:
        return zlib.decompress(packed).decode()
    except zlib.error as error:
        raise ValueError(str(error)) from error


def read_snapshot(text: str) -> Snapshot:
    """Return the snapshot of a canonical text. Raises OperatorError when this version cannot read it."""
    try:
        data = json.loads(text)
        lock = data["lock"]
        flows = {name: FlowSnapshot.model_validate(flow) for name, flow in data["flows"].items()}
        amendments = tuple(Amendment(**one) for one in lock["amendments"])
        facts = tuple(facts_from_json(one, flows) for one in data["sessions"])
        blocking = {arm: tuple(titles) for arm, titles in data["blocking"].items()}
        return Snapshot(StudyLock(**{**lock, "amendments": amendments}), facts, blocking)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError) as error:
        raise OperatorError(
            "The data of this record have a form that this version of Probelauf cannot read."
        ) from error


def facts_to_json(facts: SessionFacts) -> dict[str, Any]:
    """Return the facts of a session as a JSON object; its flow stands elsewhere, under its hash."""
    return {
        "session": facts.session.model_dump(mode="json"),
        "end_reason": facts.end_reason,
        "tasks": [
            {**asdict(task), "problems": [[*problem, times] for problem, times in sorted(task.problems.items())]}
            for task in facts.tasks
        ],
        "answers": [[*key, dict(items)] for key, items in facts.answers.items()],
        "wordings": sorted(facts.wordings),
        "events": facts.events,
        "missing": facts.missing,
        "withdrawn": facts.withdrawn,
        "flow": facts.flow.content_hash if facts.flow else None,
    }


def facts_from_json(data: Mapping[str, Any], flows: Mapping[str, FlowSnapshot]) -> SessionFacts:
    """Return the facts of a JSON object."""
    return SessionFacts(
        **{
            **data,
            "session": Session.model_validate(data["session"]),
            "tasks": tuple(
                TaskFacts(
                    **{
                        **task,
                        "pages": tuple(task["pages"]),
                        "problems": {(page, target, rule): times for page, target, rule, times in task["problems"]},
                    }
                )
                for task in data["tasks"]
            ),
            "answers": {(instrument, task): items for instrument, task, items in data["answers"]},
            "wordings": frozenset((instrument, wording) for instrument, wording in data["wordings"]),
            "flow": flows[data["flow"]] if data["flow"] else None,
        }
    )


def fingerprint_of(snapshot: Snapshot) -> str:
    """Return the sha256 of a snapshot."""
    return digest(snapshot.to_text())


def require_same(shown: Decision, snapshot: Snapshot, now_ms: int) -> Decision:
    """Return the verdict on a snapshot, which must be the one that was shown: else something that decides is not in
    it.
    """
    computed = snapshot.decide(now_ms)
    if canonical(computed.to_json()) != canonical(shown.to_json()):
        raise InternalError(f"The snapshot of {shown.study} leads to another verdict than its recordings.")
    return computed
