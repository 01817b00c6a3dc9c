"""Sessions recorded elsewhere: every wrong line is told at once, and one wrong line is enough to take nothing."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from feedback.enrolment import plan_in_force
from feedback.errors import AuthorError, Finding, OperatorError
from feedback.events import Event, FlowSnapshot, Session
from feedback.exchange.checking import check_line
from feedback.exchange.inventing import Origin, invent_flow, invent_session, origin_of
from feedback.exchange.lines import Line, read_line
from feedback.store import Store, WholeSession
from feedback.study import Study
from feedback.tokens import participant_code

Identity = tuple[str, str, int]
Numbered = list[tuple[str, Line]]
"""Lines with their places."""
LOOSE = ("app_version", "content_hash")
"""What of a session depends on this lab, not on the line."""


@dataclass(frozen=True)
class Imported:
    """What an import did: `imported` sessions are new, `known` ones were here before; `arms` counts both."""

    study: str
    lines: int
    imported: int
    known: int
    participants: int
    arms: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `probelauf import-sessions`."""
        return asdict(self)


def import_sessions(
    store: Store, study: Study, path: Path, *, secret: str, flows: Sequence[FlowSnapshot] = (), now_ms: int
) -> Imported:
    """Take the sessions of a file of JSON lines into a study and lock its plan, as any first session does.

    `flows` are those of the lab's own prototypes: a line that names the version of one gets that flow, and any other
    the length of its shortest paths. People get pseudonyms by a keyed hash. Raises AuthorError with all wrong lines,
    and OperatorError when the file cannot be read; nothing is stored then.
    """
    study = plan_in_force(store, study)
    lines = read_file(study, path)
    sessions = record_lines(study, lines, secret, flows)
    known, findings = find_known(store, lines, sessions)
    if findings:
        raise AuthorError(findings)
    store.lock_study(study.id, study.plan_hash, study.plan_text, now_ms)
    store.add_sessions([one for one in sessions if one.session.session_id not in known])
    return Imported(
        study=study.id,
        lines=len(lines),
        imported=len(lines) - len(known),
        known=len(known),
        participants=len({one.session.participant for one in sessions}),
        arms=dict(Counter(one.session.arm for one in sessions)),
    )


def read_file(study: Study, path: Path) -> Numbered:
    """Return the lines of a file; blank ones do not count."""
    lines: Numbered = []
    findings: list[Finding] = []
    for number, text in enumerate(read_text(path).split("\n"), start=1):
        if not text.strip():
            continue
        place = f"{path}:{number}"
        try:
            found = read_line(json.loads(text), place)
        except (ValueError, RecursionError) as error:
            found = [Finding("import.json", "error", place, f"The line is no JSON object ({error}).", "")]
        if isinstance(found, Line):
            findings += check_line(study, found, place)
            lines.append((place, found))
        else:
            findings += found
    findings += [*find_repeats(lines), *collect_ideals(lines)[1]]
    if findings:
        raise AuthorError(sorted(findings, key=lambda one: int(one.place.rpartition(":")[2])))
    if not lines:
        raise OperatorError(f"The file {path} has no sessions; it needs one JSON object a line.")
    return lines


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OperatorError(f"The file {path} is not written in UTF-8; save it so, then import it again.") from error
    except OSError as error:
        raise OperatorError(f"The file {path} cannot be read: {error.strerror}.") from error


def identity_of(line: Line) -> Identity:
    """Return what makes a session this one: who, which arm, when."""
    return line.session.participant, line.session.arm, line.session.started_ms


def find_repeats(lines: Numbered) -> list[Finding]:
    """Find sessions that stand twice in the file."""
    first: dict[Identity, str] = {}
    found = []
    for place, line in lines:
        before = first.setdefault(identity_of(line), place)
        if before != place:
            what = f"The same person started in the same arm at the same time as in line {before.rpartition(':')[2]}."
            found.append(Finding("import.session-twice", "error", place, what, "Keep one of the two lines."))
    return found


def record_lines(study: Study, lines: Numbered, secret: str, flows: Sequence[FlowSnapshot]) -> list[WholeSession]:
    """Return the recordings of all lines."""
    made = {origin: find_flow(study, origin, stated, flows) for origin, stated in collect_ideals(lines)[0].items()}
    return [
        invent_session(
            study,
            line,
            participant_code(secret, study.id, f"import:{line.session.participant}"),
            made[origin_of(line.session)],
        )
        for _, line in lines
    ]


def collect_ideals(lines: Numbered) -> tuple[dict[Origin, dict[str, int]], list[Finding]]:
    """Return the shortest path by origin and task as the lines state it, and lines that contradict others."""
    ideals: dict[Origin, dict[str, int]] = {}
    findings = []
    for place, line in lines:
        stated = ideals.setdefault(origin_of(line.session), {})
        for task in line.tasks:
            if task.pages_ideal is None:
                continue
            if stated.setdefault(task.task, task.pages_ideal) != task.pages_ideal:
                what = (
                    f"The shortest path of `{task.task}` has {task.pages_ideal} pages here, {stated[task.task]} before."
                )
                findings.append(Finding("import.pages-ideal", "error", place, what, "Name the `version` of each."))
    return ideals, findings


def find_flow(study: Study, origin: Origin, stated: Mapping[str, int], flows: Sequence[FlowSnapshot]) -> FlowSnapshot:
    """Return the lab's own flow of the version that a line names, else an invented one.

    Shortest paths that no line states are those of the lab's own prototype of the arm.
    """
    arm = study.arm(origin.arm)
    own = [flow for flow in flows if (flow.prototype, flow.variant) == (study.prototype_of(arm.id), arm.variant)]
    for flow in own:
        if flow.content_hash == origin.version:
            return flow
    usual = {task.id: len(task.ideal_path) for flow in own[:1] for task in flow.tasks}
    return invent_flow(study, origin, {**usual, **stated})


def find_known(store: Store, lines: Numbered, sessions: Sequence[WholeSession]) -> tuple[set[str], list[Finding]]:
    """Return the ids of sessions that are stored already, and lines that say something else about one."""
    known: set[str] = set()
    findings = []
    for (place, _), whole in zip(lines, sessions, strict=True):
        stored = store.session(whole.session.session_id)
        if stored is None:
            continue
        known.add(stored.session_id)
        events = [event for _, event in store.events(stored.session_id)]
        if firm(stored) != firm(whole.session) or told(events) != told(whole.events):
            what = "This session was imported before, with other content."
            findings.append(Finding("import.changed", "error", place, what, "Correct it as a new participant, or not."))
    return known, findings


def firm(session: Session) -> dict[str, Any]:
    """Return what of a session the line alone decides."""
    return session.model_dump(exclude=set(LOOSE))


def told(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return events without their invented pages, which depend on the lab's prototypes."""
    return [event.model_dump(exclude={"page"}) for event in events]
