"""A lab with a few recorded people, for the tests of their rights (not a test itself)."""

from pathlib import Path
from typing import Any

from recordings import FLOW, a_session

from feedback.contacts import Contact, Contacts
from feedback.enrolment import Enrolment
from feedback.events import (
    LANE,
    Answered,
    Clicked,
    ConsentGiven,
    Event,
    FieldChanged,
    PageShown,
    ProblemShown,
    SessionEnded,
    SessionStarted,
    TaskEnded,
    TaskStarted,
)
from feedback.instruments import INSTRUMENTS
from feedback.store import FindingChange, FindingVersion, Observation, Quote, Store
from feedback.study import Study, parse
from feedback.tokens import fingerprint

SECRET = "a-secret-for-tests-only"
START_MS = 1_795_000_000_000
DAY_MS = 24 * 3600 * 1000
PLAN = """
title = "Wohngeld: zwei Entwürfe"
prototype = "wohngeld"
consent_scopes = ["probe", "quotes", "contact"]
{more}
arm = [{{id = "A", variant = "A"}}, {{id = "B", variant = "B"}}]
task = [{{id = "antrag", critical = true}}]
gate = [{{id = "g", metric = "completion", task = "antrag", at_least = 0.78, probability = 0.9}}]
"""
SCOPES = ("taking_part", "probe", "quotes", "contact")


def a_plan(more: str = "", study_id: str = "wohngeld/runde-1") -> Study:
    """Return a plan that offers all scopes."""
    return parse(PLAN.format(more=more), study_id)


def mark_of(participant: str, study: Study | None = None) -> str:
    """Return the hash of a participant's receipt."""
    return fingerprint(SECRET, code_of(participant, study))


def code_of(participant: str, study: Study | None = None) -> str:
    """Return a participant's receipt code."""
    from feedback.tokens import receipt_code

    return receipt_code(SECRET, (study or a_plan()).id, participant)


def what_happened(scopes: tuple[str, ...] = SCOPES) -> list[tuple[int, Event]]:
    """Return the events of a visit, with two of the probe."""
    instrument = INSTRUMENTS["umux_lite"]
    server: list[Event] = [
        SessionStarted(t_ms=0),
        ConsentGiven(t_ms=0, version="2026-11-2-de", scopes=scopes),
        TaskStarted(t_ms=1_000, task="antrag"),
        PageShown(t_ms=1_000, task="antrag", page="haushalt", nav="start"),
        FieldChanged(t_ms=9_000, task="antrag", page="haushalt", target="personen", count=1),
        ProblemShown(t_ms=9_000, task="antrag", page="haushalt", target="personen", rule="required"),
        PageShown(t_ms=60_000, task="antrag", page="miete", from_page="haushalt", nav="next"),
        TaskEnded(t_ms=90_000, task="antrag", outcome="success"),
        *(
            Answered(t_ms=100_000, instrument=instrument.id, item=item.id, value=5, wording=instrument.wording("de"))
            for item in instrument.items
        ),
        SessionEnded(t_ms=120_000, reason="finished"),
    ]
    probe = [Clicked(t_ms=2_000 + n, page="haushalt", interactive=True, zone=n) for n in range(2)]
    return [*enumerate(server), *((7 * LANE + n, event) for n, event in enumerate(probe))]


def take_part(
    store: Store,
    participant: str,
    *,
    study: Study | None = None,
    started_ms: int = START_MS,
    comment: str = "",
    ended: bool = True,
    **changes: Any,
) -> str:
    """Let somebody take part; return the session's id."""
    study = study or a_plan()
    segment = changes.get("segment")
    (arm, *_) = Enrolment(store, study, SECRET, lambda: started_ms).arms(participant, segment)
    session_id = f"session-of-{participant}"
    session = a_session(
        session_id, study=study.id, arm=arm, participant=participant, consent_scopes=SCOPES,
        consent_version="2026-11-2-de", started_ms=started_ms, **changes,
    )  # fmt: skip
    store.start_session(session, FLOW)
    events = what_happened()
    if ended:
        store.end_session(session_id, started_ms + 120_000, "finished", events)
    else:
        store.append(session_id, events[:4], draft=f"sealed-{participant}")
    if comment:
        store.add_comment(session_id, comment, 110_000)
    store.check()
    return session_id


def note_about(store: Store, session_id: str, quote: str = "") -> None:
    """Write a finding, an observer's note and a quote about a session."""
    version = FindingVersion(
        "wohngeld/runde-1", 0, 1, "Die Miete wird nicht verstanden", "antrag", "miete", "miete", None,
        "open", "", None, None, None, "Anna", START_MS, (session_id,),
    )  # fmt: skip
    store.save_finding(
        FindingChange(
            "wohngeld/runde-1",
            (version,),
            (Observation(0, "Sie zögert lange.", "Anna", START_MS, session_id, 5_000),),
            quotes=(Quote(0, session_id, quote, "Anna", START_MS),) if quote else (),
        )
    )


def give_contact(folder: Path, participant: str, email: str = "maria@beispiel.example") -> Contacts:
    """Keep a contact for a participant."""
    contacts = Contacts(folder)
    contacts.add(mark_of(participant), Contact(email, "wohngeld/runde-1", START_MS))
    return contacts
