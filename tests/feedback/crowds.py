"""Invented crowds for the tests of analytics: everything that can go wrong in a session goes wrong in some."""

from random import Random

from feedback.events import (
    LANE,
    Answered,
    Assisted,
    Clicked,
    ConsentGiven,
    ConsentWithdrawn,
    DeadClicked,
    Event,
    FieldChanged,
    FieldTimed,
    FlowPage,
    FlowSnapshot,
    FlowTask,
    GapFound,
    HelpOpened,
    Idled,
    PageShown,
    ProblemShown,
    ProblemSolved,
    RageClicked,
    ServiceChosen,
    ServiceSearched,
    Session,
    SessionEnded,
    SessionStarted,
    TaskEnded,
    TaskStarted,
)
from feedback.store import Store

STUDIES = ("wohngeld/runde-1", "wohngeld/runde-2")
PAGES = ("start", "haushalt", "miete", "check", "done")
FIELDS = ("miete", "mitglieder.name", "plz")
TASKS = ("antrag", "aendern")
FLOW = FlowSnapshot(
    content_hash="c0ffee",
    prototype="wohngeld",
    variant="A",
    title="Wohngeld beantragen",
    language="de",
    pages=tuple(FlowPage(id=page, title=page, kind="form") for page in PAGES),
    fields=(),
    rules=("required",),
    tasks=tuple(FlowTask(id=task, title=task, end_page="done", ideal_path=PAGES) for task in TASKS),
)
Numbered = list[tuple[int, Event]]


def fill(store: Store, seed: int, sessions: int = 40) -> None:
    """Fill a store with invented sessions."""
    random = Random(seed)
    for number in range(sessions):
        session = invent_session(random, number)
        store.start_session(session, FLOW).result()
        events, last_ms = invent_events(random, session)
        if random.random() < 0.1:
            store.append(session.session_id, events).result()
            continue
        reason = random.choice(("finished", "finished", "stopped", "timed_out", "technical_failure"))
        seq = 1 + max(seq for seq, _ in events if seq < LANE)
        events.append((seq, SessionEnded(t_ms=last_ms, reason=reason)))
        store.end_session(session.session_id, session.started_ms + last_ms, reason, events).result()


def invent_session(random: Random, number: int) -> Session:
    """Return an invented session; people come back now and then."""
    return Session(
        session_id=f"s{random.randrange(10**6):06}-{number}",
        study=random.choice(STUDIES),
        round=random.choice((1, 1, 2)),
        prototype="wohngeld",
        variant="A",
        arm=random.choice("AB"),
        content_hash=FLOW.content_hash,
        mode=random.choice(("alone", "moderated")),
        participant=f"p{random.randrange(25)}",
        position=random.randrange(2),
        consent_version="v1",
        consent_scopes=("taking_part", *random.sample(("probe", "quotes", "contact"), random.randrange(3))),
        segment=random.choice((None, "age.young", "age.young", "age.old", "rare")),
        app_version="1",
        synthetic=random.random() < 0.2,
        started_ms=1_790_000_000_000 + random.randrange(10) * 40_000_000,
    )


def invent_events(random: Random, session: Session) -> tuple[Numbered, int]:
    """Return the events of all lanes and the time of the last one."""
    events: list[Event] = [SessionStarted(t_ms=0)]
    events.append(ConsentGiven(t_ms=1, version="v1", scopes=session.consent_scopes))
    for task in random.sample(TASKS, random.randrange(1, 3)):
        events += invent_task(random, task, events[-1].t_ms)
    for item in ("sus_1", "sus_2", "sus_1"):
        value = random.choice((None, 1, 2, 5))
        events.append(Answered(t_ms=events[-1].t_ms + 5, instrument="sus", item=item, value=value, wording="w"))
    end_ms = events[-1].t_ms + 10
    if random.random() < 0.15:
        scope = random.choice(("taking_part", "quotes", "probe"))
        events.append(ConsentWithdrawn(t_ms=end_ms, scopes=(scope,)))
    numbered = list(enumerate(events))
    helped = random.random() < 0.2
    numbered += [(LANE, Assisted(t_ms=50, task=random.choice(TASKS)))] if helped else []
    for lane in range(2, random.choice((2, 3, 4))):
        numbered += [(lane * LANE + place, one) for place, one in enumerate(invent_probe(random))]
    return [one for one in numbered if one[0] < 3 or random.random() < 0.97], end_ms


def invent_task(random: Random, task: str, now_ms: int) -> list[Event]:
    """Return what happened in a task, sometimes twice, sometimes without an end."""
    here = {"task": task}
    events: list[Event] = [TaskStarted(t_ms=now_ms + 1, **here)]
    if random.random() < 0.3:
        fits, rank = random.random() < 0.7, random.randrange(1, 9)
        events.append(ServiceSearched(t_ms=now_ms + 1, **here, results=9, rank=random.choice((None, rank))))
        events.append(ServiceChosen(t_ms=now_ms + 1, **here, fits=fits, rank=rank))
    before: str | None = None
    for step in range(random.randrange(1, 9)):
        now_ms += random.randrange(1, 60_000)
        page, field = random.choice(PAGES), random.choice(FIELDS)
        nav = random.choice(("next", "next", "back", "jump", "resume")) if step else "start"
        events.append(PageShown(t_ms=now_ms, **here, page=page, from_page=before, nav=nav))
        place = {"t_ms": now_ms, "page": page, **here}
        further: tuple[Event, ...] = (
            FieldChanged(**place, target=field, count=step + 1, after_error=random.random() < 0.3),
            ProblemShown(**place, target=field, rule=random.choice(("required", "pattern"))),
            ProblemSolved(**place, target=field, rule="required"),
            HelpOpened(**place, target=random.choice((None, field))),
            GapFound(t_ms=now_ms, missing=random.randrange(1, 4)),
            TaskStarted(t_ms=now_ms, **here),
        )
        events += random.sample(further, random.randrange(3))
        before = page
    if random.random() < 0.8:
        outcome = random.choice(
            ("success", "success", "success", "success_with_help", "failed", "gave_up", "timed_out")
        )
        events.append(TaskEnded(t_ms=now_ms, **here, outcome=outcome))
        for value in (3, None, 6)[: random.randrange(3)]:
            given = {"instrument": "ease", "item": "ease_1", "value": value, "wording": "w"}
            events.append(Answered(t_ms=now_ms, **here, **given))
    return events


def invent_probe(random: Random) -> list[Event]:
    """Return what the probe saw while a page was loaded once."""
    found: list[Event] = []
    for number in range(random.randrange(6)):
        place = {"t_ms": number * 100, "page": random.choice(PAGES)}
        waited = random.choice((None, random.randrange(9_000)))
        timed = {"target": random.choice(FIELDS), "dwell_ms": random.randrange(9_000), "edits": random.randrange(4)}
        found += [
            FieldTimed(**place, **timed, hesitation_ms=waited),
            Clicked(**place, interactive=random.random() < 0.5, zone=random.randrange(48)),
            DeadClicked(**place, zone=random.randrange(48)),
        ]
        if number == 3:
            found.append(RageClicked(**place, zone=1, count=4))
            found.append(Idled(**place, duration_ms=random.randrange(60_000, 90_000)))
    return found
