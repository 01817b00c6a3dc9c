"""A small service, and what its citizens do (not a test itself)."""

from pydantic import BaseModel

from feedback.instruments import INSTRUMENTS
from feedback.store import Store
from labs import Page, Service, Task, Variant, ask
from labs.visit import Visit


class Form(BaseModel):
    """Two questions."""

    personen: int = ask("Wie viele Personen?", ge=1)
    ort: str = ask("Wo wohnen Sie?")


SERVICE = Service(
    "probe",
    "Probe",
    Form,
    pages=[Page("haushalt", "Haushalt", "personen"), Page("wohnen", "Wohnen", "ort")],
    tasks=[Task("antrag", "Stellen Sie den Antrag.", persona={"personen": 2, "ort": "Musterstadt"})],
    variants=[Variant("A"), Variant("B", order=["wohnen", "haushalt"])],
)


class Clock:
    """A time that passes by one second at each look."""

    def __init__(self) -> None:
        self.now_ms = 1_700_000_000_000

    def __call__(self) -> int:
        self.now_ms += 1000
        return self.now_ms


def come_in(visit: Visit) -> None:
    """Take part, and tell nothing of oneself."""
    visit.consent(visit.turn, agreed=True)
    visit.tell_groups(visit.turn, {})


def do_task(visit: Visit) -> None:
    """Do the task rightly."""
    visit.begin_task(visit.turn)
    for _ in range(10):
        if visit.journey is None or visit.journey.at_end:
            break
        visit.submit(visit.turn, {"personen": "2", "ort": "Musterstadt"})
    visit.finish_task(visit.turn)


def answer_all(visit: Visit) -> None:
    """Answer every questionnaire until something else comes."""
    while visit.stage.kind == "questionnaire":
        items = INSTRUMENTS[visit.stage.instrument or ""].items
        visit.answer(visit.turn, dict.fromkeys((item.id for item in items), 4))


def events_of(store: Store, session_id: str) -> list[object]:
    """Return the stored events of a session once all are written."""
    return [event for _, event in store.events(session_id)]
